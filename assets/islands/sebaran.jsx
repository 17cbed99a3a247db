/* Counted reports on the map: from afar a shade and a number for each village, from near where they were, those close together
   as one. The table below says the same in words, and is the way for the keyboard. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { api } from "./lib/api.js";
import { number } from "./lib/format.js";
import { Note, Skeleton } from "./lib/ui.jsx";
import { hit } from "./lib/cluster.js";
import { agedSpots } from "./lib/rawan.js";
import { localToday } from "./lib/validate.js";
import { Peta } from "./peta.jsx";
import { Spot, Spots, useSpots } from "./wilayah/rawan.jsx";

const SETTLE_MS = 250;
const FONT_PX = 12;
const REACH_PX = 26;
/** A village narrower than this has no room for its number. */
const ROOM_PX = 34;
const OUTSIDE = "-";
/** Shades, palest first; a village without reports stays blank. */
const SHADES = ["fill-primary/15", "fill-primary/30", "fill-primary/45", "fill-primary/60", "fill-primary/80"];
const BLANK = "fill-base-100";
const WORRY = ["", "stroke-base-100", "stroke-base-100", "stroke-warning", "stroke-error"];

let outlines;
const loadOutlines = () => {
  outlines ??= api("peta/wilayah");
  outlines.catch(() => (outlines = undefined));
  return outlines;
};

/** Upper bounds of the shades, so that each holds about as many villages: a few busy ones do not make all others pale. */
const steps = (counts) => {
  const sorted = Object.values(counts).filter(Boolean).sort((a, b) => a - b);
  return [...new Set(SHADES.map((_, index) => sorted[Math.ceil(((index + 1) / SHADES.length) * sorted.length) - 1]))].filter(Boolean);
};

const shadeOf = (n, bounds) => (n ? SHADES[SHADES.length - bounds.length + bounds.findIndex((bound) => n <= bound)] : BLANK);

const boxOf = ({ boundary }) => {
  const points = boundary.coordinates.flat(2);
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  return { west: Math.min(...lons), east: Math.max(...lons), south: Math.min(...lats), north: Math.max(...lats) };
};

/** Whether a position lies within the outline (even-odd rule, as it is drawn). */
const holds = ({ boundary }, { lon, lat }) => {
  let inside = false;
  for (const ring of boundary.coordinates.flat()) {
    for (let i = 1; i < ring.length; i += 1) {
      const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
      if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
};

/** What the API says of the span and of the part in sight; asked again when any of them, or `seen`, changes. */
const useScene = (query, box, seen) => {
  const [scene, setScene] = useState(null);
  const [fault, setFault] = useState("");
  const inSight = box ? `&barat=${box.west}&selatan=${box.south}&timur=${box.east}&utara=${box.north}` : "";
  useEffect(() => {
    if (!query) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api(`peta/kunjungan${query}${inSight}`, { signal: stop.signal }).then(
        (found) => {
          setScene(found);
          setFault("");
        },
        (error) => !stop.signal.aborted && setFault(error.message),
      );
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query, inSight, seen]);
  return { scene, fault };
};

const NONE = [];

/** Vulnerable spots of early detection; asked again when `seen` changes. */
const useRawan = (seen) => {
  const [spots, setSpots] = useState(NONE);
  useEffect(() => {
    // Without an answer the last one stands; that the server is not there is said by the map itself.
    api("peta/rawan").then((told) => setSpots(agedSpots(told.items, told, localToday())), () => {});
  }, [seen]);
  return spots;
};

const Count = ({ x, y, n, pixel }) => (
  <text x={x} y={y} textAnchor="middle" dominantBaseline="central" fontSize={FONT_PX * pixel} strokeWidth={3 * pixel} paintOrder="stroke" className="fill-base-content stroke-base-100 font-bold">
    {number(n)}
  </text>
);

const Cluster = ({ x, y, n, severity, pixel }) => {
  const label = n > 1 ? number(n) : "";
  return (
    <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${pixel})`}>
      <circle r={n > 1 ? 11 + 3 * label.length : 8} strokeWidth="3" className={`fill-primary ${WORRY[severity] || "stroke-base-100"}`} />
      <text textAnchor="middle" dominantBaseline="central" fontSize={FONT_PX} className="fill-primary-content font-bold">{label}</text>
    </g>
  );
};

const Legend = ({ bounds }) => (
  <ul className="flex flex-wrap gap-x-4 gap-y-1" aria-label="Arti warna">
    {[0, ...bounds].map((bound, index, all) => (
      <li key={bound} className="flex items-center gap-1.5">
        <svg viewBox="0 0 10 10" className="size-4" aria-hidden="true">
          <rect width="10" height="10" strokeWidth="1" className={`stroke-base-content ${shadeOf(bound, bounds)}`} />
        </svg>
        {index === 0 || all[index - 1] + 1 === bound ? number(bound) : `${number(all[index - 1] + 1)}–${number(bound)}`}
      </li>
    ))}
  </ul>
);

const Picked = ({ picked, address }) => {
  if (!picked) return <p>Ketuk kelurahan atau titik untuk membuka laporannya.</p>;
  return picked.id ? (
    <a href={`/tinjauan/?status=semua&id=${picked.id}`} className="link font-semibold">Buka laporan di titik ini</a>
  ) : (
    <span>
      <strong>{picked.name}</strong>: {number(picked.n)} laporan.{" "}
      <a href={address(picked.code)} className="link font-semibold">Lihat laporannya</a>
    </span>
  );
};

/** query: the filters as an address asks for them; seen: changes when there may be something new. */
export const Sebaran = ({ query = "", seen = 0, tiles }) => {
  const [areas, setAreas] = useState(null);
  const [missing, setMissing] = useState("");
  const [box, setBox] = useState(null);
  const [picked, setPicked] = useState(null);
  const { scene, fault } = useScene(query, box, seen);
  useEffect(() => {
    loadOutlines().then(
      ({ areas: all }) => {
        const own = all.filter((area) => area.own);
        setAreas((own.length ? own : all).map((area) => ({ ...area, box: boxOf(area) })));
      },
      (error) => setMissing(error.message),
    );
  }, []);
  useEffect(() => setPicked(null), [query]);
  const spots = useRawan(seen);
  const [withSpots, setWithSpots] = useState(true);
  const [spot, setSpot] = useState(null);
  const [target, setTarget] = useState(null);
  const marks = useSpots(withSpots ? spots : NONE, spot?.id);
  const counts = scene?.areas ?? {};
  const bounds = useMemo(() => steps(scene?.areas ?? {}), [scene]);
  const near = scene?.clusters;
  const onView = useCallback((sight) => setBox(sight), []);
  if (missing) return <Note tone="error" title="Peta tidak dapat dimuat">{missing}</Note>;
  if (!areas) return <Skeleton rows={3} />;

  const address = (code) => {
    const wanted = new URLSearchParams(query);
    wanted.set("kelurahan", code);
    return `/peta/?${wanted}`;
  };
  const reports = ({ at, pixel }) =>
    near
      ? near.map((one) => <Cluster key={`${one.lat} ${one.lon}`} x={at.x(one.lon)} y={at.y(one.lat)} pixel={pixel} {...one} />)
      : areas
          .filter(({ code, box: { west, east } }) => counts[code] && at.x(east) - at.x(west) > ROOM_PX * pixel)
          .map(({ code, box: { west, east, south, north } }) => (
            <Count key={code} x={at.x((west + east) / 2)} y={at.y((south + north) / 2)} n={counts[code]} pixel={pixel} />
          ));
  const layer = (drawing) => [...reports(drawing), ...marks.layer(drawing)];
  const showSpot = (one) => {
    setSpot(one);
    setTarget({ lat: one.lat, lon: one.lon });
  };
  const onTap = (tap) => {
    const { x, y, pixel, at, closer } = tap;
    const marked = marks.hit(tap);
    setSpot(marked ?? null);
    if (marked) return setPicked(null);
    const place = { lon: at.lon(x), lat: at.lat(y) };
    if (near) {
      const signs = near.map((one) => ({ ...one, x: at.x(one.lon), y: at.y(one.lat) }));
      const sign = hit(signs, { x, y }, REACH_PX * pixel);
      if (sign?.id) return setPicked(sign);
      if (sign) return closer(sign.x, sign.y);
    }
    const area = areas.find((one) => holds(one, place));
    return setPicked(area ? { code: area.code, name: area.name, n: counts[area.code] ?? 0 } : null);
  };
  const listed = areas.filter(({ code }) => counts[code]).sort((a, b) => counts[b.code] - counts[a.code] || a.name.localeCompare(b.name));

  return (
    <div>
      <Peta
        areas={areas}
        shade={(code) => `${near ? "fill-none" : shadeOf(counts[code], bounds)} stroke-base-content/60`}
        label={scene ? `Peta laporan: ${number(listed.length)} dari ${number(areas.length)} kelurahan dan desa ada laporannya. Rinciannya ada di tabel di bawah peta.` : "Peta laporan"}
        tiles={tiles}
        layer={layer}
        onTap={onTap}
        onLeave={() => {
          setPicked(null);
          setSpot(null);
        }}
        target={target}
        onView={onView}
        caption={
          <div className="flex flex-col gap-2">
            <div role="status"><Picked picked={picked} address={address} /></div>
            {!scene && <p>Menghitung laporan …</p>}
            {scene && !near && <Legend bounds={bounds} />}
            {areas.some(({ approximate }) => approximate) && <p>Batas wilayah masih perkiraan.</p>}
            {fault && <p role="alert" className="font-semibold text-error">{fault} Peta menunjukkan keadaan terakhir.</p>}
          </div>
        }
      />
      {spots.length > 0 && (
        <div className="mt-2 flex flex-col gap-2">
          <label className="flex min-h-12 items-center gap-3 font-medium">
            <input type="checkbox" className="checkbox checkbox-primary" checked={withSpots} onChange={(event) => setWithSpots(event.target.checked)} />
            Tampilkan titik rawan di peta
          </label>
          {spot && <Spot spot={spot} report={`/tinjauan/?status=semua&id=${spot.id}`} onClose={() => setSpot(null)} />}
          <Spots spots={spots} onPick={showSpot} />
        </div>
      )}
      <details className="mt-2 rounded-box border border-base-300 bg-base-100 px-4">
        <summary className="flex min-h-12 items-center font-medium">Tabel per kelurahan{scene && ` (${number(listed.length)})`}</summary>
        <div className="mb-3 overflow-x-auto">
          <table className="w-full">
            <thead className="border-b border-base-300 text-left text-sm text-muted">
              <tr><th scope="col" className="py-2">Kelurahan/desa</th><th scope="col" className="py-2">Kecamatan</th><th scope="col" className="py-2 text-right">Laporan</th></tr>
            </thead>
            <tbody>
              {[...listed, ...(counts[OUTSIDE] ? [{ code: OUTSIDE, name: "Di luar wilayah atau tanpa posisi", kecamatan: "" }] : [])].map(({ code, name, kecamatan }) => (
                <tr key={code} className="border-b border-base-300 last:border-0">
                  <th scope="row" className="py-2 text-left font-normal">{name}</th>
                  <td className="py-2 text-muted">{kecamatan}</td>
                  <td className="py-2 text-right"><a href={address(code)} className="link font-bold">{number(counts[code])}<span className="sr-only"> laporan di {name}</span></a></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
};
