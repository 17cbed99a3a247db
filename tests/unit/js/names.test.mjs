// People as they are typed or pasted into a list of those present.
import assert from "node:assert/strict";
import { test } from "node:test";
import { names } from "../../../assets/islands/lib/form/names.js";

test("one name takes over what the last one was", () => {
  assert.deepEqual(names(" Siti Aminah ", "Kader PKK"), [{ name: "Siti Aminah", role: "Kader PKK" }]);
});

test("a pasted list loses its numbers and empty lines, and says who is what behind a comma", () => {
  assert.deepEqual(names("1. Siti Aminah, Kader PKK\r\n2) Budi\n\n 3.Joko\tKetua RT, RW 05\n, tanpa nama", "Warga"), [
    { name: "Siti Aminah", role: "Kader PKK" },
    { name: "Budi", role: "Warga" },
    { name: "Joko", role: "Ketua RT, RW 05" },
  ]);
});

test("nothing but white space is nobody", () => {
  assert.deepEqual(names(" \n\t\n"), []);
});
