/* Any form of forms/*.py, drawn from its definition. The value belongs to the caller: every key stroke goes through `onChange`. */
import { useEffect, useId, useMemo } from "react";
import { Info, OctagonAlert } from "lucide-react";
import { FormContext } from "./form/controls.jsx";
import { lead, unfold } from "./form/focus.js";
import { Fields } from "./form/groups.jsx";
import { ruled } from "./rules.js";
import { validate } from "./validate.js";

const at = (value, field) => field.split(".").reduce((inner, name) => inner?.[name], value);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What a person calls the field: `Anggota 2 · Tanggal lahir`. */
function nameOf(fields, names) {
  const words = [];
  let field = null;
  for (const name of names) {
    if (field?.type === "repeat" && /^\d+$/.test(name)) {
      words.push(`${field.item} ${Number(name) + 1}`);
      continue;
    }
    const next = (field?.fields ?? fields).find((one) => one.name === name);
    if (!next) break;
    if (field?.folded && field.type === "section") words.push(field.title);
    field = next;
  }
  return field && !(field.type === "repeat" && words.length) ? [...words, field.title].join(" · ") : words.join(" · ");
}

/* A fault stands until its answer changes, from then on the phone's own check speaks; at once where other answers or photos may mend it. */
function standing(given, definition, value, purposes) {
  if (!given.errors.length) return [];
  const now = new Map(validate(definition, value, undefined, purposes).map(({ field, message }) => [field, message]));
  const rules = ruled(definition.fields, value);
  return given.errors.flatMap(({ field, message }) => {
    const current = !rules.has(field) && same(at(value, field), at(given.value, field)) ? message : now.get(field);
    return current ? [{ field, message: current }] : [];
  });
}

/* The line stays in the page while it is empty, so that its words are announced. */
const Summary = ({ faults, definition, idOf }) => (
  <div className={faults.length ? "rounded-box border border-error/40 bg-error/10 px-4 pt-4 pb-2" : "sr-only"}>
    <p role="alert" className="flex items-center gap-2 font-semibold text-error">
      {faults.length > 0 && (
        <>
          <OctagonAlert size={20} aria-hidden="true" className="shrink-0" />
          {faults.length} isian perlu diperbaiki
        </>
      )}
    </p>
    <ul>
      {faults.map(({ field, message }) => (
        <li key={field}>
          <a
            href={`#${idOf(field.split("."))}`}
            className="flex min-h-12 flex-wrap content-center items-baseline gap-x-2 py-1"
            onClick={(event) => {
              event.preventDefault();
              lead(unfold(document.getElementById(idOf(field.split(".")))));
            }}
          >
            <span className="font-semibold underline underline-offset-4">{nameOf(definition.fields, field.split("."))}</span>
            <span className="text-sm">{message}</span>
          </a>
        </li>
      ))}
    </ul>
  </div>
);

/**
 * @param definition a form's definition (`forms.registry.definitions()`)
 * @param value the draft; shown as it is
 * @param errors `[{field, message}]`; those of fields that the form does not have are left to the caller
 * @param purposes of the report's photos
 * @param attempt changes each time the officer tries to save: the first fault then gets the focus, even if it is the same as before
 */
export const FormView = ({ definition, value, errors = [], purposes = [], attempt = 0, onChange }) => {
  const base = useId();
  const known = useMemo(() => new Set(definition.fields.map(({ name }) => name)), [definition]);
  const own = errors.filter(({ field }) => known.has(field.split(".")[0]));
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the faults as they were given, until they or the attempt are others
  const given = useMemo(() => ({ errors: own, value }), [attempt, JSON.stringify(own)]);
  const faults = standing(given, definition, value, purposes);
  const context = useMemo(() => {
    const messages = new Map(faults.map(({ field, message }) => [field, message]));
    // A fault of one chosen option (`accompanied_by.1`) is shown at the list of options.
    const option = (field) => faults.find((fault) => fault.field.startsWith(`${field}.`) && !Number.isNaN(Number(fault.field.slice(field.length + 1))))?.message;
    return {
      idOf: (path) => `${base}-${path.join("-")}`,
      faultOf: (path) => messages.get(path.join(".")) ?? option(path.join(".")),
      faultsWithin: (path) => faults.filter(({ field }) => `${field}.`.startsWith(`${path.join(".")}.`)).length,
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a list made anew at every key stroke
  }, [base, JSON.stringify(faults)]);

  useEffect(() => {
    if (!given.errors.length) return;
    const faulty = given.errors.map(({ field }) => unfold(document.getElementById(context.idOf(field.split(".")))));
    // A fault of the caller's own that comes before the form's is the caller's to show.
    if (errors[0].field === given.errors[0].field) lead(faulty.find(Boolean));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each attempt
  }, [given]);

  return (
    <FormContext value={{ ...context, form: { fields: definition.fields, value } }}>
      <form noValidate autoComplete="off" className="flex flex-col gap-5" onSubmit={(event) => event.preventDefault()}>
        <Summary faults={faults} definition={definition} idOf={context.idOf} />
        {definition.purpose && (
          <p className="flex gap-3 rounded-box border border-info/40 bg-info/10 p-4">
            <Info size={22} aria-hidden="true" className="mt-0.5 shrink-0 text-info" />
            {definition.purpose}
          </p>
        )}
        <p className="text-sm text-muted">
          Bertanda <span className="font-semibold text-error">*</span> wajib diisi. Yang lain boleh dilewati.
        </p>
        <Fields fields={definition.fields} value={value} path={[]} onChange={onChange} />
      </form>
    </FormContext>
  );
};
