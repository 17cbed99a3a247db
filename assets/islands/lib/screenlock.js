/**
 * The phone's own screen lock (fingerprint, face, pattern) as a key, by WebAuthn with its PRF extension: the secret comes out
 * of the phone's security chip only after the person was recognised. Nothing of it goes to a server, and it works without network.
 */
import { importKey } from "./seal.js";

const random = () => crypto.getRandomValues(new Uint8Array(32));
const ES256 = -7;
const RS256 = -257;

/** Whether this phone can do it, as far as it tells before being asked. */
export async function available() {
  if (!(await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.())) return false;
  const known = await PublicKeyCredential.getClientCapabilities?.().catch(() => ({}));
  return known?.["extension:prf"] === true;
}

/** Make a key for this person: `[details to keep, wrapping key]`. Throws if the phone cannot, or the person declines. */
export async function enrol({ id, name, nrp }) {
  const salt = random();
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(),
      rp: { name: "Sambang Digital" },
      user: { id: new TextEncoder().encode(`sambang-${id}`), name: nrp, displayName: name },
      pubKeyCredParams: [ES256, RS256].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "discouraged", userVerification: "required" },
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  const { prf } = made.getClientExtensionResults();
  if (!prf?.enabled) throw new Error("Kunci layar HP ini tidak dapat dipakai untuk aplikasi. Pakai PIN.");
  const details = { credential: new Uint8Array(made.rawId), salt };
  return [details, prf.results?.first ? await importKey(prf.results.first) : await askDevice(details)];
}

/** Ask the person for the phone's screen lock; the wrapping key. */
export async function askDevice({ credential, salt }) {
  const shown = await navigator.credentials.get({
    publicKey: {
      challenge: random(),
      allowCredentials: [{ type: "public-key", id: credential, transports: ["internal"] }],
      userVerification: "required",
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  const first = shown.getClientExtensionResults().prf?.results?.first;
  if (!first) throw new Error("HP tidak memberikan kuncinya. Pakai cara lain.");
  return importKey(first);
}
