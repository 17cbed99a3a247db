/* The way out without a network of one's own: a sealed file for a colleague's phone, and the other way round. */
import { useRef, useState } from "react";
import { FileDown, FileUp, Trash2 } from "lucide-react";
import { useStored } from "../lib/hooks.js";
import { sendNow } from "../lib/runner.js";
import { carried, dropStuck, exported, keys, take } from "../lib/titipan.js";
import { Card, Icon, Note } from "../lib/ui.jsx";

const fileName = (now = new Date()) => `titipan-sambang-${now.toISOString().slice(0, 10)}.txt`;

/** Hand the file over as the phone can: to another app, else as a download. */
async function handOver(text) {
  const file = new File([text], fileName(), { type: "text/plain" });
  if (navigator.canShare?.({ files: [file] })) {
    try {
      return await navigator.share({ files: [file] });
    } catch (error) {
      if (error.name === "AbortError") return undefined;
    }
  }
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return undefined;
}

/** Out: everything unsent, sealed in a file. In: a colleague's file, delivered by this phone. */
export const Titipan = ({ person, unsent }) => {
  const ready = useStored(person, ["meta"], () => keys(person.id));
  const load = useStored(person, ["parcels"], () => carried(person.id));
  const [said, setSaid] = useState(null);
  const [busy, setBusy] = useState(false);
  const picker = useRef(null);
  const during = async (work) => {
    setBusy(true);
    setSaid(null);
    try {
      setSaid({ tone: "success", title: await work() });
    } catch (error) {
      setSaid({ tone: "error", title: error.message });
    } finally {
      setBusy(false);
    }
  };
  const give = () => during(async () => {
    const { text, reports } = await exported(person.id);
    await handOver(text);
    return `${reports} laporan disegel dalam satu berkas. Laporan tetap ada di HP ini sampai server mengakuinya.`;
  });
  const receive = ([file]) => file && during(async () => {
    const count = await take(person.id, await file.text());
    picker.current.value = "";
    sendNow();
    return `${count} titipan disimpan di HP ini. Akan diantar saat ada sinyal.`;
  });
  return (
    <Card title="Titip lewat HP lain">
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          HP tidak mendapat sinyal, rusak, atau habis kuota? Laporan yang belum terkirim dapat dititipkan ke HP rekan. Isinya disegel: hanya server yang dapat
          membacanya, dan nama penulisnya tetap Anda.
        </p>
        {said && <Note tone={said.tone} title={said.title} />}
        {load?.waiting > 0 && <Note tone="info" title={`${load.waiting} titipan menunggu sinyal di HP ini.`} />}
        {load?.stuck.map((message) => (
          <Note key={message} tone="warning" title={message} actions={<button type="button" className="btn" onClick={() => dropStuck(person.id)}><Icon of={Trash2} />Buang titipan ini</button>} />
        ))}
        {unsent > 0 && !ready && <p>Untuk menyegel, HP ini harus pernah tersambung ke server setelah masuk.</p>}
        <div className="flex flex-wrap gap-2">
          <button type="button" className="btn" disabled={busy || !unsent || !ready} onClick={give}>
            <Icon of={FileDown} />
            Buat berkas titipan
          </button>
          <label className="btn">
            <Icon of={FileUp} />
            Terima titipan rekan
            <input ref={picker} type="file" accept=".txt,text/plain" className="sr-only" disabled={busy} onChange={(event) => receive([...event.target.files])} />
          </label>
        </div>
      </div>
    </Card>
  );
};
