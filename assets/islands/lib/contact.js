/** Each contact with the server: who is signed in, what the phone has to keep to, and what follows from a contact or from none. */
import { api } from "./api.js";
import { announce, changeKeys, erase, readKeys, using } from "./disk.js";
import { currentPerson, deviceId, forget, remember } from "./person.js";

const DAY_MS = 86_400_000;

/**
 * Ask who is signed in. Hearing of `person` renews the lease of the register; a phone that was lost by its owner erases
 * what it keeps of them.
 * @returns the person signed in, who may be somebody else
 */
export async function contact(person, { signal } = {}) {
  let owner;
  try {
    const device = deviceId();
    owner = await api("session", { signal, headers: device ? { "X-Perangkat": device } : {} });
  } catch (error) {
    if (error.lostBy !== undefined) await wipe(error.lostBy);
    throw error;
  }
  if (owner.id === person) {
    await changeKeys(person, "contact", () => ({ at: Date.now(), lease_ms: owner.device.lease_days * DAY_MS, lapsed: false }));
    if (currentPerson()?.id === person) remember(owner);
  }
  return owner;
}

/** Everything of a person goes from a lost phone, sent or not; open pages leave. */
async function wipe(person) {
  const here = currentPerson()?.id === person;
  // First, so that no open page asks for the lock of a database that is about to go.
  if (here) forget();
  await erase(person);
  if (here) location.replace("/masuk/?hilang");
}

/** Erase the register if the server has not been heard of for too long; locked or not, never anything else. */
export async function keepLease(person) {
  const known = await readKeys(person, "contact");
  if (!known || known.lapsed || Date.now() - known.at <= known.lease_ms) return;
  await eraseRegister(person);
  await changeKeys(person, "contact", (now) => now && { ...now, lapsed: true });
  announce(person, { stores: ["subjects", "meta", "keys"] });
}

/** Take the register from the phone; with the next contact it comes down anew. */
async function eraseRegister(person, more = []) {
  const stores = ["subjects", ...more];
  await using(person, async (db) => {
    const tx = db.transaction([...stores, "meta"], "readwrite", { durability: "strict" });
    for (const store of stores) tx.objectStore(store).clear().catch(() => {});
    for (const key of ["cursor", "scope"]) tx.objectStore("meta").delete(key).catch(() => {});
    await tx.done;
  });
}

const UNFINISHED = ["menunggu", "mengirim", "akun_lain", "ditolak"];

/**
 * The person signs out. Work that the server does not have stays, sealed, until they come back; the register goes, and if
 * nothing is left to do, everything does.
 */
export async function leave(person) {
  const left = await using(person, async (db) => {
    const counts = await Promise.all([db.count("drafts"), db.count("blobs"), db.count("posts"), ...UNFINISHED.map((state) => db.countFromIndex("items", "state", state))]);
    return counts.some(Boolean);
  });
  if (!left) return erase(person);
  await changeKeys(person, "open", () => undefined);
  await eraseRegister(person, ["territory", "results", "threads"]);
  announce(person, { stores: ["keys", "subjects"] });
}
