/* Who has to sign and who has: a list with one button each, the sheet itself in a dialog. */
import { Suspense, lazy, useContext, useRef, useState } from "react";
import { Check, PenLine, Trash2 } from "lucide-react";
import { HEIGHT, WIDTH } from "../ink.js";
import { currentPerson } from "../person.js";
import { rolesOf, signers } from "../rules.js";
import { Fault, FormContext, Help, Title } from "./controls.jsx";

const Sheet = lazy(async () => ({ default: (await import("./sheet.jsx")).Sheet }));

/** A signature as it was drawn. */
const Drawn = ({ signature, name }) =>
  signature.typed ? (
    <p className="text-lg italic">{signature.name}</p>
  ) : (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`Tanda tangan ${name}`} className="h-16 w-32">
      <path d={signature.ink} fill="none" stroke="currentColor" strokeWidth="2" vectorEffect="non-scaling-stroke" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );

export const Signatures = ({ field, value, path, onChange }) => {
  const { idOf, faultOf, form } = useContext(FormContext);
  const id = idOf(path);
  const [signing, setSigning] = useState(null); // who is signing
  const list = useRef(null);
  const given = Array.isArray(value) ? value : [];
  const labels = Object.fromEntries(rolesOf(field));
  const { all, unowned } = signers(field, given, form.fields, form.value);
  const officer = currentPerson();
  const nameOf = (who) => who.name ?? [officer?.rank, officer?.name].filter(Boolean).join(" ");
  const without = (index) => given.filter((_, other) => other !== index);
  const sign = (mark) => {
    const { role, index } = signing;
    onChange([...(index < 0 ? given : without(index)), { role, name: nameOf(signing), ...mark }]);
    setSigning(null);
  };
  // The button that was pressed is gone: the keyboard goes on with the list.
  const drop = (index) => {
    onChange(without(index));
    list.current.focus();
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="font-semibold"><Title field={field} /></p>
      <Help id={id}>{field.help}</Help>
      <ul ref={list} id={id} tabIndex={-1} aria-label={field.title} aria-describedby={faultOf(path) ? `${id}-salah` : undefined} className="divide-y divide-base-300 rounded-box border border-base-300">
        {all.map((who, place) => {
          const mine = given[who.index];
          return (
            <li key={place} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 px-4 py-3">
              <div className="min-w-0">
                <p className="font-semibold wrap-anywhere">{nameOf(who)}</p>
                <p className="text-sm text-muted">{labels[who.role]}</p>
              </div>
              {mine ? (
                <div className="ml-auto flex items-center gap-2">
                  <Drawn signature={mine} name={nameOf(who)} />
                  <span className="flex items-center gap-1 text-sm font-semibold text-success"><Check size={16} aria-hidden="true" />{mine.typed ? "Setuju" : "Sudah"}</span>
                  <button type="button" className="btn btn-square btn-ghost" aria-label={`Hapus tanda tangan ${nameOf(who)}`} onClick={() => drop(who.index)}><Trash2 size={20} aria-hidden="true" /></button>
                </div>
              ) : (
                <button type="button" className="btn ml-auto" onClick={() => setSigning(who)}>
                  <PenLine size={20} aria-hidden="true" />
                  Tanda tangani<span className="sr-only"> sebagai {nameOf(who)}</span>
                </button>
              )}
            </li>
          );
        })}
        {unowned.map((index) => (
          <li key={`tanpa-${index}`} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <p className="min-w-0 text-warning">{given[index].name} ({labels[given[index].role]}) tidak ada lagi di surat ini.</p>
            <button type="button" className="btn ml-auto" onClick={() => drop(index)}><Trash2 size={20} aria-hidden="true" />Hapus<span className="sr-only"> tanda tangan {given[index].name}</span></button>
          </li>
        ))}
      </ul>
      <Fault id={id}>{faultOf(path)}</Fault>
      {signing && (
        <Suspense fallback={null}>
          <Sheet name={nameOf(signing)} role={labels[signing.role]} points={form.value[path[0]]?.points ?? []} onSign={sign} onClose={() => setSigning(null)} />
        </Suspense>
      )}
    </div>
  );
};
