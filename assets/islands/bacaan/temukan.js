/* Which texts of the library words mean, the best first: loaded with the first question. */
import { kata } from "../formulir.js";
import { found, reader } from "../lib/kata.js";

const words = reader(kata);
const filed = new WeakMap(); // text → its words: of the title, of what it is about, of all of it

const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

function wordsOf(text) {
  if (!filed.has(text)) {
    const { title, topic, kind, summary, lists, lines, html } = text;
    const about = [title, topic ?? "", kind, summary];
    const inside = [...lists.flatMap(({ items }) => items), ...lines.map((line) => line.text), plain(html)];
    filed.set(text, [[title], about, [...about, ...inside]].map((some) => words.file(some)));
  }
  return filed.get(text);
}

/** Those of `texts` that hold all words of `query`; all of them where it has no word to look for. */
export function find(texts, query) {
  const question = words.ask(query);
  if (!question) return texts;
  const ranked = texts.map((text) => [wordsOf(text).findIndex((some) => found(question, some)), text]);
  return ranked.filter(([rank]) => rank >= 0).sort(([one], [other]) => one - other).map(([, text]) => text);
}
