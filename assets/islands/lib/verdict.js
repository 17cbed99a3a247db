/* The verdict on a position, without network. The twin of sambang_digital/services/wilayah.py: same vectors, same answers.
 * Units: degrees (WGS84, [lon, lat]) and metres. */

const CRACK_M = 10;
const WGS84_A = 6_378_137.0;
const WGS84_E2 = 0.006_694_379_990_141_32;
const DEGREE = Math.PI / 180;

const millimetres = (metres) => Math.round(metres * 1000) / 1000 + 0;

/** Degrees to metres on the plane that touches the ellipsoid at [lon, lat]. */
function plane([lon, lat]) {
  const phi = lat * DEGREE;
  const w2 = 1 - WGS84_E2 * Math.sin(phi) ** 2;
  const primeVertical = WGS84_A / Math.sqrt(w2);
  const kx = DEGREE * primeVertical * Math.cos(phi);
  const ky = (DEGREE * primeVertical * (1 - WGS84_E2)) / w2;
  return (at) => [(at[0] - lon) * kx, (at[1] - lat) * ky];
}

/** Whether the rings hold the point (even-odd, so that holes are out; their line is in), and its distance to that line. */
function measure([x, y], rings) {
  let held = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1];
      const [bx, by] = ring[i];
      const [dx, dy] = [bx - ax, by - ay];
      if (ay > y !== by > y && x < ax + (dx * (y - ay)) / dy) held = !held;
      const length2 = dx * dx + dy * dy;
      const along = length2 && Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length2));
      nearest = Math.min(nearest, (ax + along * dx - x) ** 2 + (ay + along * dy - y) ** 2);
    }
  }
  const gap = millimetres(Math.sqrt(nearest));
  return { held: held || gap === 0, gap };
}

const projected = new WeakMap();

/** A territory's lines in metres; computed once, since every new fix asks again. */
function shapes(territory) {
  if (!projected.has(territory)) {
    const toMetres = plane(territory.origin);
    const rings = (boundary) => boundary.coordinates.flat().map((ring) => ring.map(toMetres));
    const areas = territory.areas.map((area) => ({ area, rings: rings(area.boundary) }));
    projected.set(territory, { toMetres, union: rings(territory.union), areas });
  }
  return projected.get(territory);
}

/** The village that holds the point: in an overlap the one whose border is farther, in a sliver the nearest within 10 m. */
function village(measured, crack = CRACK_M) {
  const holding = measured.filter(({ held }) => held);
  if (holding.length) return holding.reduce((best, other) => (other.gap > best.gap ? other : best)).area;
  const nearest = measured.reduce((best, other) => (other.gap < best.gap ? other : best));
  return nearest.gap <= crack ? nearest.area : null;
}

/** The same for everybody's outlines (`lib/batas.js`), which may be coarser: of `areas` the one at a place, or null. */
export function villageAt({ lat, lon }, areas, crack) {
  const toMetres = plane([lon, lat]);
  const measured = areas.map((area) => ({ area, ...measure([0, 0], area.boundary.coordinates.flat().map((ring) => ring.map(toMetres))) }));
  return measured.length ? village(measured, crack) : null;
}

/**
 * Inside: the circle of the accuracy lies wholly in the territory. Outside: widened by each village's tolerance it touches
 * none of them. Otherwise uncertain.
 *
 * @param {{lat: number, lon: number, accuracy_m: number}} fix
 * @param {object} territory as `GET /api/v1/sinkron` gives it; the answer knows these villages only
 * @returns {{verdict: "inside"|"uncertain"|"outside", area_code: string|null, approximate: boolean, distance_m: number|null}}
 *   distance_m: to the border, negative inside; null when no village is assigned
 */
export function judge({ lat, lon, accuracy_m }, territory) {
  if (!territory.areas.length) return { verdict: "outside", area_code: null, approximate: false, distance_m: null };
  const { toMetres, union, areas } = shapes(territory);
  const point = toMetres([lon, lat]);
  const { held, gap } = measure(point, union);
  const signed = held ? 0 - gap : gap;
  const measured = areas.map(({ area, rings }) => ({ area, ...measure(point, rings) }));
  const beyond = millimetres(Math.min(...measured.map(({ area, held, gap }) => (held ? 0 : gap) - area.tolerance_m)));
  let verdict = -signed >= accuracy_m ? "inside" : "uncertain";
  if (!held && beyond > accuracy_m) verdict = "outside";
  const approximate = territory.areas.some((area) => area.approximate);
  return { verdict, area_code: village(measured)?.code ?? null, approximate, distance_m: signed };
}
