import assert from "node:assert/strict";
import { test } from "node:test";

import { again, beside, blank, changed, faultsOf, isBegun, lacking, localTime, plea, secret, stepsOf, toReport, whenOf } from "../../../assets/islands/lib/lapor.js";

const kinds = [{ value: "tawuran", label: "Tawuran" }];
const rules = { categories: [], kinds: { gangguan: kinds, tindak_pidana: kinds }, guarded: ["kdrt"], min_text: 10, max_text: 4000 };
const now = new Date("2026-11-23T01:00:00Z");
const whole = changed(blank(false, now), { category: "gangguan", kind: "tawuran", text: "  Dua kelompok berkumpul.  ", place: "Gg. Melati", consent: true });
const fields = (faults) => faults.map(({ field }) => field);

test("each report has an id of its own and a secret of at least 128 bits that fits into a link", () => {
  const made = Array.from({ length: 100 }, () => secret());
  assert.equal(new Set(made).size, 100);
  for (const one of made) assert.match(one, /^[A-Za-z0-9_-]{32}$/);
  assert.notEqual(blank(false).id, blank(false).id);
});

test("in danger fewer things are asked, and no photos", () => {
  const names = (...args) => stepsOf(...args).map(({ step }) => step);
  assert.deepEqual(names(blank(false)), ["bahaya", "jenis", "kejadian", "tempat", "foto", "kontak", "kirim"]);
  assert.deepEqual(names(blank(true)), ["bahaya", "kejadian", "tempat", "kontak", "kirim"]);
  assert.equal(beside(blank(true), "kejadian", -1), "bahaya");
  assert.equal(beside(blank(false), "kirim", 1), null);
});

test("a step says what it lacks", () => {
  const empty = blank(false, now);
  assert.deepEqual(fields(faultsOf("jenis", empty, rules)), ["category"]);
  assert.deepEqual(fields(faultsOf("jenis", { ...empty, category: "gangguan" }, rules)), ["kind"]);
  assert.deepEqual(fields(faultsOf("jenis", { ...empty, category: "informasi" }, rules)), []);
  assert.deepEqual(fields(faultsOf("kejadian", { ...empty, text: "  pendek     " }, rules)), ["text"]);
  assert.deepEqual(fields(faultsOf("kejadian", { ...whole, when: "lain", time: "" }, rules)), ["time"]);
  assert.deepEqual(fields(faultsOf("kejadian", { ...whole, when: "lain", time: "2026-11-24T09:00" }, rules, now.getTime())), ["time"]);
  assert.deepEqual(fields(faultsOf("tempat", { ...whole, place: " " }, rules)), ["place"]);
  assert.deepEqual(fields(faultsOf("tempat", { ...empty, category: "apresiasi" }, rules)), []);
  assert.deepEqual(fields(faultsOf("kirim", { ...whole, consent: false }, rules)), ["consent"]);
  assert.equal(lacking(whole, rules), null);
  assert.equal(lacking({ ...whole, text: "" }, rules), "kejadian");
});

test("where every report needs a village, a point outside of all asks for one, at the step of the place", () => {
  const needed = { ...rules, village_needed: true };
  const outside = { lat: -6.9, lon: 107.6, area: null };
  const asks = (draft) => faultsOf("tempat", { ...blank(false, now), ...draft }, needed);
  assert.deepEqual(fields(asks({ position: outside })), ["area_code"]);
  assert.match(asks({ position: outside })[0].message, /^Pilih kelurahan/);
  assert.deepEqual(fields(asks({ category: "apresiasi" })), ["area_code"]);
  assert.match(asks({ place: "Gg. Melati" })[0].message, /^Tunjukkan tempatnya/);
  assert.deepEqual(asks({ position: outside, area_code: "36.74.01.1001" }), []);
  assert.deepEqual(asks({ position: { lat: -6.2, lon: 106.6 } }), [], "of that the server knows the village");
  assert.deepEqual(faultsOf("tempat", { ...whole, position: outside }, rules), []);
});

test("what the server said of the village is settled by another point", () => {
  const draft = again({ draft: whole, errors: [{ field: "area_code", message: "Pilih." }], status: 422 });
  assert.deepEqual([draft.step, fields(faultsOf("tempat", draft, rules))], ["tempat", ["area_code"]]);
  assert.deepEqual(faultsOf("tempat", changed(draft, { place: "Gg. Mawar" }), rules), draft.errors);
  assert.deepEqual(faultsOf("tempat", changed(draft, { position: { lat: -6.2, lon: 106.6 } }), rules), []);
});

test("what the server refused stands at its field until that is changed, under the same id", () => {
  const row = { draft: whole, errors: [{ field: "phone", message: "Tulis angkanya." }, { field: "made_at", message: "?" }], status: 422 };
  const draft = again(row);
  assert.equal(draft.id, whole.id);
  assert.equal(draft.step, "kontak");
  assert.deepEqual(fields(faultsOf("kontak", draft, rules)), ["phone"]);
  assert.deepEqual(faultsOf("kontak", changed(draft, { phone: "081255501234" }), rules), []);
  assert.notEqual(again({ draft: whole, errors: [], status: 409 }).id, whole.id);
  const time = { ...whole, when: "lain", time: "2026-11-22T09:00", errors: [{ field: "happened_at", message: "?" }] };
  assert.deepEqual(faultsOf("kejadian", changed(time, { time: "2026-11-22T10:00" }), rules, now.getTime()), []);
});

test("over the wire goes what the form of the server knows, and nothing else", () => {
  const sent = toReport({ ...whole, when: "sekarang", position: { lat: -6.2, lon: 106.6, accuracy_m: 8 } }, new Date("2026-11-23T05:00:00Z"));
  assert.equal(sent.text, "Dua kelompok berkumpul.");
  assert.equal(sent.happened_at, now.toISOString()); // when it was said, not when it was sent
  assert.equal(sent.made_at, "2026-11-23T05:00:00.000Z");
  assert.deepEqual([sent.name, sent.phone, sent.area_code], [null, null, null]);
  const known = [
    "id", "secret", "category", "kind", "urgent", "about_police", "text", "happened_at", "position", "place", "area_code", "name", "phone", "address",
    "hide_identity", "consent", "made_at", "files",
  ];
  assert.deepEqual(Object.keys(sent).sort(), known.sort());
  assert.equal(toReport(blank(false)).happened_at, null);
});

test("an SMS for help names the place and nobody", () => {
  const words = plea({ ...whole, name: "Rahmat", phone: "0812" });
  assert.match(words, /telepon 110.*Tempat: Gg\. Melati/);
  assert.doesNotMatch(words, /Rahmat|0812/);
  assert.match(plea({}), /telepon 110/);
});

test("an untouched draft is nothing to go on with", () => {
  assert.equal(isBegun(blank(false)), false);
  assert.equal(isBegun(whole), true);
  assert.equal(isBegun(null), false);
});

test("a time of today is an hour, and tomorrow a date like others", () => {
  const day = localTime(now).slice(0, 11);
  const early = { ...whole, when: "hari", time: `${day}00:00` };
  assert.equal(whenOf(early, now), "hari");
  assert.equal(whenOf(early, new Date(now.getTime() + 86_400_000)), "lain");
  assert.equal(whenOf({ when: "hari", time: "" }, now), "hari");
  assert.deepEqual(fields(faultsOf("kejadian", { ...early, time: "" }, rules, now.getTime())), ["time"]);
  assert.deepEqual(fields(faultsOf("kejadian", early, rules, now.getTime())), []);
  assert.deepEqual(fields(faultsOf("kejadian", { ...early, time: `${day}23:59` }, rules, Date.parse(`${day}23:58`))), ["time"]);
  assert.deepEqual(fields(faultsOf("kejadian", { ...early, when: "lain", time: "0026-11-22T09:00" }, rules, now.getTime())), ["time"]);
  assert.equal(toReport(early).happened_at, new Date(`${day}00:00`).toISOString());
});

test("a place shown on the map goes without an accuracy, and is something to be missed", () => {
  const shown = { ...whole, position: { lat: -6.2, lon: 106.6, area: "36.71.07.1001", before: { area_code: "" } } };
  assert.deepEqual(JSON.parse(JSON.stringify(toReport(shown).position)), { lat: -6.2, lon: 106.6 });
  assert.equal(isBegun({ ...blank(false, now), position: shown.position }), true);
});
