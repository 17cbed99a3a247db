/**
 * What an officer's own reports count for, without network: what the server said of them, and what is not sent yet. The twin of
 * `Laporan.counted` and `KinerjaSettings` on the server: same vectors (tests/unit/vectors/kinerja.json), same answers.
 * A day is "2026-11-22", in the time zone of the rules.
 */
import { UNSENT } from "./unsent.js";

/** What holds before the first contact with the server. */
export const DEFAULT_RULES = {
  timezone: "Asia/Jakarta",
  kinerja: { target_per_day: 5, active_over: 3, remind_after_days: 1, warn_after_days: 7, overdue_after_days: 30 },
};
export const WINDOW_DAYS = 7;

const DAY_MS = 86_400_000;
const formats = new Map();

/** The day of a moment. */
export function dayOf(time, zone) {
  if (!formats.has(zone)) formats.set(zone, new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }));
  return formats.get(zone).format(new Date(time));
}

/** `count` days later (earlier if negative). */
export const addDays = (day, count) => new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);

/** Whole days from one to the other. */
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Whether the server counts a report. */
export const counts = ({ current = true, practice = false, upheld = false, state }) => current && !practice && !upheld && state !== "dikembalikan";

/** "aktif", "cukup" or "kurang", by the counted reports of the last seven days. */
export const statusOf = (reports, { active_over: limit }) => (reports > limit ? "aktif" : reports > 0 ? "cukup" : "kurang");

/** "remind" or "warn" after whole days without a counted report (`last`: day of the latest one, or null), else null. */
export function attention(last, today, { remind_after_days: remind, warn_after_days: warn }) {
  const idle = last ? daysBetween(last, today) - 1 : warn;
  if (idle >= warn) return "warn";
  return idle >= remind ? "remind" : null;
}

/** One report: this phone's `item`, the server's `result`, or both. What is newer speaks; a day stays what the server said it is. */
function judged(item, result, zone) {
  const known = result?.day;
  // A return reaches the phone's own record a moment before it reaches what the server said.
  if (known && (!item || result.revision >= item.revision)) return { day: known, counted: result.counted && counts({ state: item?.state }), unsent: false };
  const { practice } = item ?? result;
  const day = known ?? dayOf(item?.created_at ?? result.received_at, zone);
  return { day, counted: item?.state !== "ditolak" && counts({ practice, state: (item ?? result).state }), unsent: Boolean(item) && UNSENT.has(item.state) };
}

/**
 * All reports of an officer as kinerja sees them, newest first: `{id, title, kind, state, practice, upheld, at, day, counted, unsent}`.
 * Those deleted from the phone's list count all the same.
 */
export function entries(items, results, zone) {
  const byId = new Map(results.map((result) => [result.id, { result }]));
  for (const item of items) byId.set(item.id, { item, result: byId.get(item.id)?.result });
  // What was deleted before the server said more of it is known by its id alone.
  const known = [...byId.values()].filter(({ item, result }) => (item ?? result).title !== undefined);
  const rows = known.map(({ item, result }) => {
    const { id, title, kind, state, practice = false } = item ?? result;
    return { id, title, kind, state, practice, upheld: result?.upheld ?? false, at: item?.created_at ?? result.received_at, ...judged(item, result, zone) };
  });
  return rows.sort((a, b) => (a.at < b.at ? 1 : -1));
}

function byDay(rows) {
  const days = new Map();
  for (const row of rows) {
    if (!days.has(row.day)) days.set(row.day, []);
    days.get(row.day).push(row);
  }
  return days;
}

/**
 * The figures of an officer, each with the rows that it counts. Activity is reports of all kinds, the target is held against visits.
 * @param visits the kinds that are visits
 * @returns `{today, counted, days: Map(day → visits), onToday, week, status, word, last}`, `onToday` visits, `week` all reports;
 * `word`: "remind", "warn" or null
 */
export function summary(rows, { timezone, kinerja }, visits, now = Date.now()) {
  const today = dayOf(now, timezone);
  const counted = rows.filter((row) => row.counted);
  const days = byDay(counted.filter(({ kind }) => visits.includes(kind)));
  const first = addDays(today, 1 - WINDOW_DAYS);
  const week = counted.filter(({ day }) => day >= first && day <= today);
  const last = counted.reduce((latest, { day }) => (latest === null || day > latest ? day : latest), null);
  return {
    today, counted, days, week, last, onToday: days.get(today) ?? [],
    status: statusOf(week.length, kinerja), word: attention(last, today, kinerja),
  };
}
