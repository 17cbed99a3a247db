// A signature as the path of an SVG, `M12 34 56 78M90 12 …`: each `M` a stroke, coordinates whole numbers on a sheet of
// WIDTH × HEIGHT. Limits as in forms/fields.py.

export const WIDTH = 600;
export const HEIGHT = 300;
const MOST = 3000;
const POINTS = 5;

/** Whether the server would take this text for a signature. */
export function isInk(text) {
  if (text.length > MOST || !/^(?:M[0-9]{1,3} [0-9]{1,3}(?: [0-9]{1,3} [0-9]{1,3})*)+$/.test(text)) return false;
  const points = [...text.matchAll(/([0-9]+) ([0-9]+)/g)];
  return points.length >= POINTS && points.every(([, x, y]) => Number(x) <= WIDTH && Number(y) <= HEIGHT);
}

const clamp = (value, most) => Math.min(most, Math.max(0, Math.round(value)));

/** Distance of a point from the line between two others. */
function offset([x, y], [ax, ay], [bx, by]) {
  const length = Math.hypot(bx - ax, by - ay);
  return length ? Math.abs((by - ay) * (x - ax) - (bx - ax) * (y - ay)) / length : Math.hypot(x - ax, y - ay);
}

/** The points of a stroke without those that lie within `tolerance` of the line anyway (Ramer–Douglas–Peucker). */
function thin(points, tolerance) {
  if (points.length < 3) return points;
  let far = 0;
  let at = 0;
  for (let index = 1; index < points.length - 1; index++) {
    const away = offset(points[index], points[0], points.at(-1));
    if (away > far) [far, at] = [away, index];
  }
  if (far <= tolerance) return [points[0], points.at(-1)];
  return [...thin(points.slice(0, at + 1), tolerance).slice(0, -1), ...thin(points.slice(at), tolerance)];
}

const pathOf = (strokes) => strokes.map((stroke) => `M${stroke.map(([x, y]) => `${clamp(x, WIDTH)} ${clamp(y, HEIGHT)}`).join(" ")}`).join("");

/** Strokes, each `[[x, y], …]` on the sheet, as a path that fits: as fine as there is room for, and without the last ones if need be. */
export function inkOf(drawn) {
  let strokes = drawn;
  for (let tolerance = 0.6; tolerance < 40; tolerance *= 1.6) {
    strokes = strokes.map((stroke) => thin(stroke, tolerance));
    const path = pathOf(strokes);
    if (path.length <= MOST) return path;
  }
  while (pathOf(strokes).length > MOST) strokes = strokes.slice(0, -1);
  return pathOf(strokes);
}
