/**
 * Photos and videos of a citizen's report: kept on the phone until the server has them, sent in pieces, resumed after a cut,
 * a reload or on another day.
 *
 * A file belongs to the report (or the step) whose id it was kept under, and is sent after that: the phone has no name at the
 * server before its first report. Nothing here is sealed, as nothing else of a citizen's phone is.
 */
import { openDB } from "idb";
import { FileRefused, hashOf } from "./sha256.js";
import { UploadError, seconds, upload } from "./upload.js";

/**
 * Proxies let 16 MB through at once. What a cut leaves of a piece is kept by the server, but a piece that comes before the server has
 * noticed the cut is sent for nothing: small enough that this does not hurt, large enough that a video is some dozens of requests.
 */
const TO = { endpoint: "/api/v1/media/tus-warga", pieceBytes: 2 * 1024 * 1024 };
/** As the server says (`settings.py`): told here before anything is sent. */
const PHOTO_BYTES = 12_000_000;
const VIDEO_BYTES = 100_000_000;
/** Answers that another try will not change. */
const REFUSED = new Set([400, 413, 415, 422]);
const STORE = "files";

let opening;
const open = () =>
  (opening ??= openDB("berkas-warga", 1, {
    upgrade(db) {
      db.createObjectStore(STORE, { keyPath: ["report", "sha256"] }).createIndex("kept_at", "kept_at");
    },
    terminated: () => (opening = undefined),
  }));

function check({ size, type }) {
  if (!size) throw new FileRefused("Berkas ini kosong. Pilih lagi.");
  const isVideo = type.startsWith("video/");
  const most = isVideo ? VIDEO_BYTES : PHOTO_BYTES;
  if (size > most) throw new FileRefused(`${isVideo ? "Video" : "Foto"} paling besar ${most / 1e6} MB. Pilih yang lebih kecil${isVideo ? ", atau potong videonya" : ""}.`);
}

/**
 * Keep a file that the citizen chose, until the server has it. The file itself is copied: what a phone's gallery lends is gone after a
 * reload.
 * @param report id under which the report, or the step, names it
 * @returns what the report says of it: `{sha256, name}`
 */
export async function keep(report, file) {
  check(file);
  const sha256 = await hashOf(file);
  const name = file.name ?? "";
  const blob = new Blob([file], { type: file.type });
  const row = { report, sha256, name, type: file.type, size: file.size, blob, state: "menunggu", reason: "", kept_at: new Date().toISOString() };
  await write((store) => store.put(row));
  return { sha256, name };
}

/** Files kept under this id, in the order in which they were chosen: `{sha256, name, type, size, blob, state, reason}`. */
export async function filesOf(report) {
  const rows = await (await open()).getAll(STORE, IDBKeyRange.bound([report], [report, []]));
  return rows.sort((a, b) => (a.kept_at < b.kept_at ? -1 : 1));
}

/** Take all files of an id back. */
export const dropAll = (report) => write((store) => store.delete(IDBKeyRange.bound([report], [report, []])));

/** Take a file back; what the server has of it goes by itself. */
export const drop = (report, sha256) => write((store) => store.delete([report, sha256]));

/** How many files still have to reach the server. */
export const waitingFiles = async () => (await all()).filter(({ state }) => state === "menunggu").length;

/**
 * Send the files of these reports, oldest first, one after another.
 * @param may `(report) => boolean`: whether the server has that report already
 * @param onProgress `(report, sha256, share)`, 0 to 1
 * @param signal AbortSignal; what was sent by then stays sent
 * @throws UploadError when there is no way now (`status` 0, 401, 429, 5xx; `retryAfter` in seconds or null); all stays kept
 */
export async function sendFiles({ may = () => true, onProgress, signal } = {}) {
  const turn = () => send({ may, onProgress, signal });
  // Two tabs that send the same file would only take it out of each other's hands.
  return navigator.locks ? navigator.locks.request("kirim-berkas-warga", { signal }, turn) : turn();
}

async function send({ may, onProgress, signal }) {
  for (const { report, sha256, name, blob, state } of await all()) {
    if (state !== "menunggu" || !may(report)) continue;
    try {
      // Asked for first: pieces are large, and the one that is here already need not be sent again.
      const uploadUrl = await begin(blob, sha256, name, signal);
      await upload(blob, { sha256, name, signal, onProgress: (share) => onProgress?.(report, sha256, share) }, { ...TO, uploadUrl });
    } catch (error) {
      if (!REFUSED.has(error.status)) throw error;
      await refuse(report, sha256, error.message);
      continue;
    }
    await drop(report, sha256);
  }
}

/** Begin an upload, or find the one with the same bytes; gives its address. */
async function begin(blob, sha256, name, signal) {
  const about = Object.entries({ sha256, filename: name }).map(([key, value]) => `${key} ${inBase64(value)}`);
  const headers = { "Tus-Resumable": "1.0.0", "Upload-Length": String(blob.size), "Upload-Metadata": about.join(",") };
  const answer = await fetch(TO.endpoint, { method: "POST", headers, signal }).catch((error) => {
    throw signal?.aborted ? error : new UploadError(0);
  });
  if (!answer.ok) throw new UploadError(answer.status, await answer.json().catch(() => null), seconds(answer.headers.get("Retry-After")));
  return answer.headers.get("Location");
}

const inBase64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

const all = async () => (await open()).getAllFromIndex(STORE, "kept_at");

/** It stays for its owner to see why; its bytes are of no more use. */
const refuse = (report, sha256, reason) =>
  write(async (store) => {
    const row = await store.get([report, sha256]);
    if (row) await store.put({ ...row, blob: null, state: "ditolak", reason });
  });

async function write(work) {
  const tx = (await open()).transaction(STORE, "readwrite", { durability: "strict" });
  Promise.resolve(work(tx.store)).catch(() => {}); // told by `done`
  await tx.done;
}
