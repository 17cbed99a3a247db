// Vulnerable spots on the phone: how old they are today, which are still shown, in which order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { agedSpots } from "../../../assets/islands/lib/rawan.js";

const RULES = { spot_days: 90, fresh_days: 14 };
const spot = (id, day, urgency = "soon") => ({ id, day, urgency });
const told = (spots, today) => agedSpots(spots, RULES, today).map(({ id, age, fresh }) => [id, age, fresh]);

test("a spot grows older day by day, is fresh for a while, and goes", () => {
  const one = [spot("a", "2026-08-24")];
  assert.deepEqual(told(one, "2026-08-24"), [["a", "hari ini", true]]);
  assert.deepEqual(told(one, "2026-08-25"), [["a", "kemarin", true]]);
  assert.deepEqual(told(one, "2026-09-06"), [["a", "13 hari lalu", true]]);
  assert.deepEqual(told(one, "2026-09-07"), [["a", "14 hari lalu", false]]);
  assert.deepEqual(told(one, "2026-11-22"), [["a", "90 hari lalu", false]]);
  assert.deepEqual(told(one, "2026-11-23"), []);
});

test("a day that lies ahead, on a phone whose clock is behind, counts as today", () => {
  assert.deepEqual(told([spot("a", "2026-11-23")], "2026-11-22"), [["a", "hari ini", true]]);
});

test("fresh ones come first, then what is urgent, then the newest", () => {
  const spots = [spot("old", "2026-10-01", "urgent"), spot("watch", "2026-11-22", "watch"), spot("urgent", "2026-11-12", "urgent"), spot("newer", "2026-11-20", "urgent")];
  assert.deepEqual(told(spots, "2026-11-22").map(([id]) => id), ["newer", "urgent", "watch", "old"]);
});
