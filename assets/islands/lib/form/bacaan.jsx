/* What guidance was given: texts of the library, chosen and shown without network, or a subject in own words. */
import { useContext, useEffect, useRef, useState } from "react";
import { BookOpen, BookOpenCheck, Check, Eye, PencilLine, Trash2 } from "lucide-react";
import { Daftar, Judul, useLibrary } from "../../bacaan/daftar.jsx";
import { Layar } from "../../bacaan/layar.jsx";
import { currentPerson } from "../person.js";
import { emptyValue } from "../validate.js";
import { Fault, FormContext, Help, Title, useField } from "./controls.jsx";
import { lead } from "./focus.js";
import { Removed } from "./removed.jsx";

const Chooser = ({ found, taken, full, onTake, onLeave, onShow, onClose }) => {
  const dialog = useRef(null);
  const [query, setQuery] = useState("");
  useEffect(() => dialog.current.showModal(), []);
  return (
    <dialog ref={dialog} className="fixed inset-0 m-0 h-dvh max-h-none w-screen max-w-none overflow-y-auto bg-base-200 p-0 text-base-content" aria-label="Pilih bacaan" onClose={onClose}>
      <div className="sticky top-0 z-10 border-b border-base-300 bg-base-100">
        <div className="mx-auto flex max-w-2xl items-center justify-between gap-2 px-4 py-2">
          <h2 tabIndex={-1} autoFocus className="text-lg font-bold outline-none">Pilih bacaan</h2>
          <button type="button" className="btn btn-primary" onClick={() => dialog.current.close()}><Check size={20} aria-hidden="true" />Selesai{taken.size > 0 && ` (${taken.size})`}</button>
        </div>
      </div>
      <div className="mx-auto max-w-2xl px-4 pt-4 pb-10">
        <Daftar
          found={found} query={query} onQuery={setQuery}
          row={(text) => {
            const on = taken.has(text.id);
            return (
              <li key={text.id} className="flex items-center gap-1 border-t border-base-300 pr-1 first:border-t-0">
                <label className="flex min-h-14 min-w-0 grow cursor-pointer items-center gap-3 px-4 py-3 hover:bg-base-200">
                  <input type="checkbox" className="checkbox checkbox-primary shrink-0" checked={on} disabled={full && !on} onChange={() => (on ? onLeave(text) : onTake(text))} />
                  <Judul text={text} />
                </label>
                <button type="button" className="btn btn-ghost btn-square" aria-label={`Lihat ${text.title}`} onClick={() => onShow(text)}><Eye size={20} aria-hidden="true" /></button>
              </li>
            );
          }}
        />
      </div>
    </dialog>
  );
};

/* A subject in own words. */
const Own = ({ item, index, path, field, onChange }) => {
  const { id, fault, aria } = useField(field, [...path, index, field.name]);
  return (
    <div className="min-w-0 grow basis-40">
      <input
        id={id} type="text" autoComplete="off" enterKeyHint="next" aria-label={`Materi ${index + 1}`} placeholder={field.placeholder} {...aria}
        className={`input w-full text-base ${fault ? "input-error" : ""}`} value={item.topic ?? ""} onChange={(event) => onChange({ ...item, topic: event.target.value })}
      />
      <Fault id={id}>{fault}</Fault>
    </div>
  );
};

/** A repeated section of `topic` and `bacaan`, the id of a text. */
export const Bacaan = ({ field, value, path, onChange }) => {
  const { idOf, faultOf } = useContext(FormContext);
  const id = idOf(path);
  const found = useLibrary(currentPerson());
  const items = Array.isArray(value) ? value : [];
  const [choosing, setChoosing] = useState(false);
  const [shown, setShown] = useState(null);
  const [removed, setRemoved] = useState(null); // {item, index} of the last one taken away
  const list = useRef(null);
  const focus = useRef(null); // selector of what gets the focus after the next change
  const [topic] = field.fields;
  const taken = new Set(items.map(({ bacaan }) => bacaan).filter(Boolean));
  const full = items.length >= field.max;

  useEffect(() => {
    if (focus.current) lead(list.current.querySelector(focus.current));
    focus.current = null;
  });
  const change = (next, gone, selector) => {
    focus.current = selector;
    setRemoved(gone);
    onChange(next);
  };
  const take = (text) => change([...items, { topic: text.title, bacaan: text.id }], null, null);
  const leave = (text) => change(items.filter(({ bacaan }) => bacaan !== text.id), null, null);
  const write = () => change([...items, emptyValue(field)], null, `[data-item="${items.length}"] input`);
  const remove = (index) => change(items.filter((_, other) => other !== index), { item: items[index], index }, "[data-undo] button");
  const undo = () => change(items.toSpliced(removed.index, 0, removed.item), null, `[data-item="${removed.index}"] :is(input, button)`);

  return (
    <div ref={list} className="flex flex-col gap-3">
      {!field.folded && <p className="font-semibold"><Title field={field} /></p>}
      <Help id={id}>{field.help}</Help>
      {items.length > 0 && (
        <ul aria-label={field.title} className="flex flex-col gap-2">
          {items.map((item, index) => {
            const text = found?.texts.find((one) => one.id === item.bacaan);
            return (
              // An item has no name of its own: its place in the list is its key, and its controls hold no state.
              <li key={index} data-item={index} className="flex flex-wrap items-center justify-end gap-1 rounded-box border border-base-300 bg-base-200/50 p-2 pl-3">
                {item.bacaan ? (
                  <span id={idOf([...path, index, topic.name])} tabIndex={-1} className="flex min-h-12 min-w-0 grow basis-40 items-center gap-2 font-medium wrap-anywhere outline-none">
                    <BookOpen size={20} aria-hidden="true" className="shrink-0 text-primary" />
                    {item.topic}
                  </span>
                ) : (
                  <Own item={item} index={index} path={path} field={topic} onChange={(next) => onChange(items.with(index, next))} />
                )}
                {text && <button type="button" className="btn btn-ghost px-3" onClick={() => setShown(text)}><Eye size={20} aria-hidden="true" />Tunjukkan<span className="sr-only"> {item.topic}</span></button>}
                <button type="button" className="btn btn-ghost btn-square shrink-0" aria-label={`Hapus ${item.topic || `materi ${index + 1}`}`} onClick={() => remove(index)}><Trash2 size={18} aria-hidden="true" /></button>
              </li>
            );
          })}
        </ul>
      )}
      <Removed what={removed && (removed.item.topic || `Materi ${removed.index + 1}`)} onUndo={undo} />
      {full ? (
        <p className="text-sm text-muted">{`Paling banyak ${field.max} materi.`}</p>
      ) : (
        <div className="grid gap-2 sm:grid-cols-2">
          <button id={id} type="button" className="btn btn-outline" aria-describedby={faultOf(path) ? `${id}-salah` : undefined} onClick={() => setChoosing(true)}><BookOpenCheck size={20} aria-hidden="true" />Pilih bacaan</button>
          <button type="button" className="btn" onClick={write}><PencilLine size={20} aria-hidden="true" />Tulis materi lain</button>
        </div>
      )}
      <Fault id={id}>{faultOf(path)}</Fault>
      {choosing && <Chooser found={found} taken={taken} full={full} onTake={take} onLeave={leave} onShow={setShown} onClose={() => setChoosing(false)} />}
      {shown && <Layar key={shown.id} text={shown} onTake={full || taken.has(shown.id) ? undefined : () => take(shown)} onClose={() => setShown(null)} />}
    </div>
  );
};
