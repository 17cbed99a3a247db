/* Names on a map, as many as have room. */

/** Beyond this many metres a pixel, villages are too small for their names: those of the kecamatan stand there. */
const AFAR = 24;
export const SIZE_PX = 12;
const WIDE = 0.58; // of the size, for a letter
const BUTTONS_PX = 64; // at the right, where the map has its buttons

/** The kecamatan of `areas` as places of their own: in the middle of the middles of their villages. */
function kecamatanOf(areas) {
  const groups = new Map();
  for (const { kecamatan, middle } of areas) groups.set(kecamatan, [...(groups.get(kecamatan) ?? []), middle]);
  const mean = (all, axis) => all.reduce((sum, one) => sum + one[axis], 0) / all.length;
  return [...groups].map(([name, all]) => ({ name, weight: all.length, middle: { lat: mean(all, "lat"), lon: mean(all, "lon") } }));
}

const size = ([west, south, east, north]) => (east - west) * (north - south);

/**
 * Names in sight that do not cover each other, the larger place first: `[{name, x, y, far}]` in metres of the drawing.
 * @param areas as `lib/batas.js` gives them; `view`, `at` and `pixel` as the map gives them to its layers
 */
export function names({ areas, view, at, pixel }) {
  const far = pixel > AFAR;
  const all = far ? kecamatanOf(areas) : areas.map(({ name, middle, box }) => ({ name, middle, weight: size(box) }));
  const reach = view.span / 2;
  const taken = [];
  for (const { name, middle } of all.sort((a, b) => b.weight - a.weight)) {
    const [x, y] = [at.x(middle.lon), at.y(middle.lat)];
    const half = { w: (name.length * SIZE_PX * WIDE * pixel) / 2, h: SIZE_PX * 0.7 * pixel };
    const inSight = x - half.w > view.x - reach && x + half.w < view.x + reach - BUTTONS_PX * pixel && Math.abs(y - view.y) < reach;
    const free = taken.every((one) => Math.abs(one.x - x) > one.half.w + half.w || Math.abs(one.y - y) > one.half.h + half.h);
    if (inSight && free) taken.push({ name, x, y, far, half });
  }
  return taken.map(({ half: _half, ...one }) => one);
}
