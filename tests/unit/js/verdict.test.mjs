import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { judge } from "../../../assets/islands/lib/verdict.js";

const { scenes } = JSON.parse(readFileSync(new URL("../vectors/verdict.json", import.meta.url)));

for (const { name, territory, cases } of scenes)
  test(`verdict: ${name}`, () => {
    for (const { fix, on_phone } of cases) {
      const { distance_m, ...answer } = judge(fix, territory);
      const { distance_m: expected, ...rest } = on_phone;
      assert.deepEqual(answer, rest, JSON.stringify(fix));
      // Millimetres: the last digit may round to either side.
      assert.ok(distance_m === expected || Math.abs(distance_m - expected) < 0.0015, `${distance_m} for ${expected}`);
    }
  });
