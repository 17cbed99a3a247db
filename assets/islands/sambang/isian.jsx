/* The plainest form that can be filled in, until the renderer of all forms is here. */
const Plain = ({ field, path, value, errors, onChange }) => {
  const id = [...path, field.name].join(".");
  const shown = !field.show_if || field.show_if.in.includes(value[field.show_if.field]);
  if (!shown) return null;
  const set = (next) => onChange({ ...value, [field.name]: next });
  if (field.type === "section") return <fieldset className="flex flex-col gap-3">{field.fields.map((inner) => <Plain key={inner.name} field={inner} path={[...path, field.name]} value={value[field.name]} errors={errors} onChange={set} />)}</fieldset>;
  if (!["line", "text", "rukun", "choice"].includes(field.type)) return null;
  const fault = errors.find((error) => error.field === id);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-semibold">{field.title}</label>
      {field.type === "choice" ? (
        <select id={id} className="select w-full" value={value[field.name]} onChange={(event) => set(event.target.value)}>
          <option value="" />
          {field.options.map(([code, label]) => <option key={code} value={code}>{label}</option>)}
        </select>
      ) : (
        <input id={id} className="input w-full" value={value[field.name]} onChange={(event) => set(event.target.value)} />
      )}
      {fault && <p className="text-sm font-semibold text-error">{fault.message}</p>}
    </div>
  );
};

export const FormView = ({ definition, value, errors, onChange }) => (
  <div className="flex flex-col gap-3">
    {definition.fields.map((field) => <Plain key={field.name} field={field} path={[]} value={value} errors={errors} onChange={onChange} />)}
  </div>
);
