/* The photos and videos of a ticket: small ones in a row, each opens large. The server lets no browser keep any of them. */
import { useState } from "react";
import { Play } from "lucide-react";
import { TombolKeluar } from "../lib/keluar.jsx";
import { useReachable } from "../lib/online.js";
import { Penampil } from "../lib/penampil.jsx";
import { Icon } from "../lib/ui.jsx";

const LOOK = "aspect-video w-full rounded-field";

/** As the viewer takes them, with a small picture each. */
const itemsOf = (files) => {
  const there = files.filter(({ id }) => id);
  return there.map(({ id, kind }, index) => {
    const of = (size) => `/api/v1/media/warga/${id}/${size}`;
    return { key: id, name: `${kind === "video" ? "Video" : "Foto"} ${index + 1} dari ${there.length}`, small: of("kecil"), large: of("besar"), film: kind === "video" && of("video") };
  });
};

const Kecil = ({ item: { name, small, film }, onOpen }) => {
  const [there, gone] = useReachable();
  if (!there) {
    return (
      <p className={`${LOOK} grid place-items-center border border-dashed border-muted p-2 text-center text-sm text-balance text-muted`}>
        {name} tidak tersimpan di HP. Tampil begitu ada sinyal.
      </p>
    );
  }
  const open = ({ currentTarget }) => {
    currentTarget.focus(); // not every browser does so by itself, and there the focus is to return
    onOpen();
  };
  return (
    <button type="button" className="relative block w-full overflow-hidden rounded-field border border-base-300" onClick={open}>
      <img src={small} alt={name} loading="lazy" onError={gone} className={`${LOOK} bg-base-200 object-cover`} />
      {film && <span className="absolute inset-0 grid place-items-center"><span className="grid size-12 place-items-center rounded-full bg-base-100/90 text-base-content"><Icon of={Play} size={24} /></span></span>}
    </button>
  );
};

/** files: those of the ticket, also what did not arrive yet or was refused. */
export const Berkas = ({ files }) => {
  const [at, setAt] = useState(null);
  const items = itemsOf(files);
  if (!files.length) return null;
  return (
    <>
      <ul aria-label="Foto dan video terkirim" className="mt-3 grid grid-cols-2 gap-2 sm:grid-cols-3">
        {items.map((item, index) => <li key={item.key} className="min-w-0"><Kecil item={item} onOpen={() => setAt(index)} /></li>)}
        {files.filter(({ id }) => !id).map(({ state, reason }, index) => <li key={index} className="min-w-0 text-sm text-muted">{state === "ditolak" ? reason : "Belum sampai"}</li>)}
      </ul>
      {items[at] && (
        <Penampil label="Foto dan video" items={items} at={at} said={items[at].name} onStep={setAt} onClose={() => setAt(null)}>
          <TombolKeluar />
        </Penampil>
      )}
    </>
  );
};
