/** News of the officer on the phone. `news` holds it as it came down; `marks` in `meta` what was read here: `{"<id>": at}`, until the server says so. */
import { api } from "./api.js";
import { all, commit, get, update } from "./db.js";

/** So much stays on the phone. */
const KEPT = 300;

const marksOf = async (person) => (await get(person, "meta", "marks"))?.value ?? {};

/** Whether it was read as of the moment it was last said, here or elsewhere. */
const isRead = ({ id, at, read_at }, marks) => Boolean(read_at) || Date.parse(marks[id] ?? 0) >= Date.parse(at);

/** All news, the latest first, each with `unread`, and `about`: the title of its report or what its task asks, where the phone has it. */
export async function readNews(person) {
  const [rows, marks] = await Promise.all([all(person, "news"), marksOf(person)]);
  rows.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const old = rows.splice(KEPT);
  if (old.length) await commit(person, old.map(({ id }) => ({ store: "news", remove: id })), { relaxed: true });
  return Promise.all(rows.map(async (row) => ({ ...row, unread: !isRead(row, marks), about: row.ref && (await subjectOf(person, row.ref)) })));
}

const subjectOf = async (person, id) =>
  (await get(person, "tasks", id))?.text ?? ((await get(person, "items", id)) ?? (await get(person, "results", id)))?.title ?? null;

/** How many pieces of news were not read. */
export async function countUnread(person) {
  const [rows, marks] = await Promise.all([all(person, "news"), marksOf(person)]);
  return rows.filter((row) => !isRead(row, marks)).length;
}

/** These were read; without network too. */
export const mark = (person, rows) =>
  update(person, "meta", "marks", (old) => ({ key: "marks", value: { ...old?.value, ...Object.fromEntries(rows.map(({ id, at }) => [id, at])) } }));

/** Tell the server what was read here, and forget what it knows. Fails silently: the next contact tries again. */
export async function sendMarks(person) {
  const [rows, marks] = await Promise.all([all(person, "news"), marksOf(person)]);
  const open = Object.fromEntries(rows.filter((row) => marks[row.id] && !row.read_at && isRead(row, marks)).map(({ id }) => [id, marks[id]]));
  // What was marked meanwhile stays.
  await update(person, "meta", "marks", (old) => ({ key: "marks", value: Object.fromEntries(Object.entries(old?.value ?? {}).filter(([id, at]) => open[id] || marks[id] !== at)) }));
  const news = Object.entries(open).map(([id, at]) => ({ id, at }));
  if (news.length) await api("kabar/dibaca", { method: "PUT", json: { news } }).catch(() => {});
}
