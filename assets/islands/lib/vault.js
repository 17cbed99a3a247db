/**
 * Whether this person's data are open on this phone, and the key while they are. The key lies beside the data as a
 * CryptoKey that no script can read out, with the time it was last used; whoever comes later than the lock allows finds it gone.
 * How it is made and unlocked is in `locksmith.js`, loaded only then.
 */
import { announce, changeKeys, readKeys, watch } from "./disk.js";

/** The data are locked: the PIN is needed first. */
export class Locked extends Error {
  constructor() {
    super("Aplikasi terkunci. Buka dengan PIN Anda.");
    this.name = "Locked";
  }
}

/** A clock may be put right by this much between two looks without locking anybody out, milliseconds. */
const JITTER_MS = 5_000;

const known = new Map(); // person → promise of the key or null

/** The key; throws `Locked`. */
export async function keyOf(person) {
  if (!known.has(person)) {
    const looking = look(person);
    known.set(person, looking);
    looking.then((key) => key ?? known.delete(person), () => known.delete(person));
    watchOnce(person);
  }
  const key = await known.get(person);
  if (!key) throw new Locked();
  return key;
}

async function look(person) {
  const open = await readKeys(person, "open");
  if (!open) return null;
  const idle = Date.now() - open.at;
  // A clock put back would hold the lock open for as long as one likes.
  if (idle > -JITTER_MS && idle < open.for_ms) return open.dek;
  await lock(person);
  return null;
}

const watched = new Set();

function watchOnce(person) {
  if (watched.has(person)) return;
  watched.add(person);
  watch(person, ({ stores }) => stores.includes("keys") && known.delete(person));
}

/** "baru": no lock was ever set up; "terkunci"; "terbuka". */
export async function status(person) {
  try {
    await keyOf(person);
    return "terbuka";
  } catch (error) {
    if (!(error instanceof Locked)) throw error;
    return (await readKeys(person, "slots")) ? "terkunci" : "baru";
  }
}

/** Open: every tab of this person may use `dek` until nobody has looked at the app for `forMs`. */
export async function open(person, dek, forMs) {
  await changeKeys(person, "open", () => ({ dek, at: Date.now(), for_ms: forMs }));
  announce(person, { stores: ["keys"] });
}

/** Lock: the key is taken from the disk, and every tab forgets what it shows. */
export async function lock(person) {
  await changeKeys(person, "open", () => undefined);
  announce(person, { stores: ["keys"] });
}

/** Lock if nobody has looked at the app for too long. Whether it is open still. */
export async function check(person) {
  known.delete(person); // the disk knows what other tabs have seen
  return (await status(person)) === "terbuka";
}

/** Somebody looks at the app now, or just did; too late if it was due to lock. */
export async function touch(person) {
  if (await check(person)) await changeKeys(person, "open", (now) => now && { ...now, at: Date.now() });
}
