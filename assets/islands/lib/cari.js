/* Looking through what the phone holds of its officer, with the words of `kata.js`. The sorts have the names of services/cari_antrean.py. */
import { found } from "./kata.js";
import { placeOf } from "./register.js";

export const SORTS = ["laporan", "register", "tugas", "percakapan"];
const WRITTEN = new Set(["line", "text", "phone"]);

/** What was written into a filled form: names, texts, numbers. */
function* written(fields, body) {
  for (const { name, type, title, fields: inner } of fields) {
    const value = body[name];
    if (!value) continue;
    if (WRITTEN.has(type)) yield String(value);
    else if (type === "rukun") yield `${title} ${value}`;
    else if (type === "section") yield* written(inner, value);
    else if (type === "repeat") for (const one of value) yield* written(inner, one);
  }
}

/** Of a secret report its number, and while it waits to be sent its title: nothing of what it says. */
function ofReport(row, definitions, village) {
  const { id, title, kind_title, receipt, number, secret, review } = row;
  const filled = row.body ?? row.item?.body;
  const body = !secret && filled && definitions[row.kind] ? [...written(definitions[row.kind].fields, filled)] : [];
  const note = secret ? null : review?.note;
  return { jenis: "laporan", id, opens: "laporan", title, about: [kind_title], at: row.at, texts: [...body, note, receipt, number, village(row.area_code)], shown: [...body, note, receipt] };
}

/** With what its sheet says, where it was opened on this phone. */
function ofSubject(subject, sheet, village) {
  const place = [placeOf(subject), village(subject.area_code), subject.moved_on && "Pindah"];
  const inside = sheet && !subject.declined ? [...sheet.residents.map(({ name }) => name), ...sheet.phones.map(({ number }) => number)] : [];
  return { jenis: "register", id: subject.id, opens: "register", title: subject.name, about: place, at: subject.last_visit_at ?? "", texts: inside, shown: inside };
}

function ofTask({ id, title, text, reason, subject, area, officer, giver, source, steps, state, late, created_at }) {
  const said = [text, reason, ...steps.map(({ note }) => note)];
  const about = [subject?.name ?? area, late ? "terlambat" : state.replace("_", " ")];
  return { jenis: "tugas", id, opens: "tugas", title, about, at: created_at, texts: [...said, subject?.address, area, officer?.name, giver?.name, source?.title], shown: said };
}

const ofThread = (topic, said) => ({
  ...topic, jenis: "percakapan", at: said.at(-1).at, texts: said.flatMap(({ text, by }) => [text, by]), shown: said.map(({ text }) => text).reverse(), named: false,
});

/**
 * Everything there is to find: `[{jenis, id, opens, title, about, at, texts, shown}]`, the newest first.
 * @param held `{reports, subjects, sheets, tasks, threads, posts, areas}` as they are read for the lists
 * @param definitions of all forms, by kind
 */
export function documents({ reports, subjects, sheets, tasks, threads, posts, areas }, definitions) {
  const villages = new Map(areas.map(({ code, name }) => [code, name]));
  const village = (code) => villages.get(code);
  const opened = new Map(sheets.map((sheet) => [sheet.id, sheet]));
  const topics = [...reports.map((row) => ofReport(row, definitions, village)), ...tasks.map(ofTask)];
  // What is said about a secret report is read beside it.
  const hidden = new Set(reports.filter(({ secret }) => secret).map(({ id }) => id));
  const said = new Map(threads.map((thread) => [thread.id, thread.posts.map(({ id, text, sender, received_at: at }) => ({ id, text, by: sender.name, at }))]));
  for (const { id, report, text, created_at: at } of posts) {
    const known = said.get(report) ?? [];
    if (!known.some((one) => one.id === id)) said.set(report, [...known, { id, text, by: null, at }]);
  }
  const talks = topics.filter(({ id }) => !hidden.has(id) && said.get(id)?.length).map((topic) => ofThread(topic, said.get(topic.id)));
  return [...topics, ...subjects.map((subject) => ofSubject(subject, opened.get(subject.id), village)), ...talks]
    .map((one) => ({ ...one, about: one.about.filter(Boolean), texts: one.texts.filter(Boolean), shown: one.shown.filter(Boolean) }))
    .sort((one, other) => (one.at < other.at ? 1 : -1));
}

const wordsOf = (one, words) => (one.words ??= words.file(one.named === false ? one.texts : [one.title, ...one.about, ...one.texts]));

/** What a question (of `words.ask`) finds of these documents: `{sort: [document]}`. */
export function search(all, question, words) {
  const hits = all.filter((one) => found(question, wordsOf(one, words)));
  return Object.fromEntries(SORTS.map((sort) => [sort, hits.filter(({ jenis }) => jenis === sort)]));
}

/** A hit as it is shown: as the server answers. */
export const shownAs = ({ id, opens, title, about, at, shown }, question, words) => ({
  id, opens, at, about, title: words.marked(title, question), pieces: words.excerpt(shown, question),
});
