/* The dialog of the bar's lock button. */
import { useEffect, useRef } from "react";
import { CircleUser, X } from "lucide-react";
import { Icon } from "../lib/ui.jsx";
import { Perawatan } from "./perawatan.jsx";

export const Keamanan = ({ person, onClose }) => {
  const dialog = useRef(null);
  useEffect(() => dialog.current.showModal(), []);
  return (
    <dialog ref={dialog} className="modal modal-bottom sm:modal-middle" aria-labelledby="judul-keamanan" onClose={onClose}>
      <div className="modal-box">
        <div className="mb-3 flex items-center justify-between gap-2">
          <h2 id="judul-keamanan" className="text-lg font-bold">Keamanan HP ini</h2>
          <button type="button" className="btn btn-ghost btn-square" aria-label="Tutup" onClick={() => dialog.current.close()}>
            <Icon of={X} />
          </button>
        </div>
        <Perawatan person={person} />
        <a href="/petugas/akun/" className="btn btn-ghost mt-3 w-full"><Icon of={CircleUser} />Akun saya</a>
      </div>
    </dialog>
  );
};
