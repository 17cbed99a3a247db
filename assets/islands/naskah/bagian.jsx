/* Parts of the form of a text: fields with their faults, lists of rows, the quiz. */
import { OctagonAlert, Plus, Trash2 } from "lucide-react";
import { Icon } from "../lib/ui.jsx";
import { emptyRow } from "./isian.js";

const Fault = ({ id, children }) =>
  children && (
    <p id={id} role="alert" className="flex items-start gap-1.5 text-sm font-semibold text-error">
      <Icon of={OctagonAlert} size={16} className="mt-0.5" />
      {children}
    </p>
  );

/** A control under its label: `children` gets what ties both to help and fault. */
export const Labelled = ({ id, label, help, fault, children }) => {
  const described = [help && `${id}-bantuan`, fault && `${id}-salah`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-semibold">{label}</label>
      {children({ id, "aria-invalid": fault ? true : undefined, "aria-describedby": described })}
      {help && <p id={`${id}-bantuan`} className="text-sm text-muted">{help}</p>}
      <Fault id={`${id}-salah`}>{fault}</Fault>
    </div>
  );
};

/** One line, or with `rows` several. */
export const Line = ({ id, label, help, fault, value, onChange, max, rows, type = "text", ...rest }) => (
  <Labelled id={id} label={label} help={help} fault={fault}>
    {(tied) =>
      rows ? (
        <textarea {...tied} {...rest} rows={rows} maxLength={max} value={value} onChange={(event) => onChange(event.target.value)} className="textarea field-sizing-content max-h-96 w-full aria-invalid:border-error" />
      ) : (
        <input {...tied} {...rest} type={type} maxLength={max} value={value} onChange={(event) => onChange(event.target.value)} className="input w-full aria-invalid:border-error" />
      )
    }
  </Labelled>
);

/** One of a list. */
export const Choice = ({ id, label, help, fault, value, onChange, options, none }) => (
  <Labelled id={id} label={label} help={help} fault={fault}>
    {(tied) => (
      <select {...tied} value={value} onChange={(event) => onChange(event.target.value)} className="select w-full aria-invalid:border-error">
        <option value="">{none}</option>
        {options.map(([key, word]) => <option key={key} value={key}>{word}</option>)}
      </select>
    )}
  </Labelled>
);

/** Several of a list. */
export const Chips = ({ legend, fault, value, onChange, options }) => (
  <fieldset className="min-w-0">
    <legend className="mb-1 font-semibold">{legend}</legend>
    <div className="flex flex-wrap gap-2">
      {options.map(([key, word]) => (
        <label key={key} className="flex min-h-12 max-w-full cursor-pointer items-center gap-2 rounded-field border border-base-300 px-3">
          <input
            type="checkbox" className="checkbox" checked={value.includes(key)}
            onChange={({ target }) => onChange(target.checked ? [...value, key] : value.filter((one) => one !== key))}
          />
          <span className="min-w-0 wrap-anywhere">{word}</span>
        </label>
      ))}
    </div>
    <Fault>{fault}</Fault>
  </fieldset>
);

const changed = (rows, n, more) => rows.map((row, place) => (place === n ? { ...row, ...more } : row));

/** A list of rows, each under its number, with a button for one more; `children(row, change, place)` draws one. */
export const Rows = ({ name, legend, item, most, fault, value, onChange, children }) => (
  <fieldset className="flex min-w-0 flex-col gap-3">
    <legend className="mb-2 text-lg font-bold">{legend}</legend>
    <Fault>{fault}</Fault>
    {value.map((row, n) => (
      <fieldset key={n} className="min-w-0 rounded-field border border-base-300 p-3">
        <legend className="px-1 text-sm font-semibold">{item} {n + 1}</legend>
        {children(row, (more) => onChange(changed(value, n, more)), `${name}.${n}`)}
        <button type="button" className="btn btn-ghost mt-2" onClick={() => onChange(value.filter((_, place) => place !== n))}>
          <Icon of={Trash2} />Hapus<span className="sr-only"> {item} {n + 1}</span>
        </button>
      </fieldset>
    ))}
    {value.length < most && (
      <button type="button" className="btn self-start" onClick={() => onChange([...value, emptyRow(name)])}>
        <Icon of={Plus} />Tambah {item.toLowerCase()}
      </button>
    )}
  </fieldset>
);

const MOST_OPTIONS = 5;
const LEAST_OPTIONS = 2;

/** One question with its choices; the right one is marked. */
export const Question = ({ id, place, row, faults, change }) => {
  const setOption = (n, text) => change({ options: row.options.map((option, at) => (at === n ? text : option)) });
  const drop = (n) =>
    change({
      options: row.options.filter((_, at) => at !== n),
      answer: row.answer === null || row.answer === n ? null : row.answer - (row.answer > n ? 1 : 0),
    });
  return (
    <div className="flex flex-col gap-3">
      <Line id={`${id}-tanya`} label="Pertanyaan" max={300} value={row.question} fault={faults[`${place}.question`] ?? faults[place]} onChange={(question) => change({ question })} />
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 font-semibold">Pilihan, tandai yang benar</legend>
        {row.options.map((option, n) => (
          <div key={n}>
            <div className="flex flex-wrap items-center gap-2">
              <label className="grid size-12 shrink-0 place-items-center">
                <span className="sr-only">Pilihan {n + 1} benar</span>
                <input type="radio" name={`${id}-benar`} className="radio radio-primary" checked={row.answer === n} onChange={() => change({ answer: n })} />
              </label>
              <input
                aria-label={`Pilihan ${n + 1}`} aria-invalid={faults[`${place}.options.${n}`] ? true : undefined} maxLength={200} value={option}
                onChange={(event) => setOption(n, event.target.value)} className="input min-w-0 grow basis-40 aria-invalid:border-error"
              />
              {row.options.length > LEAST_OPTIONS && (
                <button type="button" className="btn btn-ghost btn-square" aria-label={`Hapus pilihan ${n + 1}`} onClick={() => drop(n)}><Icon of={Trash2} /></button>
              )}
            </div>
            <Fault>{faults[`${place}.options.${n}`]}</Fault>
          </div>
        ))}
        {row.options.length < MOST_OPTIONS && (
          <button type="button" className="btn btn-ghost self-start" onClick={() => change({ options: [...row.options, ""] })}><Icon of={Plus} />Tambah pilihan</button>
        )}
        <Fault>{faults[`${place}.answer`] ?? faults[`${place}.options`]}</Fault>
      </fieldset>
      <Line id={`${id}-jelas`} label="Penjelasan jawaban" max={500} rows={2} value={row.explanation} fault={faults[`${place}.explanation`]} onChange={(explanation) => change({ explanation })} />
    </div>
  );
};
