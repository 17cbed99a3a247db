/**
 * Records as they lie on the disk: the fields that the database sorts by in clear, all else as AES-256-GCM ciphertext.
 * Bytes (photos) stay bytes inside. Knows neither database nor keys' whereabouts.
 */

const CIPHER = "AES-GCM";
const IV_BYTES = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A value of JSON and ArrayBuffers as one run of bytes: length of the JSON, the JSON, then the buffers one after another. */
export function pack(value) {
  const buffers = [];
  const json = encoder.encode(JSON.stringify(value, (_, part) => (part instanceof ArrayBuffer ? { $bytes: buffers.push(part) && part.byteLength } : part)));
  const packed = new Uint8Array(4 + json.length + buffers.reduce((sum, { byteLength }) => sum + byteLength, 0));
  new DataView(packed.buffer).setUint32(0, json.length);
  packed.set(json, 4);
  let at = 4 + json.length;
  for (const buffer of buffers) {
    packed.set(new Uint8Array(buffer), at);
    at += buffer.byteLength;
  }
  return packed;
}

/** What `pack` was given. */
export function unpack(packed) {
  const start = 4 + new DataView(packed).getUint32(0);
  const json = decoder.decode(new Uint8Array(packed, 4, start - 4));
  if (!json.includes('"$bytes"')) return JSON.parse(json); // three times as quick, and the register is large
  let at = start;
  return JSON.parse(json, (_, part) => (part?.$bytes === undefined ? part : packed.slice(at, (at += part.$bytes))));
}

/**
 * Encrypt `value` for `place`; only there can it be opened, so that records cannot change places unnoticed.
 * @returns `{iv, sealed}`
 */
export async function seal(key, place, value) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, sealed: await crypto.subtle.encrypt({ name: CIPHER, iv, additionalData: encoder.encode(place) }, key, pack(value)) };
}

/** What was sealed for `place`; throws if the key, the place or a single bit is another. */
export async function unseal(key, place, { iv, sealed }) {
  return unpack(await crypto.subtle.decrypt({ name: CIPHER, iv, additionalData: encoder.encode(place) }, key, sealed));
}

/** Bytes as a key that can open and seal but never be read again. */
export const importKey = (raw) => crypto.subtle.importKey("raw", raw, CIPHER, false, ["encrypt", "decrypt"]);

/** In which of `count` chunks the record with this id lies: spread evenly, the same on every phone (FNV-1a). */
export function chunkOf(id, count) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % count;
}
