/* The sheet of somebody of the register: last visits, who lives there, telephones, and moving away. Kept sealed for houses that were opened. */
import { useEffect, useId, useState } from "react";
import { Phone, Truck, Undo2 } from "lucide-react";
import { api } from "../lib/api.js";
import { commit, get } from "../lib/db.js";
import { exact, number } from "../lib/format.js";
import { useStored } from "../lib/hooks.js";
import { dayOf } from "../lib/kinerja.js";
import { discardMove, readMove, saveMove } from "../lib/pindah.js";
import { requestSend } from "../lib/runner.js";
import { Field, Icon, Note } from "../lib/ui.jsx";

const RELATIONS = {
  head: "kepala keluarga", spouse: "suami/istri", child: "anak", parent: "orang tua", sibling: "saudara", family: "keluarga", worker: "pekerja",
  lodger: "penghuni kos", other: "lainnya",
};
const REASON_MIN = 3;

/** `2026-11-22` as `22-11-2026`. */
const dayText = (iso) => iso.split("-").reverse().join("-");

/** The sheet that the phone keeps, asked for anew whenever there is network: `[sheet or undefined, "memuat" | "luring" | ""]`. */
function useSheet(person, id) {
  const sheet = useStored(person, ["houses"], async () => (await get(person.id, "houses", id)) ?? null, id);
  const [state, setState] = useState("memuat");
  useEffect(() => {
    const leaving = new AbortController();
    setState("memuat");
    api(`register/${id}`, { signal: leaving.signal })
      .then((fresh) => commit(person.id, [{ store: "houses", put: { ...fresh, id, fetched_at: new Date().toISOString() } }]))
      .then(() => setState(""))
      .catch((error) => leaving.signal.aborted || setState(error.status === 404 ? "belum" : "luring"));
    return () => leaving.abort();
  }, [person, id]);
  return [sheet, state];
}

const Contents = ({ sheet }) => (
  <>
    <h3 className="mt-4 font-semibold">Riwayat kunjungan</h3>
    {sheet.visits.length === 0 && <p className="text-muted">Belum ada kunjungan.</p>}
    <ul>
      {sheet.visits.map((visit) => (
        <li key={visit.id} className="border-t border-base-300 py-1.5 text-sm first:border-t-0">
          <span className="font-medium">{exact(visit.at)}</span>{" "}
          <span className="text-muted">{[visit.author, visit.situation, visit.consent === "declined" && "menolak didata"].filter(Boolean).join(" · ")}</span>
        </li>
      ))}
    </ul>
    {(sheet.residents.length > 0 || sheet.withheld > 0) && <h3 className="mt-4 font-semibold">Penghuni</h3>}
    <ul>
      {sheet.residents.map((one) => (
        <li key={one.name} className="py-1 text-sm"><span className="font-medium">{one.name}</span> <span className="text-muted">{RELATIONS[one.relation] ?? one.relation}</span></li>
      ))}
    </ul>
    {sheet.withheld > 0 && <p className="text-sm text-muted">{number(sheet.withheld)} anak atau yang belum jelas umurnya tidak dibawa ke HP.</p>}
    {sheet.phones.length > 0 && <h3 className="mt-4 font-semibold">Telepon</h3>}
    <ul>
      {sheet.phones.map(({ whose, number: phone }) => (
        <li key={whose + phone}><a className="btn btn-ghost justify-start" href={`tel:${phone}`}><Icon of={Phone} size={18} />{phone}<span className="font-normal text-muted">{whose}</span></a></li>
      ))}
    </ul>
  </>
);

const Move = ({ person, subject, timezone, onDone }) => {
  const id = useId();
  const today = dayOf(Date.now(), timezone);
  const [on, setOn] = useState(today);
  const [reason, setReason] = useState("");
  const [faults, setFaults] = useState({});
  const save = async (event) => {
    event.preventDefault();
    const found = {
      ...((!on || on > today) && { on: "Tulis tanggal pindah, paling lambat hari ini." }),
      ...(reason.trim().length < REASON_MIN && { reason: "Tulis alasannya, misalnya pindah ke Bekasi." }),
    };
    setFaults(found);
    if (Object.keys(found).length) return;
    await saveMove(person.id, subject, { on, reason: reason.trim() });
    requestSend(person.id);
    onDone();
  };
  const described = (name) => ({ id: `${id}-${name}`, "aria-invalid": Boolean(faults[name]), "aria-describedby": faults[name] ? `${id}-${name}-salah` : undefined });
  return (
    <form className="mt-4 flex flex-col gap-3 rounded-field bg-base-200 p-3" onSubmit={save} noValidate>
      <Field id={`${id}-on`} label="Tanggal pindah" error={faults.on}>
        <input type="date" className="input w-full" max={today} value={on} onChange={(event) => setOn(event.target.value)} {...described("on")} />
      </Field>
      <Field id={`${id}-reason`} label="Alasan pindah" error={faults.reason}>
        <input type="text" className="input w-full" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} {...described("reason")} />
      </Field>
      <button type="submit" className="btn btn-primary">Simpan pindah</button>
      <button type="button" className="btn btn-ghost" onClick={onDone}>Batal</button>
    </form>
  );
};

/** Under the card of whoever is picked. `timezone`: in which days are counted. */
export const Lembar = ({ person, subject, timezone }) => {
  const [sheet, state] = useSheet(person, subject.id);
  const move = useStored(person, ["moves"], async () => (await readMove(person.id, subject.id)) ?? null, subject.id);
  const [moving, setMoving] = useState(false);
  const comeBack = async () => {
    await saveMove(person.id, subject, { on: null });
    requestSend(person.id);
  };
  return (
    <div>
      {move?.state === "menunggu" && <p role="status" className="mt-3 text-sm text-muted">{move.on ? "Pindah" : "Batal pindah"}: tersimpan di HP. Akan terkirim saat ada sinyal.</p>}
      {move?.state === "ditolak" && (
        <div className="mt-3">
          <Note tone="warning" title="Pindah tidak diterima server" actions={<button type="button" className="btn" onClick={() => discardMove(person.id, subject, move)}>Hapus catatan</button>}>{move.error}</Note>
        </div>
      )}
      {sheet && <Contents sheet={sheet} />}
      {state === "memuat" && !sheet && <p role="status" className="mt-3 text-sm text-muted">Memuat lembar…</p>}
      {state === "luring" && <p role="status" className="mt-3 text-sm text-muted">{sheet ? `Terakhir diambil ${exact(sheet.fetched_at)}.` : "Lembar belum pernah dibuka di HP ini. Riwayat dan penghuni tampil saat ada sinyal."}</p>}
      {state === "belum" && !sheet && <p role="status" className="mt-3 text-sm text-muted">Server belum mengenalnya. Lembar terisi setelah laporan pertamanya diterima.</p>}
      {moving ? (
        <Move person={person} subject={subject} timezone={timezone} onDone={() => setMoving(false)} />
      ) : subject.moved_on ? (
        <button type="button" className="btn mt-4 w-full" onClick={comeBack}><Icon of={Undo2} />Batalkan pindah ({dayText(subject.moved_on)})</button>
      ) : (
        <button type="button" className="btn mt-4 w-full" onClick={() => setMoving(true)}><Icon of={Truck} />Sudah pindah</button>
      )}
    </div>
  );
};
