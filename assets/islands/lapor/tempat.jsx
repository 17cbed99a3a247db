/* Where it was: this phone's position by a button, a point on the map, a village from the list, words; each alone is enough. */
import { Suspense, lazy, useEffect, useRef, useState } from "react";
import { LocateFixed, MapPin, Trash2 } from "lucide-react";
import { api } from "../lib/api.js";
import { distance } from "../lib/format.js";
import { askPosition } from "../lib/geo.js";
import { Field, Icon, Note, Skeleton } from "../lib/ui.jsx";
import { commit, get } from "../lib/warga.js";
import { Isian, faultOf } from "./bagian.jsx";

const PetaLapor = lazy(async () => ({ default: (await import("./peta.jsx")).PetaLapor }));
const KECAMATAN = 8; // letters of its code, with which those of its villages begin
const LIST = "wilayah";
const KEPT_MS = 7 * 86_400_000;

/**
 * All villages, from the phone, and now and then from the server: `{areas, needed, again}`; `areas` null before the first look, empty where they
 * never came; `needed`: every report has to lie in one; `again()` asks the server now, and says whether it answered.
 */
export function useVillages() {
  const [known, setKnown] = useState({ areas: null });
  const live = useRef(false);
  const show = (found) => live.current && setKnown(found);
  const ask = async () => {
    const told = await api("lapor/wilayah").catch(() => null);
    if (!told) return false;
    const found = { areas: told.areas, needed: told.needed };
    await commit([{ store: "meta", put: { ...found, key: LIST, at: Date.now() } }], { relaxed: true });
    show(found);
    return true;
  };
  useEffect(() => {
    live.current = true;
    const load = async () => {
      const kept = await get("meta", LIST);
      show({ areas: kept?.areas ?? [], needed: kept?.needed });
      if (kept?.needed === undefined || Date.now() - kept.at >= KEPT_MS) await ask();
    };
    load();
    return () => {
      live.current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- written in place
  }, []);
  return { ...known, again: ask };
}

const nameOf = ({ kind, name, kecamatan }) => `${kind === "desa" ? "Desa" : "Kelurahan"} ${name}, Kecamatan ${kecamatan}`;

/** `[kabkota, [[code, name]]]` of the kecamatan, a kota before a kabupaten. */
function kecamatanOf(areas) {
  const groups = new Map();
  for (const { kabkota, kecamatan_code, kecamatan } of areas) {
    if (!groups.has(kabkota)) groups.set(kabkota, new Map());
    groups.get(kabkota).set(kecamatan_code, kecamatan);
  }
  return [...groups].sort(([a], [b]) => (a < b ? 1 : -1)).map(([kabkota, names]) => [kabkota, [...names]]);
}

/** What is chosen with a place: the village that holds it, and what stood in the list before, for whoever takes the place back. */
function withPlace(draft, place, area, name) {
  const { area_code, kecamatan, area_name } = { ...draft, ...withoutPlace(draft) };
  const chosen = area ? { area_code: area, kecamatan: area.slice(0, KECAMATAN), area_name: name } : { area_code, kecamatan, area_name };
  return { ...chosen, position: { ...place, area, before: { area_code, kecamatan, area_name } } };
}

const withoutPlace = ({ position, area_code }) => ({ ...(position?.area && position.area === area_code && position.before), position: null });

const Dipilih = ({ draft: { position, area_code, area_name }, said, onDrop }) => {
  const onMap = position.accuracy_m === undefined;
  const known = position.area && position.area === area_code;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-box border border-success/40 bg-success/10 p-3">
      <p ref={said} tabIndex={-1} className="min-w-0 font-semibold outline-none">
        {onMap ? `Titik di peta dipilih${known ? `: ${area_name}` : ""}` : `Posisi HP terekam, ketelitian ± ${distance(position.accuracy_m)}`}
      </p>
      <button type="button" className="btn btn-sm min-h-12" onClick={onDrop}><Icon of={Trash2} />{onMap ? "Hapus titik" : "Hapus posisi"}</button>
    </div>
  );
};

/** The place by this phone's position, or shown on the map. */
const Posisi = ({ draft, onChange, areas, needed, fault }) => {
  const { position } = draft;
  const [searching, setSearching] = useState(false);
  const [why, setWhy] = useState("");
  const [onMap, setOnMap] = useState(false);
  const said = useRef(null);
  const opener = useRef(null);
  const nameOfCode = (code) => {
    const area = areas?.find((one) => one.code === code);
    return area && nameOf(area);
  };
  // The button that was pressed goes.
  const settle = (field) => requestAnimationFrame(() => (field.current ?? opener.current)?.focus());
  const find = async () => {
    setSearching(true);
    setWhy("");
    try {
      const { lat, lon, accuracy_m } = await askPosition();
      const place = { lat, lon, accuracy_m };
      onChange({ ...withoutPlace(draft), position: place });
      const told = await api("bhabin/posisi", { method: "POST", json: { lat, lon } }).catch(({ status }) => status === 404 && { code: null });
      if (told && (told.code === null || nameOfCode(told.code))) onChange(withPlace(draft, place, told.code, nameOfCode(told.code)));
    } catch (error) {
      setWhy(error.message);
    } finally {
      setSearching(false);
    }
  };
  const take = (place, name) => {
    const { area, ...point } = place;
    onChange(withPlace(draft, point, area, name));
    setWhy("");
    setOnMap(false);
    settle(said);
  };
  return (
    <div className="flex flex-col gap-3">
      {!onMap && (
        <div className="grid gap-2 sm:grid-cols-2">
          <button type="button" className="btn min-h-14" aria-disabled={searching} onClick={searching ? undefined : find}>
            <Icon of={LocateFixed} />
            {searching ? "Mencari posisi …" : position?.accuracy_m ? "Cari posisi lagi" : "Pakai posisi saya sekarang"}
          </button>
          <button ref={opener} type="button" className="btn min-h-14" onClick={() => setOnMap(true)}>
            <Icon of={MapPin} />
            {position ? "Betulkan di peta" : "Tunjuk di peta"}
          </button>
        </div>
      )}
      {onMap && <Suspense fallback={<Skeleton rows={2} />}><PetaLapor draft={draft} needed={needed} called={nameOfCode} onTake={take} onBack={() => { setOnMap(false); settle(opener); }} /></Suspense>}
      <div role="status">
        {position && !onMap && <Dipilih draft={draft} said={said} onDrop={() => { onChange(withoutPlace(draft)); settle(opener); }} />}
      </div>
      {position?.area === null && !onMap && (
        <Note tone="warning" title="Titik ini di luar wilayah yang kami layani">
          {needed ? "Pilih kelurahan terdekat dari daftar di bawah: laporan sampai ke Polres itu, dan titik Anda ikut terkirim." : "Laporan tetap dapat dikirim, tetapi perlu diteruskan ke polisi setempat. Bila tahu, pilih juga kelurahan terdekat dari daftar."}
          {" "}Bila perlu cepat, telepon 110.
        </Note>
      )}
      {why && <Note tone="warning" title="Posisi belum didapat">{why}</Note>}
      {fault && <Note tone="error" title={fault} />}
    </div>
  );
};

/** What stands instead of the list where it never came; where only the list leads on, it can be asked for here. */
const TanpaDaftar = ({ fault, onAgain }) => {
  const [state, setState] = useState("");
  const ask = async () => {
    setState("Mengambil daftar …");
    setState((await onAgain()) ? "" : "Belum dapat diambil. Coba lagi saat ada sinyal.");
  };
  if (!fault) return <p className="text-muted">Daftar kelurahan belum ada di HP ini. Tulis nama kelurahan dan patokannya di bawah.</p>;
  return (
    <Note tone="error" title={fault} actions={<button type="button" className="btn" onClick={ask}>Ambil daftar kelurahan</button>}>
      Daftar kelurahan belum ada di HP ini. Isian Anda tetap tersimpan. Bila perlu cepat, telepon 110.
      <p role="status" className="font-semibold">{state}</p>
    </Note>
  );
};

export const Tempat = ({ draft, onChange, faults, villages: { areas, needed, again } }) => {
  const villages = (areas ?? []).filter(({ kecamatan_code }) => kecamatan_code === draft.kecamatan);
  const fault = faultOf(faults, "area_code");
  // Where nothing can be chosen yet the fault stands at what comes first.
  const [first, second] = villages.length ? [undefined, fault] : [fault, undefined];
  const refused = Boolean(fault);
  useEffect(() => {
    if (refused) again(); // what is kept here may be older than what the server goes by
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each time it was refused
  }, [refused]);
  const { position } = draft;
  const elsewhere = position?.area && draft.area_code && position.area !== draft.area_code && areas?.find(({ code }) => code === position.area);
  const choose = (code) => {
    const area = villages.find((one) => one.code === code);
    onChange({ area_code: code, area_name: area ? nameOf(area) : "" });
  };
  const wrong = (id, error) => ({ id, "aria-invalid": Boolean(error), "aria-describedby": error ? `${id}-salah` : undefined, className: `select w-full ${error ? "select-error" : ""}` });
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Posisi draft={draft} onChange={onChange} areas={areas} needed={needed} fault={faultOf(faults, "position")} />
        <p className="mt-2 text-muted">Pakai posisi HP hanya bila Anda di tempat kejadian. Bila tidak, tunjuk di peta, atau pilih dari daftar.</p>
      </div>
      {areas?.length === 0 && <TanpaDaftar fault={fault} onAgain={again} />}
      {areas?.length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id="kecamatan" label="Kecamatan" error={first}>
            <select {...wrong("kecamatan", first)} value={draft.kecamatan} onChange={(event) => onChange({ kecamatan: event.target.value, area_code: "", area_name: "" })}>
              <option value="">Pilih kecamatan</option>
              {kecamatanOf(areas).map(([kabkota, names]) => (
                <optgroup key={kabkota} label={kabkota}>{names.map(([code, name]) => <option key={code} value={code}>{name}</option>)}</optgroup>
              ))}
            </select>
          </Field>
          <Field id="area_code" label="Kelurahan atau desa" error={second}>
            <select {...wrong("area_code", second)} value={draft.area_code} disabled={!villages.length} onChange={(event) => choose(event.target.value)}>
              <option value="">{villages.length ? "Pilih kelurahan" : "Pilih kecamatan dahulu"}</option>
              {villages.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
            </select>
          </Field>
        </div>
      )}
      {elsewhere && <Note tone="warning" title={`Titiknya ada di ${nameOf(elsewhere)}`}>Yang dipakai adalah titik itu, bukan pilihan dari daftar. Hapus titiknya bila keliru.</Note>}
      <Isian name="place" label="Patokan atau alamat tempatnya" maxLength={300} help="Misalnya: depan minimarket Jl. Merdeka, seberang masjid." value={draft.place} error={faultOf(faults, "place")} onChange={(place) => onChange({ place })} />
    </div>
  );
};
