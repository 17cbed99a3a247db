/* How far things are. */
const METRES_PER_DEGREE = 111_320;

/** Metres between two positions; flat, good to a per mille within a town. */
export function metres(a, b) {
  const dy = (a.lat - b.lat) * METRES_PER_DEGREE;
  const dx = (a.lon - b.lon) * METRES_PER_DEGREE * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(dx, dy);
}
