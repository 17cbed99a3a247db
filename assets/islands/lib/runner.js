/**
 * Keeps phone and server in step while a page is open: on start, when the network or the person comes back, after each
 * save, when a waiting time is over, and by a button. A locked phone only tells the server that it is there. Also says
 * whether the phone is busy, so that no update disturbs.
 */
import { ApiError } from "./api.js";
import { contact, keepLease } from "./contact.js";
import { get, keys, watch } from "./db.js";
import { drain, senderState } from "./outbox.js";
import { currentPerson } from "./person.js";
import { busy, whenBack } from "./sending.js";
import { pull } from "./sync.js";
import { status } from "./vault.js";

export { busy } from "./sending.js";

const IDLE_MS = 120_000;
/** After a fetch that failed although there is network. */
const AGAIN_MS = 30_000;
const SHORTEST_MS = 1_000;

let active = null;

/** Begin for this person; once for a page. */
export function start(person) {
  if (active) return;
  active = { person, timer: 0 };
  // A pause of our own is not waited out when the signal or the person comes back.
  const soon = () => cycle({ force: navigator.onLine !== false });
  whenBack(soon);
  // A message came to the device: what it is about can be fetched.
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data === "kabar" && soon());
  // Somebody else signed in or out in another tab: this page shows the wrong person's work. Drafts are stored already.
  addEventListener("storage", (event) => event.key === "sambang.person" && idIn(event.newValue) !== person && location.reload());
  watch(person, ({ stores }) => {
    if (stores.includes("meta")) markBusy(person);
    if (stores.includes("keys")) soon();
  });
  navigator.storage?.persist?.();
  soon();
}

const idIn = (text) => JSON.parse(text ?? null)?.id;

/** A report was saved: send it now, or let the browser do it when the page is gone and the signal is back. */
export async function requestSend(person) {
  // Without Background Sync (Safari, Firefox) or with it switched off, the pages send.
  navigator.serviceWorker?.ready.then((registration) => registration.sync?.register(`kirim-${person}`)).catch(() => {});
  return cycle();
}

/** The button: everything at once, without waiting out our own pauses. */
export const sendNow = () => cycle({ force: true });

/** Look whether there is something new, in our own time. */
export const refresh = () => cycle();

async function cycle({ force = false } = {}) {
  if (!active || currentPerson()?.id !== active.person) return;
  const { person } = active;
  clearTimeout(active.timer);
  let wait = IDLE_MS;
  try {
    await keepLease(person);
    const online = navigator.onLine !== false || force;
    if ((await status(person)) !== "terbuka") {
      if (online) await contact(person).catch(() => {});
      return;
    }
    await drain(person, { upload, force });
    if (online) {
      await markRead(person);
      if (!(await pull(person))) wait = AGAIN_MS;
      await deliver(person);
    }
    const { retry_at } = await senderState(person);
    if (retry_at > Date.now()) wait = retry_at - Date.now();
  } catch (error) {
    if (error.name !== "Locked") throw error; // locked in the middle of it: the next opening goes on
  } finally {
    clearTimeout(active.timer);
    active.timer = setTimeout(cycle, Math.max(SHORTEST_MS, wait));
  }
}

/** News that was read here. */
async function markRead(person) {
  if (await get(person, "meta", "marks")) await (await import("./kabar.js")).sendMarks(person);
}

/** What colleagues entrusted to this phone. */
async function deliver(person) {
  if (!(await keys(person, "parcels")).length) return;
  const titipan = await import("./titipan.js");
  try {
    await titipan.deliver(person);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

// The uploader is needed only when a photo waits.
const upload = async (...details) => (await import("./upload.js")).upload(...details);

async function markBusy(person) {
  const state = await senderState(person).catch(() => null);
  busy("kirim", state?.phase === "mengirim");
}
