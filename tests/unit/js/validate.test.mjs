import assert from "node:assert/strict";
import { test } from "node:test";

import { isShown } from "../../../assets/islands/lib/shown.js";
import { emptyValue, localToday, toBody, validate } from "../../../assets/islands/lib/validate.js";

const messages = new Proxy({}, { get: (_, code) => `${code} {max_length}` });
const definition = {
  messages,
  fields: [
    { name: "name", type: "line", title: "Nama", required: true, max: 5 },
    { name: "guard", type: "flag", title: "Satpam" },
    { name: "guards", type: "count", title: "Jumlah", max: 9, show_if: { field: "guard", in: [true] } },
    { name: "owner", type: "section", title: "Pemilik", fields: [{ name: "phone", type: "phone", title: "Telepon" }] },
    { name: "needs", type: "repeat", title: "Keluhan", max: 2, fields: [{ name: "text", type: "text", title: "Uraian" }] },
    { name: "with", type: "choices", title: "Didampingi", max: 2, options: [["a", "A"], ["b", "B"]] },
  ],
};

test("an untouched form has a place for every field", () => {
  assert.deepEqual(emptyValue(definition), { name: "", guard: false, guards: "", owner: { phone: "" }, needs: [], with: [] });
});

test("the body to send is clean, converted and without what is empty or hidden", () => {
  const draft = { name: " Budi\u200b ", guard: false, guards: "7", owner: { phone: "+62 812-3456-789" }, needs: [], with: ["a"] };
  assert.deepEqual(toBody(definition, draft), { name: "Budi", guard: false, owner: { phone: "08123456789" }, with: ["a"] });
  assert.equal(toBody(definition, { ...draft, guard: true }).guards, 7);
});

test("checking leaves the draft as it was typed", () => {
  const draft = { name: "  Budi Santoso ", owner: { phone: "0812 3456" } };
  const before = structuredClone(draft);
  validate(definition, draft);
  assert.deepEqual(draft, before);
});

test("messages are filled with the limit", () => {
  assert.deepEqual(validate(definition, { name: "123456" }), [{ field: "name", message: "string_too_long 5" }]);
});

test("a condition holds for any chosen option", () => {
  const field = { show_if: { field: "with", in: ["b"] } };
  assert.equal(isShown(field, { with: ["a", "b"] }), true);
  assert.equal(isShown(field, { with: ["a"] }), false);
  assert.equal(isShown(field, {}), false);
});

test("today is the day on this phone, not in London", () => {
  assert.equal(localToday(new Date(2026, 0, 2, 0, 30)), "2026-01-02");
  assert.equal(localToday(new Date(2026, 11, 31, 23, 30)), "2026-12-31");
});
