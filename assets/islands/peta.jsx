/* A map of villages and of one point, or a few, with their circles of accuracy. SVG of our own: works with no network and no tiles, and with them
   when the installation names a tile server (docs/decisions says why not Leaflet).
   Units inside the drawing are metres east and south of the frame's centre. */
import { Suspense, lazy, useEffect, useId, useMemo, useState } from "react";
import { distance, number } from "./lib/format.js";
import { KEYS_HELP, useKeys, useMoves, useWidth } from "./peta/gerak.js";

// Most installations name no tile server, and a phone never asks one.
const Ubin = lazy(async () => ({ default: (await import("./peta/ubin.jsx")).Ubin }));
const METRES_PER_DEGREE = 111_320;
const ASPECT = 4 / 3;
const NEAREST_M = 120;
const CLOSE_M = 600;
const FARTHEST_M = 60_000;

/** Local flat projection around a position: exact to a metre within a village. */
const projection = ({ lat, lon }) => {
  const east = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return {
    x: (value) => (value - lon) * east,
    y: (value) => (lat - value) * METRES_PER_DEGREE,
    lon: (x) => lon + x / east,
    lat: (y) => lat - y / METRES_PER_DEGREE,
  };
};

const rings = (area) => area.boundary.coordinates.flat();

const outline = (area, { x, y }) =>
  rings(area)
    .map((ring) => `M${ring.map(([lon, lat]) => `${x(lon).toFixed(1)} ${y(lat).toFixed(1)}`).join("L")}Z`)
    .join("");

/** Bounding box in degrees of everything that should be seen at first. */
const bounds = (areas, points) => {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  const take = (lon, lat) => {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  };
  areas.forEach((area) => rings(area).forEach((ring) => ring.forEach(([lon, lat]) => take(lon, lat))));
  points.forEach(({ lon, lat }) => take(lon, lat));
  return Number.isFinite(box.west) ? box : null;
};

const frame = (areas, points, focus) => {
  const near = areas.filter(({ code }) => code === focus);
  // Points that are compared fill the frame by themselves.
  const box = bounds(points.length > 1 ? [] : near.length ? near : areas, points);
  if (!box) return null;
  const centre = { lat: (box.south + box.north) / 2, lon: (box.west + box.east) / 2 };
  const { x, y } = projection(centre);
  const width = x(box.east) - x(box.west);
  const height = y(box.south) - y(box.north);
  const span = Math.max(width, height * ASPECT, ...points.map(({ accuracy_m }) => (accuracy_m ?? 0) * 2), NEAREST_M) * (points.length > 1 ? 1.5 : 1.15);
  return { centre, span, x: 0, y: 0 };
};

/** The longest of 1, 2, 5 × 10ⁿ metres that fits a quarter of the width. */
const scaleBar = (span) => {
  const power = 10 ** Math.floor(Math.log10(span / 4));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= span / 4);
};

/* A line of no length with round caps is a dot that keeps its size at every zoom. */
const Dot = ({ x, y, size, className }) => (
  <path
    d={`M${x} ${y}h0`}
    strokeWidth={size}
    strokeLinecap="round"
    vectorEffect="non-scaling-stroke"
    className={className}
  />
);

/* Compared points are told apart by number and colour; the list under the map says what each is. */
const STROKES = ["stroke-primary", "stroke-error"];
const FILLS = ["fill-primary/20", "fill-error/15"];

const MapButton = ({ label, sign, onClick }) => (
  <button type="button" aria-label={label} title={label} className="btn btn-square border-base-300 bg-base-100 text-xl" onClick={onClick}>
    {sign}
  </button>
);

/**
 * areas: [{code, name, approximate, boundary: GeoJSON MultiPolygon}]; point: {lat, lon, accuracy_m} or null; instead of it
 * points: [{lat, lon, accuracy_m, label}] that are compared;
 * tiles: {url, by}, where tiles come from and who made them;
 * focus: code of the village to fill the frame at first (else all); label: what the map shows, in words, for those who do not see it;
 * whole: one finger moves the map, not the page.
 * shade: the classes of an area, by its code.
 * layer: draws more, `({view, at, pixel})` with `pixel` in metres; onTap: `({x, y, pixel, span, closer})` where somebody tapped (metres, `at` turns them into degrees;
 * `closer` goes to a place, and nearer by a factor); onEnter: the key was pressed on the map; onLeave: whatever was picked is to be let go; target: {lat, lon} to be shown closely, whenever it is a new object; onView: called with the
 * sides of what is in sight, `{west, south, east, north}`; caption: stands under the map instead of the names of the areas.
 */
export const Peta = ({ areas = [], point = null, points = null, focus = "", label, tiles, whole = false, layer, onTap, onEnter, onLeave, onView, target, caption, shade }) => {
  const shown = useMemo(() => points ?? (point ? [point] : []), [points, point]);
  const start = useMemo(() => frame(areas, shown, focus), [areas, shown, focus]);
  const [moved, setMoved] = useState(null);
  const [svg, setSvg] = useState(null);
  const [told, setTold] = useState("");
  const help = useId();
  const width = useWidth(svg);
  // A new subject starts with its own frame: a move belongs to the frame it was made in.
  const view = moved?.start === start ? moved : start && { ...start, start };
  const at = useMemo(() => start && projection(start.centre), [start]);
  const drawn = useMemo(() => (at ? areas.map((area) => ({ ...area, d: outline(area, at) })) : []), [areas, at]);
  const pixel = view ? view.span / width : 1;
  const limited = (span) => Math.min(FARTHEST_M, Math.max(NEAREST_M, span));
  const show = (change) => setMoved({ ...view, ...change });
  const tapped = ({ x, y }) => onTap?.({ x, y, pixel, at, span: view.span, closer: (east, south, factor = 2) => show({ span: limited(view.span / factor), x: east, y: south }) });
  const moves = useMoves({ element: svg, view, pixel, limited, show, tapped });
  const showAll = () => setMoved(null);
  const press = useKeys({ view, limited, show, showAll, enter: onEnter, leave: onLeave, told: setTold });
  useEffect(() => {
    if (target && start) setMoved({ ...start, span: Math.min(start.span, CLOSE_M), x: at.x(target.lon), y: at.y(target.lat), start });
  }, [target, start, at]);
  useEffect(() => {
    if (!view || !onView) return;
    const [w, h] = [view.span / 2, view.span / ASPECT / 2];
    onView({ west: at.lon(view.x - w), east: at.lon(view.x + w), south: at.lat(view.y + h), north: at.lat(view.y - h) });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the same sides are not told again
  }, [view?.x, view?.y, view?.span, at, onView]);
  if (!view) return null;

  const height = view.span / ASPECT;
  const zoom = (factor) => {
    const span = limited(view.span * factor);
    // Nearing goes to the point: that is what one wants to see closely.
    const target = factor < 1 && shown.length === 1 ? { x: at.x(shown[0].lon), y: at.y(shown[0].lat) } : view;
    show({ span, x: target.x, y: target.y });
  };
  const bar = scaleBar(view.span);

  return (
    <figure className="overflow-hidden rounded-box border border-base-300 bg-base-200">
      <div className="relative">
        {/* An application, so that screen readers leave it the arrow keys. */}
        <div role="application" tabIndex={0} aria-label="Peta yang dapat digeser" aria-describedby={help} className="outline-offset-[-3px]!" onKeyDown={press}>
          <svg
            ref={setSvg}
            role="img"
            aria-label={label}
            viewBox={`${view.x - view.span / 2} ${view.y - height / 2} ${view.span} ${height}`}
            className={`block aspect-[4/3] w-full cursor-grab active:cursor-grabbing ${whole ? "touch-none" : "touch-pan-y"}`}
            {...moves}
          >
            {tiles?.url && <Suspense><Ubin template={tiles.url} view={view} at={at} aspect={ASPECT} /></Suspense>}
            {drawn.map(({ code, d, approximate }) => (
              <path
                key={code}
                d={d}
                fillRule="evenodd"
                strokeWidth="2"
                strokeDasharray={approximate ? "6 5" : undefined}
                vectorEffect="non-scaling-stroke"
                className={shade?.(code) ?? "fill-accent/15 stroke-warning"}
              />
            ))}
            {layer?.({ view, at, pixel })}
            {shown.length > 1 && (
              <polyline
                points={shown.map(({ lat, lon }) => `${at.x(lon)},${at.y(lat)}`).join(" ")}
                fill="none"
                strokeWidth="2"
                strokeDasharray="4 4"
                vectorEffect="non-scaling-stroke"
                className="stroke-base-content"
              />
            )}
            {shown.map(({ lat, lon, accuracy_m }, index) => (
              <g key={index}>
                <circle
                  cx={at.x(lon)}
                  cy={at.y(lat)}
                  r={accuracy_m ?? 0}
                  strokeWidth="2"
                  vectorEffect="non-scaling-stroke"
                  className={`${FILLS[Math.min(index, 1)]} ${STROKES[Math.min(index, 1)]}`}
                />
                <Dot x={at.x(lon)} y={at.y(lat)} size="18" className="stroke-base-100" />
                <Dot x={at.x(lon)} y={at.y(lat)} size="12" className={STROKES[Math.min(index, 1)]} />
                {shown.length > 1 && (
                  <text
                    x={at.x(lon) + view.span * 0.025}
                    y={at.y(lat) - view.span * 0.015}
                    fontSize={view.span * 0.05}
                    strokeWidth={view.span * 0.012}
                    paintOrder="stroke"
                    className="fill-base-content stroke-base-100 font-bold"
                  >
                    {index + 1}
                  </text>
                )}
              </g>
            ))}
          </svg>
        </div>
        <p id={help} className="sr-only">{onEnter ? `${KEYS_HELP} Enter memakai titik di tengah.` : KEYS_HELP}</p>
        <p role="status" className="sr-only">{told && `${told}. Lebar peta ${distance(view.span)}.`}</p>
        <div className="absolute right-2 top-2 flex flex-col gap-2">
          <MapButton label="Perbesar peta" sign="+" onClick={() => zoom(0.5)} />
          <MapButton label="Perkecil peta" sign="−" onClick={() => zoom(2)} />
          {moved?.start === start && (
            <MapButton
              label="Tampilkan semua" sign="⤢"
              onClick={() => {
                showAll();
                svg.parentElement.focus(); // this button goes
              }}
            />
          )}
        </div>
        <div aria-hidden="true" className="pointer-events-none absolute inset-x-0 bottom-2 px-2 text-xs font-semibold">
          <span className="rounded bg-base-100/80 px-1">{distance(bar)}</span>
          <div
            className="mt-0.5 h-1.5 border-x-2 border-b-2 border-base-content"
            style={{ width: `${(bar / view.span) * 100}%` }}
          />
        </div>
        {tiles?.by && <p className="absolute bottom-1 right-1 rounded bg-base-100/80 px-1 text-xs">{tiles.by}</p>}
      </div>
      <figcaption className="border-t border-base-300 bg-base-100 px-3 py-2 text-sm text-muted">
        {caption ?? drawn.map(({ name }) => name).join(", ")}
        {!caption && drawn.some(({ approximate }) => approximate) && " (batas perkiraan)"}
        {shown.length === 1 && shown[0].accuracy_m > 0 && ` · akurasi ${number(Math.round(shown[0].accuracy_m))} m`}
        {shown.length > 1 && (
          <ol className="mt-1 list-decimal pl-5">
            {shown.map(({ label: name, accuracy_m }, index) => (
              <li key={index}>
                {name}
                {accuracy_m > 0 && `, akurasi ${number(Math.round(accuracy_m))} m`}
              </li>
            ))}
          </ol>
        )}
      </figcaption>
    </figure>
  );
};
