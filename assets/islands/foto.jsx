/* Photos of a report: small ones in a row, each opens large; arrows go on, Esc closes. Addresses are authorised routes. */
import { useRef, useState } from "react";
import { exact } from "./lib/format.js";

const caption = (photo, index, count) =>
  [
    `Foto ${index + 1} dari ${count}`,
    photo.source === "gallery" ? "dari galeri" : "dari kamera",
    photo.taken_at && `diambil ${exact(photo.taken_at)}`,
  ]
    .filter(Boolean)
    .join(", ");

/** photos: [{sha256, small, large, source, taken_at}]; small and large are "" while the photo is still on the phone. */
export const Foto = ({ photos = [] }) => {
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
  const photo = photos[shown];

  return (
    <>
      <ul className="grid grid-cols-3 gap-2 sm:grid-cols-5 xl:grid-cols-3">
        {photos.map((each, index) => (
          <li key={each.sha256}>
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
          {photo && !photo.large && <p className="py-24 text-center text-muted">Foto belum sampai</p>}
          {photo?.large && (
            <img
              src={photo.large}
              alt={caption(photo, shown, photos.length)}
              className="min-h-0 w-full grow rounded-field object-contain"
            />
          )}
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-sm" role="status">
              {photo && caption(photo, shown, photos.length)}
            </p>
            <form method="dialog" className="flex gap-2">
              {photos.length > 1 && (
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
