/**
 * The outlines of all villages as everybody may have them, for the map on which a citizen shows where it was. The service worker keeps
 * the answer, so that the map is there without network too.
 */
import { villageAt } from "./verdict.js";

/** Where they come from. */
export const OUTLINES = "/api/v1/lapor/peta";
/** What a page tells the service worker, so that they are kept before somebody needs them. */
export const KEEP = "batas";
/** Villages farther than this from a place cannot hold it (degrees around their box; 2 km is more than any crack). */
const AROUND = 0.02;

/** A ring of corners in degrees, closed, from `[x, y, dx, dy, …]` in steps. */
function corners(way, step) {
  const ring = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < way.length; i += 2) {
    x += way[i];
    y += way[i + 1];
    // Multiples of 0.00001 come out with a tail of digits.
    ring.push([Number((x * step).toFixed(5)), Number((y * step).toFixed(5))]);
  }
  return [...ring, ring[0]];
}

function boxOf(rings) {
  const [xs, ys] = [rings.flat().map(([x]) => x), rings.flat().map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** `{areas, crack_m}` of the server's answer; an area as maps draw it, with its `middle` and `box` (west, south, east, north), degrees. */
export function decode({ step, crack_m, areas }) {
  const drawn = areas.map(({ rings, middle, ...area }) => {
    const boundary = rings.map((way) => corners(way, step));
    return { ...area, middle: { lon: middle[0] * step, lat: middle[1] * step }, box: boxOf(boundary), boundary: { type: "MultiPolygon", coordinates: [boundary] } };
  });
  return { areas: drawn, crack_m };
}

/** The village at a place (degrees), or null outside of all. */
export function placed({ areas, crack_m }, { lat, lon }) {
  const near = areas.filter(({ box: [west, south, east, north] }) => lon > west - AROUND && lon < east + AROUND && lat > south - AROUND && lat < north + AROUND);
  return villageAt({ lat, lon }, near, crack_m);
}

let loaded = null;

/** The outlines, asked for once by each page. Rejects where there are none: no network, and never kept. */
export function outlines() {
  loaded ??= fetch(OUTLINES, { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`${answer.status}`))))
    .then(decode);
  loaded.catch(() => {
    loaded = null; // the next try asks again
  });
  return loaded;
}
