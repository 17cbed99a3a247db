/** Signing out: the session on the server, who uses this phone, and what the phone holds of them. */
import { api } from "./api.js";
import { currentPerson, forget } from "./person.js";

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
