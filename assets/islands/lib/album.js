/* Photos of a draft: prepared, made small enough to look at, and stored together with the draft that names them. */
import { all, commit } from "./db.js";

export const MOST_PHOTOS = 5;
const THUMBNAIL_PX = 240;
const DESCRIBED = ["sha256", "original_sha256", "name", "source", "taken_at", "taken_position"];

async function thumbnail(blob) {
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, THUMBNAIL_PX / Math.min(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const small = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.7));
  return { bytes: await small.arrayBuffer(), type: small.type };
}

/** Read, hash and shrink a file: `{described, thumb, bytes, type}`, of which `described` goes into the report. */
export async function readPhoto(file, source) {
  // The compressor is loaded when the first photo is taken.
  const { prepare } = await import("./photos.js");
  const photo = await prepare(file, source);
  const { blob } = photo;
  return {
    described: Object.fromEntries(DESCRIBED.map((field) => [field, photo[field] ?? null])),
    thumb: await thumbnail(blob),
    bytes: await blob.arrayBuffer(),
    type: blob.type,
  };
}

/** Store a photo in one step with the draft that names it. */
export function storePhoto(person, draft, { described, thumb, bytes, type }) {
  const { sha256, name } = described;
  const key = { item: draft.id, sha256 };
  return commit(person, [
    { store: "photos", put: { ...key, name, thumb, uploaded: false, error: null } },
    { store: "blobs", put: { ...key, type, bytes } },
    { store: "drafts", put: draft },
  ]);
}

/** Take a photo's bytes away in one step with the draft that no longer names it: its room is free at once. */
export function dropPhoto(person, draft, sha256) {
  const gone = ["photos", "blobs"].map((store) => ({ store, remove: [draft.id, sha256] }));
  return commit(person, [...gone, { store: "drafts", put: draft }]);
}

/** Where a small picture is: on this phone, or on the server if only that has the photo (`media`, its id); null: nowhere yet. */
const address = ({ thumb, media }) => {
  if (thumb) return URL.createObjectURL(new Blob([thumb.bytes], { type: thumb.type }));
  return media ? `/api/v1/media/${media}/kecil` : null;
};

/** `{sha256: {url, uploaded, error}}` of a report's photos; revoke the urls with `release`. */
export async function album(person, item) {
  const photos = await all(person, "photos", "item", item);
  return Object.fromEntries(photos.map((photo) => [photo.sha256, { url: address(photo), uploaded: photo.uploaded, error: photo.error }]));
}

/** Give the memory of an album back. */
export const release = (shown) => Object.values(shown ?? {}).forEach(({ url }) => URL.revokeObjectURL(url));
