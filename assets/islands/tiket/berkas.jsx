/* The photos and videos of a ticket. The server lets no browser keep any of them. */
import { Berkas } from "../lib/berkas.jsx";
import { TombolKeluar } from "../lib/keluar.jsx";

const itemsOf = (files) => {
  const there = files.filter(({ id }) => id);
  const items = there.map(({ id, kind }, index) => {
    const of = (size) => `/api/v1/media/warga/${id}/${size}`;
    return { key: id, name: `${kind === "video" ? "Video" : "Foto"} ${index + 1} dari ${there.length}`, small: of("kecil"), large: of("besar"), film: kind === "video" && of("video") };
  });
  const missing = files.filter(({ id }) => !id).map(({ state, reason }, index) => ({ key: index, instead: state === "ditolak" ? reason : "Belum sampai" }));
  return [...items, ...missing];
};

/** files: those of the ticket, also what did not arrive yet or was refused. */
export const BerkasTiket = ({ files }) => (
  <Berkas label="Foto dan video terkirim" items={itemsOf(files)} look="aspect-video w-full object-cover" className="mt-3 grid grid-cols-2 gap-2 sm:grid-cols-3">
    <TombolKeluar />
  </Berkas>
);
