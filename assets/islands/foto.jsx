/* Photos of a report: small ones in a row, each opens large; arrows go on, Esc closes. Addresses are authorised routes. */
import { useRef, useState } from "react";
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
  const dialog = useRef(null);
  // Nothing is shown, and so no large picture loaded, before one is opened.
  const [shown, setShown] = useState(null);
  const open = (index) => {
    setShown(index);
    dialog.current.showModal();
  };
  const step = (by) => setShown((photos.length + shown + by) % photos.length);
  const keys = (event) => {
    if (event.key === "ArrowRight") step(1);
    if (event.key === "ArrowLeft") step(-1);
  };
  const opened = shown === null ? [] : compare ? photos : [photos[shown]];

  return (
    <>
      <ul className={`grid gap-2 ${compare ? "max-w-xl grid-cols-2" : "grid-cols-3 sm:grid-cols-5 xl:grid-cols-3"}`}>
        {photos.map((each, index) => (
          // The same photo may stand in both reports.
          <li key={`${index} ${each.sha256}`}>
            {each.label && <p className="mb-1 text-sm text-muted">{each.label}</p>}
            {each.small ? (
              <button
                type="button"
                className="block w-full overflow-hidden rounded-field border border-base-300"
                onClick={() => open(index)}
              >
                <img
                  src={each.small}
                  alt={caption(each, index, photos.length)}
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
      <dialog ref={dialog} className="modal" aria-label="Foto" onKeyDown={keys} onClose={() => setShown(null)}>
        <div className="modal-box flex max-h-[95dvh] max-w-5xl flex-col gap-3 p-3">
          <div className={`grid min-h-0 grow gap-2 ${compare ? "grid-cols-2" : ""}`}>
            {opened.map((photo) => {
              const index = photos.indexOf(photo);
              return photo.large ? (
                <img
                  key={index}
                  src={photo.large}
                  alt={caption(photo, index, photos.length)}
                  className="h-full max-h-[80dvh] w-full rounded-field object-contain"
                />
              ) : (
                <p key={index} className="py-24 text-center text-muted">Foto belum sampai</p>
              );
            })}
          </div>
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-sm" role="status">
              {opened.map((photo) => (compare ? photo.label : caption(photo, shown, photos.length))).join(" · ")}
            </p>
            <form method="dialog" className="flex gap-2">
              {photos.length > 1 && !compare && (
                <>
                  <button type="button" className="btn" onClick={() => step(-1)}>
                    Sebelumnya
                  </button>
                  <button type="button" className="btn" onClick={() => step(1)}>
                    Berikutnya
                  </button>
                </>
              )}
              <button className="btn btn-primary">Tutup</button>
            </form>
          </div>
        </div>
      </dialog>
    </>
  );
};
