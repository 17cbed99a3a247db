/* Capture of a visit, with or without network: choose a kind, fill in, save. */
import { Suspense, lazy, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import { Building2, Download, GraduationCap, House, Landmark, ListChecks, Plus, Store, Users } from "lucide-react";
import { all, get } from "./lib/db.js";
import { begunCorrection, blank, correctable, correctionOf, unfinished, visiting } from "./lib/draft.js";
import { useOfficer, useStored } from "./lib/hooks.js";
import { install, installable, needsInstall } from "./lib/offline.js";
import { STATES } from "./lib/states.js";
import { territory as storedTerritory } from "./lib/sync.js";
import { Badge, Card, Empty, Icon, Note, PracticeMark, Skeleton } from "./lib/ui.jsx";
import { emptyValue } from "./lib/validate.js";

// The choice is on the screen before the form is loaded; an officer's phone has it on the device already.
const Capture = lazy(async () => ({ default: (await import("./sambang/capture.jsx")).Capture }));

const KIND_ICON = { sambang_warga: House, sambang_usaha: Store, sambang_tokoh: Users, sambang_tempat: Landmark };

const PRACTICE = "/petugas/sambang/?latihan";
const REAL = "/petugas/sambang/";

const Kinds = ({ definitions, practice, onChoose }) => (
  <>
    <h1 className="mb-1 text-2xl">{practice ? "Latihan sambang" : "Sambang"}</h1>
    <p className="mb-4 text-muted">Siapa atau apa yang Anda kunjungi?</p>
    {practice && (
      <div className="mb-4">
        <Note tone="warning" title="Mode latihan" actions={<a href={REAL} className="btn">Selesai latihan</a>}>
          Semua langkah seperti kunjungan sungguhan, tetapi tidak dihitung, tidak masuk daftar rumah, dan dapat Anda hapus.
        </Note>
      </div>
    )}
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
    {!practice && (
      <a href={PRACTICE} className="btn btn-ghost mt-4 w-full">
        <Icon of={GraduationCap} />
        Mode latihan: mencoba tanpa dihitung
      </a>
    )}
  </>
);

/** After saving: what is certain, and the true state as it goes on. */
const Saved = ({ person, id, onNext }) => {
  const item = useStored(person, ["items"], () => get(person.id, "items", id), id);
  const canInstall = useSyncExternalStore(installable.subscribe, installable.now);
  const heading = useRef(null);
  const known = Boolean(item);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [known]);
  if (!item) return <Skeleton rows={1} />;
  const { word, tone, icon } = STATES[item.state];
  return (
    <Card className="text-center">
      <div role="status" className="flex flex-col items-center gap-3 py-4">
        <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">Tersimpan di HP.</h1>
        <p className="text-lg">{item.state === "menunggu" ? "Akan terkirim saat ada sinyal." : item.title}</p>
        <p className="flex flex-wrap justify-center gap-2">
          {item.practice && <PracticeMark />}
          <Badge tone={tone} icon={icon}>{item.receipt ? `${word} · ${item.receipt}` : word}</Badge>
        </p>
      </div>
      <div className="mt-2 grid gap-2 sm:grid-cols-2">
        <button type="button" className="btn btn-primary" onClick={onNext}>
          <Icon of={Plus} />
          {item.practice ? "Latihan lagi" : "Sambang lagi"}
        </button>
        {item.practice && <a href={REAL} className="btn">Selesai latihan</a>}
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

/** The page `/petugas/sambang/`; `?ubah=<id>` corrects a saved report, `?subjek=<id>` visits somebody of the register, `?latihan` is Mode latihan. */
export const Sambang = ({ definitions }) => {
  const person = useOfficer();
  const [work, setWork] = useState(null); // {draft, previous} | {saved} | {missing}; null: choosing or loading
  const [loading, setLoading] = useState(true);
  const { search } = useLocation();
  const asked = new URLSearchParams(search);
  const practice = asked.has("latihan");
  const territory = useStored(person, ["territory"], () => storedTerritory(person.id));
  const register = useStored(person, ["subjects"], () => all(person.id, "subjects"));
  const definitionOf = (kind) => definitions.find((definition) => definition.kind === kind);

  useEffect(() => {
    if (!person) return undefined;
    const open = async () => {
      const id = asked.get("ubah");
      if (!id) {
        const draft = await unfinished(person.id, practice);
        const subject = asked.has("subjek") && (await get(person.id, "subjects", asked.get("subjek")));
        const definition = subject && definitions.find(({ subject_kind }) => subject_kind === subject.kind);
        // Whoever was chosen is visited now; an unfinished visit to somebody else comes back after this one.
        if (definition && draft?.subject?.id !== subject.id) return { draft: visiting(blank(definition, emptyValue), subject) };
        return draft && { draft };
      }
      const previous = await correctable(person.id, id);
      if (!previous) return { missing: true };
      return { previous, draft: (await begunCorrection(person.id, previous)) ?? correctionOf(previous, definitionOf(previous.kind), emptyValue) };
    };
    let live = true;
    setLoading(true);
    open().then((found) => {
      if (!live) return;
      setWork(found ?? null);
      setLoading(false);
    });
    return () => {
      live = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what was asked for is read from the address
  }, [person, search]);

  // Anew without what the address asked for: an older unfinished visit may wait.
  const next = () => (search && !practice ? location.assign(REAL) : setWork(null));
  const reset = () => {
    if (asked.has("ubah")) location.assign("/petugas/antrean/");
    else next();
  };
  if (!person || loading) return <Skeleton />;
  if (needsInstall()) return <Install />;
  if (work?.missing) return <Empty icon={ListChecks} title="Laporan ini tidak dapat diperbaiki di sini" actions={<a className="btn btn-primary" href="/petugas/antrean/">Ke antrean</a>}>Isinya tidak ada di HP ini. Yang dikembalikan pemeriksa turun sendiri saat ada sinyal.</Empty>;
  if (work?.saved) return <Saved person={person} id={work.saved} onNext={next} />;
  if (!work) return <Kinds definitions={definitions} practice={practice} onChoose={(definition) => setWork({ draft: blank(definition, emptyValue, practice) })} />;
  return (
    <Suspense fallback={<Skeleton />}>
      <Capture
        key={work.draft.id} person={person} definition={definitionOf(work.draft.kind)} start={work.draft} previous={work.previous}
        territory={territory} register={register} onSaved={(id) => { setWork({ saved: id }); scrollTo(0, 0); }} onDropped={reset}
      />
    </Suspense>
  );
};
