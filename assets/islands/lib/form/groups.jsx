/* Parts of a form that hold other fields: sections, folded ones, repeated ones. */
import { Suspense, useContext, useEffect, useRef, useState } from "react";
import { ChevronDown, OctagonAlert, Plus, Trash2 } from "lucide-react";
import { isShown } from "../shown.js";
import { emptyValue } from "../validate.js";
import { lead } from "./focus.js";
import { Control, Fault, FormContext, Help, Title } from "./controls.jsx";
import { Removed } from "./removed.jsx";
import { SPECIAL } from "./special.jsx";

/* A hidden field counts as empty for those that depend on it, as in validate.js. */
function shownFields(fields, value) {
  const siblings = {};
  return fields.filter((field) => {
    const shown = isShown(field, siblings);
    if (shown) siblings[field.name] = value?.[field.name];
    return shown;
  });
}

/** How many answers a field holds. */
function filled(field, value) {
  if (field.type === "section") return shownFields(field.fields, value).reduce((sum, inner) => sum + filled(inner, value?.[inner.name]), 0);
  if (Array.isArray(value)) return value.length;
  return value == null || value === "" || value === false ? 0 : 1;
}

/* Closed until somebody opens it, or a fault inside does (see FormView); its fields stay in the page, so that both can find them. */
const Fold = ({ title, fields, value, path, children }) => {
  const { faultsWithin } = useContext(FormContext);
  const faults = fields.reduce((sum, { name }) => sum + faultsWithin([...path, name]), 0);
  const count = fields.reduce((sum, field) => sum + filled(field, value?.[field.name]), 0);
  return (
    <details>
      <summary className="flex min-h-14 list-none items-center gap-3 px-4 py-2 hover:bg-base-200 [&::-webkit-details-marker]:hidden">
        <span className="flex min-w-0 grow flex-wrap items-center justify-between gap-x-3">
          <span className="min-w-0 font-semibold wrap-anywhere">{title}</span>
          {faults > 0 ? (
            <span className="flex items-center gap-1.5 text-sm font-semibold text-error">
              <OctagonAlert size={16} aria-hidden="true" />
              Perbaiki {faults}
            </span>
          ) : (
            count > 0 && <span className="rounded-full bg-primary/10 px-2.5 py-0.5 text-sm font-semibold text-primary">{count} terisi</span>
          )}
        </span>
        <ChevronDown size={20} aria-hidden="true" className="shrink-0 text-muted transition-transform [[open]>summary>&]:rotate-180" />
      </summary>
      <div className="flex flex-col gap-5 px-4 pt-1 pb-5">{children}</div>
    </details>
  );
};

/** A section of coded choices, read as one answer: "Nilai B-2: dapat dipercaya, mengandung kebenaran"; "" until all are chosen. */
function joined({ title, fields }, value) {
  const chosen = fields.map(({ name, options }) => options.find(([code]) => code === value?.[name]));
  if (!chosen.every(Boolean)) return "";
  return `${title} ${chosen.map(([code]) => code).join("-")}: ${chosen.map(([, label]) => label.toLowerCase()).join(", ")}`;
}

const Section = ({ field, value, path, onChange }) => {
  const { idOf } = useContext(FormContext);
  const id = idOf(path);
  const inner = <Fields fields={field.fields} value={value} path={path} onChange={onChange} row={field.row} />;
  if (field.folded) {
    return (
      <div className="flex flex-col gap-4">
        <Help id={id}>{field.help}</Help>
        {inner}
      </div>
    );
  }
  if (field.row) {
    return (
      <div role="group" aria-label={field.title}>
        {inner}
      </div>
    );
  }
  return (
    <div role="group" aria-labelledby={`${id}-judul`} className="flex flex-col gap-4 border-t border-base-300 pt-5">
      <h2 id={`${id}-judul`} className="text-lg">
        {field.title}
      </h2>
      <Help id={id}>{field.help}</Help>
      {inner}
      {field.joined && <p role="status" className="min-h-6 font-semibold">{joined(field, value)}</p>}
    </div>
  );
};

const Repeat = ({ field, value, path, onChange }) => {
  const { idOf, faultOf } = useContext(FormContext);
  const id = idOf(path);
  const items = Array.isArray(value) ? value : [];
  const [removed, setRemoved] = useState(null); // {item, index} of the last one taken away
  const list = useRef(null);
  const focus = useRef(null); // selector of what gets the focus after the next change
  const full = items.length >= field.max;

  useEffect(() => {
    if (focus.current) lead(list.current.querySelector(focus.current));
    focus.current = null;
  });

  const change = (next, taken, selector) => {
    focus.current = selector;
    setRemoved(taken);
    onChange(next);
  };
  const firstFieldOf = (index) => `:scope > [data-item="${index}"] :is(input, select, textarea)`;
  const add = () => change([...items, emptyValue(field)], null, firstFieldOf(items.length));
  const remove = (index) => change(items.filter((_, other) => other !== index), { item: items[index], index }, ":scope > [data-undo] button");
  const undo = () => change(items.toSpliced(removed.index, 0, removed.item), null, firstFieldOf(removed.index));

  return (
    <div ref={list} className="flex flex-col gap-3">
      {!field.folded && <p className="font-semibold"><Title field={field} /></p>}
      <Help id={id}>{field.help}</Help>
      {items.map((item, index) => (
        // An item has no name of its own: its place in the list is its key, and its controls hold no state.
        <div key={index} data-item={index} role="group" aria-labelledby={`${id}-${index}-judul`} className="rounded-box border border-base-300 bg-base-200/50 px-4 pt-1 pb-4">
          <div className="flex flex-wrap items-center justify-between gap-x-2">
            <p id={`${id}-${index}-judul`} className="font-semibold">
              {field.item} {index + 1}
            </p>
            <button type="button" className="btn btn-ghost -mr-3 font-medium" onClick={() => remove(index)}>
              <Trash2 size={18} aria-hidden="true" />
              Hapus<span className="sr-only"> {field.item} {index + 1}</span>
            </button>
          </div>
          <Fields fields={field.fields} value={item} path={[...path, index]} onChange={(next) => onChange(items.with(index, next))} />
        </div>
      ))}
      <Removed what={removed && `${field.item} ${removed.index + 1}`} onUndo={undo} />
      <button id={id} type="button" className="btn btn-outline w-full" aria-disabled={full} aria-describedby={faultOf(path) ? `${id}-salah` : undefined} onClick={() => full || add()}>
        <Plus size={20} aria-hidden="true" />
        {full ? `Paling banyak ${field.max}` : `Tambah ${field.item.toLowerCase()}`}
      </button>
      <Fault id={id}>{faultOf(path)}</Fault>
    </div>
  );
};

const GROUPS = { section: Section, repeat: Repeat };

/* In blocks from top to bottom: a field by itself, or folds that follow each other, each with the fields of its title. */
function blocksOf(fields) {
  const blocks = [];
  for (const field of fields) {
    const title = field.fold ?? (field.folded && field.title);
    if (title && !Array.isArray(blocks.at(-1))) blocks.push([]);
    if (!title) blocks.push(field);
    else if (blocks.at(-1).at(-1)?.title === title) blocks.at(-1).at(-1).fields.push(field);
    else blocks.at(-1).push({ title, fields: [field] });
  }
  return blocks;
}

/** The fields of one object that are shown now; folds that follow each other make one list. */
export const Fields = ({ fields, value, path, onChange, row }) => {
  const show = (field) => {
    const Kind = SPECIAL[field.widget] ?? SPECIAL[field.type] ?? GROUPS[field.type] ?? Control;
    const locked = Boolean(field.locked_by && value?.[field.locked_by]?.length);
    const here = [...path, field.name];
    return (
      <Suspense key={field.name} fallback={<span className="skeleton h-12 w-full" />}>
        <Kind field={field} value={value?.[field.name]} path={here} locked={locked} onChange={(next) => onChange({ ...value, [field.name]: next })} />
      </Suspense>
    );
  };
  return (
    <div className={row ? "grid grid-cols-2 gap-3" : "flex flex-col gap-5"}>
      {blocksOf(shownFields(fields, value)).map((block) =>
        Array.isArray(block) ? (
          <div key={block[0].title} className="divide-y divide-base-300 overflow-hidden rounded-box border border-base-300 bg-base-100">
            {block.map((fold) => (
              <Fold key={fold.title} {...fold} value={value} path={path}>
                {fold.fields.map(show)}
              </Fold>
            ))}
          </div>
        ) : (
          show(block)
        ),
      )}
    </div>
  );
};
