/**
 * Words as they are searched: the twin of services/kata.py and services/cari_cuplikan.py, with their tables (in `formulir.js`).
 * tests/unit/test_kata_on_phone.py holds both together.
 */
const SPELT = { "@": "[\\p{L}\\p{N}]", "#": "[^\\p{L}\\p{N}]" };
const KEPT = 50_000;

const first = (text, count) => (text.length <= count ? text : [...text].slice(0, count).join(""));

/** Small letters without diacritics. */
export const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/\p{Mn}/gu, "");

const fits = ({ word, begins }, filed) => (begins ? filed.startsWith(word) : filed === word);
const isFiled = (term, words) => words.has(term.word) || (term.begins && [...words].some((word) => fits(term, word)));

/** Whether what is filed under these words (a Set) is meant by a question of `ask`. */
export const found = (question, words) => question.every((group) => group.some((way) => way.every((term) => isFiled(term, words))));

/** `{file, ask, marked, excerpt}` by the tables of the server. */
export function reader(table) {
  const stop = new Set(table.stop);
  const short = new Map(Object.entries(table.short));
  const pattern = Object.fromEntries(Object.entries(table.patterns).map(([name, said]) => [name, new RegExp(said.replace(/[@#]/g, (sign) => SPELT[sign]), "gu")]));
  const wordsIn = (text) => text.match(pattern.word) ?? [];

  const plain = (word) => {
    const cut = first(word, table.max_word);
    return /^[0-9]{1,3}$/.test(cut) ? cut.replace(/^0+/, "") || "0" : cut;
  };

  function withoutPrefix(word) {
    const known = table.prefixes.find(([prefix]) => word.startsWith(prefix) && word.length > prefix.length + 2);
    if (!known) return [];
    const [prefix, beforeVowel, otherwise] = known;
    const rest = word.slice(prefix.length);
    return (table.vowels.includes(rest[0]) ? beforeVowel : otherwise).map((letters) => letters + rest);
  }

  /** What may be left of a word without its prefix, and of that without its suffix. A lone -i is rarely one: polisi, melati. */
  function withoutAffixes(word) {
    const stems = withoutPrefix(word);
    const cut = (stem) => table.suffixes.filter((suffix) => stem.endsWith(suffix) && (stems.length || suffix !== "i")).map((suffix) => stem.slice(0, -suffix.length));
    return [word, ...stems, ...(stems.length ? stems : [word]).flatMap(cut)];
  }

  function rootsOf(given, expand) {
    const word = plain(given);
    if (stop.has(word)) return new Set();
    const all = new Set([word, ...((expand && short.get(word)) || [])]);
    if (/^[a-z]+$/.test(word)) for (const root of withoutAffixes(word.endsWith("nya") ? word.slice(0, -3) : word)) if (root.length >= table.min_root) all.add(root);
    return all;
  }

  const known = new Map(); // words come again and again
  function roots(word, expand = true) {
    const key = expand ? word : `${word} `;
    if (!known.has(key)) {
      if (known.size >= KEPT) known.clear();
      known.set(key, rootsOf(word, expand));
    }
    return known.get(key);
  }

  /** "RT 003/RW 05" as the two words "rt3" and "rw5". */
  const numbered = (folded) =>
    folded
      .replace(pattern.rukun, (_, rt, rw, name, number) => (rt ? `rt${Number(rt)} rw${Number(rw)}` : `${name}${Number(number)}`))
      .replace(pattern.rt_then_rw, "$1 rw$2");

  function joined(code) {
    const letters = wordsIn(code).join("");
    return first(/^\p{Nd}+$/u.test(letters) && letters.startsWith("62") && letters.length > 9 ? `0${letters.slice(2)}` : letters, table.max_word);
  }

  /** The words under which these texts are filed. */
  function file(texts) {
    const filed = new Set();
    for (const text of texts) {
      const folded = numbered(fold(text));
      for (const numbers of [pattern.phone, pattern.code]) for (const code of folded.match(numbers) ?? []) filed.add(joined(code));
      for (const word of wordsIn(folded)) for (const root of roots(word)) filed.add(root);
    }
    return filed;
  }

  /** Words in their order, numbers with separators as one: `[piece, the number without them or ""]`. */
  function pieces(folded) {
    const all = [];
    let rest = folded;
    for (const numbers of [pattern.phone, pattern.code]) {
      for (const match of rest.matchAll(numbers)) all.push([match.index, match[0], joined(match[0])]);
      rest = rest.replace(numbers, (match) => " ".repeat(match.length));
    }
    for (const match of rest.matchAll(pattern.word)) all.push([match.index, match[0], ""]);
    return all.sort(([one], [other]) => one - other).map(([, piece, code]) => [piece, code]);
  }

  const term = (word, begins = false) => ({ word, begins });

  function group(word, last) {
    const forms = [...roots(word, false)].sort();
    const begun = last && word.length >= table.min_letters;
    const ways = begun ? [[term(word, true)], ...forms.filter((form) => form !== word).map((form) => [term(form)])] : forms.map((form) => [term(form)]);
    return short.has(word) ? [...ways, short.get(word).map((root) => term(root))] : ways;
  }

  /** What a person looks for: every group, one of its ways, of that all terms; null if it holds no word that is long enough. */
  function ask(text) {
    const said = pieces(numbered(fold(first(text, 500))));
    const groups = [];
    for (const [place, [piece, code]] of said.slice(0, table.max_words).entries()) {
      const last = place === said.length - 1;
      const parts = wordsIn(piece).map(plain);
      if (code) groups.push([[term(code, last)], parts.map((part, index) => term(part, last && index === parts.length - 1))]);
      else if (!stop.has(piece) || (last && !groups.length)) groups.push(group(plain(piece), last));
    }
    if (!groups.flat(2).some(({ word }) => word.length >= table.min_letters)) return null;
    return [...new Map(groups.map((one) => [JSON.stringify(one), one])).values()];
  }

  function spans(text, question) {
    const terms = question.flat(2);
    const meant = (word) => [...roots(fold(word))].some((root) => terms.some((one) => fits(one, root)));
    return [...text.matchAll(pattern.word)].filter(([word]) => meant(word)).map(({ 0: word, index }) => [index, index + word.length]);
  }

  /** The whole text in pieces `{text, marked}`. */
  function marked(text, question) {
    const all = [];
    let place = 0;
    for (const [start, end] of spans(text, question)) {
      if (start > place) all.push({ text: text.slice(place, start), marked: false });
      all.push({ text: text.slice(start, end), marked: true });
      place = end;
    }
    return place < text.length ? [...all, { text: text.slice(place), marked: false }] : all;
  }

  const different = (text, some) => new Set(some.map(([start, end]) => fold(text.slice(start, end)))).size;

  /** The part of the text in which most is found, from shortly before; nothing where nothing is. */
  function excerpt(texts, question) {
    let best = "";
    let where = [];
    for (const text of texts) {
      const some = spans(text, question);
      if (different(text, some) > different(best, where)) [best, where] = [text, some];
    }
    if (!where.length) return [];
    const start = where[0][0] > table.before ? best.lastIndexOf(" ", where[0][0] - table.before - 1) + 1 : 0;
    const end = best.indexOf(" ", start + table.length);
    const cut = end < 0 ? best.slice(start) : `${best.slice(start, end)} …`;
    return marked(start ? `… ${cut}` : cut, question);
  }

  return { file, ask, marked, excerpt };
}
