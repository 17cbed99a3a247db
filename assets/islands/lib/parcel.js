/**
 * Sealing for the server's eyes only (the format is described in `services/titipan.py`): who carries a parcel can neither
 * read nor change it, and the server can tell that the author's own device made it.
 */
const MAGIC = new TextEncoder().encode("SMB1");
const INFO = new TextEncoder().encode("sambang-titipan-1");
const CURVE = { name: "ECDH", namedCurve: "P-256" };

const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Bytes as base64url without padding. */
export const toText = (bytes) => {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

/** The bytes of base64url text; throws on anything else. */
export const fromText = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

/**
 * One sealed parcel.
 * @param keys `{public_key, delivery_key}` as the server gave them to this device
 * @param header who made it and what it is; `payload` its bytes
 * @returns {Promise<Uint8Array>}
 */
export async function seal({ public_key, delivery_key }, header, payload) {
  const server = fromText(public_key);
  const heading = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, heading.length);
  const signed = joined(length, heading, payload);
  const own = await crypto.subtle.importKey("raw", fromText(delivery_key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", own, signed));

  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const theirs = await crypto.subtle.importKey("raw", server, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const root = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined(point, server), info: INFO }, root, { name: "AES-GCM", length: 256 }, false, ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const cipher = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, joined(signed, mac)));
  return joined(MAGIC, point, iv, cipher);
}
