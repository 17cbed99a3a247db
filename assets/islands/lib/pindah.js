/**
 * Who moved away, said on the phone and told to the server when there is signal. `moves` holds what it has not heard, one for each
 * entry of the register: menunggu → gone | ditolak. The register here follows at once.
 */
import { api } from "./api.js";
import { all, commit, get, update } from "./db.js";
import { tally } from "./disk.js";

/** Answers that another try will not change: it stays, with the reason shown. */
const REFUSED = new Set([400, 403, 404, 409, 413, 422]);

/** Say that somebody of the register moved away on a day (`on`, ISO) and why; or with `on` null that they live there after all. */
export const saveMove = (person, subject, { on, reason = "" }) =>
  commit(person, [
    { store: "moves", put: { id: subject.id, on, reason, before: subject.moved_on ?? null, at: new Date().toISOString(), state: "menunggu", error: null } },
    { store: "subjects", put: { ...subject, moved_on: on } },
  ]);

/** What was said of somebody and the server has not taken, or undefined. */
export const readMove = (person, id) => get(person, "moves", id);

/** Forget what was refused; the register here says again what the server says. */
export const discardMove = (person, subject, { before }) =>
  commit(person, [{ store: "moves", remove: subject.id }, { store: "subjects", put: { ...subject, moved_on: before } }]);

/** Whether something waits. */
export const hasMoves = async (person) => (await tally(person, "moves", "state", "menunggu")) > 0;

/** Send one; true if there may be more. Throws ApiError where another try may help. */
export async function sendMove({ person, tried, signal }) {
  const move = (await all(person, "moves", "state", "menunggu")).find(({ id, at }) => !tried.has(`${id}/${at}`));
  if (!move) return false;
  const { id, at, on, reason } = move;
  tried.add(`${id}/${at}`);
  let error = null;
  try {
    await api(`register/${id}/pindah`, { method: "PUT", json: { moved: Boolean(on), on, reason }, signal });
  } catch (failure) {
    if (!REFUSED.has(failure.status)) throw failure;
    error = failure.errors[0]?.message ?? failure.message;
  }
  // What was said anew meanwhile goes next.
  if (error) await update(person, "moves", id, (now) => (now?.at === at ? { ...now, state: "ditolak", error } : undefined));
  else if ((await get(person, "moves", id))?.at === at) await commit(person, [{ store: "moves", remove: id }]);
  return true;
}
