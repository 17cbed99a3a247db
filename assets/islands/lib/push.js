/** This browser and the messages that the server sends it. */
import { api } from "./api.js";
import { needsInstall } from "./offline.js";
import { registerWorker } from "./worker.js";

/** Why this browser can show no messages: "iphone" (not installed yet), "peramban" (it has no such thing), "diblokir", or "" (it can). */
export function obstacle() {
  if (needsInstall()) return "iphone";
  if (!("serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis)) return "peramban";
  return Notification.permission === "denied" ? "diblokir" : "";
}

/** The subscription that the browser has, or null. */
export const subscription = async () => (await (await navigator.serviceWorker?.getRegistration())?.pushManager?.getSubscription()) ?? null;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const same = (one, other) => one && new Uint8Array(one).every((byte, place) => byte === other[place]);

/**
 * Ask the person if they were not asked yet, subscribe, and tell the server.
 * @param key of the server, base64url
 * @returns whether the person allowed it; throws with a sentence when it did not work
 */
export async function subscribe(key) {
  if ((await Notification.requestPermission()) !== "granted") return false;
  await registerWorker();
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = bytes(key);
  let known = await pushManager.getSubscription();
  // Made for another key (the server was set up anew): it would never be answered.
  if (known && !same(known.options.applicationServerKey, wanted)) {
    await known.unsubscribe();
    known = null;
  }
  try {
    known ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
  } catch (cause) {
    throw new Error("Layanan pemberitahuan peramban ini tidak menjawab. Periksa sinyal, lalu coba lagi.", { cause });
  }
  await api("kabar/langganan", { method: "PUT", json: known.toJSON() });
  return true;
}

/** This browser shows no messages any more. */
export async function unsubscribe() {
  await api("kabar/langganan", { method: "DELETE" });
  await (await subscription())?.unsubscribe();
}
