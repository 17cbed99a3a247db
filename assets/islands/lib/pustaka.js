/** Texts for citizens on an officer's phone: all of them, as they came down, to be read and shown without network. */
import { api } from "./api.js";
import { commit, get } from "./db.js";

let kept; // `{version, texts}` as it was read last: the same object while it is the same library

/** `{version, texts}`, or null while nothing has come down yet. */
export async function library(person) {
  const value = (await get(person, "meta", "library"))?.value ?? null;
  if (value?.version !== kept?.version) kept = value;
  return kept ?? null;
}

/** Bring the library down, unless the phone has this version of it. */
export async function fetchLibrary(person, version, signal) {
  if (!version || (await get(person, "meta", "library"))?.value.version === version) return;
  await commit(person, [{ store: "meta", put: { key: "library", value: await api("bacaan", { signal }) } }], { relaxed: true });
}
