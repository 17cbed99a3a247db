import assert from "node:assert/strict";
import { test } from "node:test";

import { cellOf, clusters, hit } from "../../../assets/islands/lib/cluster.js";

const grid = Array.from({ length: 10_000 }, (_, n) => ({ n, x: (n % 100) * 10 - 500, y: Math.floor(n / 100) * 10 - 500 }));

test("no place is lost or shown twice, however far one zooms out", () => {
  for (const cell of [1, 16, 128, 4096]) {
    const members = clusters(grid, cell).flatMap((sign) => sign.members);
    assert.equal(new Set(members).size, grid.length);
    assert.equal(members.length, grid.length);
  }
});

test("a sign stands in the middle of its members; places of one cell share it, of others do not", () => {
  const signs = clusters([{ x: 1, y: 1 }, { x: 3, y: 5 }, { x: -7, y: 1 }], 8);
  assert.deepEqual(signs.map(({ x, y, members }) => [x, y, members.length]), [[2, 3, 2], [-7, 1, 1]]);
});

test("signs on either side of a grid line do not cover each other", () => {
  const signs = clusters([{ x: 7, y: 4 }, { x: 7, y: 4 }, { x: 9, y: 4 }], 8);
  assert.deepEqual(signs.map(({ members }) => members.length), [3]);
  for (const cell of [16, 64]) {
    const middles = clusters(grid, cell);
    for (const a of middles) for (const b of middles) assert.ok(a === b || Math.hypot(a.x - b.x, a.y - b.y) > cell / 2, `${cell}`);
  }
});

test("cells halve with the zoom, so that signs keep their grid", () => {
  assert.equal(cellOf(1, 44), 64);
  assert.equal(cellOf(1.4, 44), 64);
  assert.equal(cellOf(0.5, 44), 32);
});

test("a finger finds the nearest sign within its reach, or none", () => {
  const signs = [{ x: 0, y: 0 }, { x: 10, y: 0 }];
  assert.equal(hit(signs, { x: 6, y: 1 }, 20), signs[1]);
  assert.equal(hit(signs, { x: 60, y: 1 }, 20), undefined);
});
