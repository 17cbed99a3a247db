/** Each contact with the server: who is signed in, what the phone has to keep to, and what follows from a contact or from none. */
import { api } from "./api.js";
import { announce, changeKeys, readKeys } from "./disk.js";
import { currentPerson, deviceId, remember } from "./person.js";

const DAY_MS = 86_400_000;

// Seldom needed; on the phone all the same.
const erasing = () => import("./erasing.js");

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
    if (error.lostBy !== undefined) await (await erasing()).wipe(error.lostBy);
    throw error;
  }
  if (owner.id === person) {
    await changeKeys(person, "contact", () => ({ at: Date.now(), lease_ms: owner.device.lease_days * DAY_MS, lapsed: false }));
    if (currentPerson()?.id === person) remember(owner);
  }
  return owner;
}

/** Erase the register if the server has not been heard of for too long; locked or not, never anything else. */
export async function keepLease(person) {
  const known = await readKeys(person, "contact");
  if (!known || known.lapsed || Date.now() - known.at <= known.lease_ms) return;
  await (await erasing()).eraseRegister(person);
  await changeKeys(person, "contact", (now) => now && { ...now, lapsed: true });
  announce(person, { stores: ["subjects", "tasks", "meta", "keys"] });
}
