/* The officer's villages: their borders, everybody in them, when they were last visited. Map and list show the same. */
import { Suspense, lazy, useCallback, useDeferredValue, useEffect, useMemo } from "react";
import { CircleCheck, Clock, LocateFixed, Navigation, Search, X } from "lucide-react";
import { all, get } from "./lib/db.js";
import { number } from "./lib/format.js";
import { useRoughPosition } from "./lib/geo.js";
import { useAddress, useOfficer, useStored } from "./lib/hooks.js";
import { DEFAULT_RULES, dayOf } from "./lib/kinerja.js";
import { agedSpots } from "./lib/rawan.js";
import { isDue, livesIn, matching, ofKind, ordered, overdue, rukun, visited } from "./lib/register.js";
import { readRules } from "./lib/reports.js";
import { SenderStatus } from "./lib/status.jsx";
import { territory as storedTerritory } from "./lib/sync.js";
import { Card, Empty, Icon, Skeleton } from "./lib/ui.jsx";
import { judge } from "./lib/verdict.js";
import { KINDS } from "./wilayah/jenis.js";

// The map is drawn only for somebody whose phone is unlocked and has something to show.
const fetchTemuan = () => import("./wilayah/temuan.jsx");
const Temuan = lazy(async () => ({ default: (await fetchTemuan()).Temuan }));
const NONE = [];
/** Farther away than this (metres) the officer is somewhere else: the map shows the villages alone. */
const NEAR_M = 3_000;

/** Filters by their name in the address. */
const SHOWN = {
  semua: { label: "Semua", has: () => true },
  ...Object.fromEntries(Object.entries(KINDS).map(([kind, { word }]) => [kind, { label: word, has: ofKind(kind) }])),
  rawan: { label: "Titik rawan", has: ({ subject }) => Boolean(subject.vulnerable) },
  pindah: { label: "Pindah", has: ({ subject }) => Boolean(subject.moved_on) },
};

/** Which of them by their last visit, by the word in the address; a `quiet` one is offered only while the address asks for it. */
const BY_VISIT = {
  ya: { label: "Perlu dikunjungi", icon: Clock, of: overdue },
  tidak: { label: "Sudah dikunjungi", icon: CircleCheck, of: visited, quiet: true },
};

const Chip = ({ pressed, onClick, children }) => (
  <button type="button" aria-pressed={pressed} className={`btn shrink-0 rounded-full ${pressed ? "btn-primary" : "border-base-300 bg-base-100"}`} onClick={onClick}>{children}</button>
);

/** The page `/petugas/wilayah/`; what is searched and filtered stands in the address. */
export const WilayahSaya = () => {
  const person = useOfficer();
  useEffect(() => {
    if (person) fetchTemuan().catch(() => null); // while the register is being read; drawing it asks again
  }, [person]);
  const territory = useStored(person, ["territory"], async () => (await storedTerritory(person.id)) ?? null);
  const subjects = useStored(person, ["subjects"], () => all(person.id, "subjects"));
  const rules = useStored(person, ["meta"], () => readRules(person.id)) ?? DEFAULT_RULES;
  const patience = rules.kinerja.overdue_after_days;
  const told = useStored(person, ["meta"], async () => (await get(person.id, "meta", "spots"))?.value);
  const { fix, ask } = useRoughPosition();
  const [words, setWords] = useAddress("cari", "");
  const [kind, setKind] = useAddress("jenis", "semua");
  const [area, setArea] = useAddress("kelurahan", "");
  const [rw, setRw] = useAddress("rw", "");
  const [rt, setRt] = useAddress("rt", "");
  const [late, setLate] = useAddress("lama", "");
  const [wanted] = useAddress("buka", "");
  const query = useDeferredValue(words);

  const rows = useMemo(() => ordered(subjects ?? NONE, fix), [subjects, fix]);
  const found = useMemo(() => {
    const { has } = SHOWN[kind] ?? SHOWN.semua;
    const some = matching(rows, query, (row) => has(row) && (!area || row.subject.area_code === area) && livesIn(row.subject, rw, rt));
    return BY_VISIT[late]?.of(some, patience) ?? some;
  }, [rows, query, kind, area, rw, rt, late, patience]);
  const lateCount = useMemo(() => rows.filter((row) => isDue(row, patience)).length, [rows, patience]);
  const here = useMemo(() => (fix && territory?.areas.length && judge(fix, territory).distance_m < NEAR_M ? fix : null), [fix, territory]);
  const spots = useMemo(
    () => (told ? agedSpots(told.items, told, dayOf(Date.now(), rules.timezone)).filter(({ area_code }) => !area || area_code === area) : NONE),
    [told, rules.timezone, area],
  );
  const anywhere = useCallback(() => {
    setRw("");
    setRt("");
    // eslint-disable-next-line react-hooks/exhaustive-deps -- they set what their names say, whenever they were made
  }, []);
  const clear = useCallback(() => {
    setWords("");
    setKind("semua");
    setArea("");
    anywhere();
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
            {(rw || rt) && <Chip pressed onClick={anywhere}>{rukun(rw, rt)}<Icon of={X} size={16} /><span className="sr-only">, hapus saringan ini</span></Chip>}
            {Object.entries(BY_VISIT).map(([name, { label, icon, quiet }]) => (!quiet || late === name) && <Chip key={name} pressed={late === name} onClick={() => setLate(late === name ? "" : name)}><Icon of={icon} size={16} />{label}</Chip>)}
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
          <Suspense fallback={<Skeleton />}>
            <Temuan person={person} timezone={rules.timezone} found={found} spots={spots} areas={areas} area={area} patience={patience} here={here} near={Boolean(fix)} wanted={wanted} onClear={rows.length ? clear : null} />
          </Suspense>
        </>
      )}
      <SenderStatus person={person} />
    </div>
  );
};
