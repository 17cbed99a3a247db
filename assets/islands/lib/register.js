/* Looking through the register on the phone: ten thousand houses within the blink of an eye. */
import { ago, number } from "./format.js";
import { metres } from "./geo.js";

const texts = new WeakMap();

const textOf = (subject) => {
  let text = texts.get(subject);
  if (text === undefined) {
    const { name, address, rt, rw } = subject;
    text = `${name} ${address} rt ${rt ?? ""} rw ${rw ?? ""}`.toLowerCase();
    texts.set(subject, text);
  }
  return text;
};

/**
 * Subjects of a kind that have all `words`, nearest to `fix` first (those without a position last), else by name.
 * @returns `[{subject, away}]`, `away` in metres or null
 */
export function nearest(subjects, { kind, fix = null, words = "" }) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  for (const subject of subjects) {
    if (kind && subject.kind !== kind) continue;
    const text = textOf(subject); // made when the list opens, so that the first letter typed is as quick as the others
    if (!wanted.every((word) => text.includes(word))) continue;
    found.push({ subject, away: fix && subject.lat != null ? metres(fix, subject) : null });
  }
  const byName = (a, b) => (a.subject.name < b.subject.name ? -1 : 1);
  return found.sort(fix ? (a, b) => (a.away ?? Infinity) - (b.away ?? Infinity) || byName(a, b) : byName);
}

const DAY_MS = 86_400_000;

/** Street, RT and RW, as far as known. */
export const placeOf = ({ address, rt, rw }) => [address, rt && `RT ${rt}`, rw && `RW ${rw}`].filter(Boolean).join(" · ");

/** "3 jam lalu", "41 hari lalu", "belum pernah". */
export const lastVisit = ({ last_visit_at: at }, now = Date.now()) =>
  at ? ago(at, now) || `${number(Math.floor((now - Date.parse(at)) / DAY_MS))} hari lalu` : "belum pernah";

/** Subjects not visited for `days`, or never: those never visited first, then the longest ago; near ones first among equals. */
export function overdue(subjects, fix, days = 30, now = Date.now()) {
  return subjects
    .map((subject) => ({
      subject,
      away: fix && subject.lat != null ? metres(fix, subject) : null,
      days: subject.last_visit_at ? Math.floor((now - Date.parse(subject.last_visit_at)) / DAY_MS) : Infinity,
    }))
    .filter((row) => row.days >= days)
    .sort((a, b) => (fix ? (a.away ?? Infinity) - (b.away ?? Infinity) : 0) || b.days - a.days || (a.subject.name < b.subject.name ? -1 : 1));
}
