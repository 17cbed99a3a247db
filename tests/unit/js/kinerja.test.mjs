import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { DEFAULT_RULES, addDays, attention, counts, dayOf, entries, statusOf, summary } from "../../../assets/islands/lib/kinerja.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/kinerja.json", import.meta.url)));
const ZONE = vectors.timezone;
const NOON = Date.parse("2026-11-22T12:00:00+07:00");

test("the phone counts as the server does", () => {
  assert.deepEqual(DEFAULT_RULES, { timezone: ZONE, kinerja: vectors.rules });
  for (const [report, counted] of vectors.counted) assert.equal(counts({ state: "terkirim", ...report }), counted, JSON.stringify(report));
  for (const [reports, status] of vectors.status) assert.equal(statusOf(reports, vectors.rules), status);
  for (const [last, today, word] of vectors.attention) assert.equal(attention(last, today, vectors.rules), word, last);
  for (const [moment, day] of vectors.day) assert.equal(dayOf(moment, ZONE), day);
});

const item = (more = {}) => ({ id: "a", revision: 1, title: "Pos", kind: "sambang_tempat", state: "menunggu", created_at: "2026-11-22T01:00:00Z", ...more });
const result = (more = {}) => ({ id: "a", revision: 1, title: "Pos", kind: "sambang_tempat", state: "terkirim", received_at: "2026-11-22T03:00:00Z", day: "2026-11-21", counted: true, upheld: false, practice: false, ...more });
const judged = (items, results) => entries(items, results, ZONE).map(({ day, counted, unsent }) => ({ day, counted, unsent }));

test("what is not sent yet counts at once, on the phone's own day", () => {
  assert.deepEqual(judged([item()], []), [{ day: "2026-11-22", counted: true, unsent: true }]);
  assert.deepEqual(judged([item({ practice: true })], []), [{ day: "2026-11-22", counted: false, unsent: true }]);
  assert.deepEqual(judged([item({ state: "ditolak" })], []), [{ day: "2026-11-22", counted: false, unsent: false }]);
});

test("what the server said of a revision stands", () => {
  assert.deepEqual(judged([item({ state: "terkirim" })], [result()]), [{ day: "2026-11-21", counted: true, unsent: false }]);
  assert.deepEqual(judged([item({ state: "terkirim" })], [result({ counted: false, upheld: true })]), [{ day: "2026-11-21", counted: false, unsent: false }]);
  assert.deepEqual(judged([item({ state: "dikembalikan" })], [result()]), [{ day: "2026-11-21", counted: false, unsent: false }]);
  assert.deepEqual(judged([], [result({ revision: 3, hidden: true })]), [{ day: "2026-11-21", counted: true, unsent: false }]);
});

test("a correction that waits counts again, on the day of its visit", () => {
  const returned = result({ state: "dikembalikan", counted: false });
  assert.deepEqual(judged([item({ state: "dikembalikan" })], [returned]), [{ day: "2026-11-21", counted: false, unsent: false }]);
  assert.deepEqual(judged([item({ revision: 2 })], [returned]), [{ day: "2026-11-21", counted: true, unsent: true }]);
  assert.deepEqual(judged([item()], [result({ revision: 2 })]), [{ day: "2026-11-21", counted: true, unsent: false }]);
});

test("every figure holds the rows that it counts", () => {
  const days = ["2026-11-22", "2026-11-22", "2026-11-16", "2026-11-15", "2026-09-01"];
  const rows = entries([], days.map((day, number) => result({ id: `r${number}`, day })), ZONE);
  const others = entries([], [result({ id: "x", day: "2026-11-22", counted: false }), result({ id: "k", day: "2026-11-22", kind: "siskamling" })], ZONE);
  const found = summary([...rows, ...others], DEFAULT_RULES, ["sambang_warga", "sambang_tempat"], NOON);
  assert.deepEqual(found.onToday.map(({ id }) => id).sort(), ["r0", "r1"]);
  assert.deepEqual(found.week.map(({ id }) => id).sort(), ["k", "r0", "r1", "r2"]);
  assert.deepEqual([found.counted.length, found.status, found.word, found.last], [6, "aktif", null, "2026-11-22"]);
  assert.equal(found.days.get("2026-11-22").length, 2);
  assert.deepEqual([...found.days.keys()].sort(), [...new Set(days)].sort());
});

test("days are counted over months and years", () => {
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addDays("2028-03-01", -1), "2028-02-29");
});
