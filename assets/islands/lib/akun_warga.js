/**
 * A citizen's account, which nobody needs: what is asked of the server, and what this phone keeps of it. On the disk are that somebody is
 * signed in, and what was typed into a form that is not finished (`STARTED`); never a password.
 */
import { api } from "./api.js";
import { SIGNED_IN, commit, get } from "./warga.js";

const STARTED = "akun";
const KEPT_MS = 86_400_000;
/** So long nobody asks for another code; the server counts, too. */
export const AGAIN_S = 60;

function mark(on) {
  try {
    if (on) localStorage.setItem(SIGNED_IN, "1");
    else localStorage.removeItem(SIGNED_IN);
  } catch {
    // a browser that keeps nothing for us: the report's contact is not filled in, nothing else
  }
}

const post = (path, json) => api(`warga/${path}`, { method: "POST", json });

/** `{way, by, me, others}`: whether there are accounts here, and who is signed in. Raises ApiError. */
export async function standing() {
  const told = await api("warga/akun");
  mark(told.me);
  return told;
}

const entering = (call) => async (...words) => {
  const me = await call(...words);
  mark(true);
  return me;
};

export const register = (form) => post("daftar", form);
export const confirm = entering((code) => post("kode", { code }));
export const signIn = entering((phone, password) => post("masuk", { phone, password }));
export const askReset = (phone) => post("sandi/kode", { phone });
export const reset = entering((code, fresh) => post("sandi", { code, new: fresh }));
export const change = (form) => api("warga/saya", { method: "PUT", json: form });
export const changePassword = (current, fresh) => api("warga/sandi", { method: "PUT", json: { current, new: fresh } });
export const signOutOthers = () => post("keluar/lain");

/** Sign out of this phone. Raises ApiError: without network nobody is signed out. */
export async function signOut() {
  await post("keluar");
  mark(false);
}

/** Delete the account. Raises ApiError. */
export async function erase(password) {
  await post("hapus", { password });
  mark(false);
}

/** What was begun within a day: `{phone, name, address, email, code: {purpose, way, sent_at, expires_at}|null}`, else null. */
export async function started() {
  const { at, ...found } = (await get("meta", STARTED)) ?? { at: 0 };
  return Date.now() - at < KEPT_MS ? found : null;
}

/** Keep what was typed; null forgets it. */
export const keepStarted = (typed) =>
  commit([typed ? { store: "meta", put: { ...typed, key: STARTED, at: Date.now() } } : { store: "meta", remove: STARTED }], { relaxed: true });
