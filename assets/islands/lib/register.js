/* Looking through the register on the phone: ten thousand houses within the blink of an eye. */
import { ago, number } from "./format.js";
import { metres } from "./metres.js";

const DAY_MS = 86_400_000;

/** Whole days since a moment; Infinity if it never was. */
export const daysSince = (at, now = Date.now()) => (at ? Math.max(0, Math.floor((now - Date.parse(at)) / DAY_MS)) : Infinity);

const byName = (a, b) => (a.subject.name < b.subject.name ? -1 : 1);
const byDistance = (a, b) => (a.away ?? Infinity) - (b.away ?? Infinity) || byName(a, b);

/**
 * The register in the order in which it is shown: nearest to `fix` first (those without a position last), else by name.
 * Sorting is the dear part: done once, whatever is searched afterwards keeps the order.
 * @returns `[{subject, away, days, text}]`: `away` in metres or null, `days` since the last visit (Infinity: never)
 */
export function ordered(subjects, fix = null, now = Date.now()) {
  const rows = subjects.map((subject) => {
    const { name, address, rt, rw, lat, last_visit_at: at } = subject;
    return {
      subject,
      away: fix && lat != null ? metres(fix, subject) : null,
      days: daysSince(at, now),
      text: `${name} ${address} rt ${rt ?? ""} rw ${rw ?? ""}`.toLowerCase(),
    };
  });
  return rows.sort(fix ? byDistance : byName);
}

/** The rows that have all `words` and that `keep` keeps, in their order. */
export function matching(rows, words = "", keep = () => true) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => keep(row) && wanted.every((word) => row.text.includes(word)));
}

/** Those of a kind who are there: who moved away is listed by themselves. */
export const ofKind = (kind) => ({ subject }) => subject.kind === kind && !subject.moved_on;

/** Whether somebody is to be visited: not for `days`, or never; who moved away is not. */
export const isDue = ({ subject, days }, patience) => days >= patience && !subject.moved_on;

/** Rows that are due. In the order of the distance if there is one, else the longest ago first. */
export function overdue(rows, days) {
  const late = rows.filter((row) => isDue(row, days));
  return late.some(({ away }) => away !== null) ? late : late.sort((a, b) => (b.days === a.days ? byName(a, b) : b.days - a.days));
}

/** Rows visited within the last `days`, in their order. */
export const visited = (rows, days) => rows.filter((row) => row.days < days);

/** Street, RT and RW, as far as known; a number stays on the line of its word. */
export const placeOf = ({ address, rt, rw }) => [address, rt && `RT\u00a0${rt}`, rw && `RW\u00a0${rw}`].filter(Boolean).join(" · ");

/** "3 jam lalu", "41 hari lalu", "belum pernah". */
export const lastVisit = ({ last_visit_at: at }, now = Date.now()) =>
  at ? ago(at, now) || `${number(Math.floor((now - Date.parse(at)) / DAY_MS))} hari lalu` : "belum pernah";

/** Stands in an address for houses without an RT or RW on record. */
export const NO_NUMBER = "-";

/** Whether somebody of the register lives in this RW and RT; an empty one takes all. */
export const livesIn = ({ rw, rt }, wantedRw, wantedRt) =>
  (!wantedRw || (rw ?? NO_NUMBER) === wantedRw) && (!wantedRt || (rt ?? NO_NUMBER) === wantedRt);

/** "RT 003 · RW 005", "RT tanpa nomor", "Tanpa RT dan RW". */
export const rukun = (rw, rt) =>
  rw === NO_NUMBER && rt === NO_NUMBER
    ? "Tanpa RT dan RW"
    : [["RT", rt], ["RW", rw]].filter(([, value]) => value).map(([word, value]) => `${word} ${value === NO_NUMBER ? "tanpa nomor" : value}`).join(" · ");
