/** What is done to one photo before it is kept: facts of the original, then a smaller copy. Runs in the worker or, failing that, in the page. */
import { readExif } from "./exif.js";

const LONGEST_PX = 1600;
const MOST_BYTES = 350_000;
const QUALITIES = [0.8, 0.7, 0.6, 0.5];

/** The file cannot be shown as a picture; `message` is for the person. */
export class NotAPhoto extends Error {
  name = "NotAPhoto";
  message = "Berkas ini bukan foto yang dapat dibaca. Ambil foto lain.";
}

/**
 * @param file File or Blob as the camera or the gallery gave it
 * @returns `{sha256, original_sha256, taken_at, taken_position, blob, width, height}`; hashes hexadecimal, sizes in pixels of `blob`
 */
export async function shrink(file) {
  const original = await file.arrayBuffer();
  const [original_sha256, small] = await Promise.all([digest(original), compress(file)]);
  return { original_sha256, ...readExif(original), sha256: await digest(await small.blob.arrayBuffer()), ...small };
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compress(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new NotAPhoto();
  });
  const scale = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = makeCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  context.fillStyle = "#fff"; // behind what is transparent
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  for (const quality of QUALITIES) {
    const blob = await encode(canvas, quality);
    if (blob.size <= MOST_BYTES || quality === QUALITIES.at(-1)) return { blob, width, height };
  }
}

function makeCanvas(width, height) {
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

function encode(canvas, quality) {
  if (canvas.convertToBlob) return canvas.convertToBlob({ type: "image/jpeg", quality });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
