/* A list of people that is quick to type: one line to write in, Enter for the next; what they are stays for the next one. */
import { useContext, useRef, useState } from "react";
import { Plus, Trash2, X } from "lucide-react";
import { MARK, names, NOBODY } from "./names.js";
import { lengthOf } from "../validate.js";
import { Fault, FormContext, Help } from "./controls.jsx";
import { Removed } from "./removed.jsx";

const Person = ({ item, number, fault, id, marked, onMark, onEdit, onRemove }) => (
  <li className="border-t border-base-300 first:border-t-0">
    <div className="flex items-center gap-1">
      <span aria-hidden="true" className="w-7 shrink-0 text-right text-sm text-muted tabular-nums">{number}</span>
      <button id={id} type="button" className="flex min-h-12 min-w-0 grow flex-col items-start justify-center rounded-field px-2 py-1 text-left hover:bg-base-200" onClick={onEdit} aria-describedby={fault ? `${id}-salah` : undefined}>
        <span className="sr-only">Ubah </span>
        <span className="min-w-0 font-medium wrap-anywhere">{item.name || "Tanpa nama"}</span>
        {item.role && <span className="min-w-0 text-sm text-muted wrap-anywhere">{item.role}</span>}
      </button>
      <label className="grid size-12 shrink-0 cursor-pointer place-items-center">
        <span className="sr-only">{`${marked}: ${item.name}`}</span>
        <input type="checkbox" className="checkbox checkbox-primary checkbox-sm" checked={item[MARK] === true} onChange={(event) => onMark(event.target.checked)} />
      </label>
      <button type="button" className="btn btn-ghost btn-square shrink-0" aria-label={`Hapus ${item.name || `orang ${number}`}`} onClick={onRemove}>
        <Trash2 size={18} aria-hidden="true" />
      </button>
    </div>
    <Fault id={id}>{fault}</Fault>
  </li>
);

/** A repeated section of `name`, `role` and the mark `present`. */
export const Roll = ({ field, value, path, onChange }) => {
  const { idOf, faultOf } = useContext(FormContext);
  const id = idOf(path);
  const items = Array.isArray(value) ? value : [];
  const [written, setWritten] = useState(NOBODY);
  const [edited, setEdited] = useState(null); // position of the one who is being corrected
  const [removed, setRemoved] = useState(null); // {item, index} of the last one taken away
  const name = useRef(null);
  const [nameField, roleField, markField] = field.fields;
  const full = items.length >= field.max && edited === null;
  const present = items.filter((item) => item[MARK]).length;

  const again = (role) => {
    setWritten({ ...NOBODY, role });
    setEdited(null);
  };
  const put = (text) => {
    const found = names(text, written.role).slice(0, edited === null ? field.max - items.length : 1);
    if (!found.length) return;
    if (edited === null) onChange([...items, ...found.map((one) => ({ ...one, [MARK]: true }))]);
    else onChange(items.with(edited, { ...items[edited], ...found[0] }));
    setRemoved(null);
    again(edited === null ? written.role : "");
  };
  const putAndGoOn = () => {
    put(written.name);
    name.current.focus();
  };
  // Whoever leaves the line has finished the name in it: pressing "Simpan" must not lose the last one.
  const leave = ({ currentTarget, relatedTarget }) => currentTarget.contains(relatedTarget) || put(written.name);
  const enter = (event) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    putAndGoOn();
  };
  // A list from elsewhere, one name a line.
  const paste = (event) => {
    const text = event.clipboardData.getData("text");
    if (!text.includes("\n") || edited !== null) return;
    event.preventDefault();
    put(text);
  };
  const edit = (index) => {
    setEdited(index);
    setWritten({ name: items[index].name ?? "", role: items[index].role ?? "" });
    name.current.focus();
  };
  const remove = (index) => {
    onChange(items.filter((_, other) => other !== index));
    setRemoved({ item: items[index], index });
    if (edited !== null) again("");
  };
  const undo = () => {
    onChange(items.toSpliced(removed.index, 0, removed.item));
    setRemoved(null);
  };

  return (
    <div className="flex flex-col gap-3">
      <Help id={id}>{field.help}</Help>
      {items.length > 0 && (
        <ol aria-label={field.title} className="rounded-box border border-base-300 bg-base-100 py-1">
          {items.map((item, index) => (
            // A person has no key: their place in the list is it, and a row holds no state.
            <Person
              key={index} item={item} number={index + 1} id={idOf([...path, index, nameField.name])} marked={markField.title}
              fault={field.fields.map((inner) => faultOf([...path, index, inner.name])).find(Boolean)}
              onMark={(on) => onChange(items.with(index, { ...item, [MARK]: on }))} onEdit={() => edit(index)} onRemove={() => remove(index)}
            />
          ))}
        </ol>
      )}
      {/* Always there while it is empty, so that its words are announced. */}
      <p role="status" className="text-sm text-muted">{items.length > 0 && `${items.length} orang, ${present} hadir.`}</p>
      <Removed what={removed?.item.name} onUndo={undo} />
      {full ? (
        <p className="text-sm text-muted">{`Paling banyak ${field.max} orang.`}</p>
      ) : (
        <div role="group" aria-label={edited === null ? `Tambah ${field.item.toLowerCase()}` : `Ubah ${field.item.toLowerCase()} ${edited + 1}`} className="flex flex-col gap-2 rounded-box bg-base-200/60 p-3" onBlur={leave}>
          <div className="grid grid-cols-2 gap-2">
            {[[nameField, "name", name], [roleField, "role", null]].map(([inner, key, ref]) => (
              <label key={key} className="flex min-w-0 flex-col gap-1">
                <span className="text-sm font-semibold">{inner.title}</span>
                <input
                  ref={ref} id={key === "name" ? id : undefined} type="text" autoComplete="off" autoCapitalize="words" enterKeyHint="next" placeholder={inner.placeholder}
                  className="input w-full min-w-0 text-base" value={written[key]} onKeyDown={enter} onPaste={key === "name" ? paste : undefined}
                  onChange={(event) => setWritten({ ...written, [key]: event.target.value })}
                />
              </label>
            ))}
          </div>
          <div className="flex gap-2">
            <button type="button" className="btn btn-outline grow" aria-disabled={!lengthOf(written.name.trim())} onClick={putAndGoOn}>
              <Plus size={20} aria-hidden="true" />
              {edited === null ? `Tambah ${field.item.toLowerCase()}` : "Simpan perubahan"}
            </button>
            {edited !== null && (
              <button type="button" className="btn btn-ghost" onClick={() => again("")}>
                <X size={18} aria-hidden="true" />
                Batal
              </button>
            )}
          </div>
        </div>
      )}
      <Fault id={id}>{faultOf(path)}</Fault>
    </div>
  );
};
