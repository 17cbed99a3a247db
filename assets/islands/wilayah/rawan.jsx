/* Vulnerable spots of early detection: on the map while they are news, fresh ones full, older ones hollow; and what each is, in words. */
import { useRef } from "react";
import { MapPin, TriangleAlert, X } from "lucide-react";
import { number } from "../lib/format.js";
import { FREQUENCIES, URGENCIES } from "../lib/rawan.js";
import { Badge, Card, Icon } from "../lib/ui.jsx";

const REACH_PX = 28;
const SHAPE = "M0-11L11 0L0 11L-11 0Z";
const MARK = "M0-5V1M0 4.5V5";

const Sign = ({ fresh }) => (
  <>
    <path d={SHAPE} strokeWidth="2" className={fresh ? "fill-error stroke-base-100" : "fill-base-100 stroke-error"} />
    <path d={MARK} strokeWidth="2.5" strokeLinecap="round" className={fresh ? "fill-none stroke-error-content" : "fill-none stroke-error"} />
  </>
);

/** The sign in a legend. */
export const SpotLegend = () => (
  <svg viewBox="-13 -13 26 26" className="size-5 shrink-0" aria-hidden="true"><Sign fresh /></svg>
);

/** Draws `spots` for `Peta`, and finds the one that was tapped: `{layer, hit}`. */
export const useSpots = (spots, picked) => {
  const drawn = useRef([]);
  const layer = ({ at, pixel }) => {
    drawn.current = spots.map((spot) => ({ spot, x: at.x(spot.lon), y: at.y(spot.lat) }));
    return drawn.current.map(({ spot, x, y }) => (
      <g key={spot.id} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${pixel})`}>
        {spot.id === picked && <circle r="17" strokeWidth="3" className="fill-none stroke-base-content" />}
        <Sign fresh={spot.fresh} />
      </g>
    ));
  };
  const hit = ({ x, y, pixel }) => drawn.current.find((one) => Math.hypot(one.x - x, one.y - y) < REACH_PX * pixel)?.spot;
  return { layer, hit };
};

const Facts = ({ spot }) => (
  <span className="flex flex-wrap gap-x-3 text-sm text-muted">
    <span>{spot.age}</span>
    <span>{URGENCIES[spot.urgency]}</span>
    <span>{FREQUENCIES[spot.frequency]}</span>
  </span>
);

/** One spot, picked on the map; `report`: the address of what reported it, for whoever may read that. */
export const Spot = ({ spot, report, onClose }) => (
  <Card className="border-error" id="titik-rawan" tabIndex={-1} aria-label="Titik rawan yang dipilih" onKeyDown={({ key }) => key === "Escape" && onClose()}>
    <div className="flex items-start justify-between gap-3">
      <div className="min-w-0">
        <h2 className="text-lg">{spot.threat}</h2>
        <p>{spot.place}</p>
      </div>
      <button type="button" className="btn btn-ghost btn-square" aria-label="Tutup" onClick={onClose}><Icon of={X} /></button>
    </div>
    <p className="mt-2"><Badge tone="error" icon={TriangleAlert}>{spot.fresh ? "Titik rawan, baru" : "Titik rawan"}</Badge></p>
    <Facts spot={spot} />
    {report && <a href={report} className="btn mt-3">Buka laporannya</a>}
  </Card>
);

/** All spots as a list, folded: the way for whoever does not see the map. */
export const Spots = ({ spots, onPick }) => (
  <details className="rounded-box border border-base-300 bg-base-100 px-4">
    <summary className="flex min-h-12 items-center gap-2 font-semibold"><SpotLegend />Titik rawan dari deteksi dini ({number(spots.length)})</summary>
    <ul className="pb-2">
      {spots.map((spot) => (
        <li key={spot.id} className="border-t border-base-300">
          <button type="button" className="flex min-h-14 w-full items-center gap-3 rounded-field py-2 text-left hover:bg-base-200" onClick={() => onPick(spot)}>
            <Icon of={MapPin} className="text-error" />
            <span className="min-w-0">
              <span className="block font-semibold">{spot.threat}, {spot.place}</span>
              <Facts spot={spot} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  </details>
);

