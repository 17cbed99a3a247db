/** Sends the photos and videos of a citizen's reports once the server has these, and tells the page how far that is. Pages only. */
import { all, commit, get } from "./warga.js";

const FLAG = "files"; // there is something to send: what sends it is large, and is not loaded without
const AGAIN_S = 30;
const listeners = new Set();
const shares = new Map();

/** Call `heard(shares)` whenever a file got on or arrived: SHA-256 → share sent, 0 to 1. Returns how to stop. */
export function follow(heard) {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

const tell = () => listeners.forEach((heard) => heard(new Map(shares)));

/** A file was kept. */
export const noted = () => commit([{ store: "meta", put: { key: FLAG } }]);

/** Ids whose report, or step, the server does not have yet. */
async function pending() {
  const [drafts, outbox, deeds] = await Promise.all([all("draft"), all("outbox"), all("deeds")]);
  return new Set([...drafts.map(({ files_key }) => files_key), ...outbox.map(({ draft }) => draft.files_key), ...deeds.map(({ id }) => id)]);
}

/** Send what can be sent; gives in how many seconds to try again, 0: nothing is left that could go. */
export async function sendKept() {
  if (!(await get("meta", FLAG))) return 0;
  const { sendFiles, waitingFiles } = await import("./upload_warga.js");
  const waits = await pending();
  const onProgress = (_report, sha256, share) => {
    shares.set(sha256, share);
    tell();
  };
  try {
    await sendFiles({ may: (report) => !waits.has(report), onProgress });
  } catch (error) {
    if (error.status === undefined) throw error;
    return error.retryAfter ?? AGAIN_S;
  } finally {
    shares.clear();
    tell();
  }
  if (!(await waitingFiles())) await commit([{ store: "meta", remove: FLAG }]);
  return 0;
}
