import assert from "node:assert/strict";
import { test } from "node:test";

import { pauseAfter, pinFault } from "../../../assets/islands/lib/pin.js";

test("PINs that anybody would try first are refused with the reason", () => {
  assert.match(pinFault(""), /6 angka/);
  assert.match(pinFault("48151"), /6 angka/);
  for (const easy of ["000000", "121212", "123456", "234567", "654321", "098765", "1111112"]) assert.match(pinFault(easy), /mudah ditebak/, easy);
  assert.match(pinFault("010203", "88010203"), /NRP/);
  for (const good of ["481516", "902714", "7302958"]) assert.equal(pinFault(good, "88010203"), "", good);
});

test("letters make it a passphrase, which has to be longer", () => {
  assert.match(pinFault("rahasia1"), /10 huruf/);
  assert.equal(pinFault("ombak tenang"), "");
  assert.match(pinFault("🚓🚓🚓🚓🚓"), /10 huruf/); // five letters, whatever their bytes
});

test("two tries are free, then each pause doubles up to an hour", () => {
  assert.deepEqual([1, 2, 3, 4, 5].map(pauseAfter), [0, 0, 30_000, 60_000, 120_000]);
  assert.equal(pauseAfter(10), 3_600_000);
  assert.equal(pauseAfter(1000), 3_600_000);
});
