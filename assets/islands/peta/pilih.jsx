/* A place chosen on a map: what lies under the cross in its middle, or where somebody taps. The map is moved by finger or by key; Enter takes the cross. */
import { useCallback, useRef } from "react";
import { Crosshair } from "lucide-react";
import { metres } from "../lib/metres.js";
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

/** Below this width (metres) a tap is as exact as a finger can be. */
const EXACT_M = 2_000;
const STRIDE = 4;

/**
 * @param point the chosen place, or null; while `choosing` the map begins there
 * @param focus code of the village to begin with where there is no point
 * @param layer draws more, below the cross
 * @param nearing a tap brings the cross there, and the map nearer, instead of taking the place: for maps too wide for a finger
 * @param onSee told `{lat, lon}` under the cross and how wide the map is (metres), whenever that changes
 * @param shade the classes of an area, by its code
 * @param onTake told `{lat, lon}`; without it the map is only looked at
 * @param children buttons beside that of the cross
 */
export const Pilih = ({ areas, tiles, point, choosing, focus, layer, nearing, shade, onSee, onTake, children }) => {
  const middle = useRef(null);
  const seen = useCallback(({ west, east, south, north }) => {
    middle.current = { lat: (south + north) / 2, lon: (west + east) / 2 };
    onSee?.(middle.current, metres({ lat: south, lon: west }, { lat: south, lon: east }));
  }, [onSee]);
  const take = (place) => onTake(asPoint(place));
  const takeMiddle = () => middle.current && take(middle.current);
  const tapped = ({ x, y, at, span, closer }) => (nearing && choosing ? closer(x, y, span > EXACT_M ? STRIDE : 1) : take({ lat: at.lat(y), lon: at.lon(x) }));
  const drawing = (scene) => (
    <>
      {layer?.(scene)}
      {cross(scene)}
    </>
  );
  return (
    <div className="flex flex-col gap-2">
      {areas.length > 0 && (choosing || point) && (
        <Peta
          areas={areas} tiles={tiles} whole focus={focus} shade={shade} onView={seen} onTap={onTake && tapped}
          {...(choosing ? { layer: drawing, target: point, onEnter: takeMiddle } : { point })}
          label={choosing ? "Geser peta sampai silang berada di tempatnya, lalu tekan Pakai titik ini." : "Peta: titik yang dipilih"}
          caption={choosing ? `Geser peta sampai silang tepat di tempatnya, atau ketuk tempatnya${nearing ? " supaya peta mendekat" : ""}.` : `Titik yang dipilih${onTake ? ". Ketuk tempat lain untuk menggantinya." : ""}`}
        />
      )}
      <div className="grid gap-2 sm:grid-cols-2">
        {choosing && (
          <button type="button" className="btn btn-primary" onClick={takeMiddle}>
            <Icon of={Crosshair} />
            Pakai titik ini
          </button>
        )}
        {children}
      </div>
    </div>
  );
};
