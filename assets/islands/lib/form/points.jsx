/* Numbered points of an agreement: chosen from the usual clauses of the Polres or written anew, put in order, taken out again. */
import { useContext, useEffect, useRef, useState } from "react";
import { ArrowDown, ArrowUp, ListPlus, Lock, Pencil, Plus, Trash2 } from "lucide-react";
import { cleanLine } from "../text.js";
import { useRules } from "./aturan.js";
import { Fault, FormContext, Help, Title, useField } from "./controls.jsx";
import { lead } from "./focus.js";
import { Removed } from "./removed.jsx";

const GAP = /\[([^[\]]+)\]/g;
const gapsOf = (clause) => [...new Set([...clause.matchAll(GAP)].map(([, name]) => name))];

/* A usual clause whose gaps are still to be filled. */
const Gaps = ({ clause, onDone, onCancel }) => {
  const [words, setWords] = useState({});
  const box = useRef(null);
  const gaps = gapsOf(clause);
  const text = clause.replace(GAP, (gap, name) => cleanLine(words[name] ?? "") || gap);
  useEffect(() => lead(box.current.querySelector("input")), []);
  const done = () => {
    const empty = gaps.findIndex((name) => !cleanLine(words[name] ?? ""));
    if (empty < 0) onDone(text);
    else box.current.querySelectorAll("input")[empty].focus();
  };
  return (
    <div ref={box} role="group" aria-label="Lengkapi butir" className="flex flex-col gap-3 rounded-box border border-primary p-4">
      <p className="font-medium">{text}</p>
      {gaps.map((name) => (
        <label key={name} className="flex flex-col gap-1.5">
          <span className="font-semibold first-letter:uppercase">{name}</span>
          <input
            className="input w-full text-base" autoComplete="off" value={words[name] ?? ""} onChange={(event) => setWords({ ...words, [name]: event.target.value })}
            onKeyDown={(event) => event.key === "Enter" && done()}
          />
        </label>
      ))}
      <div className="flex gap-2">
        <button type="button" className="btn btn-primary grow" onClick={done}><Plus size={20} aria-hidden="true" />Tambahkan</button>
        <button type="button" className="btn btn-ghost" onClick={onCancel}>Batal</button>
      </div>
    </div>
  );
};

const Usual = ({ clauses, taken, onChoose }) => (
  <ul className="divide-y divide-base-300 overflow-hidden rounded-box border border-base-300" aria-label="Butir yang lazim">
    {clauses.map((clause) => (
      <li key={clause}>
        <button type="button" className="flex min-h-12 w-full items-center gap-3 px-4 py-2 text-left hover:bg-base-200" onClick={() => onChoose(clause)}>
          <Plus size={18} aria-hidden="true" className="shrink-0 text-primary" />
          <span className="min-w-0">{clause}{taken.has(clause) && <span className="block text-sm text-muted">Sudah ada</span>}</span>
        </button>
      </li>
    ))}
  </ul>
);

const Point = ({ item, index, count, path, field, onChange, onMove, onRemove }) => {
  const { id, fault, aria } = useField(field, [...path, index, field.name]);
  return (
    <li data-item={index} className="flex flex-col gap-1.5">
      <div className="flex items-start gap-3">
        <span aria-hidden="true" className="mt-2.5 w-6 shrink-0 text-right font-bold tabular-nums">{index + 1}.</span>
        <textarea
          id={id} rows={2} aria-label={`Butir ${index + 1}`} {...aria} className={`textarea field-sizing-content min-h-12 w-full text-base ${fault ? "textarea-error" : ""}`}
          value={item.text ?? ""} onChange={(event) => onChange({ ...item, text: event.target.value })}
        />
      </div>
      <div className="pl-9"><Fault id={id}>{fault}</Fault></div>
      <div className="flex justify-end gap-1">
        <button type="button" data-move="-1" className="btn btn-square btn-ghost" aria-label={`Naikkan butir ${index + 1}`} aria-disabled={index === 0} onClick={() => index > 0 && onMove(-1)}><ArrowUp size={20} aria-hidden="true" /></button>
        <button type="button" data-move="1" className="btn btn-square btn-ghost" aria-label={`Turunkan butir ${index + 1}`} aria-disabled={index === count - 1} onClick={() => index < count - 1 && onMove(1)}><ArrowDown size={20} aria-hidden="true" /></button>
        <button type="button" className="btn btn-square btn-ghost" aria-label={`Hapus butir ${index + 1}`} onClick={onRemove}><Trash2 size={20} aria-hidden="true" /></button>
      </div>
    </li>
  );
};

/** @param locked somebody has signed: the points stand as they are */
export const Points = ({ field, value, path, locked, onChange }) => {
  const { idOf, faultOf } = useContext(FormContext);
  const id = idOf(path);
  const { clauses } = useRules();
  const [choosing, setChoosing] = useState(false);
  const [gaps, setGaps] = useState(null); // the clause that is being filled in
  const [removed, setRemoved] = useState(null);
  const [said, setSaid] = useState("");
  const box = useRef(null);
  const focus = useRef(null);
  const items = Array.isArray(value) ? value : [];
  const full = items.length >= field.max;
  const [text] = field.fields;

  useEffect(() => {
    if (focus.current) lead(box.current.querySelector(focus.current));
    focus.current = null;
  });
  const change = (next, selector, taken = null) => {
    focus.current = selector;
    setRemoved(taken);
    onChange(next);
  };
  const add = (words) => {
    setChoosing(false);
    setGaps(null);
    change([...items, { text: words }], `[data-item="${items.length}"] textarea`);
  };
  const move = (index, by) => {
    setSaid(`Butir ${index + 1} menjadi butir ${index + by + 1}.`);
    change(items.with(index, items[index + by]).with(index + by, items[index]), `[data-item="${index + by}"] [data-move="${by}"]`);
  };
  if (locked) {
    return (
      <div className="flex flex-col gap-3">
        <p id={id} tabIndex={-1} className="font-semibold">{field.title}</p>
        <ol className="flex list-decimal flex-col gap-2 pl-6">{items.map((item, index) => <li key={index}>{item.text}</li>)}</ol>
        <p className="flex items-start gap-2 text-sm text-muted"><Lock size={16} aria-hidden="true" className="mt-0.5 shrink-0" />Sudah ada yang menandatangani. Untuk mengubah butir, hapus dulu semua tanda tangan di layar HP ini.</p>
      </div>
    );
  }
  return (
    <div ref={box} className="flex flex-col gap-3">
      <p className="font-semibold"><Title field={field} /></p>
      <Help id={id}>{field.help}</Help>
      <ol className="flex flex-col gap-3">
        {items.map((item, index) => (
          // As in other repeated fields its place is its key: its controls hold no state.
          <Point
            key={index} item={item} index={index} count={items.length} path={path} field={text} onChange={(next) => onChange(items.with(index, next))}
            onMove={(by) => move(index, by)} onRemove={() => change(items.filter((_, other) => other !== index), "[data-undo] button", { item, index })}
          />
        ))}
      </ol>
      <p role="status" className="sr-only">{said}</p>
      <Removed what={removed && `Butir ${removed.index + 1}`} onUndo={() => change(items.toSpliced(removed.index, 0, removed.item), `[data-item="${removed.index}"] textarea`)} />
      {gaps && <Gaps clause={gaps} onDone={add} onCancel={() => setGaps(null)} />}
      {choosing && !gaps && <Usual clauses={clauses} taken={new Set(items.map((item) => item.text))} onChoose={(clause) => (gapsOf(clause).length ? setGaps(clause) : add(clause))} />}
      {full ? <p className="text-sm text-muted">Paling banyak {field.max} butir.</p> : (
        <div className="grid gap-2 sm:grid-cols-2">
          {clauses.length > 0 && (
            <button id={id} type="button" className="btn btn-outline" aria-expanded={choosing} aria-describedby={faultOf(path) ? `${id}-salah` : undefined} onClick={() => { setGaps(null); setChoosing(!choosing); }}>
              <ListPlus size={20} aria-hidden="true" />{choosing ? "Tutup daftar" : "Pilih butir"}
            </button>
          )}
          <button id={clauses.length ? undefined : id} type="button" className="btn btn-outline" onClick={() => add("")}><Pencil size={20} aria-hidden="true" />Tulis butir sendiri</button>
        </div>
      )}
      <Fault id={id}>{faultOf(path)}</Fault>
    </div>
  );
};
