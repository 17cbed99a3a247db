/* The menu of a narrow screen: a drawer from the left that closes by its button, Escape, a tap beside it, or by going somewhere. */
import { useRef } from "react";
import { Menu, X } from "lucide-react";
import { Count, Icon } from "./lib/ui.jsx";

/** unread: how many threads wait behind the button. */
export const Laci = ({ unread = 0, children }) => {
  const dialog = useRef(null);
  const press = ({ target }) => {
    if (target === dialog.current || target.closest("a")) dialog.current.close();
  };

  return (
    <>
      <button
        type="button"
        aria-label={unread ? `Buka menu, ${unread} percakapan belum dibaca` : "Buka menu"}
        aria-haspopup="dialog"
        className="btn btn-ghost btn-square relative lg:hidden"
        onClick={() => dialog.current.showModal()}
      >
        <Icon of={Menu} size={24} />
        {unread > 0 && <Count n={unread} />}
      </button>
      <dialog ref={dialog} aria-label="Menu" className="modal modal-start lg:hidden" onClick={press}>
        <div className="modal-box flex w-72 flex-col gap-4 p-4">
          <button
            type="button"
            aria-label="Tutup menu"
            className="btn btn-ghost btn-square self-end"
            onClick={() => dialog.current.close()}
          >
            <Icon of={X} size={24} />
          </button>
          {children}
        </div>
      </dialog>
    </>
  );
};
