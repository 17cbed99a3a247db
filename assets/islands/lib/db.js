/**
 * The single door to what the phone keeps: one database for each person, so that two accounts on one phone never
 * meet each other's work. Callers hand over whole records and never see a transaction; every record is sealed on its
 * way in and opened on its way out. Without the key (`vault.js`) nothing gets in or out: `Locked`.
 *
 * Encryption takes time that a transaction does not wait for, so it happens before and after; what was read in order to be
 * changed is compared again inside the transaction, and done anew if another tab was quicker.
 */
import { STORES, announce, using } from "./disk.js";
import { chunkOf, seal, unseal } from "./seal.js";
import { keyOf } from "./vault.js";

export { StorageFull, tell, watch } from "./disk.js";

const keyIn = (store, record) => {
  const { keyPath } = STORES[store];
  return Array.isArray(keyPath) ? keyPath.map((field) => record[field]) : record[keyPath];
};

const place = (store, key) => JSON.stringify([store, key]);

/** Which version of a record this is; "" where there is none, or one from before there was a lock. */
const version = (raw) => String(raw?.iv ?? "");

/** The fields that stay readable. */
function labels(store, record) {
  const { keyPath, indexes = {} } = STORES[store];
  return Object.fromEntries([keyPath, ...Object.values(indexes)].flat().map((field) => [field, record[field]]));
}

async function close(dek, store, record) {
  return { ...labels(store, record), ...(await seal(dek, place(store, keyIn(store, record)), record)) };
}

const memos = new Map(); // `person/store` → Map of place → {version, value}

/** The record itself. One left in clear by a version of the app before there was a lock is taken as it is. */
async function opened(person, dek, store, raw) {
  if (!raw?.sealed) return raw;
  const where = place(store, keyIn(store, raw));
  if (!STORES[store].memo) return unseal(dek, where, raw);
  const id = `${person}/${store}`;
  if (!memos.has(id)) memos.set(id, new Map());
  const memo = memos.get(id);
  const known = memo.get(where);
  if (known?.version === version(raw)) return known.value;
  const value = await unseal(dek, where, raw);
  memo.set(where, { version: version(raw), value });
  return value;
}

const rowsOf = async (person, dek, store, chunk) => (await opened(person, dek, store, chunk))?.rows ?? [];

/** One record, or undefined. */
export async function get(person, store, key) {
  const dek = await keyOf(person);
  const { chunks } = STORES[store];
  if (!chunks) return opened(person, dek, store, await using(person, (db) => db.get(store, key)));
  const chunk = await using(person, (db) => db.get(store, chunkOf(key, chunks)));
  return (await rowsOf(person, dek, store, chunk)).find(({ id }) => id === key);
}

/** All records of a store, or those whose `index` equals `value`. */
export async function all(person, store, index, value) {
  const dek = await keyOf(person);
  const raw = await using(person, (db) => (index ? db.getAllFromIndex(store, index, value) : db.getAll(store)));
  if (STORES[store].chunks) return (await Promise.all(raw.map((chunk) => rowsOf(person, dek, store, chunk)))).flat();
  return Promise.all(raw.map((record) => opened(person, dek, store, record)));
}

/** The keys of a store, without opening its records. */
export const keys = (person, store) => using(person, (db) => db.getAllKeys(store));

/**
 * Do all `operations` or none: `{store, put}`, `{store, remove: key}`, `{store, removeBy: [index, value]}` or
 * `{store, clear: true}`.
 * Resolves when the data are on the disk, not merely handed over (`strict`), unless `relaxed`.
 */
export async function commit(person, operations, { relaxed = false } = {}) {
  const stores = [...new Set(operations.map((operation) => operation.store))];
  if (!stores.length) return;
  const dek = await keyOf(person);
  const single = await Promise.all(
    operations.filter(({ store }) => !STORES[store].chunks).map(async (operation) => (operation.put === undefined ? operation : { ...operation, put: await close(dek, operation.store, operation.put) })),
  );
  const chunked = stores.filter((store) => STORES[store].chunks);
  for (let done = false; !done; ) {
    const whole = await Promise.all(chunked.map((store) => rewritten(person, dek, store, operations.filter((operation) => operation.store === store))));
    done = await write(person, stores, [...single, ...whole.flat()], relaxed ? "relaxed" : "strict");
  }
  announce(person, { stores });
}

/** The chunks that `operations` change, whole and sealed anew, each with the version it was made from. */
async function rewritten(person, dek, store, operations) {
  const { chunks } = STORES[store];
  const cleared = operations.some(({ clear }) => clear);
  const changes = new Map();
  for (const { put, remove } of operations) {
    const id = put?.id ?? remove;
    if (id === undefined) continue;
    const chunk = chunkOf(id, chunks);
    if (!changes.has(chunk)) changes.set(chunk, new Map());
    changes.get(chunk).set(id, put);
  }
  const puts = [...changes].map(async ([chunk, changed]) => {
    const old = await using(person, (db) => db.get(store, chunk));
    const rows = cleared ? [] : (await rowsOf(person, dek, store, old)).filter(({ id }) => !changed.has(id));
    const fresh = { chunk, rows: [...rows, ...[...changed.values()].filter(Boolean)] };
    return { store, put: await close(dek, store, fresh), made_from: version(old) };
  });
  const clear = cleared ? [{ store, clear: true }] : [];
  const sealed = await Promise.all(puts);
  // Compared before anything is cleared.
  return [...sealed.map(({ put, made_from }) => ({ store, check: put.chunk, made_from })), ...clear, ...sealed.map(({ put }) => ({ store, put }))];
}

/** Whether all operations are on the disk: not if a chunk is no longer what it was rewritten from. */
async function write(person, stores, operations, durability) {
  return using(person, async (db) => {
    const tx = db.transaction(stores, "readwrite", { durability });
    const done = tx.done;
    done.catch(() => {}); // reported by the await below
    try {
      for (const { store, put, remove, removeBy, clear, check, made_from } of operations) {
        const target = tx.objectStore(store);
        if (check !== undefined) {
          if (version(await target.get(check)) === made_from) continue;
          tx.abort();
          return false;
        }
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
    return true;
  });
}

/**
 * Change one record (not of the register) without losing another tab's change in between.
 * @param change gets the record (or undefined) and returns the new one, or undefined to leave it; may be called again
 * @returns the record as it now is
 */
export async function update(person, store, key, change) {
  const dek = await keyOf(person);
  for (;;) {
    const raw = await using(person, (db) => db.get(store, key));
    const old = await opened(person, dek, store, raw);
    const fresh = change(old);
    if (fresh === undefined) return old;
    const operations = [{ store, check: key, made_from: version(raw) }, { store, put: await close(dek, store, fresh) }];
    if (await write(person, [store], operations, "strict")) {
      announce(person, { stores: [store] });
      return fresh;
    }
  }
}
