/* To which unit a case is handed on: the list of the Polres, or in own words while it has not come down. */
import { useRules } from "./aturan.js";
import { Control, Labelled, useField } from "./controls.jsx";

export const Unit = (props) => {
  const { field, value, path, onChange } = props;
  const { id, fault, aria } = useField(field, path);
  const { units } = useRules();
  if (!units.length) return <Control {...props} field={{ ...field, widget: undefined }} />;
  const names = value && !units.includes(value) ? [value, ...units] : units;
  return (
    <Labelled field={field} id={id} fault={fault}>
      <select id={id} autoComplete="off" {...aria} className={`select w-full text-base ${fault ? "select-error" : ""}`} value={value ?? ""} onChange={(event) => onChange(event.target.value)}>
        <option value="">Pilih …</option>
        {names.map((name) => <option key={name}>{name}</option>)}
      </select>
    </Labelled>
  );
};
