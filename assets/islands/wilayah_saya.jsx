/* The officer's villages: their borders, everybody in them, when they were last visited. Map and list show the same. */
import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Building2, Clock, House, Landmark, LocateFixed, MapPinPlus, Navigation, Search, SearchX, Store, TriangleAlert, Users, X } from "lucide-react";
import { all } from "./lib/db.js";
import { distance, exact, number } from "./lib/format.js";
import { useRoughPosition } from "./lib/geo.js";
import { useAddress, useOfficer, useStored } from "./lib/hooks.js";
import { DEFAULT_RULES } from "./lib/kinerja.js";
import { lastVisit, matching, ordered, overdue, placeOf } from "./lib/register.js";
import { readRules } from "./lib/reports.js";
import { SenderStatus } from "./lib/status.jsx";
import { territory as storedTerritory } from "./lib/sync.js";
import { Badge, Card, Empty, Icon, Skeleton } from "./lib/ui.jsx";
import { judge } from "./lib/verdict.js";
import { Peta } from "./peta.jsx";
import { Legend, useSigns } from "./wilayah/tanda.jsx";

const PAGE = 50;
const NONE = [];
/** Farther away than this (metres) the officer is somewhere else: the map shows the villages alone. */
const NEAR_M = 3_000;

const KINDS = {
  rumah: { word: "Rumah", icon: House },
  usaha: { word: "Usaha", icon: Store },
  tokoh: { word: "Tokoh", icon: Users },
  tempat: { word: "Tempat", icon: Landmark },
};

/** Filters by their name in the address. */
const SHOWN = {
  semua: { label: "Semua", has: () => true },
  ...Object.fromEntries(Object.entries(KINDS).map(([kind, { word }]) => [kind, { label: word, has: ({ subject }) => subject.kind === kind }])),
  rawan: { label: "Titik rawan", has: ({ subject }) => Boolean(subject.vulnerable) },
};

const Person = ({ row, patience, village, onClose }) => {
  const { subject, away, days } = row;
  return (
    <Card className="border-primary" aria-label="Yang dipilih" id="dipilih" tabIndex={-1}>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-lg">{subject.name}</h2>
          <p className="text-muted">{[KINDS[subject.kind]?.word, placeOf(subject), village].filter(Boolean).join(" · ")}</p>
        </div>
        <button type="button" className="btn btn-ghost btn-square" aria-label="Tutup" onClick={onClose}><Icon of={X} /></button>
      </div>
      <p className="mt-3 flex flex-wrap items-center gap-2">
        {subject.vulnerable && <Badge tone="error" icon={TriangleAlert}>Titik rawan</Badge>}
        {days >= patience && <Badge tone="warning" icon={Clock}>Perlu dikunjungi</Badge>}
        {away !== null && <span className="font-medium">{distance(away)} dari sini</span>}
      </p>
      <dl className="mt-3 grid grid-cols-2 gap-2 text-sm">
        <div>
          <dt className="text-muted">Kunjungan terakhir</dt>
          <dd className="font-medium">{subject.last_visit_at ? `${lastVisit(subject)}, ${exact(subject.last_visit_at)}` : "belum pernah"}</dd>
        </div>
        <div>
          <dt className="text-muted">Jumlah kunjungan</dt>
          <dd className="font-medium">{number(subject.visits)}</dd>
        </div>
      </dl>
      <a href={`/petugas/sambang/?subjek=${subject.id}`} className="btn btn-primary mt-4 w-full"><Icon of={MapPinPlus} />Sambang ke sini</a>
    </Card>
  );
};

const Row = memo(({ row, patience, onPick }) => {
  const { subject, away, days } = row;
  const { icon = Building2, word } = KINDS[subject.kind] ?? {};
  return (
    <li className="border-t border-base-300 first:border-t-0 [content-visibility:auto] [contain-intrinsic-size:auto_4rem]">
      <button type="button" className="flex min-h-14 w-full items-center gap-3 rounded-field px-1 py-2 text-left hover:bg-base-200" onClick={() => onPick(row)}>
        <span className="grid size-9 shrink-0 place-items-center rounded-full bg-primary/10 text-primary">
          <Icon of={icon} size={18} />
          <span className="sr-only">{word}</span>
        </span>
        <span className="min-w-0 grow">
          <span className="block font-semibold">{subject.name}</span>
          <span className="block text-sm text-muted">{placeOf(subject)}</span>
          {subject.vulnerable && <span className="flex items-center gap-1 text-sm font-semibold text-error"><Icon of={TriangleAlert} size={14} />Titik rawan</span>}
        </span>
        <span className="shrink-0 text-right text-sm text-muted">
          {away !== null && <span className="block font-medium">{distance(away)}</span>}
          <span className={`flex items-center justify-end gap-1 ${days >= patience ? "font-semibold text-warning" : ""}`}>
            {days >= patience && <Icon of={Clock} size={14} />}
            {lastVisit(subject)}
          </span>
        </span>
      </button>
    </li>
  );
});

const Chip = ({ pressed, onClick, children }) => (
  <button type="button" aria-pressed={pressed} className={`btn shrink-0 rounded-full ${pressed ? "btn-primary" : "border-base-300 bg-base-100"}`} onClick={onClick}>{children}</button>
);

/** Map, the one who is picked, and list: all of the same `found`. Drawn anew only when that changes, not at every letter typed. */
const Found = memo(({ found, areas, area, patience, here, near, onClear }) => {
  const [shown, setShown] = useState({ found, picked: NONE, pages: 1 });
  const [target, setTarget] = useState(null);
  const map = useRef(null);
  // Whoever was picked among others is not picked any more.
  const { picked, pages } = shown.found === found ? shown : { picked: NONE, pages: 1 };
  const pick = useCallback((some) => setShown({ found, picked: some, pages: 1 }), [found]);
  const pickFromList = useCallback((row) => {
    pick([row]);
    if (row.subject.lat != null) setTarget({ lat: row.subject.lat, lon: row.subject.lon });
    map.current?.scrollIntoView({ block: "start" });
  }, [pick]);
  const one = picked.length === 1 ? picked[0] : null;
  useEffect(() => {
    if (one) document.getElementById("dipilih")?.focus({ preventScroll: true });
  }, [one]);
  const { layer, onTap } = useSigns(found, { patience, here, picked: one?.subject.id, onPick: pick });
  const list = picked.length > 1 ? picked : found;
  return (
    <>
      {areas.length > 0 && (
        <div ref={map} className="scroll-mt-16">
          <Peta areas={areas} focus={area} whole layer={layer} onTap={onTap} target={target} label={`Peta wilayah Anda dengan ${number(found.length)} rumah dan tempat. Daftarnya ada di bawah peta.`} />
          <p aria-hidden="true" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
            {here && <span className="flex items-center gap-1"><Legend name="here" />Anda</span>}
            <span className="flex items-center gap-1"><Legend name="visited" />sudah dikunjungi</span>
            <span className="flex items-center gap-1"><Legend name="late" />perlu dikunjungi</span>
            <span className="flex items-center gap-1"><Legend name="vulnerable" />titik rawan</span>
          </p>
        </div>
      )}
      {one && <Person row={one} patience={patience} village={areas.find(({ code }) => code === one.subject.area_code)?.name} onClose={() => pick(NONE)} />}
      {picked.length > 1 && (
        <p className="flex flex-wrap items-center justify-between gap-2 font-semibold">
          {number(picked.length)} di titik ini
          <button type="button" className="btn" onClick={() => pick(NONE)}>Tampilkan semua</button>
        </p>
      )}
      <p role="status" className="text-sm text-muted">{number(list.length)} {near ? "dari yang terdekat" : "menurut nama"}</p>
      <Card>
        {list.length > 0 ? (
          <ul className="-my-2" aria-label={near ? "Rumah dan tempat, terdekat dahulu" : "Rumah dan tempat"}>
            {list.slice(0, PAGE * pages).map((row) => <Row key={row.subject.id} row={row} patience={patience} onPick={pickFromList} />)}
          </ul>
        ) : (
          <Empty icon={SearchX} title={onClear ? "Tidak ada yang cocok" : "Daftar masih kosong"} actions={onClear ? <button type="button" className="btn" onClick={onClear}>Tampilkan semua</button> : <a className="btn btn-primary" href="/petugas/sambang/"><Icon of={MapPinPlus} />Mulai Sambang</a>}>
            {onClear ? "Tidak ada rumah atau tempat dengan kata dan saringan itu." : "Rumah dan tempat yang Anda kunjungi masuk daftar ini setelah laporannya diterima server."}
          </Empty>
        )}
      </Card>
      {list.length > PAGE * pages && <button type="button" className="btn" onClick={() => setShown({ found, picked, pages: pages + 1 })}>Tampilkan lagi ({number(list.length - PAGE * pages)})</button>}
    </>
  );
});

/** The page `/petugas/wilayah/`; what is searched and filtered stands in the address. */
export const WilayahSaya = () => {
  const person = useOfficer();
  const territory = useStored(person, ["territory"], async () => (await storedTerritory(person.id)) ?? null);
  const subjects = useStored(person, ["subjects"], () => all(person.id, "subjects"));
  const rules = useStored(person, ["meta"], () => readRules(person.id)) ?? DEFAULT_RULES;
  const patience = rules.kinerja.overdue_after_days;
  const { fix, ask } = useRoughPosition();
  const [words, setWords] = useAddress("cari", "");
  const [kind, setKind] = useAddress("jenis", "semua");
  const [area, setArea] = useAddress("kelurahan", "");
  const [late, setLate] = useAddress("lama", "");
  const query = useDeferredValue(words);

  const rows = useMemo(() => ordered(subjects ?? NONE, fix), [subjects, fix]);
  const found = useMemo(() => {
    const { has } = SHOWN[kind] ?? SHOWN.semua;
    const some = matching(rows, query, (row) => has(row) && (!area || row.subject.area_code === area));
    return late ? overdue(some, patience) : some;
  }, [rows, query, kind, area, late, patience]);
  const lateCount = useMemo(() => overdue(rows, patience).length, [rows, patience]);
  const here = useMemo(() => (fix && territory?.areas.length && judge(fix, territory).distance_m < NEAR_M ? fix : null), [fix, territory]);
  const clear = useCallback(() => {
    setWords("");
    setKind("semua");
    setArea("");
    setLate("");
    // eslint-disable-next-line react-hooks/exhaustive-deps -- they set what their names say, whenever they were made
  }, []);
  if (!person || !subjects || territory === undefined) return <Skeleton />;

  const areas = territory?.areas ?? NONE;
  const nothing = !areas.length && !rows.length;
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl">Wilayah saya</h1>
        <p className="text-muted">{`${number(rows.length)} dalam daftar, ${number(lateCount)} belum dikunjungi ${patience} hari.`}</p>
      </div>
      {nothing ? (
        <Card>
          <Empty icon={Navigation} title="Belum ada wilayah di HP ini">Batas kelurahan dan daftar rumah turun sendiri saat ada sinyal. Bila tetap kosong, minta admin satuan menetapkan wilayah tugas Anda.</Empty>
        </Card>
      ) : (
        <>
          <label className="input w-full">
            <Icon of={Search} />
            <span className="sr-only">Cari di wilayah</span>
            <input type="search" placeholder="Cari nama, alamat, RT" value={words} onChange={(event) => setWords(event.target.value)} />
          </label>
          <div role="group" aria-label="Saring daftar" className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1">
            <Chip pressed={Boolean(late)} onClick={() => setLate(late ? "" : "ya")}><Icon of={Clock} size={16} />Perlu dikunjungi</Chip>
            {Object.entries(SHOWN).map(([name, { label }]) => <Chip key={name} pressed={kind === name} onClick={() => setKind(name)}>{label}</Chip>)}
          </div>
          {areas.length > 1 && (
            <label className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="text-sm font-medium">Kelurahan/desa</span>
              <select className="select min-w-40 flex-1" value={area} onChange={(event) => setArea(event.target.value)}>
                <option value="">Semua</option>
                {areas.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
              </select>
            </label>
          )}
          {ask && <button type="button" className="btn" onClick={ask}><Icon of={LocateFixed} />Urutkan dari yang terdekat</button>}
          <Found found={found} areas={areas} area={area} patience={patience} here={here} near={Boolean(fix)} onClear={rows.length ? clear : null} />
        </>
      )}
      <SenderStatus person={person} />
    </div>
  );
};
