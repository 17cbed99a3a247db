/** Deleting what was made in Mode latihan: here at once, on the server with the next contact, on other phones with theirs. */
import { api } from "./api.js";
import { all, commit } from "./db.js";
import { removal } from "./outbox.js";

/** Delete a practice report; what may have reached the server is remembered until it is gone there too. */
export async function erase(person, { id, attempted, receipt }) {
  const there = attempted || receipt;
  const result = there ? { put: { id, practice: true, hidden: true, erase: true } } : { remove: id };
  await commit(person, [...removal(id), { store: "results", ...result }]);
}

/** Delete on the server what was deleted here; throws ApiError when it cannot be reached. */
export async function eraseOnServer(person, signal) {
  for (const { id, erase } of await all(person, "results")) {
    if (!erase) continue;
    await api(`kiriman/${id}`, { method: "DELETE", signal }).catch((error) => {
      if (error.status !== 404) throw error; // it is gone already, or never arrived
    });
    await commit(person, [{ store: "results", remove: id }]);
  }
}

/** The operations that take away what another phone of this person deleted. `left`: ids of all that the server still has. */
export async function erasedElsewhere(person, left) {
  if (!left) return []; // a server of before says nothing of it
  const kept = new Set(left);
  // Only what came down before: a report that was sent a moment ago may be missing in this list.
  const gone = (await all(person, "results")).filter(({ id, practice, erase }) => practice && !erase && !kept.has(id));
  return gone.flatMap(({ id }) => [...removal(id), { store: "results", remove: id }]);
}
