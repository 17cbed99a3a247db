/** Making this device ready to work without network. */

import { registerWorker } from "./worker.js";

const PATIENCE_MS = 20_000;
const UNABLE = { ready: false, error: "Peramban ini tidak dapat bekerja tanpa sinyal." };

/**
 * Let the service worker keep the officers' screens.
 * @returns {Promise<{ready: boolean, error?: string}>} `ready` once every file of them is on the device
 */
export async function prepareOffline() {
  const late = new Promise((resolve) => setTimeout(() => resolve({ ready: false, error: "Belum selesai; dicoba lagi nanti." }), PATIENCE_MS));
  return Promise.race([keepScreens().catch(() => UNABLE), late]);
}

async function keepScreens() {
  // Where workers are switched off (a private window), waiting for one would last for ever.
  if (!(await registerWorker())) return UNABLE;
  const { active } = await navigator.serviceWorker.ready;
  return answerOf(active, "petugas");
}

/** What the service worker answers to a message. */
function answerOf(worker, message) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    worker.postMessage(message, [port2]);
  });
}

/** Which build of the app this device keeps, as a short code; undefined where it keeps none. */
export const version = async () => {
  const worker = navigator.serviceWorker?.controller;
  return worker ? answerOf(worker, "versi") : undefined;
};

/** An iPhone keeps what a website stores for seven days only, unless it was put on the home screen. */
export const needsInstall = () => /iPhone|iPad/.test(navigator.userAgent) && !navigator.standalone;

let offer = null;
const offered = new Set();
globalThis.addEventListener?.("beforeinstallprompt", (event) => {
  event.preventDefault(); // asked at the right moment: after the first success, not at the door
  offer = event;
  offered.forEach((changed) => changed());
});

/** For `useSyncExternalStore`: whether the browser would install the app now. */
export const installable = {
  subscribe(changed) {
    offered.add(changed);
    return () => offered.delete(changed);
  },
  now: () => offer !== null,
};

/** Let the browser ask; resolves when the person has answered. */
export async function install() {
  const asked = offer;
  offer = null;
  await asked?.prompt();
  offered.forEach((changed) => changed());
}
