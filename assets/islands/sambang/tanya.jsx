/* A question before something is lost, with its consequence. */
import { useEffect, useId, useRef } from "react";

/** Modal dialog; Escape and the quiet button mean no. */
export const Confirm = ({ open, title, children, yes, no = "Batal", onYes, onNo }) => {
  const dialog = useRef(null);
  const heading = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="modal modal-bottom sm:modal-middle" aria-labelledby={heading} onClose={() => open && onNo()}>
      <div className="modal-box">
        <h2 id={heading} className="text-lg font-bold">
          {title}
        </h2>
        <div className="py-3">{children}</div>
        <div className="modal-action">
          <button type="button" className="btn" onClick={onNo}>
            {no}
          </button>
          <button type="button" className="btn btn-error" onClick={onYes}>
            {yes}
          </button>
        </div>
      </div>
    </dialog>
  );
};
