/* Every report of this officer with its true state, its reason, and what can be done about it. */
import { Suspense, lazy, useEffect, useMemo, useState } from "react";
import { ChevronDown, Inbox, MapPinPlus, MessageCircle, Search, SearchX, Undo2 } from "lucide-react";
import { commit, get, update, watch } from "./lib/db.js";
import { ago, exact } from "./lib/format.js";
import { useAddress, useOfficer, useStored } from "./lib/hooks.js";
import { erase } from "./lib/latihan.js";
import { discard, snapshot } from "./lib/outbox.js";
import { readReports } from "./lib/reports.js";
import { sendNow } from "./lib/runner.js";
import { GROUPS, STATES, isUnsent, needsWork } from "./lib/states.js";
import { SenderStatus } from "./lib/status.jsx";
import { Badge, Card, Empty, Icon, Note, PracticeMark, Skeleton } from "./lib/ui.jsx";

const PAGE = 50;
// Loaded after the list, when the first report is opened, and when the first is to be deleted.
const Titipan = lazy(async () => ({ default: (await import("./antrean/titipan.jsx")).Titipan }));
const Rincian = lazy(async () => ({ default: (await import("./antrean/rincian.jsx")).Rincian }));
const Confirm = lazy(async () => ({ default: (await import("./sambang/tanya.jsx")).Confirm }));

/** Percent of what is being uploaded now: `{"<item>": percent}`. */
const useProgress = (person) => {
  const [progress, setProgress] = useState({});
  useEffect(() => person ? watch(person.id, ({ live }) => live && setProgress((old) => ({ ...old, [live.item]: live.percent }))) : undefined, [person]);
  return progress;
};

const chosenInSight = (chip) => chip?.scrollIntoView({ block: "nearest", inline: "center" });
const inSight = (details) => details?.scrollIntoView({ block: "start" });

const Row = ({ person, row, percent, wanted, onDelete }) => {
  const [open, setOpen] = useState(wanted);
  const { word, tone, icon } = STATES[row.state];
  const sending = row.photosWaiting > 0 && !isUnsent(row);
  return (
    <li className="rounded-box border border-base-300 bg-base-100 [content-visibility:auto] [contain-intrinsic-size:auto_6rem]">
      <details className="group scroll-mt-24" open={wanted} ref={wanted ? inSight : undefined} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex flex-col gap-2 rounded-box p-4">
          <span className="flex items-start justify-between gap-3">
            <span className="min-w-0">
              <span className="block font-semibold">{row.title}</span>
              <span className="block text-sm text-muted">
                {row.kind_title} · {exact(row.at)}
                {ago(row.at) && ` (${ago(row.at)})`}
              </span>
            </span>
            <Icon of={ChevronDown} className="text-muted group-open:rotate-180" />
          </span>
          <span className="flex flex-wrap items-center gap-2">
            {row.practice && <PracticeMark />}
            <Badge tone={tone} icon={icon}>{word}</Badge>
            {row.void && <Badge>Batal</Badge>}
            {row.receipt && <span className="text-sm font-medium">{row.receipt}</span>}
            {row.talk?.unread > 0 && <Badge tone="info" icon={MessageCircle}>{row.talk.unread} komentar baru</Badge>}
            {row.talk?.waiting > 0 && <span className="text-sm text-muted">{row.talk.waiting} komentar belum terkirim</span>}
            {sending && <span className="text-sm text-muted">{row.photosWaiting} foto menyusul{percent ? `, ${percent} %` : ""}</span>}
          </span>
          {sending && percent > 0 && <progress className="progress progress-primary w-full" value={percent} max={100} aria-label={`Foto terkirim ${percent} %`} />}
        </summary>
        {open && (
          <div className="px-4 pb-4">
            <Suspense fallback={<Skeleton rows={1} />}>
              <Rincian person={person} row={row} onDelete={onDelete} />
            </Suspense>
          </div>
        )}
      </details>
    </li>
  );
};

const consequence = (row) => {
  if (row.practice) return "Laporan latihan ini hilang dari HP dan dari server, dan tidak dapat dikembalikan.";
  if (isUnsent(row) && row.base_revision) return "Perbaikan ini belum terkirim dan akan hilang. Yang sudah diterima server sebelumnya tetap ada di sana.";
  if (isUnsent(row)) return "Laporan ini belum terkirim. Setelah dihapus tidak ada salinannya di mana pun.";
  if (needsWork(row)) return "Yang sudah diterima server tetap ada di sana, tetapi perbaikan tidak dapat lagi dilakukan dari HP ini.";
  if (row.photosWaiting > 0) return `${row.photosWaiting} foto belum terkirim; setelah dihapus tidak ada salinannya. Laporannya tetap ada di server.`;
  return "Hanya hilang dari HP ini. Laporan tetap ada di server.";
};

/** Which kinds to show: a group as a whole, or one kind; only what is in the list, and only when there is more than one group of it. */
const Kinds = ({ groups, rows, value, onChange }) => {
  const there = new Set(rows.map(({ kind }) => kind));
  const offered = groups.map((group) => ({ ...group, kinds: group.kinds.filter(({ kind }) => there.has(kind)) })).filter(({ kinds }) => kinds.length);
  if (offered.length < 2 && !value) return null;
  return (
    <select aria-label="Jenis laporan" className="select w-full" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">Semua jenis</option>
      {offered.map(({ group, label, kinds }) => (
        <optgroup key={group} label={label}>
          <option value={group}>{`Semua ${label.toLowerCase()}`}</option>
          {kinds.map(({ kind, title }) => <option key={kind} value={kind}>{title}</option>)}
        </optgroup>
      ))}
    </select>
  );
};

/** The page `/petugas/antrean/`. */
export const Antrean = ({ groups }) => {
  const kinds = useMemo(() => Object.fromEntries(groups.flatMap((group) => group.kinds).map(({ kind, title }) => [kind, title])), [groups]);
  const person = useOfficer();
  const rows = useStored(person, ["items", "results", "blobs", "threads", "posts"], () => readReports(person.id, kinds));
  const progress = useProgress(person);
  const [group, setGroup] = useAddress("tampil", "semua");
  const [words, setWords] = useAddress("cari", "");
  const [wantedKind, setKind] = useAddress("jenis", "");
  // What a piece of news leads to stands unfolded above all others.
  const [wanted] = useAddress("buka", "");
  const [pages, setPages] = useState(1);
  const [deleting, setDeleting] = useState();
  const [deleted, setDeleted] = useState(null);
  const ofKind = useMemo(() => {
    const wanted = groups.find(({ group: name }) => name === wantedKind)?.kinds.map(({ kind }) => kind) ?? (kinds[wantedKind] ? [wantedKind] : null);
    return (rows ?? []).filter(({ kind }) => !wanted || wanted.includes(kind));
  }, [rows, groups, kinds, wantedKind]);
  const counts = useMemo(() => Object.fromEntries(Object.entries(GROUPS).map(([name, { has }]) => [name, ofKind.filter(has).length])), [ofKind]);
  const found = useMemo(() => {
    const sought = words.toLowerCase().trim();
    const { has } = GROUPS[group] ?? GROUPS.semua;
    return ofKind.filter((row) => has(row) && (!sought || `${row.title} ${row.receipt ?? ""} ${row.kind_title}`.toLowerCase().includes(sought)))
      .sort((a, b) => (b.id === wanted) - (a.id === wanted));
  }, [ofKind, group, words, wanted]);
  if (!person || !rows) return <Skeleton />;
  const unsent = rows.filter((row) => isUnsent(row) || row.photosWaiting > 0).length;

  const remove = async () => {
    const row = deleting;
    setDeleting(null);
    if (row.practice) {
      await erase(person.id, row);
      sendNow();
      return;
    }
    const before = await snapshot(person.id, row.id);
    const result = await get(person.id, "results", row.id);
    // What the server has would come down again with the next contact.
    if (row.receipt) await update(person.id, "results", row.id, (old) => ({ id: row.id, title: row.title, kind: row.kind, state: row.state, received_at: row.at, ...old, hidden: true }));
    await discard(person.id, row.id);
    const unhide = { store: "results", ...(result ? { put: result } : { remove: row.id }) };
    setDeleted({ title: row.title, before: [...before, unhide] });
  };
  const undo = () => commit(person.id, deleted.before).then(() => setDeleted(null));

  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-2xl">Terkirim & Antrean</h1>
      <SenderStatus person={person} send={unsent > 0} />
      {deleted && (
        <Note title={`“${deleted.title}” dihapus dari HP ini.`} actions={<button type="button" className="btn" autoFocus onClick={undo}><Icon of={Undo2} />Urungkan</button>} />
      )}
      {rows.length > 0 && (
        <>
          <label className="input w-full">
            <Icon of={Search} />
            <span className="sr-only">Cari laporan</span>
            <input type="search" placeholder="Cari nama atau nomor resi" value={words} onChange={(event) => { setWords(event.target.value); setPages(1); }} />
          </label>
          <Kinds groups={groups} rows={rows} value={wantedKind} onChange={(kind) => { setKind(kind); setPages(1); }} />
          <div role="group" aria-label="Saring menurut keadaan" className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1">
            {Object.entries(GROUPS).filter(([name, { rare }]) => !rare || counts[name] || group === name).map(([name, { label }]) => (
              <button key={name} ref={group === name ? chosenInSight : undefined} type="button" aria-pressed={group === name} className={`btn shrink-0 rounded-full ${group === name ? "btn-primary" : "border-base-300 bg-base-100"}`} onClick={() => { setGroup(name); setPages(1); }}>
                {label} <span className="tabular-nums">{counts[name]}</span>
              </button>
            ))}
          </div>
        </>
      )}
      {!rows.length && (
        <Card>
          <Empty icon={Inbox} title="Belum ada laporan" actions={<a className="btn btn-primary" href="/petugas/sambang/"><Icon of={MapPinPlus} />Mulai Sambang</a>}>
            Setiap kunjungan yang Anda simpan muncul di sini, dari antrean di HP sampai diterima pemeriksa.
          </Empty>
        </Card>
      )}
      {rows.length > 0 && !found.length && (
        <Card>
          <Empty icon={SearchX} title="Tidak ada yang cocok" actions={<button type="button" className="btn" onClick={() => { setWords(""); setKind(""); setGroup("semua"); }}>Tampilkan semua</button>}>
            Tidak ada laporan dengan kata, jenis, dan keadaan itu.
          </Empty>
        </Card>
      )}
      <ul className="flex flex-col gap-3">
        {found.slice(0, PAGE * pages).map((row) => (
          <Row key={row.id} person={person} row={row} percent={progress[row.id]} wanted={row.id === wanted} onDelete={setDeleting} />
        ))}
      </ul>
      {found.length > PAGE * pages && (
        <button type="button" className="btn border-base-300 bg-base-100" onClick={() => setPages(pages + 1)}>
          Tampilkan lagi ({found.length - PAGE * pages})
        </button>
      )}
      <Suspense fallback={null}>
        <Titipan person={person} unsent={unsent} />
      </Suspense>
      {deleting !== undefined && (
        <Suspense fallback={null}>
          <Confirm open={Boolean(deleting)} title={`Hapus “${deleting?.title ?? ""}”?`} yes="Ya, hapus" onYes={remove} onNo={() => setDeleting(null)}>
            {deleting && consequence(deleting)}
          </Confirm>
        </Suspense>
      )}
    </div>
  );
};
