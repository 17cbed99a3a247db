/* Small parts of the steps. */
import { OctagonAlert } from "lucide-react";
import { Field, Icon } from "../lib/ui.jsx";

/** The fault of one field, or undefined. */
export const faultOf = (faults, field) => faults.find((one) => one.field === field || one.field.startsWith(`${field}.`))?.message;

/** A fault beside a group of choices. */
const Fault = ({ id, children }) => children && (
  <p id={id} className="mt-2 flex items-start gap-1.5 text-sm font-semibold text-error">
    <Icon of={OctagonAlert} size={16} className="mt-0.5" />
    {children}
  </p>
);

const describedBy = (name, error, help) => [error && `${name}-salah`, help && `${name}-bantuan`].filter(Boolean).join(" ") || undefined;

/** One line, or several with `rows`. */
export const Isian = ({ name, label, value, onChange, help, error, rows, ...rest }) => {
  const Tag = rows ? "textarea" : "input";
  const look = rows ? "textarea" : "input";
  const wrong = rows ? "textarea-error" : "input-error";
  return (
    <Field id={name} label={label} help={help} error={error}>
      <Tag
        id={name} rows={rows} className={`${look} w-full ${error ? wrong : ""}`} value={value} {...rest}
        aria-invalid={Boolean(error)} aria-describedby={describedBy(name, error, help)} onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
};

/** One of a few, as big targets. options: `{value, label, icon, help}`; `stacked`: icon above word, for narrow columns. */
export const Pilihan = ({ name, legend, options, value, onChange, error, hideLegend, stacked, columns = "" }) => (
  <fieldset id={name} tabIndex={-1} aria-describedby={error ? `${name}-salah` : undefined} className="min-w-0 outline-none">
    <legend className={hideLegend ? "sr-only" : "mb-2 font-semibold"}>{legend}</legend>
    <div className={`grid gap-2 ${columns}`}>
      {options.map((option) => (
        <label key={option.value} className={`flex min-h-14 cursor-pointer items-center gap-2 rounded-box border-2 p-2.5 leading-tight ${stacked ? "flex-col justify-center text-center" : ""} font-semibold has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-offset-2 ${option.value === value ? "border-primary bg-primary/10 text-primary" : "border-base-300 bg-base-100"}`}>
          <input type="radio" name={name} className="sr-only" checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.icon && <Icon of={option.icon} size={24} />}
          <span className="min-w-0 wrap-anywhere">
            {option.label}
            {option.help && <span className="block text-sm font-normal text-muted">{option.help}</span>}
          </span>
        </label>
      ))}
    </div>
    <Fault id={`${name}-salah`}>{error}</Fault>
  </fieldset>
);

/** A box to tick with what it means. */
export const Centang = ({ name, label, help, checked, onChange, error }) => (
  <div>
    <label htmlFor={name} className="flex min-h-12 cursor-pointer items-start gap-3 py-2">
      <input id={name} type="checkbox" className="checkbox mt-0.5 shrink-0" checked={checked} aria-invalid={Boolean(error)} aria-describedby={describedBy(name, error, help)} onChange={(event) => onChange(event.target.checked)} />
      <span className="font-semibold">{label}</span>
    </label>
    {help && <p id={`${name}-bantuan`} className="pl-9 text-muted">{help}</p>}
    <Fault id={`${name}-salah`}>{error}</Fault>
  </div>
);
