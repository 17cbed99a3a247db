/* A place chosen on a map: what lies under the cross in its middle, or where somebody taps. The map is moved by finger or by key. */
import { useCallback, useRef } from "react";
import { Crosshair } from "lucide-react";
import { Icon } from "../lib/ui.jsx";
import { Peta } from "../peta.jsx";

const CROSS = "M-18 0H-5M5 0H18M0-18V-5M0 5V18";
const DIGITS = 6; // 0.1 m
const rounded = (degrees) => Number(degrees.toFixed(DIGITS));

const cross = ({ view, pixel }) => (
  <g transform={`translate(${view.x} ${view.y}) scale(${pixel})`} className="fill-none stroke-error">
    <path d={CROSS} strokeWidth="7" className="stroke-base-100" />
    <path d={CROSS} strokeWidth="3" />
  </g>
);

/** `{lat, lon}` in degrees, as forms carry it. */
export const asPoint = ({ lat, lon }) => ({ lat: rounded(lat), lon: rounded(lon) });

/**
 * @param point the chosen place, or null; while `choosing` the map begins there
 * @param onTake told `{lat, lon}`; without it the map is only looked at
 * @param children buttons beside that of the cross
 */
export const Pilih = ({ areas, tiles, point, choosing, onTake, children }) => {
  const middle = useRef(null);
  const seen = useCallback(({ west, east, south, north }) => {
    middle.current = { lat: (south + north) / 2, lon: (west + east) / 2 };
  }, []);
  const take = (place) => onTake(asPoint(place));
  return (
    <div className="flex flex-col gap-2">
      {areas.length > 0 && (choosing || point) && (
        <Peta
          areas={areas} tiles={tiles} whole onView={seen} onTap={onTake && (({ x, y, at }) => take({ lat: at.lat(y), lon: at.lon(x) }))}
          {...(choosing ? { layer: cross, target: point } : { point })}
          label={choosing ? "Geser peta sampai silang berada di tempatnya, lalu tekan Pakai titik ini." : "Peta: titik yang dipilih"}
          caption={choosing ? "Geser peta sampai silang tepat di tempatnya, atau ketuk tempatnya." : `Titik yang dipilih${onTake ? ". Ketuk tempat lain untuk menggantinya." : ""}`}
        />
      )}
      <div className="grid gap-2 sm:grid-cols-2">
        {choosing && (
          <button type="button" className="btn btn-primary" onClick={() => middle.current && take(middle.current)}>
            <Icon of={Crosshair} />
            Pakai titik ini
          </button>
        )}
        {children}
      </div>
    </div>
  );
};
