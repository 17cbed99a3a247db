/** Keeps a citizen's phone and the server in step while a page is open: on start, when the network or the person comes back, after each save, after a pause, and by a button. */
import { sendKept } from "./berkas_jalan.js";
import { drain, senderState, waiting } from "./lapor_kirim.js";
import { busy, whenBack } from "./sending.js";

const SHORTEST_MS = 1_000;
let timer = null;

/** Begin; once for a page. */
export function start() {
  if (timer !== null) return;
  timer = 0;
  // A pause of our own is not waited out when the signal or the person comes back.
  const soon = () => cycle({ force: navigator.onLine !== false });
  whenBack(soon);
  soon();
}

/** Something was saved: send it now, or let the browser do it when the page is gone and the signal is back. */
export function requestSend() {
  // Without Background Sync (Safari, Firefox) or with it switched off, the pages send.
  navigator.serviceWorker?.ready.then((registration) => registration.sync?.register("kirim-warga")).catch(() => {});
  navigator.storage?.persist?.();
  return cycle();
}

/** The button: at once, without waiting out our own pauses. */
export const sendNow = () => cycle({ force: true });

async function cycle({ force = false } = {}) {
  clearTimeout(timer);
  busy("kirim", true);
  let files_s = 0;
  try {
    await drain({ force });
    files_s = await sendKept();
  } finally {
    busy("kirim", false);
    const { retry_at } = await senderState();
    const waits_ms = retry_at && (await waiting()).length ? Math.max(SHORTEST_MS, retry_at - Date.now()) : files_s * 1000;
    if (waits_ms) {
      clearTimeout(timer);
      timer = setTimeout(cycle, waits_ms);
    }
  }
}
