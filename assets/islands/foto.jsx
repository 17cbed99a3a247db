/* Photos of a report: small ones in a row, each opens large. Addresses are authorised routes. */
import { useState } from "react";
import { exact } from "./lib/format.js";
import { Penampil } from "./lib/penampil.jsx";

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
  // Nothing is shown, and so no large picture loaded, before one is opened.
  const [shown, setShown] = useState(null);
  // The same photo may stand in both reports.
  const items = photos.map((each, index) => ({ key: `${index} ${each.sha256}`, name: caption(each, index, photos.length), large: each.large }));
  return (
    <>
      <ul className={`grid gap-2 ${compare ? "max-w-xl grid-cols-2" : "grid-cols-3 sm:grid-cols-5 xl:grid-cols-3"}`}>
        {photos.map((each, index) => (
          <li key={items[index].key}>
            {each.label && <p className="mb-1 text-sm text-muted">{each.label}</p>}
            {each.small ? (
              <button
                type="button"
                className="block w-full overflow-hidden rounded-field border border-base-300"
                onClick={() => setShown(index)}
              >
                <img
                  src={each.small}
                  alt={items[index].name}
                  loading="lazy"
                  className="aspect-square w-full object-cover"
                />
              </button>
            ) : (
              <div className="grid aspect-square place-items-center rounded-field border border-dashed border-muted p-2 text-center text-sm text-muted">
                Foto belum sampai
              </div>
            )}
          </li>
        ))}
      </ul>
      {items[shown] && (
        <Penampil
          label="Foto" items={items} at={compare ? null : shown} said={compare ? photos.map(({ label }) => label).join(" · ") : items[shown].name}
          onStep={setShown} onClose={() => setShown(null)}
        />
      )}
    </>
  );
};
