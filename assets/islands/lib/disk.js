/** The database itself, one for each person, and the news of its changes. What lies in it is sealed by `db.js`, keys aside. */
import { databases } from "./connection.js";

export { StorageFull } from "./connection.js";

const VERSION = 5;

/**
 * Store name → how its records are keyed and indexed; these fields alone stay readable on a locked phone. `chunks`: many small
 * records are sealed together, that many chunks in all. `memo`: opened records are kept in memory, for lists that are
 * read again and again.
 */
export const STORES = {
  items: { keyPath: "id", indexes: { state: "state" }, memo: true }, // saved reports, sent or not
  drafts: { keyPath: "id" }, // what is being typed
  photos: { keyPath: ["item", "sha256"], indexes: { item: "item" } }, // description, thumbnail, progress
  blobs: { keyPath: ["item", "sha256"], indexes: { item: "item" } }, // bytes still needed for sending
  subjects: { keyPath: "chunk", chunks: 64, memo: true }, // the register: houses, places …
  houses: { keyPath: "id" }, // sheets of those of the register that were opened
  moves: { keyPath: "id", indexes: { state: "state" } }, // who moved away, until the server has heard of it
  results: { keyPath: "id", memo: true }, // own reports as the server knows them
  tasks: { keyPath: "id", memo: true }, // as they came down
  deeds: { keyPath: "id" }, // what was done about tasks here, until the server has it
  threads: { keyPath: "id", memo: true }, // of own reports and tasks, as they came down
  posts: { keyPath: "id", indexes: { report: "report" }, memo: true }, // written here, until they are in their thread
  news: { keyPath: "id", memo: true }, // of the officer, as it came down
  territory: { keyPath: "key", memo: true }, // one record: where the officer works
  meta: { keyPath: "key" }, // cursor, scope, state of the sender, marks of read news
  parcels: { keyPath: "key" }, // sealed reports of colleagues, to be delivered
  keys: { keyPath: "key" }, // `slots`: the wrapped key; `open`: the key while unlocked; `contact`: when the server was last heard
};

const houses = databases({
  name: (person) => `sambang-${person}`,
  version: VERSION,
  upgrade(db, before, _now, tx) {
    if (before === 1) {
      // The register in clear goes and comes down again; reports in clear are sealed when the person sets up the lock.
      db.deleteObjectStore("subjects");
      tx.objectStore("meta").delete("cursor");
    }
    for (const [store, { keyPath, indexes = {} }] of Object.entries(STORES)) {
      if (db.objectStoreNames.contains(store)) continue;
      const created = db.createObjectStore(store, { keyPath });
      for (const [index, path] of Object.entries(indexes)) created.createIndex(index, path);
    }
  },
});

export const { using, announce, tell, watch } = houses;

/** Take everything of this person from the phone, for ever. A page has to be left after that. */
export async function erase(person) {
  await houses.erase(person);
  announce(person, { stores: ["keys"] });
}

/** How many records of a store have this value of an index; works on a locked phone. */
export const tally = (person, store, index, value) => using(person, (db) => db.countFromIndex(store, index, value));

/** A record of the store `keys`, or undefined. */
export const readKeys = (person, key) => using(person, (db) => db.get("keys", key));

/** Change a record of the store `keys` in one step; `undefined` removes it. */
export const changeKeys = (person, key, change) =>
  using(person, async (db) => {
    const tx = db.transaction("keys", "readwrite", { durability: "strict" });
    const fresh = change(await tx.store.get(key));
    (fresh === undefined ? tx.store.delete(key) : tx.store.put({ ...fresh, key })).catch(() => {});
    await tx.done;
    return fresh;
  });
