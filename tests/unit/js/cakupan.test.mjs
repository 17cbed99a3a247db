import assert from "node:assert/strict";
import { test } from "node:test";

import { coverage, housesAddress, share } from "../../../assets/islands/lib/cakupan.js";
import { NO_NUMBER, livesIn, ofKind, ordered, overdue, rukun, visited } from "../../../assets/islands/lib/register.js";

const NOW = Date.parse("2026-11-22T12:00:00+07:00");
const HOUR = 3_600_000;
const AREAS = [{ code: "A", name: "Karawaci" }, { code: "B", name: "Gerendeng" }];
let made = 0;
const house = (hours, more = {}) => ({
  id: `${(made += 1)}`, kind: "rumah", name: `Rumah ${made}`, address: "", area_code: "A", rw: "001", rt: "001",
  last_visit_at: hours === null ? null : new Date(NOW - hours * HOUR).toISOString(), ...more,
});

const SUBJECTS = [
  house(24 * 30 - 1), house(24 * 30), house(null), house(50, { rt: "002" }), house(50, { rw: null, rt: null }), house(900, { rw: "010" }),
  house(1, { kind: "usaha" }), house(1, { area_code: null }), house(1, { area_code: "Z" }),
  house(1, { moved_on: "2026-11-20" }),
];

test("houses of the own villages count, visited within the days of the setting", () => {
  const [karawaci, gerendeng] = coverage(SUBJECTS, AREAS, 30, NOW);
  assert.deepEqual([karawaci.name, karawaci.houses, karawaci.visited, karawaci.days, share(karawaci)], ["Karawaci", 6, 3, 2, 50]);
  assert.deepEqual([gerendeng.houses, gerendeng.days, gerendeng.parts, share(gerendeng)], [0, Infinity, [], null]);
  assert.deepEqual(karawaci.parts.map(({ place: { rw, rt }, houses, visited: done, days }) => [rw, rt, done, houses, days]), [
    [NO_NUMBER, NO_NUMBER, 1, 1, 2], ["001", "001", 1, 3, 29], ["001", "002", 1, 1, 2], ["010", "001", 0, 1, 37],
  ]);
});

test("every number is as large as the list its address opens", () => {
  const rows = ordered(SUBJECTS, null, NOW);
  const behind = (address) => {
    const wanted = Object.fromEntries(new URL(address, "http://hp").searchParams);
    const some = rows.filter((row) => ofKind(wanted.jenis)(row) && row.subject.area_code === wanted.kelurahan && livesIn(row.subject, wanted.rw, wanted.rt));
    return { ya: overdue, tidak: visited }[wanted.lama]?.(some, 30) ?? some;
  };
  const [village] = coverage(SUBJECTS, AREAS, 30, NOW);
  for (const part of [village, ...village.parts]) {
    const { place, houses } = part;
    const lengths = ["", "tidak", "ya"].map((late) => behind(housesAddress(place, late)).length);
    assert.deepEqual(lengths, [houses, part.visited, houses - part.visited], rukun(place.rw, place.rt));
  }
});

test("a share never rounds up, and a place is said in words", () => {
  assert.equal(share({ houses: 200, visited: 199 }), 99);
  assert.equal(rukun("005", "003"), "RT 003 · RW 005");
  assert.equal(rukun("005", NO_NUMBER), "RT tanpa nomor · RW 005");
  assert.equal(rukun(NO_NUMBER, NO_NUMBER), "Tanpa RT dan RW");
  assert.equal(rukun("", ""), "");
});
