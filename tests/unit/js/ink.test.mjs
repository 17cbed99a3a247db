import assert from "node:assert/strict";
import { test } from "node:test";

import { HEIGHT, WIDTH, inkOf, isInk } from "../../../assets/islands/lib/ink.js";
import { missingPhoto } from "../../../assets/islands/lib/rules.js";

const wave = (count, width = WIDTH) => Array.from({ length: count }, (_, i) => [(i / count) * width, HEIGHT / 2 + 80 * Math.sin(i / 3)]);

test("a drawn signature becomes a path that the server takes", () => {
  const path = inkOf([wave(60), [[500, 20], [520, 40], [560, 90]]]);
  assert.ok(isInk(path), path);
  assert.equal(path.match(/M/g).length, 2);
});

test("what lies on a line is left out, and the ends stay", () => {
  assert.equal(inkOf([Array.from({ length: 50 }, (_, i) => [i * 4, 10])]), "M0 10 196 10");
});

test("strokes beyond the sheet end at its edge", () => {
  assert.equal(inkOf([[[-20, -5], [700, 400]]]), `M0 0 ${WIDTH} ${HEIGHT}`);
});

test("however long somebody scribbles, it fits", () => {
  const path = inkOf(Array.from({ length: 300 }, (_, i) => wave(400).map(([x, y]) => [x, y + (i % 90)])));
  assert.ok(isInk(path), String(path.length));
});

test("a dot is no signature", () => assert.equal(isInk(inkOf([[[10, 10], [11, 11]]])), false));

test("a photo that the form asks for is missed until one is marked", () => {
  const field = { name: "signing", type: "choice", photo: { paper: "signed_paper" } };
  const fields = [{ name: "agreement", type: "section", fields: [field] }];
  const ask = (signing, ...purposes) => missingPhoto(fields, { agreement: { signing } }, { photo: "Foto surat." }, purposes);
  assert.deepEqual(ask("paper", undefined), [{ field: "agreement.signing", message: "Foto surat." }]);
  assert.deepEqual(ask("paper", undefined, "signed_paper"), []);
  assert.deepEqual(ask("screen"), []);
});
