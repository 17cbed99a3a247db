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

/* Rights change while somebody is signed in: asked anew once a page load. It also keeps a desk in daily use signed in. */
let asked;

/** The person as the server knows them now; throws ApiError. */
export const freshPerson = () => (asked ??= api("session").then(remember));

/** Address of the sign-in page that leads back here; with `other` it asks again although somebody is signed in. */
export const signInAddress = (other = false) => `/masuk/?${other ? "ganti&" : ""}lanjut=${encodeURIComponent(location.pathname + location.search)}`;

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
