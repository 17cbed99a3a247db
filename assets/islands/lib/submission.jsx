/* Parts of forms that ask for a secret. */
import { useEffect, useRef, useState } from "react";
import { Eye, EyeOff } from "lucide-react";
import { Field, Icon } from "./ui.jsx";

/** A secret that can be looked at; `digits` brings up the number keys. */
export const Password = ({ id, label, value, onChange, error, autoComplete, help, digits = false }) => {
  const [shown, setShown] = useState(false);
  return (
    <Field id={id} label={label} error={error} help={help}>
      <div className="flex gap-2">
        <input
          id={id}
          type={shown ? "text" : "password"}
          className={`input w-full ${error ? "input-error" : ""}`}
          value={value}
          autoComplete={autoComplete}
          inputMode={digits ? "numeric" : undefined}
          aria-invalid={Boolean(error)}
          aria-describedby={error ? `${id}-salah` : help ? `${id}-bantuan` : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        <button
          type="button"
          className="btn btn-square"
          aria-pressed={shown}
          aria-label={`Perlihatkan ${label.toLowerCase()}`}
          title={shown ? "Sembunyikan" : "Perlihatkan"}
          onClick={() => setShown(!shown)}
        >
          <Icon of={shown ? EyeOff : Eye} />
        </button>
      </div>
    </Field>
  );
};

/** What stands here changes by a button that goes with it: whoever uses the keyboard goes on where the new begins. */
export const Stage = ({ name, children }) => {
  const stage = useRef(null);
  const before = useRef(name);
  useEffect(() => {
    if (before.current !== name) stage.current.focus();
    before.current = name;
  }, [name]);
  return <div ref={stage} tabIndex={-1} className="outline-none!">{children}</div>;
};

/** The one button of a form. */
export const Submit = ({ busy, disabled = false, icon, children }) => (
  <button type="submit" className="btn btn-primary mt-2 w-full" aria-disabled={busy || disabled}>
    <Icon of={icon} />
    {busy ? "Sebentar …" : children}
  </button>
);

/** Runs the submission of a form once at a time and keeps its faults: `{fields: {name: message}, general}`. */
export const useSubmission = (work) => {
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState({ fields: {}, general: "" });
  const form = useRef(null);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFaults({ fields: {}, general: "" });
    try {
      await work();
    } catch (error) {
      const fields = Object.fromEntries((error.errors ?? []).map(({ field, message }) => [field, message]));
      setFaults({ fields, general: Object.keys(fields).length ? "" : error.message });
    }
    setBusy(false);
  };
  useEffect(() => {
    form.current?.querySelector("[aria-invalid=true]")?.focus();
  }, [faults]);
  return { busy, faults, submit, form };
};

/** Throws the messages of those `[field, value, message]` that are empty. */
export const missing = (pairs) => {
  const errors = pairs.filter(([, value]) => !value.trim()).map(([field, , message]) => ({ field, message }));
  if (errors.length) throw Object.assign(new Error(), { errors });
};
