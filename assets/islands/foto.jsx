/* Photos of a report. Addresses are authorised routes. */
import { Berkas } from "./lib/berkas.jsx";
import { exact } from "./lib/format.js";

const caption = (photo, index, count) =>
  [
    photo.label,
    `Foto ${index + 1} dari ${count}`,
    photo.source === "gallery" ? "dari galeri" : "dari kamera",
    photo.taken_at && `diambil ${exact(photo.taken_at)}`,
  ]
    .filter(Boolean)
    .join(", ");

/**
 * photos: [{sha256, small, large, source, taken_at, label}]; small and large are "" while the photo has not arrived;
 * compare: beside each other, small and large, under what each is called.
 */
export const Foto = ({ photos = [], compare = false }) => {
  // The same photo may stand in both reports.
  const items = photos.map((photo, index) => ({
    key: `${index} ${photo.sha256}`, name: caption(photo, index, photos.length), small: photo.small, large: photo.large, instead: "Foto belum sampai", above: photo.label,
  }));
  return (
    <Berkas
      label="Foto" items={items} look="aspect-square w-full object-cover" compare={compare}
      className={`grid gap-2 ${compare ? "max-w-xl grid-cols-2" : "grid-cols-3 sm:grid-cols-5 xl:grid-cols-3"}`}
    />
  );
};
