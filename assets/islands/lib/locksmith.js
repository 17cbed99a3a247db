/**
 * Makes and opens the lock of a person's data on this phone. The data key is drawn once at random and lies on the disk only
 * wrapped: by a PIN or passphrase (Argon2id), or by the phone's own screen lock (WebAuthn PRF), and by a secret that
 * the server gives back for the account's password, so that a forgotten PIN costs nothing.
 * Loaded only when somebody locks or unlocks.
 */
import { api } from "./api.js";
import { keys, update } from "./db.js";
import { STORES, changeKeys, erase, readKeys, using } from "./disk.js";
import { contact } from "./contact.js";
import { currentPerson } from "./person.js";
import { pauseAfter } from "./pin.js";
import { importKey, seal, unseal } from "./seal.js";
import { signIn } from "./signin.js";
import * as vault from "./vault.js";

/** Costs of Argon2id: 64 MiB, three passes. A cheap phone takes about two seconds; stored with each lock, so they may grow. */
const COSTS = { memory_kib: 64 * 1024, passes: 3 };
const KEY_BYTES = 32;
const DEFAULT_LOCK_MINUTES = 15;

/** What was typed does not fit. `waitMs` until the next try, `failures` in a row so far. */
export class WrongPin extends Error {
  constructor(failures, waitMs) {
    super("PIN salah.");
    this.name = "WrongPin";
    this.failures = failures;
    this.waitMs = waitMs;
  }
}

/** The server has no secret for this phone's key: what was stored with the old PIN can be opened by that alone. */
export class NoWayBack extends Error {}

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** How this phone is locked: `{by: "pin"|"hp", phrase (no digits alone), retryAt}`, or null before the lock is set up. */
export async function lockOf(person) {
  const slots = await readKeys(person, "slots");
  return slots ? { by: slots.hp ? "hp" : "pin", phrase: slots.pin?.phrase, retryAt: slots.retry_at } : null;
}

/** Set up the lock for the first time; `secret` as `pinSecret` or `deviceSecret` gives it. */
export async function setUp(person, secret) {
  const raw = random(KEY_BYTES);
  await fit(person, raw, secret, await wayBack(person, raw).catch(() => undefined));
}

/**
 * Open with the PIN; throws `WrongPin`. The try is counted before it is made, so that pulling the battery wins nothing.
 * @returns the data key, for `fit`
 */
export async function unlock(person, pin) {
  const { retry_at, failures = 0 } = await readKeys(person, "slots");
  if (retry_at > Date.now()) throw new WrongPin(failures, retry_at - Date.now());
  const waitMs = pauseAfter(failures + 1);
  const slots = await changeKeys(person, "slots", (now) => ({ ...now, failures: failures + 1, retry_at: Date.now() + waitMs }));
  const raw = await unwrapped(person, "pin", slots.pin, await derive(pin, slots.pin));
  if (!raw) throw new WrongPin(failures + 1, waitMs);
  await admit(person, raw);
  return raw;
}

/** The same with the phone's screen lock; throws what the browser says when the person declines. */
export async function unlockByDevice(person) {
  const slots = await readKeys(person, "slots");
  const { askDevice } = await import("./screenlock.js");
  const raw = await unwrapped(person, "hp", slots.hp, await askDevice(slots.hp));
  if (!raw) throw new NoWayBack();
  await admit(person, raw);
  return raw;
}

/**
 * The PIN is forgotten: with the account's password, online. Signs in again where the session has ended.
 * @returns the data key, to be given to `fit`
 */
export async function recover(person, password) {
  const slots = await readKeys(person, "slots");
  if (!slots?.server) throw new NoWayBack();
  const owner = await contact(person).catch((error) => {
    if (error.status === 401) return null;
    throw error;
  });
  if (owner?.id !== person) await signIn(currentPerson().nrp, password);
  const { secret } = await api("session/kunci/pulih", { method: "POST", json: { token: slots.server.token, password } });
  const raw = await unwrapped(person, "server", slots.server, await importKey(fromBase64(secret)));
  if (!raw) throw new NoWayBack();
  return raw;
}

/** Nothing opens what is stored: erase it all and begin again. What was unsent is lost, which the person was told. */
export const startOver = (person) => erase(person);

/** Put a (new) lock on the data key, and open. The lock before goes; the way back stays, or is `way`. */
export async function fit(person, raw, secret, way = undefined) {
  const [name, details, wrapping] = await secret();
  const wrapped = { ...details, ...(await seal(wrapping, `${person}/${name}`, base64(raw))) };
  await changeKeys(person, "slots", (old) => ({ server: old?.server, swept: old?.swept, ...way, [name]: wrapped, failures: 0, retry_at: 0 }));
  await admit(person, raw);
}

/** A lock by PIN or passphrase. */
export const pinSecret = (pin) => async () => {
  const details = { salt: random(16), phrase: !/^\d+$/.test(pin), ...COSTS };
  return ["pin", details, await derive(pin, details)];
};

/** A lock by the phone's own screen lock. */
export const deviceSecret = (person) => async () => {
  const { enrol } = await import("./screenlock.js");
  const [details, wrapping] = await enrol(person);
  return ["hp", details, wrapping];
};

async function admit(person, raw) {
  await changeKeys(person, "slots", (now) => ({ ...now, failures: 0, retry_at: 0 }));
  const minutes = currentPerson()?.device?.lock_after_minutes ?? DEFAULT_LOCK_MINUTES;
  await vault.open(person, await importKey(raw), minutes * 60_000);
  await sealAll(person);
  // Set up without signal: the way back is made at the first opening that has some.
  if (!(await readKeys(person, "slots")).server && navigator.onLine) {
    const way = await wayBack(person, raw).catch(() => undefined);
    if (way) await changeKeys(person, "slots", (now) => ({ ...now, ...way }));
  }
}

/** Seal, once, what a version of the app from before there was a lock has left in clear. */
async function sealAll(person) {
  if ((await readKeys(person, "slots")).swept) return;
  for (const store of Object.keys(STORES).filter((name) => name !== "keys" && !STORES[name].chunks)) {
    for (const key of await keys(person, store)) {
      const { sealed } = await using(person, (db) => db.get(store, key));
      if (!sealed) await update(person, store, key, (record) => record && { ...record });
    }
  }
  await changeKeys(person, "slots", (now) => ({ ...now, swept: true }));
}

/** The data key wrapped by a secret of the server, which only the account's password brings back. */
async function wayBack(person, raw) {
  const { token, secret } = await api("session/kunci", { method: "POST", timeout: 10_000 });
  return { server: { token, ...(await seal(await importKey(fromBase64(secret)), `${person}/server`, base64(raw))) } };
}

/** The data key, or null if the wrapping key is not the right one. */
async function unwrapped(person, name, slot, wrapping) {
  const text = await unseal(wrapping, `${person}/${name}`, slot).catch(() => null);
  return text && fromBase64(text);
}

/** Argon2id in a worker: it takes seconds and memory, and its WebAssembly is allowed there alone. */
function derive(pin, { salt, memory_kib, passes }) {
  const worker = new Worker(new URL("./kdf-worker.js", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data ? resolve(importKey(data)) : reject(new Error("Memori HP tidak cukup. Tutup aplikasi lain, lalu coba lagi.")));
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error("Pembuka kunci gagal dimuat. Muat ulang halaman ini."));
    };
    worker.postMessage({ pin: pin.normalize("NFKC"), salt, memory_kib, passes });
  }).finally(() => worker.terminate());
}
