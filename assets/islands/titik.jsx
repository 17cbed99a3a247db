/* A point chosen on a map at a desk, as two fields of the form around it. */
import { useRef, useState } from "react";
import { Trash2 } from "lucide-react";
import { Icon } from "./lib/ui.jsx";
import { Pilih } from "./peta/pilih.jsx";

/** areas: villages to begin with, as for the map; the form gets `lat` and `lon` in degrees, empty while there is none. */
export const TitikPeta = ({ areas, tiles }) => {
  const [chosen, setChosen] = useState(null);
  const told = useRef(null);
  const choose = (point) => {
    setChosen(point);
    told.current.focus({ preventScroll: true }); // the button that was pressed goes
  };
  return (
    <div className="flex flex-col gap-2">
      <input type="hidden" name="lat" value={chosen?.lat ?? ""} />
      <input type="hidden" name="lon" value={chosen?.lon ?? ""} />
      <p ref={told} role="status" tabIndex={-1} className="text-sm text-muted outline-none">{chosen ? "Titik sudah dipilih." : "Belum ada titik."}</p>
      <Pilih areas={areas} tiles={tiles} point={chosen} choosing={!chosen} onTake={choose}>
        {chosen && <button type="button" className="btn" onClick={() => choose(null)}><Icon of={Trash2} />Hapus titik</button>}
      </Pilih>
    </div>
  );
};
