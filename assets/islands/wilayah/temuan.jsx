/* Everybody that was found, on the map and in the list; whoever is picked stands between them. */
import { Suspense, lazy, memo, useCallback, useEffect, useRef, useState } from "react";
import { Building2, Clock, MapPinPlus, SearchX, TriangleAlert, Truck, X } from "lucide-react";
import { distance, exact, number } from "../lib/format.js";
import { isDue, lastVisit, placeOf } from "../lib/register.js";
import { Badge, Card, Empty, Icon } from "../lib/ui.jsx";
import { Peta } from "../peta.jsx";
import { KINDS } from "./jenis.js";
import { Spot, SpotLegend, Spots, useSpots } from "./rawan.jsx";
import { Legend, useSigns } from "./tanda.jsx";

const PAGE = 50;
const NONE = [];

// Its sheet is asked for only when somebody is picked.
const Lembar = lazy(async () => ({ default: (await import("./rumah.jsx")).Lembar }));

const Person = ({ person, timezone, row, patience, village, onClose }) => {
  const { subject, away } = row;
  return (
    <Card className="border-primary" aria-label="Yang dipilih" id="dipilih" tabIndex={-1} onKeyDown={({ key }) => key === "Escape" && onClose()}>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-lg">{subject.name}</h2>
          <p className="text-muted">{[KINDS[subject.kind]?.word, placeOf(subject), village].filter(Boolean).join(" · ")}</p>
        </div>
        <button type="button" className="btn btn-ghost btn-square" aria-label="Tutup" onClick={onClose}><Icon of={X} /></button>
      </div>
      <p className="mt-3 flex flex-wrap items-center gap-2">
        {subject.vulnerable && <Badge tone="error" icon={TriangleAlert}>Titik rawan</Badge>}
        {isDue(row, patience) && <Badge tone="warning" icon={Clock}>Perlu dikunjungi</Badge>}
        {subject.moved_on && <Badge tone="warning" icon={Truck}>Pindah</Badge>}
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
      <Suspense fallback={null}><Lembar key={subject.id} person={person} subject={subject} timezone={timezone} /></Suspense>
    </Card>
  );
};

const Row = memo(({ row, patience, onPick }) => {
  const { subject, away } = row;
  const late = isDue(row, patience);
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
          <span className={`flex items-center justify-end gap-1 ${late ? "font-semibold text-warning" : ""}`}>
            {late && <Icon of={Clock} size={14} />}
            {subject.moved_on ? "pindah" : lastVisit(subject)}
          </span>
        </span>
      </button>
    </li>
  );
});

const pickedOf = (found, id) => found.filter(({ subject }) => subject.id === id);

/** Map, the one who is picked (at first `wanted`), and list: all of the same `found`. Drawn anew only when that changes, not at every letter typed. */
export const Temuan = memo(({ person, timezone, found, spots, areas, area, patience, here, near, wanted, onClear }) => {
  const [shown, setShown] = useState(() => ({ found, picked: pickedOf(found, wanted), pages: 1 }));
  const [target, setTarget] = useState(null);
  const [spot, setSpot] = useState(null);
  const map = useRef(null);
  // Several that were picked together are not picked any more; one alone stays, as the register now knows them.
  const { picked, pages } = shown.found === found ? shown : { picked: shown.picked.length === 1 ? pickedOf(found, shown.picked[0].subject.id) : NONE, pages: 1 };
  const pick = useCallback((some) => setShown({ found, picked: some, pages: 1 }), [found]);
  const pickFromList = useCallback((row) => {
    setSpot(null);
    pick([row]);
    if (row.subject.lat != null) setTarget({ lat: row.subject.lat, lon: row.subject.lon });
    map.current?.scrollIntoView({ block: "start" });
  }, [pick]);
  const leavePicked = () => {
    showSpot(null);
    map.current?.querySelector("[role=application]")?.focus({ preventScroll: true }); // the card with the focus goes
  };
  const one = picked.length === 1 ? picked[0] : null;
  useEffect(() => {
    if (one) document.getElementById("dipilih")?.focus({ preventScroll: true });
  }, [one]);
  const signs = useSigns(found, { patience, here, picked: one?.subject.id, onPick: pick });
  const marks = useSpots(spots, spot?.id);
  const showSpot = useCallback((some) => {
    pick(NONE);
    setSpot(some);
  }, [pick]);
  const layer = (drawing) => [...signs.layer(drawing), ...marks.layer(drawing)];
  const onTap = (tap) => {
    const tapped = marks.hit(tap);
    if (tapped) return showSpot(tapped);
    setSpot(null);
    return signs.onTap(tap);
  };
  const showOnMap = (some) => {
    showSpot(some);
    setTarget({ lat: some.lat, lon: some.lon });
    map.current?.scrollIntoView({ block: "start" });
  };
  useEffect(() => {
    if (spot) document.getElementById("titik-rawan")?.focus({ preventScroll: true });
  }, [spot]);
  const list = picked.length > 1 ? picked : found;
  return (
    <>
      {areas.length > 0 && (
        <div ref={map} className="scroll-mt-16">
          <Peta areas={areas} focus={area} whole layer={layer} onTap={onTap} onLeave={leavePicked} target={target} label={`Peta wilayah Anda dengan ${number(found.length)} rumah dan tempat. Daftarnya ada di bawah peta.`} />
          <p aria-hidden="true" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
            {here && <span className="flex items-center gap-1"><Legend name="here" />Anda</span>}
            <span className="flex items-center gap-1"><Legend name="visited" />sudah dikunjungi</span>
            <span className="flex items-center gap-1"><Legend name="late" />perlu dikunjungi</span>
            <span className="flex items-center gap-1"><Legend name="vulnerable" />tempat rawan</span>
            {spots.length > 0 && <span className="flex items-center gap-1"><SpotLegend />titik rawan</span>}
          </p>
        </div>
      )}
      {one && <Person person={person} timezone={timezone} row={one} patience={patience} village={areas.find(({ code }) => code === one.subject.area_code)?.name} onClose={leavePicked} />}
      {spot && <Spot spot={spot} onClose={leavePicked} />}
      {spots.length > 0 && <Spots spots={spots} onPick={showOnMap} />}
      {picked.length > 1 && (
        <p className="flex flex-wrap items-center justify-between gap-2 font-semibold">
          {number(picked.length)} di titik ini
          <button type="button" className="btn border-base-300 bg-base-100" onClick={() => pick(NONE)}>Tampilkan semua</button>
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
      {list.length > PAGE * pages && <button type="button" className="btn border-base-300 bg-base-100" onClick={() => setShown({ found, picked, pages: pages + 1 })}>Tampilkan lagi ({number(list.length - PAGE * pages)})</button>}
    </>
  );
});
