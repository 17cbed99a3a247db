/* The menu of a narrow screen: a drawer from the left that closes by its button, Escape, a tap beside it, or by going somewhere. */
import { useRef } from "react";
import { Menu, X } from "lucide-react";
import { Count, Icon } from "./lib/ui.jsx";

/** What waits behind the button: threads that are unread, citizens' reports, and those of them that are danger of now. */
const words = (unread, waiting, danger) => {
  const said = [
    unread && `${unread} percakapan belum dibaca`,
    waiting && `${waiting} pengaduan menunggu`,
    danger && `${danger} di antaranya Respon Cepat`,
  ];
  return ["Buka menu", ...said.filter(Boolean)].join(", ");
};

export const Laci = ({ unread = 0, waiting = 0, danger = 0, children }) => {
  const dialog = useRef(null);
  const press = ({ target }) => {
    if (target === dialog.current || target.closest("a")) dialog.current.close();
  };

  return (
    <>
      <button
        type="button"
        aria-label={words(unread, waiting, danger)}
        aria-haspopup="dialog"
        className="btn btn-ghost btn-square relative lg:hidden"
        onClick={() => dialog.current.showModal()}
      >
        <Icon of={Menu} size={24} />
        {unread + waiting > 0 && <Count n={unread + waiting} />}
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
