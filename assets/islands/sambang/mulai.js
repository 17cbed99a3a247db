/* What a report begins with: an empty form, somebody of the register, a part of another report, a report to be corrected. */
import { get } from "../lib/db.js";
import { begunCorrection, begunOutOf, blank, correctable, correctionOf, visiting } from "../lib/draft.js";
import { territory } from "../lib/sync.js";
import { carried } from "../lib/turunan.js";
import { emptyValue } from "../lib/validate.js";

// What the forms ask is in a file of its own, made by the build (pwa/plugin.py); on an officer's phone it is there already.
const forms = () => import("../formulir.js");

/** A new report of one kind, the answer to a task perhaps: `{draft, definition}`. */
export async function anew(kind, practice, task_id) {
  const definition = (await forms()).definitions[kind];
  return { definition, draft: { ...blank(definition, emptyValue, practice), ...(task_id && { task_id }) } };
}

async function correcting(person, id) {
  const previous = await correctable(person, id);
  if (!previous) return { missing: true };
  const definition = (await forms()).definitions[previous.kind];
  return { previous, definition, draft: (await begunCorrection(person, previous)) ?? correctionOf(previous, definition, emptyValue) };
}

/** A report of `kind` out of another one: what was begun already, else a draft with what is known. */
async function outOf(person, origin, kind) {
  const { definitions, turunan } = await forms();
  const definition = definitions[kind];
  const begun = definition && (await begunOutOf(person, origin, kind));
  if (begun) return { definition, draft: begun };
  const item = await get(person, "items", origin.id);
  const rule = turunan.find(({ kinds, part, target }) => target === kind && kinds.includes(item?.kind) && (part ? origin.path?.startsWith(part) : !origin.path));
  if (!rule || !item.body) return { missing: true };
  const village = (await territory(person))?.areas.find(({ code }) => code === item.area_code)?.name;
  const value = carried(rule, item, origin.path, { source: definitions[item.kind], target: definition, village });
  return { definition, draft: { ...blank(definition, emptyValue), value, origin } };
}

/** The draft of the report that answers a task: begun already, else of the form it asks for; null: the officer chooses one. */
async function answering(person, task, draft) {
  const { definitions } = await forms();
  if (draft?.task_id === task.id) return { draft, definition: definitions[draft.kind] };
  const subject = task.subject && ((await get(person, "subjects", task.subject.id)) ?? task.subject);
  const definition = definitions[task.form] ?? Object.values(definitions).find(({ subject_kind }) => subject_kind && subject_kind === subject?.kind);
  if (!definition) return null;
  const empty = { ...blank(definition, emptyValue), task_id: task.id };
  return { definition, draft: definition.subject_kind && definition.subject_kind === subject?.kind ? visiting(empty, subject) : empty };
}

/**
 * What the address asks for: `{draft, definition, previous}`, `{missing}`, or null for the choice of a form.
 * @param asked the parameters of the page
 * @param draft an unfinished report, or undefined
 */
export async function begun(person, asked, draft) {
  if (asked.has("ubah")) return correcting(person, asked.get("ubah"));
  if (asked.has("dari")) return outOf(person, { id: asked.get("dari"), path: asked.get("bagian") }, asked.get("jadi"));
  if (asked.has("tugas")) {
    const task = await get(person, "tasks", asked.get("tugas"));
    if (task) return answering(person, task, draft);
  }
  const { definitions } = await forms();
  const subject = asked.has("subjek") && (await get(person, "subjects", asked.get("subjek")));
  const definition = subject && Object.values(definitions).find(({ subject_kind }) => subject_kind === subject.kind);
  // Whoever was chosen is visited now; an unfinished visit to somebody else comes back after this one.
  if (definition && draft?.subject?.id !== subject.id) return { definition, draft: visiting(blank(definition, emptyValue), subject) };
  return draft ? { draft, definition: definitions[draft.kind] } : null;
}
