/**
 * Reports made out of others: what of a report can become one of another kind, and what it takes along. The table is the
 * server's (forms/turunan.py), in `formulir.js` with the definitions.
 */
import { cleanLine } from "./text.js";
import { emptyValue, lengthOf, localToday } from "./validate.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const at = (value, path) => path.split(".").reduce((inner, name) => inner?.[name], value);

/** The field of a definition at a dotted path; positions in lists are skipped. */
function fieldAt(fields, path) {
  const names = path.split(".").filter((name) => !/^\d+$/.test(name));
  return names.reduce((field, name) => (field?.fields ?? []).find((one) => one.name === name), { fields });
}

const longDay = (iso) => new Intl.DateTimeFormat("id-ID", { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));

/** Day and time of a moment on the phone's clock, as fields of a form hold them. */
const clockOf = (moment) => ({ day: localToday(moment), time: new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(moment) });

/** Where a report says it took place: `village` is the name of the one that holds its position. */
function placeOf({ address, place, neighbourhood }, village) {
  const { rt, rw } = neighbourhood ?? {};
  return [place ?? address, [rt && `RT ${rt}`, rw && `RW ${rw}`].filter(Boolean).join("/"), village].filter(Boolean).join(", ");
}

/** An answer in words, as its form calls it. */
function words(field, value) {
  if (value == null || isObject(value) || Array.isArray(value)) return "";
  if (field?.type === "choice") return field.options.find(([code]) => code === value)?.[1] ?? "";
  if (["date", "duedate", "birthdate"].includes(field?.type)) return longDay(value);
  return field?.type === "time" ? `pukul ${value.replace(":", ".")}` : String(value);
}

/** Text no longer than its field takes: a line ends at a word. */
function fitting({ type, max }, text) {
  const clean = type === "line" ? cleanLine(text) : text;
  if (!max || lengthOf(clean) <= max) return clean;
  const cut = [...clean].slice(0, max - 1).join("");
  return `${cut.slice(0, cut.lastIndexOf(" ") > max / 2 ? cut.lastIndexOf(" ") : undefined)}…`;
}

function put(fields, value, [name, ...rest], text) {
  const field = fields.find((one) => one.name === name);
  if (!rest.length) return { ...value, [name]: field.options && !field.options.some(([code]) => code === text) ? "" : fitting(field, text) };
  if (field.type === "section") return { ...value, [name]: put(field.fields, value[name], rest, text) };
  const [index, ...inner] = rest;
  const items = [...value[name]];
  items[index] = put(field.fields, items[index] ?? emptyValue(field), inner, text);
  return { ...value, [name]: items };
}

/**
 * What of a saved report can become another one: `[{path, words, rules}]`, `path` null for the whole report.
 * @param item a report with its `body`
 */
export function parts(rules, item) {
  const found = new Map();
  const offer = (path, rule, part) => {
    const text = rule.words === "part" ? part : at({ part, body: item.body }, rule.words);
    if (!text) return;
    if (!found.has(path)) found.set(path, { path, words: text, rules: [] });
    found.get(path).rules.push(rule);
  };
  for (const rule of rules.filter(({ kinds }) => kinds.includes(item.kind))) {
    const part = rule.part && at(item.body, rule.part);
    if (Array.isArray(part)) part.forEach((one, index) => offer(`${rule.part}.${index}`, rule, one));
    else offer(rule.part, rule, part);
  }
  return [...found.values()];
}

/**
 * The value with which the new report begins.
 * @param rule the one by which it is made
 * @param item the report it is made of, `path` the part of it
 * @param known `{source, target, village}`: both definitions, and the name of the village of the old report
 */
export function carried(rule, item, path, { source, target, village }) {
  const roots = {
    part: path && at(item.body, path),
    body: item.body,
    report: { place: placeOf(item.body, village), ...clockOf(new Date(item.created_at)) },
  };
  const said = (from, codes) => {
    const raw = at(roots, from);
    if (Object.keys(codes).length) return codes[raw] ?? "";
    const [root, ...rest] = from.split(".");
    const inBody = [...(root === "part" ? [rule.part] : []), ...rest].filter(Boolean).join(".");
    return words(root === "report" ? null : fieldAt(source.fields, inBody), raw);
  };
  let value = emptyValue(target);
  for (const [name, { sources, glue, codes, text }] of Object.entries(rule.fields)) {
    const all = sources.map((from) => said(from, codes)).filter(Boolean);
    const told = text || (glue === null ? all[0] : all.join(glue));
    if (told) value = put(target.fields, value, name.split("."), told);
  }
  return value;
}
