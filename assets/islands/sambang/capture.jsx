/* The form of one report: position, who is visited if anybody is, the form of its kind, photos; every change is on the disk at once. */
import { useEffect, useMemo, useRef, useState } from "react";
import { Save, Trash2 } from "lucide-react";
import { dropPhoto, storePhoto } from "../lib/album.js";
import { get } from "../lib/db.js";
import { drop, toItem, visiting, writer } from "../lib/draft.js";
import { FormView } from "../lib/form.jsx";
import { save } from "../lib/outbox.js";
import { wantedPhotos } from "../lib/rules.js";
import { busy, requestSend } from "../lib/runner.js";
import { Card, Icon, Note, PracticeMark, Secret } from "../lib/ui.jsx";
import { uuid7 } from "../lib/uuid.js";
import { toBody, validate } from "../lib/validate.js";
import { judge } from "../lib/verdict.js";
import { Foto } from "./foto.jsx";
import { Posisi, positionFaults } from "./posisi.jsx";
import { Subjek } from "./subjek.jsx";
import { Confirm } from "./tanya.jsx";

/** What is known about the draft on the disk. */
const KEPT = { "": "Draf disimpan sambil Anda mengisi", menyimpan: "Menyimpan draf …", tersimpan: "Draf tersimpan di HP", gagal: "Draf belum tersimpan" };

export const Capture = ({ person, definition, start, previous, territory, register, onSaved, onDropped }) => {
  const [draft, setDraft] = useState(start);
  const [kept, setKept] = useState("");
  const [faults, setFaults] = useState([]);
  const [attempt, setAttempt] = useState(0);
  const [saving, setSaving] = useState(false);
  const [asking, setAsking] = useState(false);
  const latest = useRef(start);
  const disk = useMemo(() => writer(person.id, setKept), [person]);
  const errors = useRef(null);
  const photos = useRef(Promise.resolve(true)); // whether all photos chosen so far are in the draft, once they are ready
  const over = useRef(false); // the draft has become a report, or was thrown away

  useEffect(() => {
    busy("isi", true);
    return () => busy("isi", false);
  }, []);
  // The button that was pressed is gone: whoever works by keyboard or by ear goes on here.
  const whom = draft.subject?.id;
  const shown = useRef(null);
  useEffect(() => {
    document.getElementById(shown.current === null ? "judul" : "dikunjungi").focus({ preventScroll: true });
    shown.current = whom ?? "";
  }, [whom]);

  const edit = (change) => {
    if (over.current) return;
    latest.current = { ...latest.current, ...change };
    setDraft(latest.current);
    // Opening a form is no visit yet: it would stand in the way of the next one.
    if (latest.current.touched) disk.write(latest.current);
  };
  const type = (change) => edit({ ...change, touched: true });
  const without = (sha256) => latest.current.photos.filter((photo) => photo.sha256 !== sha256);
  const locate = (position) => {
    const { mode, reason } = latest.current.position;
    edit({ position, touched: latest.current.touched || position.mode !== mode || position.reason !== reason });
  };
  const attach = async (photo) => {
    if (over.current) return;
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
    if (over.current) return;
    type({ photos: without(sha256) });
    // A photo of the report that is being corrected goes only when the correction is saved.
    if (!previous?.photos.some((photo) => photo.sha256 === sha256)) await dropPhoto(person.id, latest.current, sha256);
  };

  const { fix, mode } = draft.position;
  const judgement = useMemo(() => (mode === "on_site" && fix && territory?.areas.length ? judge(fix, territory) : null), [mode, fix, territory]);

  const purposesOf = (photos) => photos.map(({ purpose }) => purpose);
  const faultsOf = ({ position, value, photos: taken }) => [...positionFaults(position), ...validate(definition, value, undefined, purposesOf(taken))];
  const mark = (sha256, purpose) => type({ photos: latest.current.photos.map((photo) => (photo.sha256 === sha256 ? { ...photo, purpose } : photo)) });
  const finish = async () => {
    if (saving) return;
    setSaving(true);
    // Photos that are still made ready belong to this report; one that fails is said where it was chosen.
    let complete = true;
    for (let chosen = null; chosen !== photos.current; ) {
      chosen = photos.current;
      complete = await chosen;
    }
    photos.current = Promise.resolve(true);
    setSaving(false);
    if (!complete) return;
    const ready = latest.current;
    const found = faultsOf(ready);
    setFaults(found);
    setAttempt(attempt + 1);
    if (found.length) {
      if (found[0].field.startsWith("position")) document.getElementById(found[0].field === "position" ? "posisi" : "alasan")?.focus();
      return;
    }
    setSaving(true);
    over.current = true; // not even a new position may bring the draft back
    try {
      await disk.stop();
      // Nobody was picked from the register: it is somebody new.
      const draftWithSubject = ready.subject || !definition.subject_kind ? ready : { ...ready, subject: { id: uuid7(), new: true } };
      // As it is by now: since this page was opened it may have been sent, or saved by another tab.
      const current = (await get(person.id, "items", ready.id)) ?? previous;
      const item = toItem(draftWithSubject, { person: person.id, definition, body: toBody(definition, ready.value), judgement, previous: current });
      await save(person.id, item);
      requestSend(person.id);
      onSaved(item.id);
    } catch (error) {
      over.current = false;
      setSaving(false);
      setKept(error);
      errors.current?.focus();
    }
  };

  const rejected = previous?.errors ?? [];
  const shownFaults = (faults.length ? faults : rejected).map(({ field, message }) => ({ field: field.replace(/^body\./, ""), message }));
  const abandon = () => {
    over.current = true;
    return disk.stop().then(() => drop(person.id, latest.current)).then(onDropped);
  };
  const left = attempt > 0 ? faultsOf(draft).length : 0;
  const failed = kept instanceof Error;
  return (
    <div className="flex flex-col gap-4 pb-20">
      <div className="flex items-center justify-between gap-2">
        <h1 id="judul" tabIndex={-1} className="text-2xl outline-none">{previous ? "Perbaiki laporan" : definition.title}</h1>
        <button type="button" className="btn btn-ghost" onClick={() => (draft.touched ? setAsking(true) : abandon())}>
          <Icon of={Trash2} />
          {previous ? "Batal" : "Buang draf"}
        </button>
      </div>
      {draft.practice && <p className="flex flex-wrap items-center gap-2"><PracticeMark />Tidak dihitung{definition.subject_kind && ", tidak masuk daftar rumah"}, dapat Anda hapus.</p>}
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
      <Posisi position={draft.position} onChange={locate} judgement={judgement} territory={territory} locked={Boolean(previous)} started={draft.touched} faults={faults} />
      {definition.subject_kind && (
        <Subjek
          register={register} kind={definition.subject_kind} fix={fix} subject={draft.subject} locked={Boolean(previous)}
          onPick={(one) => type(one ? visiting(latest.current, one) : { subject: null })}
          onNew={() => type({ subject: { id: uuid7(), new: true } })}
        />
      )}
      {(draft.subject || !definition.subject_kind) && (
        <>
          {definition.secret && <Secret />}
          <Card>
            <FormView definition={definition} value={draft.value} errors={shownFaults} purposes={purposesOf(draft.photos)} attempt={attempt} onChange={(value) => type({ value })} />
          </Card>
          <Foto person={person.id} draft={draft} purpose={wantedPhotos(definition.fields, draft.value)[0]?.purpose} mark={mark} flush={disk.flush} attach={attach} remove={detach} onTake={(taken) => { photos.current = Promise.all([photos.current, taken]).then((all) => all.every(Boolean)); }} />
          {definition.secret && <Secret />}
          <div className="fixed inset-x-0 bottom-16 z-20 border-t border-base-300 bg-base-100 px-4 py-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]">
            <div className="mx-auto flex max-w-2xl items-center gap-3">
              <p aria-live="polite" className={`min-w-0 grow text-sm ${left > 0 && !saving ? "font-semibold text-error" : "text-muted"}`}>
                {draft.practice && <span className="block font-semibold text-warning">Latihan</span>}
                {saving ? "Menyimpan … foto sedang disiapkan" : left > 0 ? `${left} isian perlu diperbaiki` : KEPT[failed ? "gagal" : kept]}
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
        onNo={() => setAsking(false)} onYes={abandon}
      >
        {previous ? "Perubahan yang belum disimpan hilang. Laporan tetap seperti sebelumnya." : "Isian dan foto draf ini hilang dan tidak dapat dikembalikan."}
      </Confirm>
    </div>
  );
};
