/**
 * What a citizen's phone keeps: the report that is being written, those on their way, and the tickets. There is no account and no PIN,
 * so nothing here is sealed; "lupakan di HP ini" takes a ticket away, and reports about violence at home are not kept for reading later.
 */
import { databases } from "./connection.js";

/** Mark in localStorage: an account is signed in here. Without it no page asks the server for one. */
export const SIGNED_IN = "sambang.warga.akun";

/** Store name → how its records are keyed. */
const STORES = {
  draft: "key", // one record: what is being written
  outbox: "id", // finished reports until the server has them
  deeds: "id", // what the citizen did about tickets, until the server has it
  tickets: "code", // received: `{code, id, secret, …}`, and as the server told it last
  meta: "key", // state of the sender, the list of villages
};
const WARGA = "warga";
const houses = databases({
  name: () => WARGA,
  version: 1,
  upgrade(db) {
    for (const [store, keyPath] of Object.entries(STORES)) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store, { keyPath });
  },
});

const using = (work) => houses.using(WARGA, work);

/** Call `heard({stores})` after every change, in this tab or another; returns how to stop. */
export const watch = (heard) => houses.watch(WARGA, heard);

/** One record, or undefined. */
export const get = (store, key) => using((db) => db.get(store, key));

/** All records of a store. */
export const all = (store) => using((db) => db.getAll(store));

/**
 * Do all `operations` or none: `{store, put}` or `{store, remove: key}`. Resolves when the data are on the disk, not merely handed
 * over (`strict`), unless `relaxed`.
 */
export async function commit(operations, { relaxed = false } = {}) {
  const stores = [...new Set(operations.map(({ store }) => store))];
  await using(async (db) => {
    const tx = db.transaction(stores, "readwrite", { durability: relaxed ? "relaxed" : "strict" });
    for (const { store, put, remove } of operations) {
      const target = tx.objectStore(store);
      (put === undefined ? target.delete(remove) : target.put(put)).catch(() => {}); // told by `done`
    }
    await tx.done;
  });
  houses.announce(WARGA, { stores });
}

/**
 * Change one record in one step.
 * @param change gets the record (or undefined) and returns the new one, or undefined to leave it
 */
export async function update(store, key, change) {
  const changed = await using(async (db) => {
    const tx = db.transaction(store, "readwrite", { durability: "strict" });
    const fresh = change(await tx.store.get(key));
    if (fresh !== undefined) tx.store.put(fresh).catch(() => {});
    await tx.done;
    return fresh !== undefined;
  });
  if (changed) houses.announce(WARGA, { stores: [store] });
}
