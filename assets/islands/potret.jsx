/* An officer's portrait: chosen, sent as it is; the server cuts it and takes out what the camera wrote. */
import { useState } from "react";
import { ImagePlus, OctagonAlert } from "lucide-react";
import { api } from "./lib/api.js";
import { useOnline } from "./lib/online.js";
import { Icon } from "./lib/ui.jsx";

/** As the server says (`settings.py`): told here before anything is sent. */
const MOST_BYTES = 12_000_000;
const PATIENCE_MS = 120_000;

/** person: id of the account; replaces: there is one already; onDone: called once another one is there */
export const Potret = ({ person, replaces, onDone }) => {
  const online = useOnline();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const choose = async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (!file || busy) return;
    setFault("");
    if (file.size > MOST_BYTES) return setFault(`Foto paling besar ${MOST_BYTES / 1e6} MB. Pilih yang lebih kecil.`);
    setBusy(true);
    try {
      await api(`potret/${person}`, { method: "PUT", body: file, timeout: PATIENCE_MS });
      onDone();
    } catch (error) {
      setFault(error.message);
    } finally {
      setBusy(false);
    }
  };
  const word = replaces ? "Ganti foto" : "Pilih foto";
  return (
    <>
      <label className={`btn relative ${replaces ? "" : "btn-primary"} has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-offset-2`}>
        <Icon of={ImagePlus} />
        {busy ? "Memasang…" : word}
        <input type="file" accept="image/jpeg,image/png,image/webp" aria-label={word} disabled={busy || !online} onChange={choose} className="absolute inset-0 cursor-pointer opacity-0" />
      </label>
      <p role="status" className="basis-full text-sm text-muted empty:hidden">{!online && "Tanpa jaringan. Foto dapat dipasang setelah tersambung."}</p>
      {fault && (
        <p role="alert" className="flex basis-full items-start gap-1.5 text-sm font-semibold text-error"><Icon of={OctagonAlert} size={16} className="mt-0.5" />{fault}</p>
      )}
    </>
  );
};
