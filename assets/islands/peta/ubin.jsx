/* Pictures of a tile server under the map. */

/** Tiles (Web Mercator, numbered as OpenStreetMap does) that cover the view; each is placed by its corners. */
const tiles = (template, view, at, aspect) => {
  const zoom = Math.max(1, Math.min(19, Math.floor(Math.log2((40_075_016 / view.span) * 3))));
  const n = 2 ** zoom;
  const column = (lon) => ((lon + 180) / 360) * n;
  const row = (lat) => ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n;
  const longitude = (c) => (c / n) * 360 - 180;
  const latitude = (r) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * r) / n))) * 180) / Math.PI;
  const half = { w: view.span / 2, h: view.span / aspect / 2 };
  const found = [];
  for (let c = Math.floor(column(at.lon(view.x - half.w))); c <= column(at.lon(view.x + half.w)); c += 1) {
    for (let r = Math.floor(row(at.lat(view.y - half.h))); r <= row(at.lat(view.y + half.h)); r += 1) {
      const left = at.x(longitude(c));
      const top = at.y(latitude(r));
      found.push({
        href: template.replace("{s}", "abc"[(c + r) % 3]).replace("{z}", zoom).replace("{x}", c).replace("{y}", r),
        x: left,
        y: top,
        width: at.x(longitude(c + 1)) - left,
        height: at.y(latitude(r + 1)) - top,
      });
    }
  }
  return found;
};

/** `template`: the server's address with {z}, {x} and {y}, and perhaps {s} (one of its hosts a, b, c); `aspect`: width of the view by its height. */
export const Ubin = ({ template, view, at, aspect }) =>
  tiles(template, view, at, aspect).map((tile) => <image key={tile.href} preserveAspectRatio="none" {...tile} />);
