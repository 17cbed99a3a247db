/**
 * Tasks on the phone. `tasks` holds them as they came down; `deeds` what the officer did about one here, until the server has it:
 *
 *   waiting → gone | refused (`reason`): shown with its task
 *
 * A task is shown as it will be once everything waiting has arrived.
 */
import { api } from "./api.js";
import { all, commit, update } from "./db.js";
import { UNSENT } from "./unsent.js";
import { uuid7 } from "./uuid.js";

const OPEN = new Set(["baru", "dilihat", "dikerjakan"]);
const DAY_MS = 86_400_000;
/** Tasks that are over stay here so long. */
const KEPT_MS = 30 * DAY_MS;
/** Answers to a deed that another try will not change. */
const REFUSED = new Set([400, 403, 404, 409, 413, 415, 422]);

/** From which states each step leads to its own; as in services/tugas.py. */
const FROM = { dilihat: ["baru"], dikerjakan: ["baru", "dilihat", "dikerjakan", "tidak_dapat"], tidak_dapat: ["baru", "dilihat", "dikerjakan", "tidak_dapat"] };

const byTime = (one, two) => (one.made_at < two.made_at ? -1 : 1);

/** The task with what was done here laid over it: its `state`, whether it is `open` and `late`, `unsent` deeds, its `answer` from this phone. */
export function laidOver(task, deeds, items, now = Date.now()) {
  const mine = deeds.filter((deed) => deed.task === task.id).sort(byTime);
  let { state, reason } = task;
  for (const { step, note, refused } of mine) {
    if (refused || !FROM[step].includes(state)) continue;
    state = step;
    reason = note;
  }
  const answer = items.find((item) => item.task_id === task.id && !item.practice && UNSENT.has(item.state)) ?? null;
  const open = OPEN.has(state) && !answer;
  return { ...task, state: answer && OPEN.has(state) ? "selesai" : state, reason, open, late: open && Date.parse(task.due_at) < now, answer, unsent: mine.filter(({ refused }) => !refused), refused: mine.find(({ refused }) => refused) };
}

/** All tasks: open ones first, of these the late ones, then the nearest due; then those that are over, the latest first. */
export async function readTasks(person) {
  const [tasks, deeds, items] = await Promise.all([all(person, "tasks"), all(person, "deeds"), all(person, "items")]);
  const rows = tasks.map((task) => laidOver(task, deeds, items));
  const order = (one, two) => two.open - one.open || (one.open ? (one.due_at < two.due_at ? -1 : 1) : one.changed_at < two.changed_at ? 1 : -1);
  return rows.sort(order);
}

/** Keep what was done about a task; it is sent with the next contact. */
export const saveDeed = (person, task, step, note = "") =>
  commit(person, [{ store: "deeds", put: { id: uuid7(), task, step, note, made_at: new Date().toISOString(), refused: null } }]);

/** Let go of a deed that the server refused. */
export const discardDeed = (person, id) => commit(person, [{ store: "deeds", remove: id }]);

const due = async (person, tried) => (await all(person, "deeds")).filter(({ id, refused }) => !refused && !tried.has(id)).sort(byTime);

/** Send one deed; true if there may be more. Throws ApiError where another try may help. */
export async function sendDeed({ person, tried, signal }) {
  const [deed] = await due(person, tried);
  if (!deed) return false;
  tried.add(deed.id);
  const { id, task, step, note, made_at } = deed;
  try {
    const now = await api(`tugas/${task}/langkah`, { method: "POST", json: { id, step, note, made_at, sent_at: new Date().toISOString() }, signal });
    await commit(person, [{ store: "tasks", put: now }, { store: "deeds", remove: id }]);
  } catch (error) {
    if (!REFUSED.has(error.status)) throw error;
    await update(person, "deeds", id, (old) => old && { ...old, refused: error.errors[0]?.message ?? error.message });
  }
  return true;
}

/** The operations by which tasks that are over long since leave the phone. */
export async function expired(person, now = Date.now()) {
  const old = ({ state, changed_at }) => !OPEN.has(state) && Date.parse(changed_at) < now - KEPT_MS;
  return (await all(person, "tasks")).filter(old).map(({ id }) => ({ store: "tasks", remove: id }));
}
