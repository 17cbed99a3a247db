import assert from "node:assert/strict";
import { test } from "node:test";

import { decode, placed } from "../../../assets/islands/lib/batas.js";
import { names } from "../../../assets/islands/lib/nama_peta.js";

const square = (x, y, size = 1000) => [x, y, size, 0, 0, size, -size, 0];
const area = (code, name, x, more = {}) => ({ code, name, kecamatan: "Karawaci", approximate: false, middle: [x + 500, -617500], rings: [square(x, -618000)], ...more });
const told = { step: 1e-5, crack_m: 12, areas: [area("A", "Nusa Jaya", 10_660_000), area("B", "Cimone", 10_661_010)] };
const at = (lon, lat = -6.175) => placed(decode(told), { lat, lon })?.code ?? null;

test("a ring comes out closed, in degrees without a tail", () => {
  const [{ boundary, middle, box }] = decode(told).areas;
  assert.deepEqual(boundary.coordinates[0][0], [[106.6, -6.18], [106.61, -6.18], [106.61, -6.17], [106.6, -6.17], [106.6, -6.18]]);
  assert.deepEqual(box, [106.6, -6.18, 106.61, -6.17]);
  assert.ok(Math.abs(middle.lon - 106.605) < 1e-9);
});

test("a place is in its village, in a crack in the nearest one, and outside in none", () => {
  assert.equal(at(106.605), "A");
  assert.equal(at(106.615), "B");
  assert.equal(at(106.61003), "A"); // 3 m beyond its border
  assert.equal(at(106.5997), null); // 33 m
  assert.equal(at(95), null);
  assert.equal(placed({ areas: [], crack_m: 10 }, { lat: 0, lon: 0 }), null);
});

test("a hole is none of the village around it", () => {
  const holed = decode({ ...told, areas: [area("A", "Nusa Jaya", 10_660_000, { rings: [square(10_660_000, -618000), square(10_660_400, -617600, 200)] })] });
  assert.equal(placed(holed, { lat: -6.175, lon: 106.605 }), null);
  assert.equal(placed(holed, { lat: -6.1701, lon: 106.605 }).code, "A");
});

const flat = { x: (lon) => (lon - 106.61) * 100_000, y: (lat) => (-6.175 - lat) * 100_000 };
const shown = (span, more) => names({ areas: decode(told).areas, view: { x: 0, y: 0, span }, at: flat, pixel: span / 390, ...more });

test("names stand where there is room, those of the kecamatan from afar, and none out of sight", () => {
  assert.deepEqual(shown(3_000).map(({ name, far }) => [name, far]), [["Nusa Jaya", false], ["Cimone", false]]);
  assert.deepEqual(shown(20_000).map(({ name, far }) => [name, far]), [["Karawaci", true]]);
  assert.deepEqual(shown(8_000).map(({ name }) => name), ["Nusa Jaya"]); // the other one would cover it
  assert.deepEqual(shown(600, { view: { x: 9_000, y: 0, span: 600 } }), []);
});
