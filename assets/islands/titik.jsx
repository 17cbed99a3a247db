/* A point chosen on a map at a desk, as two fields of the form around it. */
import { useCallback, useMemo, useRef, useState } from "react";
import { Crosshair, Trash2 } from "lucide-react";
import { Icon } from "./lib/ui.jsx";
import { Peta } from "./peta.jsx";
import { cross } from "./peta/silang.jsx";

const DIGITS = 6; // 0.1 m
const rounded = (degrees) => Number(degrees.toFixed(DIGITS));

/** areas: villages to begin with, as for the map; the form gets `lat` and `lon` in degrees, empty while there is none. */
export const TitikPeta = ({ areas, tiles }) => {
  const [chosen, setChosen] = useState(null);
  const middle = useRef(null);
  const button = useRef(null);
  const point = useMemo(() => chosen && { ...chosen, accuracy_m: 0 }, [chosen]);
  const seen = useCallback(({ west, east, south, north }) => {
    middle.current = { lat: (south + north) / 2, lon: (west + east) / 2 };
  }, []);
  const take = ({ lat, lon }) => {
    setChosen({ lat: rounded(lat), lon: rounded(lon) });
    button.current?.focus();
  };
  return (
    <div className="flex flex-col gap-2">
      <input type="hidden" name="lat" value={chosen?.lat ?? ""} />
      <input type="hidden" name="lon" value={chosen?.lon ?? ""} />
      <Peta
        areas={areas} point={point} tiles={tiles} whole layer={point ? undefined : cross} onView={seen}
        onTap={({ x, y, at }) => take({ lat: at.lat(y), lon: at.lon(x) })}
        label={point ? "Peta: titik yang dipilih" : "Geser peta sampai silang berada di tempatnya, lalu tekan Pakai titik ini."}
        caption={point ? "Titik yang dipilih. Ketuk tempat lain untuk menggantinya." : "Geser peta sampai silang tepat di tempatnya, atau ketuk tempatnya."}
      />
      <p role="status" className="text-sm text-muted">{chosen ? "Titik sudah dipilih." : "Belum ada titik."}</p>
      <div className="flex flex-wrap gap-2">
        <button ref={button} type="button" className="btn" onClick={() => (chosen ? setChosen(null) : middle.current && take(middle.current))}>
          <Icon of={chosen ? Trash2 : Crosshair} />
          {chosen ? "Hapus titik" : "Pakai titik ini"}
        </button>
      </div>
    </div>
  );
};
