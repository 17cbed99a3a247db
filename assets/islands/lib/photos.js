/** Photos as reports carry them: shrunk in a worker; in the page itself where there is no worker, or it fails. */
import { NotAPhoto, shrink } from "./picture.js";

const LONGEST_NAME = 100; // the server takes 200 characters

let worker = null;
let next = 0;
const waiting = new Map();

/**
 * Make a photo ready to be kept and sent. What it says of time and place, and its hash, come from the original.
 * @param file File from the camera or the gallery
 * @param source "camera" or "gallery"
 * @returns `{sha256, original_sha256, name, source, taken_at, taken_position, blob, width, height}`; see `shrink` and `readExif`
 * @throws NotAPhoto with a message for the person
 */
export async function prepare(file, source) {
  const photo = await inWorker(file).catch((error) => {
    if (error instanceof NotAPhoto) throw error;
    return shrink(file);
  });
  return { ...photo, name: file.name.slice(0, LONGEST_NAME), source };
}

async function inWorker(file) {
  worker ??= start();
  next += 1;
  const id = next;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, file });
  });
}

function start() {
  const started = new Worker(new URL("./photo-worker.js", import.meta.url), { type: "module" });
  started.onmessage = ({ data: { id, photo, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (photo) resolve(photo);
    else reject(error === "NotAPhoto" ? new NotAPhoto() : new Error(error));
  };
  // It could not be loaded (an update took its file away), or ran out of memory: the next photo tries a new one.
  started.onerror = (event) => {
    event.preventDefault();
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error("worker"));
    waiting.clear();
  };
  return started;
}
