/* Which texts of the library words mean, the best first: loaded with the first question. */
import { kata, spoken } from "../formulir.js";
import { fold, found, reader } from "../lib/kata.js";

const words = reader(kata);
const filed = new WeakMap(); // text → its words: of the title, of what it is about, of all of it

const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

function wordsOf(text) {
  if (!filed.has(text)) {
    const { title, topic, kind, summary, lists, lines, html, film } = text;
    const about = [title, topic ?? "", kind, summary];
    const inside = [...lists.flatMap(({ items }) => items), ...lines.map((line) => line.text), plain(html), film?.caption ?? "", film?.transcript ?? ""];
    filed.set(text, [[title], about, [...about, ...inside]].map((some) => words.file(some)));
  }
  return filed.get(text);
}

/** Words that people say as the texts write them (services/bacaan.SPOKEN). */
const written = (query) => query.split(/\s+/).map((word) => spoken[fold(word)] ?? word).join(" ");

/** Those of `texts` that hold all words of `query`; all of them where it has no word to look for. */
export function find(texts, query) {
  const questions = [query, written(query)].map(words.ask).filter(Boolean);
  if (!questions.length) return texts;
  const ranked = texts.map((text) => [wordsOf(text).findIndex((some) => questions.some((question) => found(question, some))), text]);
  return ranked.filter(([rank]) => rank >= 0).sort(([one], [other]) => one - other).map(([, text]) => text);
}
