/** Thousands of places as few signs: what falls into one cell of a grid is one sign. Pure, in metres. */

/** The cell for signs at least `pixels` apart: a power of two, so that a little zooming leaves the signs where they are. */
export const cellOf = (pixel, pixels) => 2 ** Math.ceil(Math.log2(pixel * pixels));

// One number names a cell: quicker than text, and exact for any map on Earth.
const COLUMN = 67_108_864;
const AROUND = [-1, 0, 1].flatMap((column) => [-1, 0, 1].map((row) => column * COLUMN + row));

const join = (sign, { x, y, count, members }) => {
  sign.x += x;
  sign.y += y;
  sign.count += count;
  for (const member of members) sign.members.push(member);
};

const centre = ({ x, y, count }) => ({ x: x / count, y: y / count });

/**
 * @param points `[{x, y, …}]`
 * @param cell width of a cell; signs are at least two thirds of it apart
 * @returns `[{x, y, members}]`, each in the middle of its members
 */
export function clusters(points, cell) {
  const cells = new Map();
  for (const point of points) {
    const key = Math.floor(point.x / cell) * COLUMN + Math.floor(point.y / cell);
    const found = cells.get(key);
    if (found) {
      found.x += point.x;
      found.y += point.y;
      found.count += 1;
      found.members.push(point);
    } else cells.set(key, { x: point.x, y: point.y, count: 1, members: [point] });
  }
  // Two signs on either side of a line of the grid would cover each other: the greater one takes the smaller one in.
  const nearest = (cell * 2) / 3;
  for (const [key, sign] of [...cells].sort(([, a], [, b]) => b.count - a.count)) {
    if (!cells.has(key)) continue;
    for (const step of AROUND) {
      const other = step && cells.get(key + step);
      if (!other) continue;
      const [a, b] = [centre(sign), centre(other)];
      if (Math.hypot(a.x - b.x, a.y - b.y) >= nearest) continue;
      join(sign, other);
      cells.delete(key + step);
    }
  }
  return Array.from(cells.values(), (sign) => ({ ...centre(sign), members: sign.members }));
}

/** The sign under a finger: the nearest within `reach` of (x, y), or undefined. */
export function hit(signs, { x, y }, reach) {
  let best;
  let closest = reach;
  for (const sign of signs) {
    const away = Math.hypot(sign.x - x, sign.y - y);
    if (away <= closest) [best, closest] = [sign, away];
  }
  return best;
}
