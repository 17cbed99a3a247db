/**
 * Threads of the officer's reports and tasks on the phone (`report` is the id of either). `threads` holds them as they came down, each with `seen`, how far it was read
 * here; `posts` what was written here, until the server shows it whole, photos included:
 *
 *   menunggu → terkirim → gone | ditolak (→ menunggu by the author's hand)
 */
import { api } from "./api.js";
import { all, commit, get, update } from "./db.js";
import { later, readUntil, unreadOf } from "./talk.js";
import { uuid7 } from "./uuid.js";
import { writeThrough } from "./writer.js";

/** Answers to a post that another try will not change: it stays, with the reason shown. */
const REFUSED = new Set([400, 403, 404, 409, 413, 415, 422]);

/** `{"<report>": {unread, waiting}}` of all reports with a thread. */
export async function readTalk(person) {
  const [threads, posts] = await Promise.all([all(person, "threads"), all(person, "posts")]);
  const talk = Object.fromEntries(threads.map((thread) => [thread.id, { unread: unreadOf(thread, person), waiting: 0 }]));
  for (const { report, state } of posts) if (state !== "terkirim") (talk[report] ??= { unread: 0, waiting: 0 }).waiting += 1;
  return talk;
}

/** How many reports and tasks in the lists have posts that were not read here, and how many of these mention the person: `{reports, mentioned}`. */
export async function readUnread(person) {
  const fresh = (await all(person, "threads")).filter((thread) => unreadOf(thread, person) > 0);
  const listed = await Promise.all(fresh.map(async ({ id }) => {
    if ((await get(person, "items", id)) || (await get(person, "tasks", id))) return true;
    const result = await get(person, "results", id);
    return Boolean(result && !result.hidden);
  }));
  const shown = fresh.filter((_, index) => listed[index]);
  return { reports: shown.length, mentioned: shown.filter(({ mentioned }) => mentioned).length };
}

/** The thread of a report with what was written here and is not in it yet: `{posts, readers, people}`. */
export async function readThread(person, report) {
  const [thread, mine, people] = await Promise.all([get(person, "threads", report), all(person, "posts", "report", report), get(person, "meta", "people")]);
  const [item, result] = await Promise.all([get(person, "items", report), get(person, "results", report)]);
  // Only who reads such a report may be spoken to in its thread.
  const isSecret = item?.secret ?? result?.number !== undefined;
  const allowed = (one) => !isSecret || one.id === person || (people?.secret ?? []).includes(one.id);
  const known = new Set((thread?.posts ?? []).map(({ id }) => id));
  const unsent = mine.filter(({ id }) => !known.has(id)).sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
  return {
    posts: [...(thread?.posts ?? []), ...unsent.map((post) => ({ ...post, sender: { id: person } }))],
    readers: thread?.readers ?? [], people: (people?.value ?? []).filter(allowed),
  };
}

/* Beside the drafts of reports, which are called by the report's bare id. */
const draftId = (report) => `komentar-${report}`;

/** What was being written about a report and has not become a post: its text, "" if nothing. */
export const readDraft = async (person, report) => (await get(person, "drafts", draftId(report)))?.text ?? "";

/** Keeps what is being written about a report, as `writeThrough` does. */
export const draftWriter = (person, report, onState) =>
  writeThrough((text) => commit(person, [{ store: "drafts", ...(text ? { put: { id: draftId(report), text } } : { remove: draftId(report) }) }]), onState);

/** Keep a post with its photos (as `readPhoto` of the album gave them) and forget its draft, in one durable step. */
export async function savePost(person, report, { text, mentions, photos }) {
  const id = uuid7();
  const named = photos.map(({ described: { sha256 } }) => ({ sha256 }));
  await commit(person, [
    { store: "drafts", remove: draftId(report) },
    { store: "posts", put: { id, report, text, mentions, photos: named, created_at: new Date().toISOString(), state: "menunggu", reason: null } },
    ...photos.flatMap(({ described: { sha256, name }, thumb, bytes, type }) => [
      { store: "photos", put: { item: id, sha256, name, thumb, uploaded: false, error: null } },
      { store: "blobs", put: { item: id, sha256, type, bytes } },
    ]),
  ]);
}

const removal = (id) => [
  { store: "posts", remove: id },
  { store: "photos", removeBy: ["item", id] },
  { store: "blobs", removeBy: ["item", id] },
];

/** Forget a post that was refused. */
export const discardPost = (person, id) => commit(person, removal(id));

/** Put a refused post back in the queue. */
export const retryPost = (person, id) => update(person, "posts", id, (post) => post && { ...post, state: "menunggu", reason: null });

/** Remember that the thread was read to its end; the server hears of it with the next sending. */
export async function markSeen(person, report) {
  await update(person, "threads", report, (thread) => {
    const last = thread?.posts.at(-1)?.received_at;
    return last && later(last, readUntil(thread, person)) !== readUntil(thread, person) ? { ...thread, seen: last } : undefined;
  });
}

const due = async (person, tried) => (await all(person, "posts")).filter(({ id, state }) => state === "menunggu" && !tried.has(id)).sort((a, b) => (a.created_at < b.created_at ? -1 : 1));

const unmarked = async (person, tried) =>
  (await all(person, "threads")).filter(({ id, seen, readers }) => {
    const told = readers.find((reader) => reader.id === person)?.read_at ?? null;
    return seen && !tried.has(`${id}/${seen}`) && later(seen, told) !== told;
  });

/** Whether something of a thread waits to be told to the server. */
export const hasTalk = async (person) => (await due(person, new Set())).length > 0 || (await unmarked(person, new Set())).length > 0;

/** Send one post or one read mark; true if there may be more. Throws ApiError where another try may help. */
export async function sendTalk({ person, tried, signal }) {
  const [post] = await due(person, tried);
  if (post) {
    tried.add(post.id);
    await sendPost(person, post, signal);
    return true;
  }
  const [thread] = await unmarked(person, tried);
  if (!thread) return false;
  tried.add(`${thread.id}/${thread.seen}`);
  await api(`utas/${thread.id}/dibaca`, { method: "PUT", json: { until: thread.seen }, signal }).catch((error) => {
    if (!REFUSED.has(error.status)) throw error;
  });
  // The mark itself comes down with the thread; until then it is not told twice.
  const told = (readers) => readers.map((reader) => (reader.id === person ? { ...reader, read_at: thread.seen } : reader));
  await update(person, "threads", thread.id, (now) => now && { ...now, readers: told(now.readers) });
  return true;
}

/** A thread whose first post was written here; the rest comes down with it. */
const begun = (report) => ({ id: report, posts: [], readers: [], unread: 0, mentioned: false, seen: null });

/** Whether the server has all photos of a post. */
const isWhole = ({ photos }) => photos.every(({ media }) => media);

async function sendPost(person, { id, report, text, mentions, photos, created_at }, signal) {
  const json = { id, text, mentions, photos: photos.map(({ sha256 }) => sha256), created_at };
  try {
    const stored = await api(`utas/${report}`, { method: "POST", json, signal });
    await update(person, "threads", report, (thread = begun(report)) => ({ ...thread, posts: [...thread.posts.filter((one) => one.id !== id), stored] }));
    if (isWhole(stored)) await commit(person, removal(id));
    else await update(person, "posts", id, (post) => post && { ...post, state: "terkirim", reason: null });
  } catch (error) {
    // Too many at once: this one waits for the next turn, reports and photos go on.
    if (error.status === 429) return;
    if (!REFUSED.has(error.status)) throw error;
    const reason = error.errors[0]?.message ?? error.message;
    await update(person, "posts", id, (post) => post && { ...post, state: "ditolak", reason });
  }
}

/** The operations that keep a thread that came down, and forget what was written here and is in it whole. */
export async function threadDown(person, report, thread) {
  const old = await get(person, "threads", report);
  const shown = new Map(thread.posts.map((post) => [post.id, post]));
  const mine = await all(person, "posts", "report", report);
  const whole = mine.filter(({ id }) => shown.has(id) && isWhole(shown.get(id)));
  return [{ store: "threads", put: { ...thread, id: report, seen: old?.seen ?? null } }, ...whole.flatMap(({ id }) => removal(id))];
}
