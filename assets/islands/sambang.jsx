/* Capture of a report, with or without network: choose a kind, fill in, save. */
import { Suspense, lazy, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useLocation } from "react-router";
import {
  ClipboardPenLine, Download, FileLock2, GraduationCap, Handshake, House, Landmark, ListChecks, Megaphone, MessagesSquare, MoonStar, Plus, Radar, ShieldCheck,
  Store, Users, UsersRound,
} from "lucide-react";
import { all, get } from "./lib/db.js";
import { unfinished } from "./lib/draft.js";
import { useOfficer, useStored } from "./lib/hooks.js";
import { install, installable, needsInstall } from "./lib/offline.js";
import { STATES } from "./lib/states.js";
import { territory as storedTerritory } from "./lib/sync.js";
import { Badge, Card, Empty, Icon, Note, PracticeMark, Skeleton } from "./lib/ui.jsx";

// The choice is on the screen before the form is loaded; an officer's phone has it on the device already.
const Capture = lazy(async () => ({ default: (await import("./sambang/capture.jsx")).Capture }));

const Lanjutan = lazy(async () => ({ default: (await import("./antrean/lanjutan.jsx")).Lanjutan }));
const beginning = () => import("./sambang/mulai.js");

const KIND_ICON = {
  sambang_warga: House, sambang_usaha: Store, sambang_tokoh: Users, sambang_tempat: Landmark,
  laporan_informasi: FileLock2, pemecahan_masalah: Handshake, deteksi_dini: Radar,
  penyuluhan_lapangan: Megaphone, polisi_rw: ShieldCheck, jumat_curhat: MessagesSquare, siskamling: MoonStar, rapat_tiga_pilar: UsersRound,
};

const PRACTICE = "/petugas/sambang/?latihan";
const REAL = "/petugas/sambang/";

const Kinds = ({ groups, practice, onChoose }) => (
  <>
    <h1 className="mb-1 text-2xl">{practice ? "Latihan" : "Laporan baru"}</h1>
    <p className="mb-4 text-muted">Apa yang Anda lakukan?</p>
    {practice && (
      <div className="mb-4">
        <Note tone="warning" title="Mode latihan" actions={<a href={REAL} className="btn">Selesai latihan</a>}>
          Semua langkah seperti laporan sungguhan, tetapi tidak dihitung, tidak masuk daftar rumah, dan dapat Anda hapus.
        </Note>
      </div>
    )}
    {groups.map(({ group, label, kinds }) => (
      <section key={group} aria-labelledby={`kelompok-${group}`} className="mb-6">
        <h2 id={`kelompok-${group}`} className="mb-2 text-lg">{label}</h2>
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          {kinds.map(({ kind, title }) => (
            <li key={kind}>
              <button type="button" className="flex h-full min-h-20 w-full items-center gap-2 rounded-box border border-base-300 bg-base-100 p-2.5 text-left leading-tight font-semibold hover:border-primary" onClick={() => onChoose(kind)}>
                <span className="grid size-9 shrink-0 place-items-center rounded-full bg-primary/10 text-primary">
                  <Icon of={KIND_ICON[kind] ?? ClipboardPenLine} />
                </span>
                <span className="min-w-0 wrap-anywhere">{title}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    ))}
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
          {item.practice ? "Latihan lagi" : "Laporan baru"}
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
      <div className="mt-4 empty:hidden">
        <Suspense fallback={null}><Lanjutan person={person} row={item} /></Suspense>
      </div>
    </Card>
  );
};

const Install = () => (
  <Empty icon={Plus} title="Pasang dulu di Layar Utama">
    iPhone menghapus data situs yang tidak dipasang setelah 7 hari. Ketuk tombol Bagikan di Safari, pilih “Tambahkan ke Layar Utama”, lalu buka Sambang dari ikonnya dan masuk di sana.
  </Empty>
);

/**
 * The page `/petugas/sambang/`; `?ubah=<id>` corrects a saved report, `?subjek=<id>` visits somebody of the register, `?dari=<id>&bagian=<path>&jadi=<kind>` makes a report out of
 * a part of a saved one, `?tugas=<id>` answers a task, `?latihan` is Mode latihan.
 */
export const Sambang = ({ groups }) => {
  const person = useOfficer();
  const [work, setWork] = useState(null); // {draft, definition, previous} | {saved} | {missing}; null: choosing or loading
  const [loading, setLoading] = useState(true);
  const { search } = useLocation();
  const asked = new URLSearchParams(search);
  const practice = asked.has("latihan");
  const territory = useStored(person, ["territory"], () => storedTerritory(person.id));
  const register = useStored(person, ["subjects"], () => all(person.id, "subjects"));

  useEffect(() => {
    if (!person) return undefined;
    const open = async () => {
      const draft = await unfinished(person.id, practice);
      const plain = !draft && !["ubah", "dari", "subjek", "tugas"].some((name) => asked.has(name));
      return plain ? null : (await beginning()).begun(person.id, asked, draft);
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
  const begin = async (kind) => {
    setLoading(true);
    setWork(await (await beginning()).anew(kind, practice, asked.get("tugas")));
    setLoading(false);
  };
  if (!person || loading) return <Skeleton />;
  if (needsInstall()) return <Install />;
  if (work?.missing) return <Empty icon={ListChecks} title="Laporan ini tidak dapat dibuka di sini" actions={<a className="btn btn-primary" href="/petugas/antrean/">Ke antrean</a>}>Isinya tidak ada di HP ini. Yang dikembalikan pemeriksa turun sendiri saat ada sinyal.</Empty>;
  if (work?.saved) return <Saved person={person} id={work.saved} onNext={next} />;
  if (!work) return <Kinds groups={groups} practice={practice} onChoose={begin} />;
  return (
    <Suspense fallback={<Skeleton />}>
      <Capture
        key={work.draft.id} person={person} definition={work.definition} start={work.draft} previous={work.previous}
        territory={territory} register={register} onSaved={(id) => { setWork({ saved: id }); scrollTo(0, 0); }} onDropped={reset}
      />
    </Suspense>
  );
};
