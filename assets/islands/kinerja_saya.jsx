/* What an officer's own reports count for: today, the week, the last twelve weeks. Every number opens the rows that it counts. */
import { Suspense, lazy, useMemo } from "react";
import { ChevronRight, Inbox, MapPinPlus } from "lucide-react";
import { Kalender } from "./kinerja/kalender.jsx";
import { Pekan } from "./kinerja/pekan.jsx";
import { dayName, number } from "./lib/format.js";
import { useAddress, useOfficer, useStored } from "./lib/hooks.js";
import { WINDOW_DAYS, summary } from "./lib/kinerja.js";
import { readKinerja } from "./lib/reports.js";
import { Ring } from "./lib/ring.jsx";
import { STATES } from "./lib/states.js";
import { SenderStatus } from "./lib/status.jsx";
import { Badge, Card, Empty, Icon, Note, PracticeMark, Skeleton } from "./lib/ui.jsx";

// Further down, and it reads the whole register: loaded only for somebody whose phone is unlocked.
const Cakupan = lazy(async () => ({ default: (await import("./kinerja/cakupan.jsx")).Cakupan }));
const Rekap = lazy(async () => ({ default: (await import("./kinerja/rekap.jsx")).Rekap }));

const STATUS = {
  aktif: { word: "Aktif", tone: "success" },
  cukup: { word: "Cukup", tone: "warning" },
  kurang: { word: "Kurang", tone: "error" },
};

/** Each figure with the rows it counts, by its name in the address; `quiet` ones are shown only when there is something to show. */
const FIGURES = {
  "hari-ini": { label: "Kunjungan hari ini", rows: ({ onToday }) => onToday },
  "7-hari": { label: `Laporan ${WINDOW_DAYS} hari terakhir`, rows: ({ week }) => week },
  semua: { label: "Semua laporan yang dihitung", rows: ({ counted }) => counted },
  "belum-terkirim": { label: "Belum terkirim", quiet: true, rows: (_, all) => all.filter(({ unsent, counted }) => unsent && counted) },
  dikembalikan: { label: "Dikembalikan, belum dihitung", quiet: true, rows: (_, all) => all.filter(({ counted, state, practice }) => !counted && !practice && state === "dikembalikan") },
  terbukti: { label: "Tidak dihitung, tanda terbukti", quiet: true, rows: (_, all) => all.filter(({ counted, upheld }) => !counted && upheld) },
  latihan: { label: "Latihan, tidak dihitung", quiet: true, rows: (_, all) => all.filter(({ practice }) => practice) },
};

const Rows = ({ title, rows, kinds }) => (
  <Card title={`${title} (${number(rows.length)})`} id="baris" tabIndex={-1}>
    {!rows.length && <p className="text-muted">Tidak ada laporan di sini.</p>}
    <ul className="-my-2">
      {rows.map((row) => (
        <li key={row.id} className="border-t border-base-300 first:border-t-0 [content-visibility:auto] [contain-intrinsic-size:auto_4rem]">
          <a href={`/petugas/antrean/?cari=${encodeURIComponent(row.title)}`} className="flex min-h-14 flex-wrap items-center justify-between gap-2 rounded-field py-2 hover:bg-base-200">
            <span className="min-w-0">
              <span className="block font-semibold">{row.title}</span>
              <span className="block text-sm text-muted">{kinds[row.kind] ?? row.kind} · {dayName(row.day)}</span>
            </span>
            <span className="flex flex-wrap items-center gap-2">
              {row.practice && <PracticeMark />}
              {STATES[row.state] ? <Badge tone={STATES[row.state].tone} icon={STATES[row.state].icon}>{STATES[row.state].word}</Badge> : <Badge tone="success">Terkirim</Badge>}
              <Icon of={ChevronRight} size={16} className="text-muted" />
            </span>
          </a>
        </li>
      ))}
    </ul>
  </Card>
);

const TONE = { remind: "info", warn: "warning" };

/** The page `/petugas/kinerja/`; `?buka=<figure>` or `?buka=<day>` shows the rows behind a number. */
export const KinerjaSaya = ({ kinds, visits }) => {
  const person = useOfficer();
  const kinerja = useStored(person, ["items", "results", "meta"], () => readKinerja(person.id));
  const [opened, setOpened] = useAddress("buka", "hari-ini");
  const found = useMemo(() => kinerja && summary(kinerja.rows, kinerja.rules, visits), [kinerja, visits]);
  if (!person || !found) return <Skeleton />;

  const { rows, rules: { kinerja: rules } } = kinerja;
  const done = found.onToday.length;
  const target = rules.target_per_day;
  const { word, tone } = STATUS[found.status];
  const open = (name) => {
    setOpened(name);
    document.getElementById("baris")?.focus();
  };
  const count = (day) => found.days.get(day)?.length ?? 0;
  const figure = FIGURES[opened];
  const shown = figure ? { title: figure.label, rows: figure.rows(found, rows) } : { title: dayName(opened), rows: found.days.get(opened) ?? [] };

  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-2xl">Kinerja saya</h1>
      {found.word && found.last && <Note tone={TONE[found.word]} title={`Belum ada laporan sejak ${dayName(found.last)}`} />}
      <Card className="flex flex-wrap items-center gap-5">
        <Ring done={done} target={target} />
        <div className="min-w-0 grow basis-40">
          <h2 className="text-lg">Hari ini</h2>
          <p className="text-muted">{done >= target ? "Target tercapai. Terima kasih." : `${number(target - done)} kunjungan lagi.`}</p>
          <p className="mt-2 flex flex-wrap items-center gap-2">
            <Badge tone={tone}>{word}</Badge>
            <span className="text-sm text-muted">{number(found.week.length)} laporan dalam {WINDOW_DAYS} hari</span>
          </p>
        </div>
      </Card>
      <SenderStatus person={person} />
      <Card title={`Kunjungan ${WINDOW_DAYS} hari terakhir`}>
        <Pekan count={count} today={found.today} target={target} opened={opened} onOpen={open} />
        <p className="mt-3 text-sm text-muted">Aktif: lebih dari {rules.active_over} laporan, jenis apa pun, dalam {WINDOW_DAYS} hari. Cukup: 1 sampai {rules.active_over}. Target {target} sehari dihitung dari kunjungan saja.</p>
      </Card>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(8.5rem,100%),1fr))] gap-3" aria-label="Angka">
        {Object.entries(FIGURES).map(([name, { label, quiet, rows: pick }]) => {
          const count = pick(found, rows).length;
          return (quiet && !count) ? null : (
            <li key={name}>
              <button type="button" aria-pressed={opened === name} className={`flex h-full min-h-20 w-full flex-col items-start justify-center rounded-box border bg-base-100 p-3 text-left ${opened === name ? "border-primary" : "border-base-300"}`} onClick={() => open(name)}>
                <span className="text-2xl font-extrabold">{number(count)}</span>
                <span className="text-sm text-muted">{label}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <Card title="Kunjungan 12 pekan terakhir">
        <Kalender count={count} today={found.today} target={target} opened={opened} onOpen={open} />
      </Card>
      <Suspense fallback={<Skeleton rows={1} />}><Cakupan person={person} patience={rules.overdue_after_days} /><Rekap /></Suspense>
      {rows.length ? <Rows title={shown.title} rows={shown.rows} kinds={kinds} /> : (
        <Card>
          <Empty icon={Inbox} title="Belum ada laporan" actions={<a className="btn btn-primary" href="/petugas/sambang/"><Icon of={MapPinPlus} />Mulai Sambang</a>}>
            Laporan yang Anda simpan langsung dihitung di sini, juga sebelum terkirim.
          </Empty>
        </Card>
      )}
    </div>
  );
};
