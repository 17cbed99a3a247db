/**
 * The durable queue of saved reports. An item leaves it only by its author's own hand; sending merely changes its
 * state, and every state can be read on the phone:
 *
 *   menunggu → mengirim → terkirim → diterima | dikembalikan (→ corrected: next revision → menunggu)
 *                       → ditolak (→ corrected) | bertentangan | akun_lain (→ menunggu when its author signs in)
 */
import { api, ApiError } from "./api.js";
import { contact } from "./contact.js";
import { all, commit, get, keys, tell, update } from "./db.js";
import { tally } from "./disk.js";
import { hasMoves, sendMove } from "./pindah.js";
import { withReview } from "./review.js";
import { covered, tidy } from "./secret.js";
import { oneSender, pause } from "./sending.js";
import { UNSENT } from "./unsent.js";
import { hasTalk, sendTalk } from "./utas.js";

/** At most this many items in one request … */
const BATCH_ITEMS = 20;
/** … and this many bytes, below the server's 1 MiB. */
const BATCH_BYTES = 1_000_000;

const RESULT_STATE = {
  accepted: "terkirim",
  duplicate: "terkirim",
  conflict: "bertentangan",
  rejected: "ditolak",
  wrong_account: "akun_lain",
};
const ON_SERVER = new Set(["terkirim", "diterima", "dikembalikan", "bertentangan"]);
const ENVELOPE = [
  "id", "revision", "base_revision", "author_id", "kind", "form_version", "created_at", "duration_s",
  "subject", "position", "body", "photos", "practice", "origin", "task_id",
];

/** What goes over the wire: the envelope of 3-domain, without the phone's own notes. */
export function envelope(item) {
  return Object.fromEntries(ENVELOPE.map((field) => [field, item[field]]));
}

/** The first items that fit into one request, oldest first; a single item is never refused here. */
export function batch(items, maxItems = BATCH_ITEMS, maxBytes = BATCH_BYTES) {
  const encoder = new TextEncoder();
  const chosen = [];
  let bytes = '{"items":[]}'.length;
  for (const item of items.slice(0, maxItems)) {
    bytes += encoder.encode(JSON.stringify(envelope(item))).length + 1;
    if (chosen.length && bytes > maxBytes) break;
    chosen.push(item);
  }
  return chosen;
}

/**
 * Keep a finished report and forget its draft, in one durable step.
 * @param item a whole record with `state` "menunggu"
 */
export async function save(person, item) {
  const kept = new Set(item.photos.map((photo) => photo.sha256));
  const left = (await all(person, "photos", "item", item.id)).filter((photo) => !kept.has(photo.sha256));
  const unused = left.flatMap(({ sha256 }) => ["photos", "blobs"].map((store) => ({ store, remove: [item.id, sha256] })));
  await commit(person, [{ store: "items", put: item }, { store: "drafts", remove: item.id }, ...unused]);
}

/** The operations by which a report leaves this phone, with its photos. */
export const removal = (id) => [
  { store: "items", remove: id },
  { store: "drafts", remove: id },
  { store: "photos", removeBy: ["item", id] },
  { store: "blobs", removeBy: ["item", id] },
];

/** Delete a report from this phone, with its photos. What the server has received stays there. */
export const discard = (person, id) => commit(person, removal(id));

/** All that `discard` would take, to be able to undo it with `commit`. */
export async function snapshot(person, id) {
  const found = [];
  for (const store of ["items", "drafts"]) {
    const record = await get(person, store, id);
    if (record) found.push({ store, put: record });
  }
  for (const store of ["photos", "blobs"]) {
    for (const record of await all(person, store, "item", id)) found.push({ store, put: record });
  }
  return found;
}

/** Put a stuck item or its stuck photos back in the queue. */
export async function retry(person, id) {
  for (const photo of await all(person, "photos", "item", id)) {
    if (photo.error) await update(person, "photos", [id, photo.sha256], (old) => old && { ...old, error: null });
  }
  await update(person, "items", id, (item) => item?.state === "akun_lain" && { ...item, state: "menunggu", reason: null } || undefined);
}

/** Items that still have to reach the server, oldest first. */
export async function waiting(person) {
  const found = await Promise.all([...UNSENT].map((state) => all(person, "items", "state", state)));
  return found.flat().sort((a, b) => (a.saved_at < b.saved_at ? -1 : 1));
}

/** How many those are; known on a locked phone too. */
export const countUnsent = async (person) =>
  (await Promise.all([...UNSENT].map((state) => tally(person, "items", "state", state)))).reduce((sum, one) => sum + one, 0);

/** The sender's own state: `{phase, message, retry_at, failures}`; phases: diam, mengirim, sinyal, masuk, akun_lain, gangguan. */
export async function senderState(person) {
  return (await get(person, "meta", "sender")) ?? { key: "sender", phase: "diam", message: "", retry_at: 0, failures: 0 };
}

async function setSender(person, change) {
  await update(person, "meta", "sender", (old) => ({ retry_at: 0, by_server: false, message: "", failures: 0, ...(change.failures === undefined ? { failures: old?.failures ?? 0 } : {}), ...change, key: "sender" }));
}

/**
 * Send everything that is due; `drain(person, options)`. One sender works at a time over all tabs and the worker.
 * @param upload `upload(blob, {sha256, name, onProgress, signal})`, or null where photos cannot be sent (the worker)
 * @param force a person pressed the button: do not wait out our own backoff (the server's `Retry-After` still holds)
 */
export const drain = oneSender((person) => `kirim-${person}`, send);

async function send(person, { upload = null, signal, force = false }) {
  const before = await senderState(person);
  if (before.retry_at > Date.now() && (before.by_server || !force)) return;
  // We hold the lock, so nobody is sending: what says so was cut off (a killed tab).
  for (const item of await all(person, "items", "state", "mengirim")) await setState(person, item, "menunggu");
  await tidy(person);
  const work = { person, upload, signal, tried: new Set(), size: BATCH_ITEMS };
  if (!(await hasWork(work))) {
    if (before.phase !== "diam") await setSender(person, { phase: "diam", failures: 0 });
    return;
  }
  try {
    if (navigator.onLine === false && !force) throw new ApiError(0);
    await checkOwner(work);
    await setSender(person, { phase: "mengirim" });
    while ((await sendItems(work)) || (await sendDeed(work)) || (await sendTalk(work)) || (await sendMove(work)) || (await sendPhoto(work)));
    await setSender(person, { phase: "diam", failures: 0 });
  } catch (error) {
    for (const item of await all(person, "items", "state", "mengirim")) await setState(person, item, "menunggu");
    await setSender(person, describe(error, before.failures + 1));
    if (!(error instanceof ApiError) && !signal?.aborted) throw error;
  }
}

// What was done about tasks is sent by code that most contacts do not need.
const hasDeeds = async (person) => (await keys(person, "deeds")).length > 0;
const sendDeed = async (work) => (await hasDeeds(work.person)) && (await import("./tugas.js")).sendDeed(work);

async function hasWork(work) {
  return (await waiting(work.person)).length > 0 || (await hasDeeds(work.person)) || (await hasTalk(work.person)) || (await hasMoves(work.person)) || (work.upload !== null && (await nextPhoto(work)) !== null);
}

/** The cookie may by now belong to somebody else: then nothing of this person is sent, least of all photos. */
async function checkOwner({ person, signal }) {
  const owner = await contact(person, { signal });
  if (owner.id === person) return;
  const stranger = new ApiError(409, { detail: `Yang sedang masuk adalah ${owner.name}. Laporan ini menunggu pemiliknya masuk lagi.` });
  stranger.stranger = true;
  throw stranger;
}

function describe(error, failures) {
  if (error.stranger) return { phase: "akun_lain", message: error.message, failures };
  if (error.status === 401) return { phase: "masuk", message: "Masuk lagi untuk mengirim; semua laporan aman di HP.", failures };
  const known = pause(error, failures);
  if (error.status === 0) return { ...known, phase: "sinyal", message: "Akan terkirim sendiri." };
  return { ...known, phase: "gangguan", message: `${error.message} Laporan aman di HP; dicoba lagi nanti.` };
}

/** Send one batch; true if there may be more. */
async function sendItems(work) {
  const { person, tried } = work;
  const due = (await waiting(person)).filter((item) => !tried.has(`${item.id}/${item.revision}`));
  if (!due.length) return false;
  const chosen = batch(due, work.size);
  for (const item of chosen) await setState(person, item, "mengirim", { attempted: true });
  let results;
  try {
    ({ results } = await api("kiriman", { method: "POST", json: { sent_at: new Date().toISOString(), items: chosen.map(envelope) }, signal: work.signal }));
  } catch (error) {
    if (error.status !== 413) throw error;
    if (chosen.length > 1) {
      work.size = Math.ceil(chosen.length / 2);
      for (const item of chosen) await setState(person, item, "menunggu");
      return true;
    }
    tried.add(`${chosen[0].id}/${chosen[0].revision}`);
    await setState(person, chosen[0], "menunggu", { reason: "Laporan ini terlalu besar untuk dikirim. Perpendek isinya." });
    return true;
  }
  for (const [index, item] of chosen.entries()) {
    tried.add(`${item.id}/${item.revision}`);
    await applyResult(person, item, results?.[index]);
  }
  await tidy(person);
  return true;
}

async function applyResult(person, sent, result) {
  const state = result?.id === sent.id && RESULT_STATE[result.status];
  if (!state) {
    await setState(person, sent, "menunggu", { reason: "Server belum memberi jawaban untuk laporan ini." });
    return;
  }
  const review = await get(person, "results", sent.id);
  await update(person, "items", sent.id, (item) => {
    if (item?.revision !== sent.revision) return undefined; // corrected or deleted while it was on its way
    const answered = {
      ...item, state, reason: null,
      receipt: result.receipt ?? item.receipt, number: result.number ?? item.number, verdict: result.verdict ?? item.verdict, area_code: result.area_code ?? item.area_code,
      flags: result.flags ?? [], errors: result.errors ?? [], answered_at: new Date().toISOString(),
    };
    return covered(state === "terkirim" ? withReview(answered, review) : answered);
  });
}

/** Change the state of exactly this revision; a correction saved meanwhile is left alone. */
function setState(person, { id, revision }, state, more = {}) {
  return update(person, "items", id, (item) => (item?.revision === revision ? { ...item, state, ...more } : undefined));
}

/** The next photo of a report, or of a post in a thread, that the server knows, or null. */
async function nextPhoto({ person, tried }) {
  for (const [id, sha256] of await keys(person, "blobs")) {
    if (tried.has(`${id}/${sha256}`)) continue;
    const [report, post, photo] = await Promise.all([get(person, "items", id), get(person, "posts", id), get(person, "photos", [id, sha256])]);
    const item = report ?? post;
    if (!item || photo?.error || !ON_SERVER.has(item.state)) continue;
    if (item.photos.some((named) => named.sha256 === sha256)) return { item, photo };
  }
  return null;
}

/** Upload one photo; true if there may be more. Items saved meanwhile go first at the next turn. */
async function sendPhoto(work) {
  const { person, upload, tried, signal } = work;
  const next = upload && (await nextPhoto(work));
  if (!next) return false;
  const { item: { id }, photo: { sha256, name } } = next;
  const { bytes, type } = await get(person, "blobs", [id, sha256]);
  try {
    await upload(new Blob([bytes], { type }), {
      sha256, name, signal,
      onProgress: (share) => tell(person, { item: id, sha256, percent: Math.round(share * 100) }),
    });
  } catch (error) {
    if (!REFUSED.has(error.status)) throw error instanceof ApiError ? error : new ApiError(error.status ?? 0, null, error.retryAfter);
    tried.add(`${id}/${sha256}`);
    await update(person, "photos", [id, sha256], (photo) => photo && { ...photo, error: error.message });
    return true;
  }
  const photo = await get(person, "photos", [id, sha256]);
  const sent = photo ? [{ store: "photos", put: { ...photo, uploaded: true } }] : [];
  await commit(person, [...sent, { store: "blobs", remove: [id, sha256] }]);
  await tidy(person);
  return true;
}

/** Answers to an upload that another try will not change: this photo stays, with the reason shown. */
const REFUSED = new Set([400, 413, 415, 422]);
