/** The way down: villages, the register of houses and places, and what reviewers decided, kept for use without network. */
import { api } from "./api.js";
import { contact } from "./contact.js";
import { all, commit, get, update } from "./db.js";
import { eraseOnServer, erasedElsewhere } from "./latihan.js";
import { fetchLibrary } from "./pustaka.js";
import { withReview } from "./review.js";
import { covered, tidy } from "./secret.js";
import { threadDown } from "./utas.js";

const STORE = { subjek: "subjects", laporan: "results", tugas: "tasks", kabar: "news" };

/** When and with what outcome the phone last heard from the server: `{at, error}`. */
export const lastSync = (person) => get(person, "meta", "sync");

/** Where the officer may work now: `{areas, union}` with GeoJSON boundaries, or undefined before the first contact. */
export const territory = async (person) => (await get(person, "territory", "now"))?.value;

const running = new Map();

/**
 * Fetch all pages of changes since the last time. Each page is stored whole with its cursor, so a cut goes on where it stopped.
 * @returns whether all came
 */
export function pull(person, { signal } = {}) {
  if (!running.has(person)) running.set(person, attempt(person, signal).finally(() => running.delete(person)));
  return running.get(person);
}

async function attempt(person, signal) {
  let error = null;
  try {
    await pages(person, signal);
  } catch (failure) {
    error = failure.message;
  }
  await update(person, "meta", "sync", (old) => ({ key: "sync", at: error ? (old?.at ?? null) : new Date().toISOString(), error }));
  return error === null;
}

async function pages(person, signal) {
  // The cookie may belong to somebody else by now; their houses must not land in this person's database.
  const owner = await contact(person, { signal });
  if (owner.id !== person) throw new Error(`Yang sedang masuk adalah ${owner.name}.`);
  await eraseOnServer(person, signal);
  await fetchKeys(person, signal);
  for (let more = true; more; ) {
    const cursor = (await get(person, "meta", "cursor"))?.value;
    const known = { cursor, spots: (await get(person, "meta", "spots"))?.value.version };
    const asked = new URLSearchParams(Object.entries(known).filter(([, value]) => value));
    const page = await api(`sinkron?${asked}`, { signal });
    // Each report by itself, so that a correction saved at this moment is not overwritten; the cursor moves only after.
    for (const { type, id, data } of page.changes) {
      if (type === "laporan") await update(person, "items", id, (item) => (item && item.state !== "mengirim" ? covered(withReview(item, data)) : undefined));
    }
    await commit(person, await operations(person, page), { relaxed: true });
    more = page.more;
    if (!more) await fetchLibrary(person, page.library, signal);
  }
  await tidy(person);
}

/** Keys for sealing what somebody else's phone shall carry; they have to be here before the network is gone. */
async function fetchKeys(person, signal) {
  if (await get(person, "meta", "titipan")) return;
  try {
    await commit(person, [{ store: "meta", put: { key: "titipan", value: await api("titipan", { signal }) } }]);
  } catch (error) {
    // A device without a name of its own, or a person who writes no reports: everything else still comes down.
    if (error.status !== 409 && error.status !== 403) throw error;
  }
}

/** Not touched for as long as tasks are kept once they are over (tugas.js). */
const isOld = ({ changed_at }) => Date.parse(changed_at) < Date.now() - 30 * 86_400_000;

async function operations(person, page) {
  const todo = page.reset ? [{ store: "subjects", clear: true }, { store: "houses", clear: true }] : [];
  for (const { type, id, data } of page.changes) {
    if (type === "laporan") todo.push({ store: "results", put: { ...data, id, ...(await ownNotes(person, id, data)) } });
    else if (type === "utas") todo.push(...(await threadDown(person, id, data)));
    else if (STORE[type]) todo.push({ store: STORE[type], put: { ...data, id } });
    if (data.declined) todo.push({ store: "houses", remove: id }); // nothing of these people stays
  }
  for (const { type, id } of page.tombstones) if (STORE[type]) todo.push({ store: STORE[type], remove: id }, { store: "houses", remove: id });
  // Whether a task can be over that long is seen without what knows about tasks.
  if ((await all(person, "tasks")).some(isOld)) todo.push(...(await (await import("./tugas.js")).expired(person)));
  todo.push(...(await erasedElsewhere(person, page.practice)), { store: "meta", put: { key: "rules", value: page.rules } });
  if (page.spots) todo.push({ store: "meta", put: { key: "spots", value: page.spots } });
  if (page.people) todo.push({ store: "meta", put: { key: "people", value: page.people, secret: page.people_secret ?? [] } });
  if (page.territory) todo.push({ store: "territory", put: { key: "now", value: page.territory } });
  if (page.scope && (await scopeChanged(person, page.scope))) {
    const scope = new Set(page.scope);
    const lost = (await all(person, "subjects")).filter((subject) => !scope.has(subject.area_code));
    for (const { id } of lost) todo.push({ store: "subjects", remove: id }, { store: "houses", remove: id });
    todo.push({ store: "meta", put: { key: "scope", value: page.scope } });
  }
  todo.push({ store: "meta", put: { key: "cursor", value: page.cursor } });
  return todo;
}

/** A report deleted from this phone's list comes back only when a reviewer returns it: then there is something to do. */
async function ownNotes(person, id, { state }) {
  const { hidden = false, erase = false, state: before } = (await get(person, "results", id)) ?? {};
  return { hidden: hidden && (erase || state !== "dikembalikan" || before === state), erase };
}

async function scopeChanged(person, scope) {
  const old = (await get(person, "meta", "scope"))?.value ?? [];
  return old.join() !== scope.join();
}
