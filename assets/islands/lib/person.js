/** Who uses this phone. Holds no token: the session is an HttpOnly cookie that scripts cannot read. */
import { api } from "./api.js";

const PERSON = "sambang.person";
const DEVICE = "sambang.device";

/** The person who signed in last on this phone, or null. Known without network; not in the worker. */
export function currentPerson() {
  try {
    return JSON.parse(globalThis.localStorage?.getItem(PERSON) ?? null);
  } catch {
    return null;
  }
}

/** Keep what the server said about the person who signed in. */
export function remember(person) {
  localStorage.setItem(PERSON, JSON.stringify(person));
  return person;
}

/** Nobody works on this phone any more. */
export function forget() {
  localStorage.removeItem(PERSON);
  sessionStorage.clear();
}

/** A random name of this phone, so that its session can be told from others and revoked; undefined in the worker. */
export function deviceId() {
  if (!globalThis.localStorage) return undefined;
  let id = localStorage.getItem(DEVICE);
  if (!id) localStorage.setItem(DEVICE, (id = crypto.randomUUID()));
  return id;
}

/**
 * End the session. What is unsent stays in the person's own database on this phone, sealed.
 * Everything of the live connection is forgotten, because Reflex's state belongs to the tab.
 */
export async function signOut() {
  try {
    await api("session", { method: "DELETE" });
  } catch (error) {
    if (error.status !== 401) throw error;
  }
  const person = currentPerson();
  forget();
  // A desk keeps nothing, and need not load what would erase it.
  if (person?.permissions.includes("sambang:write")) await (await import("./erasing.js")).leave(person.id);
}
