/* The officer's first screen: what is waiting, how far today is, whom to visit next. */
import { Suspense, lazy, useEffect, useMemo, useState } from "react";
import { BookOpen, ChevronRight, CircleUser, CloudOff, LocateFixed, MapPinPlus, Search, Smartphone } from "lucide-react";
import { Keluar } from "./akun/keluar.jsx";
import { all } from "./lib/db.js";
import { ago, distance, exact, number } from "./lib/format.js";
import { useRoughPosition } from "./lib/geo.js";
import { useOfficer, useStored } from "./lib/hooks.js";
import { DEFAULT_RULES, summary } from "./lib/kinerja.js";
import { prepareOffline } from "./lib/offline.js";
import { lastVisit, ordered, overdue, placeOf } from "./lib/register.js";
import { readKinerja, readReports } from "./lib/reports.js";
import { Ring } from "./lib/ring.jsx";
import { STATES, isUnsent, needsWork } from "./lib/states.js";
import { SenderStatus } from "./lib/status.jsx";
import { Badge, Card, Empty, Icon, Note, PracticeMark, Skeleton } from "./lib/ui.jsx";

// Loaded after the screen.
const TugasBeranda = lazy(async () => ({ default: (await import("./beranda/tugas.jsx")).TugasBeranda }));
const SHOWN = 4;
const Lonceng = lazy(async () => ({ default: (await import("./kabar/lonceng.jsx")).Lonceng }));

const greeting = (timeZone, now = new Date()) => {
  const hour = Number(new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(now));
  if (hour < 11) return "Selamat pagi";
  if (hour < 15) return "Selamat siang";
  return hour < 18 ? "Selamat sore" : "Selamat malam";
};

const useReady = () => {
  const [state, setState] = useState(null);
  useEffect(() => {
    prepareOffline().then(setState);
  }, []);
  return state;
};

/** `more`: address of all of them, and how many they are. */
const Houses = ({ title, rows, more, children }) =>
  rows.length > 0 && (
    <Card title={title}>
      {children}
      <ul className="-my-2">
        {rows.map(({ subject, away }) => (
          <li key={subject.id} className="border-t border-base-300 first:border-t-0">
            <a href={`/petugas/sambang/?subjek=${subject.id}`} className="flex min-h-14 items-center justify-between gap-3 rounded-field py-2 hover:bg-base-200">
              <span className="min-w-0">
                <span className="block font-semibold">{subject.name}</span>
                <span className="block text-sm text-muted">{[placeOf(subject), lastVisit(subject)].filter(Boolean).join(" · ")}</span>
              </span>
              <span className="flex shrink-0 items-center gap-1 text-sm font-medium">
                {away !== null && distance(away)}
                <Icon of={ChevronRight} size={16} className="text-muted" />
              </span>
            </a>
          </li>
        ))}
      </ul>
      {more && <a href={more.href} className="btn btn-ghost mt-3 w-full">Lihat semua ({number(more.count)})<Icon of={ChevronRight} /></a>}
    </Card>
  );

/** The page `/petugas/`. */
export const Beranda = ({ kinds, visits }) => {
  const person = useOfficer();
  const ready = useReady();
  const { fix, ask } = useRoughPosition();
  const reports = useStored(person, ["items", "results"], () => readReports(person.id, kinds));
  const kinerja = useStored(person, ["items", "results", "meta"], () => readKinerja(person.id));
  const subjects = useStored(person, ["subjects"], () => all(person.id, "subjects"));
  const { rules } = kinerja ?? { rules: DEFAULT_RULES };
  const { target_per_day: target, overdue_after_days: patience } = rules.kinerja;
  const rows = useMemo(() => ordered(subjects ?? [], fix), [subjects, fix]);
  const late = useMemo(() => overdue(rows, patience), [rows, patience]);
  if (!person || !reports || !kinerja) return <Skeleton />;

  const done = summary(kinerja.rows, rules, visits).onToday.length;
  const unsent = reports.filter(isUnsent).length;
  const photos = reports.reduce((sum, report) => sum + (isUnsent(report) ? 0 : report.photosWaiting), 0);
  const broken = reports.filter(needsWork).length;
  const last = reports.slice(0, 3);
  const near = fix ? rows.filter(({ away }) => away !== null).slice(0, SHOWN) : [];

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 grow basis-40">
          <p className="text-muted">{greeting(rules.timezone)},</p>
          <h1 className="text-2xl">{[person.rank, person.name].filter(Boolean).join(" ")}</h1>
          <p className="text-sm text-muted">{person.satuan.name}</p>
        </div>
        <div className="flex shrink-0 gap-2">
          <a href="/petugas/akun/" className="btn btn-square border-base-300 bg-base-100" aria-label="Akun saya"><Icon of={CircleUser} /></a>
          <Suspense fallback={<span className="btn btn-square border-base-300 bg-base-100" aria-hidden="true" />}><Lonceng person={person} /></Suspense>
        </div>
      </div>
      <a href="/petugas/cari/" className="input h-auto min-h-(--size) w-full whitespace-normal text-muted"><Icon of={Search} />Cari laporan, rumah, atau tugas</a>
      <Card className="flex flex-wrap items-center gap-5">
        <Ring done={done} target={target} />
        <div className="min-w-0">
          <h2 className="text-lg">Hari ini</h2>
          <p className="text-muted">{done >= target ? "Target tercapai. Terima kasih." : `${target - done} kunjungan lagi.`}</p>
          <p className="flex flex-wrap items-center gap-x-2 [&>span]:mt-2 [&>a]:flex [&>a]:min-h-12 [&>a]:items-center">
            {unsent > 0 && <a href="/petugas/antrean/?tampil=antrean"><Badge tone="warning" icon={CloudOff}>{unsent} belum terkirim</Badge></a>}
            {photos > 0 && <a href="/petugas/antrean/"><Badge tone="warning" icon={CloudOff}>{photos} foto belum terkirim</Badge></a>}
            {broken > 0 && <a href="/petugas/antrean/?tampil=perbaiki"><Badge tone="error">{broken} perlu perbaikan</Badge></a>}
            {!unsent && !photos && !broken && reports.length > 0 && <Badge tone="success">Semua terkirim</Badge>}
          </p>
        </div>
      </Card>
      <a href="/petugas/sambang/" className="btn btn-primary h-16 text-lg">
        <Icon of={MapPinPlus} size={24} />
        Mulai Sambang
      </a>
      <a href="/petugas/bacaan/" className="btn">
        <Icon of={BookOpen} />
        Bacaan untuk warga
      </a>
      <SenderStatus person={person} />
      <Suspense fallback={null}><TugasBeranda person={person} timeZone={rules.timezone} /></Suspense>
      {ready && !ready.ready && <Note tone="warning" title="HP ini belum siap dipakai tanpa sinyal">{ready.error} Biarkan halaman ini terbuka sebentar saat ada sinyal.</Note>}
      <Card title="Laporan terakhir">
        {last.length === 0 && <Empty icon={MapPinPlus} title="Belum ada laporan">Laporan yang Anda simpan muncul di sini.</Empty>}
        <ul className="-my-2">
          {last.map((item) => (
            <li key={item.id} className="flex flex-wrap items-center justify-between gap-2 border-t border-base-300 py-2.5 first:border-t-0">
              <span className="min-w-0">
                <span className="block font-semibold">{item.title}</span>
                <span className="block text-sm text-muted">{item.kind_title} · {ago(item.at) || exact(item.at)}</span>
              </span>
              <span className="flex flex-wrap gap-2">
                {item.practice && <PracticeMark />}
                <Badge tone={STATES[item.state].tone} icon={STATES[item.state].icon}>{STATES[item.state].word}</Badge>
              </span>
            </li>
          ))}
        </ul>
        {reports.length > 0 && <a href="/petugas/antrean/" className="btn btn-ghost mt-3 w-full">Lihat semua<Icon of={ChevronRight} /></a>}
      </Card>
      <Houses title={`Belum dikunjungi ${patience} hari`} rows={late.slice(0, SHOWN)} more={late.length > SHOWN && { href: "/petugas/wilayah/?lama=ya", count: late.length }}>
        {ask && (
          <button type="button" className="btn mb-3" onClick={ask}>
            <Icon of={LocateFixed} />
            Urutkan dari yang terdekat
          </button>
        )}
      </Houses>
      <Houses title="Di sekitar Anda" rows={near} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        {ready?.ready && <p className="flex items-center gap-1.5 text-sm text-muted"><Icon of={Smartphone} size={16} />Siap dipakai tanpa sinyal</p>}
        <Keluar person={person} />
      </div>
    </div>
  );
};
