/* All reports of an officer as the lists show them. */
import { all, get, keys } from "./db.js";
import { DEFAULT_RULES, entries } from "./kinerja.js";
import { STATES, needsWork } from "./states.js";
import { readTalk } from "./utas.js";

/**
 * Reports of this phone, and those that the server alone knows (`elsewhere`), newest first, each with `at`, the time of the
 * visit, `photosWaiting`, how many of its photos have not been sent, `correctable`, and `talk`, what is new in its thread.
 * @param kinds `{kind: title}` of all forms
 */
export async function readReports(person, kinds) {
  const [items, results, blobs, talk] = await Promise.all([all(person, "items"), all(person, "results"), keys(person, "blobs"), readTalk(person)]);
  const waiting = new Map();
  for (const [item] of blobs) waiting.set(item, (waiting.get(item) ?? 0) + 1);
  const known = new Set(items.map(({ id }) => id));
  const told = new Map(results.map((result) => [result.id, result]));
  const mine = items.map((item) => ({
    ...item, void: told.get(item.id)?.void, at: item.created_at, photosWaiting: waiting.get(item.id) ?? 0, correctable: needsWork(item) || item.state === "menunggu",
  }));
  const elsewhere = results
    .filter(({ id, hidden }) => !known.has(id) && !hidden)
    .map((result) => ({
      ...result, elsewhere: true, secret: result.number !== undefined, at: result.received_at, kind_title: kinds[result.kind] ?? result.kind, photos: [], errors: [], photosWaiting: 0,
      correctable: Boolean(result.item),
      state: STATES[result.state] ? result.state : "terkirim",
      review: { note: result.note, reviewer: result.reviewer, changed_at: result.changed_at },
    }));
  return [...mine, ...elsewhere].map((row) => ({ ...row, talk: talk[row.id] })).sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** The rules that the server sent last. */
export const readRules = async (person) => (await get(person, "meta", "rules"))?.value ?? DEFAULT_RULES;

/** All own reports as kinerja sees them, and the rules: `{rules, rows}`. */
export async function readKinerja(person) {
  const [rules, items, results] = await Promise.all([readRules(person), all(person, "items"), all(person, "results")]);
  return { rules, rows: entries(items, results, rules.timezone) };
}
