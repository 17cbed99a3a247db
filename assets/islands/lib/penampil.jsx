/* Photos and videos in full size, in a dialog of the page: arrows go on, Esc closes, the focus goes back to what opened it. */
import { useEffect, useRef } from "react";
import { useReachable } from "./online.js";

const LOOK = "h-full max-h-[80dvh] w-full rounded-field object-contain";
const Words = ({ children }) => <p role="status" className="px-4 py-24 text-center text-balance text-muted">{children}</p>;

const Besar = ({ item: { name, large, film, instead } }) => {
  const [there, gone] = useReachable(film || large);
  if (!large) return <Words>{instead}</Words>;
  if (!there) return <Words>{film ? "Video" : "Foto"} ini tidak tersimpan di sini. Tampil begitu ada sinyal.</Words>;
  if (film) return <video src={film} poster={large} controls playsInline preload="none" aria-label={name} onError={gone} className={LOOK} />;
  return <img src={large} alt={name} onError={gone} className={LOOK} />;
};

/**
 * Is there as long as it is open. Nothing large is loaded before.
 * @param items `[{key, name, large, film, instead}]`: the picture's address, "" while it has not arrived, and what is said meanwhile; of a
 *   video its own address besides
 * @param at which of them is shown; null: all beside each other
 * @param said what stands below
 * @param onStep told which one is to be shown next
 * @param children further buttons: those of the page below cannot be reached meanwhile
 */
export const Penampil = ({ label, items, at, said, onStep, onClose, children }) => {
  const dialog = useRef(null);
  const closer = useRef(null);
  useEffect(() => {
    dialog.current.showModal();
    closer.current.focus();
  }, []);
  const several = at !== null && items.length > 1;
  const step = (by) => several && onStep((items.length + at + by) % items.length);
  const keys = ({ key, target }) => {
    if (target.tagName === "VIDEO") return; // there arrows seek
    if (key === "ArrowRight") step(1);
    if (key === "ArrowLeft") step(-1);
  };
  const shown = at === null ? items : items.slice(at, at + 1);
  return (
    <dialog ref={dialog} className="modal" aria-label={label} onKeyDown={keys} onClose={onClose}>
      <div className="modal-box flex max-h-[95dvh] w-full max-w-full flex-col gap-3 p-3 sm:max-w-5xl">
        <div className={`grid min-h-0 grow gap-2 ${shown.length > 1 ? "grid-cols-2" : ""}`}>
          {shown.map((item) => <Besar key={item.key} item={item} />)}
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-sm" role="status">{said}</p>
          <form method="dialog" className="grid w-full grid-cols-2 gap-2 sm:flex sm:w-auto">
            {children}
            {several && (
              <>
                <button type="button" className="btn" onClick={() => step(-1)}>Sebelumnya</button>
                <button type="button" className="btn" onClick={() => step(1)}>Berikutnya</button>
              </>
            )}
            <button ref={closer} className="btn btn-primary last:odd:col-span-2">Tutup</button>
          </form>
        </div>
      </div>
    </dialog>
  );
};
