/**
 * The single door to what the phone keeps: one IndexedDB for each person, so that two accounts on one phone never
 * meet each other's work. Callers hand over whole records and never see a transaction; whatever has to happen to
 * every record on its way in or out belongs here.
 */
import { openDB } from "idb";

const VERSION = 1;

/** Store name → how its records are keyed and indexed. */
const STORES = {
  items: { keyPath: "id", indexes: { state: "state" } }, // saved reports, sent or not
  drafts: { keyPath: "id", indexes: {} }, // what is being typed
  photos: { keyPath: ["item", "sha256"], indexes: { item: "item" } }, // description, thumbnail, progress
  blobs: { keyPath: ["item", "sha256"], indexes: { item: "item" } }, // bytes still needed for sending
  subjects: { keyPath: "id", indexes: { area: "area_code" } }, // the register: houses, places …
  results: { keyPath: "id", indexes: {} }, // own reports as the server knows them
  territory: { keyPath: "key", indexes: {} }, // one record: where the officer works
  meta: { keyPath: "key", indexes: {} }, // cursor, scope, state of the sender
};

/** The phone has no room left. The message can be shown as it is. */
export class StorageFull extends Error {
  constructor(cause) {
    super("Penyimpanan HP penuh. Hapus foto atau aplikasi yang tidak dipakai, lalu coba lagi. Isian Anda masih di layar ini.", { cause });
    this.name = "StorageFull";
  }
}

const name = (person) => `sambang-${person}`;
const connections = new Map();
const channels = new Map();

function connect(person) {
  if (!connections.has(person)) {
    const forget = () => connections.delete(person);
    const opening = openDB(name(person), VERSION, {
      upgrade(db) {
        for (const [store, { keyPath, indexes }] of Object.entries(STORES)) {
          const created = db.createObjectStore(store, { keyPath });
          for (const [index, path] of Object.entries(indexes)) created.createIndex(index, path);
        }
      },
      // Another tab brings a newer version: let it through; this tab opens again at its next use.
      blocking(_current, _blocked, event) {
        forget();
        event.target.close();
      },
      // The browser closed it (Safari does under memory pressure).
      terminated: forget,
    });
    opening.catch(forget);
    connections.set(person, opening);
  }
  return connections.get(person);
}

/** Run `work(db)`; a connection that the browser has closed is opened again once. */
async function using(person, work) {
  try {
    return await work(await connect(person));
  } catch (error) {
    if (isFull(error)) throw new StorageFull(error);
    if (error?.name !== "InvalidStateError") throw error;
    connections.delete(person);
    return work(await connect(person));
  }
}

function isFull(error) {
  return error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
}

function channel(person) {
  if (!channels.has(person)) channels.set(person, new BroadcastChannel(name(person)));
  return channels.get(person);
}

const listeners = new Set();

function announce(person, message) {
  channel(person).postMessage(message);
  for (const listener of listeners) if (listener.person === person) listener.heard(message);
}

/** Tell every tab of this person something that is not worth storing (the percent of an upload). */
export function tell(person, live) {
  announce(person, { stores: [], live });
}

/**
 * Call `heard({stores, live})` after every change, in this tab or another.
 * @returns {() => void} stop listening
 */
export function watch(person, heard) {
  const listener = { person, heard };
  const other = (event) => heard(event.data);
  listeners.add(listener);
  channel(person).addEventListener("message", other);
  return () => {
    listeners.delete(listener);
    channel(person).removeEventListener("message", other);
  };
}

/** One record, or undefined. */
export const get = (person, store, key) => using(person, (db) => db.get(store, key));

/** All records of a store, or those whose `index` equals `value`. */
export const all = (person, store, index, value) =>
  using(person, (db) => (index ? db.getAllFromIndex(store, index, value) : db.getAll(store)));

/** The keys of a store, without reading its records. */
export const keys = (person, store) => using(person, (db) => db.getAllKeys(store));

/** How many records a store has. */
export const count = (person, store) => using(person, (db) => db.count(store));

/**
 * Do all `operations` or none: `{store, put}`, `{store, remove: key}`, `{store, removeBy: [index, value]}` or
 * `{store, clear: true}`.
 * Resolves when the data are on the disk, not merely handed over (`strict`), unless `relaxed`.
 */
export async function commit(person, operations, { relaxed = false } = {}) {
  const stores = [...new Set(operations.map((operation) => operation.store))];
  if (!stores.length) return;
  await using(person, async (db) => {
    const tx = db.transaction(stores, "readwrite", { durability: relaxed ? "relaxed" : "strict" });
    const done = tx.done;
    done.catch(() => {}); // reported by the await below
    try {
      for (const { store, put, remove, removeBy, clear } of operations) {
        const target = tx.objectStore(store);
        if (clear) target.clear().catch(() => {});
        else if (put !== undefined) target.put(put).catch(() => {});
        else if (removeBy) {
          for (const key of await target.index(removeBy[0]).getAllKeys(removeBy[1])) target.delete(key).catch(() => {});
        } else target.delete(remove).catch(() => {});
      }
    } catch (error) {
      if (tx.error == null) tx.abort();
      throw tx.error ?? error;
    }
    await done;
  });
  announce(person, { stores });
}

/**
 * Change one record without losing another tab's change in between.
 * @param change gets the record (or undefined) and returns the new one, or undefined to leave it
 * @returns the record as it now is
 */
export async function update(person, store, key, change) {
  const [record, changed] = await using(person, async (db) => {
    const tx = db.transaction(store, "readwrite", { durability: "strict" });
    const old = await tx.store.get(key);
    const fresh = change(old);
    if (fresh !== undefined) tx.store.put(fresh).catch(() => {});
    await tx.done;
    return [fresh ?? old, fresh !== undefined];
  });
  if (changed) announce(person, { stores: [store] });
  return record;
}
