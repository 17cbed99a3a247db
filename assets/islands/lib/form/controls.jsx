/* One control for each type of field. All are controlled: they show exactly the draft's value and change nothing by themselves. */
import { createContext, useContext } from "react";
import { Check, OctagonAlert } from "lucide-react";
import { cleanText } from "../text.js";
import { boundsOf, isoDate, lengthOf, localToday } from "../validate.js";

/** `{idOf(path), faultOf(path), form: {fields, value}}` of the form around a field; a path is an array of names and positions. */
export const FormContext = createContext(null);

/** Fewer options than this stand open as large chips; more are a list. */
const MOST_CHIPS = 5;

/** Ids and fault of the field at `path`, and the ARIA that ties them together. */
export function useField(field, path) {
  const { idOf, faultOf } = useContext(FormContext);
  const id = idOf(path);
  const fault = faultOf(path);
  const described = [field.help && `${id}-bantuan`, fault && `${id}-salah`].filter(Boolean).join(" ") || undefined;
  const aria = { "aria-describedby": described, "aria-invalid": fault ? true : undefined, "aria-required": field.required || undefined };
  return { id, fault, aria };
}

export const Title = ({ field }) => (
  <>
    {field.title}
    {field.required && (
      <span className="text-error" aria-hidden="true">
        {" *"}
      </span>
    )}
  </>
);

export const Help = ({ id, children }) => children && <p id={`${id}-bantuan`} className="text-sm text-muted">{children}</p>;

export const Fault = ({ id, children }) =>
  children && (
    <p id={`${id}-salah`} className="flex items-start gap-1.5 text-sm font-semibold text-error">
      <OctagonAlert size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      {children}
    </p>
  );

export const Labelled = ({ field, id, fault, aside, children }) => (
  <div className="flex min-w-0 flex-col gap-1.5">
    <label htmlFor={id} className="font-semibold">
      <Title field={field} />
    </label>
    <Help id={id}>{field.help}</Help>
    {children}
    {(fault || aside) && (
      <div className="flex flex-wrap items-start justify-between gap-x-3">
        <Fault id={id}>{fault}</Fault>
        {aside}
      </div>
    )}
  </div>
);

/* What the phone's keyboard should offer; people's data are never completed from the officer's own. */
const KEYBOARD = {
  phone: { type: "tel", inputMode: "tel" },
  rukun: { inputMode: "numeric" },
  count: { inputMode: "numeric" },
  birthdate: { inputMode: "numeric", placeholder: "tgl-bln-tahun" },
  date: { type: "date" },
  duedate: { type: "date" },
  time: { type: "time" },
};

/** "31 Desember 1990 · 35 tahun", "Sabtu, 21 November 2026": shows the officer how the date was understood. */
function dateWords(iso, type) {
  const words = new Intl.DateTimeFormat("id-ID", { dateStyle: type === "birthdate" ? "long" : "full", timeZone: "UTC" }).format(new Date(iso));
  if (type !== "birthdate") return words;
  const today = localToday();
  const age = today.slice(0, 4) - iso.slice(0, 4) - (today.slice(5) < iso.slice(5) ? 1 : 0);
  return `${words} · ${age} tahun`;
}

const Input = ({ field, value, path, onChange }) => {
  const { id, fault, aria } = useField(field, path);
  const iso = isoDate(value, field.type);
  const [min, max] = KEYBOARD[field.type]?.type === "date" ? boundsOf(field.type, localToday()) : [];
  // A stored birth date comes back as ISO; people read it as they write it.
  const shown = field.type === "birthdate" && iso && value === iso ? iso.split("-").reverse().join("-") : String(value ?? "");
  return (
    <Labelled field={field} id={id} fault={fault} aside={iso && <p className="text-sm text-muted">{dateWords(iso, field.type)}</p>}>
      <input
        id={id} type="text" autoComplete={field.autocomplete ?? "off"} autoCapitalize={field.autocapitalize} enterKeyHint="next"
        min={min} max={max} placeholder={field.placeholder} {...KEYBOARD[field.type]} {...(field.inputmode && { inputMode: field.inputmode })} {...aria}
        className={`input w-full text-base ${fault ? "input-error" : ""}`} value={shown} onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
};

const Counter = ({ used, max }) => (
  <p className={`ml-auto text-sm tabular-nums ${used > max ? "font-semibold text-error" : "text-muted"}`}>
    <span aria-hidden="true">{used}/{max}</span>
    <span className="sr-only">{used} dari paling banyak {max} huruf</span>
  </p>
);

const TextArea = ({ field, value, path, onChange }) => {
  const { id, fault, aria } = useField(field, path);
  const text = String(value ?? "");
  return (
    <Labelled field={field} id={id} fault={fault} aside={text && <Counter used={lengthOf(cleanText(text))} max={field.max} />}>
      <textarea
        id={id} rows={3} autoComplete="off" placeholder={field.placeholder} {...aria}
        className={`textarea field-sizing-content max-h-96 min-h-24 w-full text-base ${fault ? "textarea-error" : ""}`}
        value={text} onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
};

const Select = ({ field, value, path, onChange }) => {
  const { id, fault, aria } = useField(field, path);
  return (
    <Labelled field={field} id={id} fault={fault}>
      <select id={id} autoComplete="off" {...aria} className={`select w-full text-base ${fault ? "select-error" : ""}`} value={value ?? ""} onChange={(event) => onChange(event.target.value)}>
        <option value="">{field.required ? "Pilih …" : "Tidak diisi"}</option>
        {field.options.map(([code, label]) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
    </Labelled>
  );
};

const Chip = ({ label, fault, ...input }) => (
  <label
    className={`relative flex min-h-12 cursor-pointer items-center justify-center rounded-field border px-2.5 py-2 text-center font-medium wrap-anywhere leading-tight has-[:checked]:border-primary has-[:checked]:bg-primary/10 has-[:checked]:ring-1 has-[:checked]:ring-primary has-[:checked]:ring-inset has-[:checked]:font-semibold has-[:checked]:text-primary has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-focus ${fault ? "border-error" : "border-muted"}`}
  >
    <input className="sr-only" {...input} />
    {label}
    {input.checked && <Check size={20} strokeWidth={3} aria-hidden="true" className="absolute -top-2 -right-2 rounded-full bg-primary p-0.5 text-primary-content" />}
  </label>
);

/* As many side by side as fit their longest word; in rem, so that larger text gets fewer. */
function columns(options) {
  const longest = Math.max(...options.flatMap(([, label]) => label.split(/[\s/]/)).map((word) => word.length));
  return { gridTemplateColumns: `repeat(auto-fit, minmax(min(100%, ${options.length === 3 ? 6 : Math.max(7, longest * 0.55 + 1.5)}rem), 1fr))` };
}

const Chips = ({ field, value, path, onChange }) => {
  const { id, fault, aria } = useField(field, path);
  const one = field.type === "choice";
  const chosen = one ? [value] : Array.isArray(value) ? value : [];
  const choose = (code) => {
    if (one) onChange(code);
    else onChange(chosen.includes(code) ? chosen.filter((other) => other !== code) : [...chosen, code]);
  };
  const role = one ? { role: "radiogroup", ...aria } : { role: "group", "aria-describedby": aria["aria-describedby"] };
  return (
    <div {...role} aria-labelledby={`${id}-judul`} className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <span id={`${id}-judul`} className={field.folded ? "sr-only" : "font-semibold"}>
          <Title field={field} />
        </span>
        {one && !field.required && value && (
          <button type="button" className="link -my-3 min-h-12 px-1 text-sm text-muted" onClick={() => onChange("")}>
            Kosongkan<span className="sr-only"> {field.title}</span>
          </button>
        )}
      </div>
      <Help id={id}>{field.help}</Help>
      <div className="grid gap-2" style={columns(field.options)}>
        {field.options.map(([code, label], index) => (
          <Chip
            key={code} id={index ? undefined : id} type={one ? "radio" : "checkbox"} name={id} label={field.coded ? `${code} · ${label}` : label} fault={fault}
            value={code} checked={chosen.includes(code)} onChange={() => choose(code)}
          />
        ))}
      </div>
      <Fault id={id}>{fault}</Fault>
    </div>
  );
};

const Flag = ({ field, value, path, onChange }) => {
  const { id, fault, aria } = useField(field, path);
  return (
    <div className="flex flex-col gap-1.5">
      <label className="flex min-h-12 cursor-pointer items-center gap-3 font-semibold">
        <input id={id} type="checkbox" className="checkbox checkbox-primary" checked={value === true} onChange={(event) => onChange(event.target.checked)} {...aria} />
        {field.title}
      </label>
      <Help id={id}>{field.help}</Help>
      <Fault id={id}>{fault}</Fault>
    </div>
  );
};

const CONTROLS = { text: TextArea, choices: Chips, flag: Flag };

/** The control of any field that holds one answer (or several options of one list). */
export const Control = (props) => {
  const { type, options, widget } = props.field;
  if (type === "choice") return widget === "select" || (widget !== "chips" && options.length > MOST_CHIPS) ? <Select {...props} /> : <Chips {...props} />;
  const Known = CONTROLS[type] ?? Input;
  return <Known {...props} />;
};
