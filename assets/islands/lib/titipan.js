/**
 * Parcels (titipan): what cannot leave this phone by itself travels in a file on another one. A file holds sealed lines,
 * which only the server can open; the phone that carries them keeps them like letters until it has a network.
 */
import { api } from "./api.js";
import { all, commit, get, keys as keysOf } from "./db.js";
import { envelope, waiting } from "./outbox.js";
import { fromText, seal, toText } from "./parcel.js";
import { deviceId } from "./person.js";

const HEAD = "sambang-titipan 1";
/** Bytes of a photo in one parcel: sealed and as text still below the server's limit of 1 MiB for a request … */
const SLICE = 400_000;
/** … as are all parcels of one request together, in letters. */
const REQUEST = 900_000;
const MOST = 50;

/** The keys for sealing, as last given by the server, or undefined: this phone has not been online since it was set up. */
export const keys = async (person) => (await get(person, "meta", "titipan"))?.value;

/**
 * Everything that waits on this phone, as text of a file: its reports, then their photos. It all stays here too: what arrives twice
 * is told from what arrives once.
 * @returns {Promise<{text: string, reports: number}>}
 */
export async function exported(person) {
  const own = await keys(person);
  const by = { author_id: person, device_id: deviceId() };
  const items = await waiting(person);
  const lines = [HEAD];
  for (const item of items) {
    lines.push(toText(await seal(own, { type: "item", ...by }, new TextEncoder().encode(JSON.stringify(envelope(item))))));
  }
  const saved = new Set(await keysOf(person, "items"));
  for (const [item, sha256] of await keysOf(person, "blobs")) {
    // Photos of a draft wait for their report.
    if (!saved.has(item)) continue;
    const [{ name }, { bytes }] = await Promise.all([get(person, "photos", [item, sha256]), get(person, "blobs", [item, sha256])]);
    const whole = new Uint8Array(bytes);
    for (let offset = 0; offset < whole.length; offset += SLICE) {
      const header = { type: "photo", ...by, sha256, name, size: whole.length, offset };
      lines.push(toText(await seal(own, header, whole.subarray(offset, offset + SLICE))));
    }
  }
  return { text: lines.join("\n"), reports: items.length };
}

/** Keep the parcels of a file on this phone for delivery; how many there are. Throws a sentence if it is no such file. */
export async function take(person, text) {
  const [head, ...lines] = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const isWhole = lines.length > 0 && lines.every((line) => /^[\w-]+$/.test(line) && fromText(line.slice(0, 8))[0] === 0x53);
  if (head !== HEAD || !isWhole) throw new Error("Berkas ini bukan titipan Sambang Digital, atau rusak.");
  const at = Date.now();
  // Keyed by what it is: the same file taken twice is there once.
  const records = await Promise.all(lines.map(async (line, order) => ({ key: await digest(line), line, at, order, message: null })));
  await commit(person, records.map((put) => ({ store: "parcels", put })));
  return records.length;
}

const digest = async (text) => toText(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));

/** What this phone carries for others: `{waiting, stuck: [message]}`. */
export async function carried(person) {
  const parcels = await all(person, "parcels");
  return { waiting: parcels.filter(({ message }) => !message).length, stuck: [...new Set(parcels.map(({ message }) => message).filter(Boolean))] };
}

/** Throw away what the server does not take. */
export async function dropStuck(person) {
  const stuck = (await all(person, "parcels")).filter(({ message }) => message);
  await commit(person, stuck.map(({ key }) => ({ store: "parcels", remove: key })));
}

const KEPT = new Set(["refused", "unreadable"]);

/** Deliver what waits, in its order. What arrived is forgotten here; what is refused stays with the reason. */
export async function deliver(person, { signal } = {}) {
  const parcels = (await all(person, "parcels")).filter(({ message }) => !message).sort((a, b) => a.at - b.at || a.order - b.order);
  while (parcels.length) {
    const load = [];
    for (let letters = 0; parcels.length && load.length < MOST; load.push(parcels.shift())) {
      letters += parcels[0].line.length;
      if (load.length && letters > REQUEST) break;
    }
    const { results } = await api("titipan", { method: "POST", json: { parcels: load.map(({ line }) => line) }, signal, timeout: 120_000 });
    await commit(person, load.map((parcel, place) => {
      const { status, message } = results[place];
      return KEPT.has(status) ? { store: "parcels", put: { ...parcel, message } } : { store: "parcels", remove: parcel.key };
    }));
  }
}
