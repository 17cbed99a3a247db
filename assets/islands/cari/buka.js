/* What the phone's search reads, and the words it reads it by: loaded with the first question. */
import { definitions, kata } from "../formulir.js";
import { documents, search, shownAs } from "../lib/cari.js";
import { all } from "../lib/db.js";
import { reader } from "../lib/kata.js";
import { readReports } from "../lib/reports.js";
import { territory } from "../lib/sync.js";
import { readTasks } from "../lib/tugas.js";

const words = reader(kata);

/** Everything that the phone holds, ready to be searched. */
export async function everything(person, kinds) {
  const [reports, tasks, now, ...stores] = await Promise.all([
    readReports(person, kinds), readTasks(person), territory(person), ...["subjects", "houses", "threads", "posts"].map((store) => all(person, store)),
  ]);
  const [subjects, sheets, threads, posts] = stores;
  return documents({ reports, subjects, sheets, tasks, threads, posts, areas: now?.areas ?? [] }, definitions);
}

/** `{sort: {total, hits}}` of what the words find among `held`, of each sort the first `limits[sort]`; null for too short a question. */
export function look(held, text, limits) {
  const question = words.ask(text);
  if (!question) return null;
  const found = Object.entries(search(held, question, words));
  return Object.fromEntries(found.map(([sort, some]) => [sort, { total: some.length, ids: new Set(some.map(({ id }) => id)), hits: some.slice(0, limits(sort)).map((one) => shownAs(one, question, words)) }]));
}
