/**
 * What is being typed, safe from the first key stroke on. A draft is an unfinished report under the id that the report
 * will have; a correction is a draft under the id of the report that it corrects.
 */
import { all, commit, get, update } from "./db.js";
import { discard } from "./outbox.js";
import { fromServer } from "./review.js";
import { uuid7 } from "./uuid.js";
import { writeThrough } from "./writer.js";

/** An empty draft of a new report; with `practice` one of Mode latihan, which it stays. */
export function blank(definition, emptyValue, practice = false, now = new Date()) {
  return {
    id: uuid7(now.getTime()),
    kind: definition.kind,
    started_at: now.toISOString(),
    value: emptyValue(definition),
    subject: null,
    position: { mode: "on_site", fix: null, reason: "" },
    photos: [],
    correction: null,
    practice,
    touched: false,
  };
}

/** `body`, in which what is empty was left out, laid over the form's empty value. */
const filled = (empty, body) =>
  Object.fromEntries(
    Object.entries(empty).map(([name, nothing]) => {
      const value = body?.[name];
      const section = nothing !== null && typeof nothing === "object" && !Array.isArray(nothing);
      return [name, section ? filled(nothing, value) : (value ?? nothing)];
    }),
  );

/** The report to be corrected: this phone's own record, or a returned one that the server alone has; else undefined. */
export async function correctable(person, id) {
  const own = await get(person, "items", id);
  if (own?.body) return own;
  const result = await get(person, "results", id);
  if (!result?.item) return undefined;
  for (const { sha256, name } of result.item.photos) {
    const media = result.media[sha256];
    const there = { item: id, sha256, name, thumb: null, media, uploaded: Boolean(media), error: null };
    await update(person, "photos", [id, sha256], (known) => (known ? undefined : there));
  }
  return fromServer(result);
}

/** The draft that corrects a saved report: everything as it was, the position for good. */
export function correctionOf(item, definition, emptyValue, now = new Date()) {
  const { mode, reason, ...fix } = item.position;
  return {
    id: item.id,
    kind: item.kind,
    started_at: now.toISOString(),
    value: filled(emptyValue(definition), item.body),
    subject: item.subject && { ...item.subject, name: item.title },
    position: { mode, fix: fix.lat === null ? null : fix, reason: reason ?? "" },
    photos: item.photos,
    correction: { revision: item.revision },
    practice: item.practice ?? false,
    origin: item.origin,
    task_id: item.task_id,
    touched: false,
  };
}

/** Without photos that were never stored because the phone died in between. */
async function whole(person, draft) {
  const stored = new Set((await all(person, "photos", "item", draft.id)).map((photo) => photo.sha256));
  return { ...draft, photos: draft.photos.filter((photo) => stored.has(photo.sha256)) };
}

/** The newest unfinished new visit, or undefined; with `practice` of Mode latihan, else a real one. */
export async function unfinished(person, practice = false) {
  const drafts = (await all(person, "drafts")).filter((draft) => draft.kind && !draft.correction && Boolean(draft.practice) === practice);
  const newest = drafts.sort((a, b) => (a.started_at < b.started_at ? 1 : -1))[0];
  return newest && whole(person, newest);
}

/** The draft begun out of a part of another report, as a report of this kind; else undefined. */
export async function begunOutOf(person, { id, path }, kind) {
  const found = (await all(person, "drafts")).find(({ origin, kind: one, correction }) => !correction && origin?.id === id && origin.path === path && one === kind);
  return found && whole(person, found);
}

/** The draft begun for correcting `item`, unless the report has changed since; else undefined. */
export async function begunCorrection(person, item) {
  const draft = await get(person, "drafts", item.id);
  return draft?.correction?.revision === item.revision ? whole(person, draft) : undefined;
}

/** Throw a draft away. A correction loses what was changed; the report that it corrects stays as it is. */
export async function drop(person, draft) {
  if (!draft.correction) return discard(person, draft.id);
  const item = await get(person, "items", draft.id);
  const kept = new Set(item?.photos.map((photo) => photo.sha256));
  const added = draft.photos.filter((photo) => !kept.has(photo.sha256));
  return commit(person, [
    { store: "drafts", remove: draft.id },
    ...added.flatMap(({ sha256 }) => ["photos", "blobs"].map((store) => ({ store, remove: [draft.id, sha256] }))),
  ]);
}

/** Writes drafts through to the disk, as `writeThrough` does. */
export const writer = (person, onState) => writeThrough((draft) => commit(person, [{ store: "drafts", put: draft }]), onState);

/** The report that a finished draft becomes. `previous` is the saved report that it corrects. */
export function toItem(draft, { person, definition, body, judgement, previous, now = new Date() }) {
  const { mode, fix, reason } = draft.position;
  const nowhere = { lat: null, lon: null, accuracy_m: null, time: null };
  // What may have reached the server under this revision is never changed: its correction is the next one.
  const sent = previous?.attempted;
  // Times of the first saving stay, unless the server refused just them (the phone's clock was wrong).
  const refused = (field) => previous?.errors.some((error) => error.field === field);
  const time = refused("position.time") ? null : fix?.time;
  return {
    id: draft.id,
    revision: previous ? previous.revision + (sent ? 1 : 0) : 1,
    base_revision: sent ? previous.revision : (previous?.base_revision ?? null),
    author_id: person,
    kind: draft.kind,
    form_version: definition.version,
    created_at: previous && !refused("created_at") ? previous.created_at : now.toISOString(),
    // Not negative if the clock was put back meanwhile: the server would refuse it for ever.
    duration_s: previous?.duration_s ?? Math.max(0, Math.round((now - new Date(draft.started_at)) / 1000)),
    subject: draft.subject && { id: draft.subject.id, new: draft.subject.new },
    position: { ...(mode === "on_site" && fix ? { ...fix, time } : nowhere), mode, reason: mode === "on_site" ? null : reason.trim() },
    body,
    photos: draft.photos,
    ...(draft.practice && { practice: true }),
    ...(draft.origin && { origin: draft.origin }),
    ...(draft.task_id && { task_id: draft.task_id }),
    title: body[definition.title_field] ?? definition.title,
    kind_title: definition.title,
    ...(definition.secret && { secret: true, number: previous?.number ?? null }),
    saved_at: now.toISOString(),
    state: "menunggu",
    attempted: false,
    reason: null,
    errors: [],
    receipt: previous?.receipt ?? null,
    verdict: judgement?.verdict ?? null,
    area_code: judgement?.area_code ?? null,
    flags: [],
    review: previous?.review ?? null,
  };
}

/** What picking somebody from the register fills in. */
const fromRegister = (value, { name, address, rt, rw }) => ({
  ...value, name, address: address ?? "", neighbourhood: { rt: rt ?? "", rw: rw ?? "" },
});

/** `draft` with somebody from the register as the one who is visited. */
export const visiting = (draft, { id, name, address, rt, rw }) => ({
  ...draft, subject: { id, new: false, name, address, rt, rw }, value: fromRegister(draft.value, { name, address, rt, rw }),
});
