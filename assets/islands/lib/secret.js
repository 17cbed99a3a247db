/* Secret reports (Laporan Informasi): what the server has is erased from this phone; number and state stay. */
import { all, commit, get, keys, update } from "./db.js";

const HELD = new Set(["terkirim", "diterima", "bertentangan"]);
const KEPT = [
  "id", "revision", "base_revision", "author_id", "kind", "kind_title", "secret", "practice", "origin", "created_at", "duration_s", "saved_at", "answered_at",
  "state", "attempted", "reason", "receipt", "number",
];

const holds = (item) => item.secret && HELD.has(item.state);

/** `item`, of which nothing is left but number and state once the server has it; photos only as long as they are to be sent. */
export function covered(item) {
  if (!holds(item) || item.body === null) return item;
  return {
    ...Object.fromEntries(KEPT.filter((name) => name in item).map((name) => [name, item[name]])),
    title: item.number ?? item.kind_title, subject: null, position: null, body: null, photos: item.photos.map(({ sha256 }) => ({ sha256 })),
    errors: [], flags: [], verdict: null, area_code: null, review: item.review && { ...item.review, note: null },
  };
}

/** Take away what `covered` left: photos that have been sent, and what came down to be corrected. May be repeated without harm. */
export async function tidy(person) {
  const held = (await all(person, "items")).filter(holds);
  if (!held.length) return;
  const blobs = await keys(person, "blobs");
  for (const { id, body, photos } of held) {
    const waiting = new Set(blobs.filter(([item]) => item === id).map(([, sha256]) => sha256));
    const stored = await all(person, "photos", "item", id);
    await commit(person, [
      ...stored.filter(({ sha256 }) => !waiting.has(sha256)).map(({ sha256 }) => ({ store: "photos", remove: [id, sha256] })),
      ...stored.filter(({ sha256, thumb }) => waiting.has(sha256) && thumb).map((photo) => ({ store: "photos", put: { ...photo, thumb: null } })),
    ]);
    if (body !== null || photos.some(({ sha256 }) => !waiting.has(sha256))) {
      const left = (item) => ({ ...covered(item), photos: item.photos.filter(({ sha256 }) => waiting.has(sha256)).map(({ sha256 }) => ({ sha256 })) });
      await update(person, "items", id, (item) => (item && holds(item) ? left(item) : undefined));
    }
    if ((await get(person, "results", id))?.item) await update(person, "results", id, (result) => result && { ...result, item: null, media: null, note: null });
  }
}
