// Rules over a form as a whole, declared as hints of one of its fields, as forms/rules.py has them.

import { isShown } from "./shown.js";
import { cleanLine } from "./text.js";

/** The fields shown that have this hint: `[{field, given, path}]`. */
const fieldsWith = (fields, body, hint, path = "") =>
  fields.filter((field) => isShown(field, body)).flatMap((field) => {
    const given = body[field.name];
    const here = `${path}${field.name}`;
    const inner = field.type === "section" && given ? fieldsWith(field.fields, given, hint, `${here}.`) : [];
    return field[hint] ? [{ field, given, path: here }, ...inner] : inner;
  });

/**
 * Who signs and whose signature is there. `all`: everybody who signs, in order, `{role, name, index}` with the place of the signature
 * in `given` or -1 (the officer's `name` is null); `unowned`: places of signatures that are nobody's.
 * @param fields of the whole form, `body` its value
 */
export function signers(field, given, fields, body) {
  const people = new Set(fields.filter(({ type }) => type === "repeat").map(({ name }) => name));
  const namesOf = (role) => (body[role] ?? []).map(({ name }) => cleanLine(name ?? "")).filter(Boolean);
  const all = rolesOf(field).flatMap(([role]) => (people.has(role) ? namesOf(role) : [null]).map((name) => ({ role, name, index: -1 })));
  const unowned = [];
  (given ?? []).forEach((signature, index) => {
    const mine = all.find((who) => who.index < 0 && who.role === signature.role && (who.name === null || who.name === signature.name));
    if (mine) mine.index = index;
    else unowned.push(index);
  });
  return { all, unowned };
}

/** The roles in which people sign: `[[code, label]]`. */
export const rolesOf = (field) => field.fields.find(({ name }) => name === "role").options;

/** `[{field, message}]`: signatures that are nobody's, or else who has not signed. */
export function unsigned(fields, body, messages) {
  return fieldsWith(fields, body, "signers").flatMap(({ field, given, path }) => {
    const labels = Object.fromEntries(rolesOf(field));
    const { all, unowned } = signers(field, given, fields, body);
    const tell = (code, names) => (names.length ? [{ field: path, message: messages[code].replace("{names}", () => names.join(", ")) }] : []);
    const stray = tell("unowned", unowned.map((index) => `${given[index].name} (${labels[given[index].role]})`));
    if (stray.length) return stray;
    return tell("unsigned", all.filter(({ index }) => index < 0).map(({ role, name }) => (name ? `${name} (${labels[role]})` : labels[role])));
  });
}

/** What photos the form asks for: `[{path, purpose}]`. */
export const wantedPhotos = (fields, body) =>
  fieldsWith(fields, body, "photo").flatMap(({ field, given, path }) => (field.photo[given] ? [{ path, purpose: field.photo[given] }] : []));

/** `[{field, message}]` for each photo that the form asks for and that is not among `purposes`. */
export const missingPhoto = (fields, body, messages, purposes) =>
  wantedPhotos(fields, body).filter(({ purpose }) => !purposes.includes(purpose)).map(({ path }) => ({ field: path, message: messages.photo }));

/** Paths of the fields at which such a rule speaks. */
export const ruled = (fields, body) => new Set(["signers", "photo"].flatMap((hint) => fieldsWith(fields, body, hint).map(({ path }) => path)));
