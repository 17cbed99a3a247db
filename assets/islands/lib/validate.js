// Checks a form's value against its definition exactly as the server's Pydantic model does (forms/base.py, forms/fields.py).
// Pure: no DOM, no clock but the day handed in. tests/unit/vectors/forms.json and a property test hold both sides together.

import { isInk } from "./ink.js";
import { missingPhoto, unsigned } from "./rules.js";
import { isShown } from "./shown.js";
import { cleanLine, cleanText } from "./text.js";

const MAX_NAME = 60;
/** The earliest day of each type of date, and how many years ahead the latest may lie. */
const DATE_BOUNDS = { birthdate: ["1900-01-01", 0], date: ["2000-01-01", 0], duedate: ["2000-01-01", 5] };
const CLEAN = {
  line: cleanLine, text: cleanText,
  ...Object.fromEntries(["phone", "rukun", "count", "time", "signature", "clause", "ref", ...Object.keys(DATE_BOUNDS)].map((type) => [type, cleanLine])),
};

const fail = (code, context) => ({ code, context });
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isEmpty = (value) => value == null || value === "" || (Array.isArray(value) && value.length === 0);

/** Letters as people count them in a limit: code points. */
export const lengthOf = (text) => [...text].length;

/** The day on this phone as an ISO date. */
export function localToday(now = new Date()) {
  const pad = (number, width) => String(number).padStart(width, "0");
  return `${pad(now.getFullYear(), 4)}-${pad(now.getMonth() + 1, 2)}-${pad(now.getDate(), 2)}`;
}

function phone(value) {
  const number = value.replace(/[\s().\-/]/g, "").replace(/^(\+?62|0062)(?=[1-9])/, "0");
  return /^\+?[0-9]{6,15}$/.test(number) ? { value: number } : fail("phone");
}

function rukun(value) {
  return /^[0-9]{1,3}$/.test(value) ? { value: value.padStart(3, "0") } : fail("rukun");
}

function count(value) {
  if (typeof value === "string" && /^-?[0-9]{1,15}$/.test(value)) return { value: Number(value) };
  return Number.isInteger(value) ? { value } : fail("number");
}

const DATES = [
  /^(?<y>[0-9]{4})-(?<m>[0-9]{2})-(?<d>[0-9]{2})$/,
  /^(?<d>[0-9]{2})(?<m>[0-9]{2})(?<y>[0-9]{4})$/,
  /^(?<d>[0-9]{1,2})[-/. ](?<m>[0-9]{1,2})[-/. ](?<y>[0-9]{4})$/,
];

/** The first and the last day that a field of this type takes, given the present one. */
export function boundsOf(type, today) {
  const [earliest, years] = DATE_BOUNDS[type];
  return [earliest, new Date(Date.parse(today) + years * 365 * 86_400_000).toISOString().slice(0, 10), years];
}

function date(value, today, type) {
  const found = typeof value === "string" && DATES.map((pattern) => pattern.exec(value)).find(Boolean);
  if (!found) return fail("date");
  const { y, m, d } = found.groups;
  const iso = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  const day = new Date(`${iso}T00:00:00Z`);
  // An impossible day either has no time or runs over into the next month.
  if (y === "0000" || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== iso) return fail("date");
  const [earliest, latest, years] = boundsOf(type, today);
  if (iso < earliest) return fail("date_too_early", { year: Number(earliest.slice(0, 4)) });
  if (iso > latest) return years ? fail("date_too_far", { years }) : fail("date_in_future");
  return { value: iso };
}

function time(value) {
  const found = /^([01]?[0-9]|2[0-3])[.:]?([0-5][0-9])$/.exec(value);
  return found ? { value: `${found[1].padStart(2, "0")}:${found[2]}` } : fail("time");
}

/** A date of this type however it was typed, as ISO; null while it is none. */
export const isoDate = (typed, type) => (type in DATE_BOUNDS ? (date(typeof typed === "string" ? cleanLine(typed) : typed, localToday(), type).value ?? null) : null);

const clause = (value) => (/\[[^[\]]*\]/.test(value) ? fail("blank") : { value });
const ref = (value) => (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? { value } : fail("ref"));
const signature = (value) => (isInk(value) ? { value } : fail("signature"));

const isDegrees = (value, most) => Number.isFinite(value) && Math.abs(value) <= most;

function point(value) {
  const known = isObject(value) && Object.keys(value).every((name) => name === "lat" || name === "lon");
  return known && isDegrees(value.lat, 90) && isDegrees(value.lon, 180) ? { value } : fail("point");
}

const CONVERT = { phone, rukun, count, time, point, clause, ref, signature, ...Object.fromEntries(Object.keys(DATE_BOUNDS).map((type) => [type, date])) };

function scalar(field, value, today) {
  switch (field.type) {
    case "choice":
      return field.options.some(([code]) => code === value) ? { value } : fail("enum");
    case "flag":
      return typeof value === "boolean" ? { value } : fail("bool_type");
    case "count":
    case "birthdate":
    case "date":
    case "duedate":
    case "point":
      break;
    default:
      if (typeof value !== "string") return fail("string_type");
      if (field.max && lengthOf(value) > field.max) return fail("string_too_long", { max_length: field.max });
      if (field.min && lengthOf(value) < field.min) return fail("string_too_short", { min_length: field.min });
  }
  const result = CONVERT[field.type]?.(value, today, field.type) ?? { value };
  if (field.type !== "count" || result.code) return result;
  if (field.max != null && result.value > field.max) return fail("less_than_equal", { le: field.max });
  return field.min != null && result.value < field.min ? fail("greater_than_equal", { ge: field.min }) : result;
}

class Check {
  constructor(messages, today) {
    Object.assign(this, { messages, today, errors: [] });
  }

  refuse(path, { code, context = {} }) {
    const message = this.messages[code].replace(/\{(\w+)\}/g, (_, key) => context[key]);
    this.errors.push({ field: path.join("."), message });
  }

  section(fields, value, path) {
    if (!isObject(value)) return this.refuse(path, fail("model_type")), value;
    const body = {};
    for (const field of fields) {
      if (!isShown(field, body)) continue;
      let given = value[field.name];
      if (typeof given === "string" && CLEAN[field.type]) given = CLEAN[field.type](given);
      const here = [...path, field.name];
      if (!isEmpty(given)) body[field.name] = this.field(field, given, here);
      else if (field.type === "section") body[field.name] = this.section(field.fields, {}, here);
      else if (field.type === "flag") body[field.name] = false;
      else if (field.required) this.refuse(here, fail("missing"));
    }
    const known = new Set(fields.map((field) => field.name));
    for (const name of Object.keys(value)) {
      if (!known.has(name)) this.refuse([...path, [...name].slice(0, MAX_NAME).join("")], fail("extra_forbidden"));
    }
    return body;
  }

  field(field, value, path) {
    if (field.type === "section") return this.section(field.fields, value, path);
    if (field.type === "repeat" || field.type === "choices") return this.list(field, value, path);
    const result = scalar(field, value, this.today);
    if (!result.code) return result.value;
    this.refuse(path, result);
    return value;
  }

  list(field, value, path) {
    if (!Array.isArray(value)) return this.refuse(path, fail("list_type")), value;
    if (field.max && value.length > field.max) return this.refuse(path, fail("too_long", { max_length: field.max })), value;
    const before = this.errors.length;
    const one = field.type === "repeat" ? { type: "section", fields: field.fields } : { type: "choice", options: field.options };
    const body = value.map((item, index) => this.field(one, item, [...path, index]));
    if (this.errors.length === before && field.min && value.length < field.min)
      this.refuse(path, fail("too_short", { min_length: field.min }));
    return body;
  }
}

/**
 * Faults of a form's value in the order of its fields: `[{field: "members.0.name", message}]`; what concerns the form as a whole
 * once each field is right. `purposes`: of the photos that are there, when they are to be judged too.
 */
export function validate(definition, value, today = localToday(), purposes = undefined) {
  const { body, errors } = read(definition, value, today);
  if (errors.length) return errors;
  const { fields, messages } = definition;
  const found = unsigned(fields, body, messages);
  return found.length || !purposes ? found : missingPhoto(fields, body, messages, purposes);
}

/** The body to send: cleaned, in the server's own writing, without what is empty or not shown. */
export function toBody(definition, value, today = localToday()) {
  return read(definition, value, today).body;
}

function read(definition, value, today) {
  const check = new Check(definition.messages, today);
  if (!isObject(value)) return check.refuse(["body"], fail("model_type")), { body: value, errors: check.errors };
  return { body: check.section(definition.fields, value, []), errors: check.errors };
}

/** A form nobody has touched. */
export function emptyValue(definition) {
  const empty = {
    section: (field) => emptyValue(field), repeat: () => [], choices: () => [], flag: () => false, date: (field) => (field.today ? localToday() : ""),
  };
  return Object.fromEntries(definition.fields.map((field) => [field.name, empty[field.type]?.(field) ?? ""]));
}
