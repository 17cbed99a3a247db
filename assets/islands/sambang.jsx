/* Capture of a visit, with or without network: choose a kind, fill in, save. Everything typed is on the disk at once. */
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Building2, Download, House, Landmark, ListChecks, Plus, Save, Store, Trash2, Users } from "lucide-react";
import { dropPhoto, storePhoto } from "./lib/album.js";
import { all, get } from "./lib/db.js";
import { begunCorrection, blank, correctionOf, drop, toItem, unfinished, writer } from "./lib/draft.js";
import { FormView } from "./lib/form.jsx";
import { useOfficer, useStored } from "./lib/hooks.js";
import { install, installable, needsInstall } from "./lib/offline.js";
import { save } from "./lib/outbox.js";
import { busy, requestSend } from "./lib/runner.js";
import { STATES } from "./lib/states.js";
import { territory as storedTerritory } from "./lib/sync.js";
import { Badge, Card, Empty, Icon, Note, Skeleton } from "./lib/ui.jsx";
import { uuid7 } from "./lib/uuid.js";
import { emptyValue, toBody, validate } from "./lib/validate.js";
import { judge } from "./lib/verdict.js";
import { Confirm } from "./sambang/tanya.jsx";
import { Foto } from "./sambang/foto.jsx";
import { Posisi, positionFaults } from "./sambang/posisi.jsx";
import { Subjek } from "./sambang/subjek.jsx";

const KIND_ICON = { sambang_warga: House, sambang_usaha: Store, sambang_tokoh: Users, sambang_tempat: Landmark };

/** What is known about the draft on the disk. */
const KEPT = { "": "Draf disimpan sambil Anda mengisi", menyimpan: "Menyimpan draf …", tersimpan: "Draf tersimpan di HP", gagal: "Draf belum tersimpan" };

const param = (name) => new URLSearchParams(location.search).get(name);

const Kinds = ({ definitions, onChoose }) => (
  <>
    <h1 className="mb-1 text-2xl">Sambang</h1>
    <p className="mb-4 text-muted">Siapa atau apa yang Anda kunjungi?</p>
    <ul className="grid grid-cols-2 gap-3">
      {definitions.map((definition) => (
        <li key={definition.kind}>
          <button type="button" className="flex min-h-32 w-full flex-col items-center justify-center gap-3 rounded-box border border-base-300 bg-base-100 p-4 text-center font-semibold hover:border-primary" onClick={() => onChoose(definition)}>
            <span className="grid size-14 place-items-center rounded-full bg-primary/10 text-primary">
              <Icon of={KIND_ICON[definition.kind] ?? Building2} size={28} />
            </span>
            {definition.title}
          </button>
        </li>
      ))}
    </ul>
  </>
);

/** After saving: what is certain, and the true state as it goes on. */
const Saved = ({ person, id, onNext }) => {
  const item = useStored(person, ["items"], () => get(person.id, "items", id), id);
  const canInstall = useSyncExternalStore(installable.subscribe, installable.now);
  if (!item) return <Skeleton rows={1} />;
  const { word, tone, icon } = STATES[item.state];
  return (
    <Card className="text-center">
      <div role="status" className="flex flex-col items-center gap-3 py-4">
        <h1 className="text-2xl">Tersimpan di HP.</h1>
        <p className="text-lg">{item.state === "menunggu" ? "Akan terkirim saat ada sinyal." : item.title}</p>
        <Badge tone={tone} icon={icon}>{item.receipt ? `${word} · ${item.receipt}` : word}</Badge>
      </div>
      <div className="mt-2 grid gap-2 sm:grid-cols-2">
        <button type="button" className="btn btn-primary" onClick={onNext}>
          <Icon of={Plus} />
          Sambang lagi
        </button>
        <a href="/petugas/antrean/" className="btn">
          <Icon of={ListChecks} />
          Terkirim & Antrean
        </a>
        {canInstall && (
          <button type="button" className="btn sm:col-span-2" onClick={install}>
            <Icon of={Download} />
            Pasang di HP ini
          </button>
        )}
      </div>
    </Card>
  );
};

const Install = () => (
  <Empty icon={Plus} title="Pasang dulu di Layar Utama">
    iPhone menghapus data situs yang tidak dipasang setelah 7 hari. Ketuk tombol Bagikan di Safari, pilih “Tambahkan ke Layar Utama”, lalu buka Sambang dari ikonnya dan masuk di sana.
  </Empty>
);

/** What picking somebody from the register fills in. */
const fromRegister = (value, { name, address, rt, rw }) => ({
  ...value, name, address: address ?? "", neighbourhood: { rt: rt ?? "", rw: rw ?? "" },
});

/** `draft` with somebody from the register as the one who is visited. */
const visiting = (draft, { id, name, address, rt, rw }) => ({
  ...draft, subject: { id, new: false, name, address, rt, rw }, value: fromRegister(draft.value, { name, address, rt, rw }),
});

const Capture = ({ person, definition, start, previous, territory, register, onSaved, onDropped }) => {
  const [draft, setDraft] = useState(start);
  const [kept, setKept] = useState("");
  const [faults, setFaults] = useState([]);
  const [attempt, setAttempt] = useState(0);
  const [saving, setSaving] = useState(false);
  const [asking, setAsking] = useState(false);
  const latest = useRef(start);
  const disk = useMemo(() => writer(person.id, setKept), [person]);
  const errors = useRef(null);

  useEffect(() => {
    busy("isi", true);
    return () => busy("isi", false);
  }, []);

  const edit = (change) => {
    latest.current = { ...latest.current, ...change };
    setDraft(latest.current);
    disk.write(latest.current);
  };
  const type = (change) => edit({ ...change, touched: true });
  const without = (sha256) => latest.current.photos.filter((photo) => photo.sha256 !== sha256);
  const attach = async (photo) => {
    const { sha256, original_sha256 } = photo.described;
    if (latest.current.photos.some((known) => known.sha256 === sha256 || (original_sha256 && known.original_sha256 === original_sha256))) return;
    type({ photos: [...latest.current.photos, photo.described] });
    try {
      await storePhoto(person.id, latest.current, photo);
    } catch (error) {
      type({ photos: without(sha256) });
      throw error;
    }
  };
  const detach = async (sha256) => {
    type({ photos: without(sha256) });
    // A photo of the report that is being corrected goes only when the correction is saved.
    if (!previous?.photos.some((photo) => photo.sha256 === sha256)) await dropPhoto(person.id, latest.current, sha256);
  };

  const { fix, mode } = draft.position;
  const judgement = useMemo(() => (mode === "on_site" && fix && territory?.areas.length ? judge(fix, territory) : null), [mode, fix, territory]);

  const faultsOf = ({ position, value }) => [...positionFaults(position), ...validate(definition, value)];
  const finish = async () => {
    if (saving) return;
    const ready = latest.current;
    const found = faultsOf(ready);
    setFaults(found);
    setAttempt(attempt + 1);
    if (found.length) {
      if (found[0].field.startsWith("position")) document.getElementById(found[0].field === "position" ? "posisi" : "alasan")?.focus();
      return;
    }
    setSaving(true);
    try {
      await disk.stop();
      // Nobody was picked from the register: it is somebody new.
      const draftWithSubject = ready.subject ? ready : { ...ready, subject: { id: uuid7(), new: true } };
      const item = toItem(draftWithSubject, { person: person.id, definition, body: toBody(definition, ready.value), judgement, previous });
      await save(person.id, item);
      requestSend(person.id);
      onSaved(item.id);
    } catch (error) {
      setSaving(false);
      setKept(error);
      errors.current?.focus();
    }
  };

  const rejected = previous?.errors ?? [];
  const shownFaults = (faults.length ? faults : rejected).map(({ field, message }) => ({ field: field.replace(/^body\./, ""), message }));
  const left = attempt > 0 ? faultsOf(draft).length : 0;
  const failed = kept instanceof Error;
  return (
    <div className="flex flex-col gap-4 pb-20">
      <div className="flex items-center justify-between gap-2">
        <h1 className="text-2xl">{previous ? "Perbaiki laporan" : definition.title}</h1>
        <button type="button" className="btn btn-ghost" onClick={() => (draft.touched ? setAsking(true) : drop(person.id, draft).then(onDropped))}>
          <Icon of={Trash2} />
          {previous ? "Batal" : "Buang draf"}
        </button>
      </div>
      {previous?.review?.note && (
        <Note tone="warning" title={`Catatan pemeriksa${previous.review.reviewer ? `, ${previous.review.reviewer}` : ""}`}>
          {previous.review.note}
        </Note>
      )}
      {rejected.length > 0 && !faults.length && <Note tone="error" title="Server meminta perbaikan">{rejected.map(({ field, message }) => <p key={field}>{message}</p>)}</Note>}
      {failed && (
        <div ref={errors} tabIndex={-1}>
          <Note tone="error" title="Belum tersimpan">{kept.message}</Note>
        </div>
      )}
      <Posisi position={draft.position} onChange={(position) => edit({ position })} judgement={judgement} territory={territory} locked={Boolean(previous)} started={draft.touched} faults={faults} />
      <Subjek
        register={register} kind={definition.subject_kind} fix={fix} subject={draft.subject} locked={Boolean(previous)}
        onPick={(one) => type(one ? visiting(latest.current, one) : { subject: null })}
        onNew={() => type({ subject: { id: uuid7(), new: true } })}
      />
      {draft.subject && (
        <>
          <Card>
            <FormView definition={definition} value={draft.value} errors={shownFaults} attempt={attempt} onChange={(value) => type({ value })} />
          </Card>
          <Foto person={person.id} draft={draft} flush={disk.flush} attach={attach} remove={detach} />
          <div className="fixed inset-x-0 bottom-16 z-20 border-t border-base-300 bg-base-100/95 px-4 py-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]">
            <div className="mx-auto flex max-w-2xl items-center gap-3">
              <p aria-live="polite" className="min-w-0 grow text-sm text-muted">
                {left > 0 ? `${left} isian perlu diperbaiki` : KEPT[failed ? "gagal" : kept]}
              </p>
              <button type="button" className="btn btn-primary px-8" aria-disabled={saving} onClick={finish}>
                <Icon of={Save} />
                Simpan
              </button>
            </div>
          </div>
        </>
      )}
      <Confirm
        open={asking} title={previous ? "Batalkan perbaikan?" : "Buang draf ini?"} yes={previous ? "Ya, batalkan" : "Ya, buang"} no="Lanjut mengisi"
        onNo={() => setAsking(false)} onYes={() => disk.stop().then(() => drop(person.id, latest.current)).then(onDropped)}
      >
        {previous ? "Perubahan yang belum disimpan hilang. Laporan tetap seperti sebelumnya." : "Isian dan foto draf ini hilang dan tidak dapat dikembalikan."}
      </Confirm>
    </div>
  );
};

/** The page `/petugas/sambang/`; `?ubah=<id>` corrects a saved report, `?subjek=<id>` visits somebody of the register. */
export const Sambang = ({ definitions }) => {
  const person = useOfficer();
  const [work, setWork] = useState(null); // {draft, previous} | {saved} | {missing}; null: choosing or loading
  const [loading, setLoading] = useState(true);
  const territory = useStored(person, ["territory"], () => storedTerritory(person.id));
  const register = useStored(person, ["subjects"], () => all(person.id, "subjects"));
  const definitionOf = (kind) => definitions.find((definition) => definition.kind === kind);

  useEffect(() => {
    if (!person) return;
    const open = async () => {
      const id = param("ubah");
      if (!id) {
        const draft = await unfinished(person.id);
        if (draft) return { draft };
        const subject = param("subjek") && (await get(person.id, "subjects", param("subjek")));
        const definition = subject && definitions.find(({ subject_kind }) => subject_kind === subject.kind);
        return definition && { draft: visiting(blank(definition, emptyValue), subject) };
      }
      const previous = await get(person.id, "items", id);
      if (!previous) return { missing: true };
      return { previous, draft: (await begunCorrection(person.id, previous)) ?? correctionOf(previous, definitionOf(previous.kind), emptyValue) };
    };
    open().then((found) => {
      setWork(found ?? null);
      setLoading(false);
    });
  }, [person]);

  const reset = () => {
    if (param("ubah")) location.assign("/petugas/antrean/");
    else setWork(null);
  };
  if (!person || loading) return <Skeleton />;
  if (needsInstall()) return <Install />;
  if (work?.missing) return <Empty icon={ListChecks} title="Laporan ini tidak ada di HP ini" actions={<a className="btn btn-primary" href="/petugas/antrean/">Ke antrean</a>}>Perbaikan hanya dapat dilakukan di HP yang mencatatnya.</Empty>;
  if (work?.saved) return <Saved person={person} id={work.saved} onNext={() => (param("ubah") ? location.assign("/petugas/sambang/") : setWork(null))} />;
  if (!work) return <Kinds definitions={definitions} onChoose={(definition) => setWork({ draft: blank(definition, emptyValue) })} />;
  return (
    <Capture
      key={work.draft.id} person={person} definition={definitionOf(work.draft.kind)} start={work.draft} previous={work.previous}
      territory={territory} register={register} onSaved={(id) => { setWork({ saved: id }); scrollTo(0, 0); }} onDropped={reset}
    />
  );
};
