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

/** All villages, from the phone, and now and then from the server; null before the first look, empty where they never came. */
export function useVillages() {
  const [areas, setAreas] = useState(null);
  useEffect(() => {
    let live = true;
    const load = async () => {
      const known = await get("meta", LIST);
      if (live) setAreas(known?.areas ?? []);
      if (known && Date.now() - known.at < KEPT_MS) return;
      const told = await api("lapor/wilayah").catch(() => null);
      if (!told) return;
      await commit([{ store: "meta", put: { key: LIST, areas: told.areas, at: Date.now() } }], { relaxed: true });
      if (live) setAreas(told.areas);
    };
    load();
    return () => {
      live = false;
    };
  }, []);
  return areas;
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
const Posisi = ({ draft, onChange, areas, fault }) => {
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
      {onMap && <Suspense fallback={<Skeleton rows={2} />}><PetaLapor draft={draft} called={nameOfCode} onTake={take} onBack={() => { setOnMap(false); settle(opener); }} /></Suspense>}
      <div role="status">
        {position && !onMap && <Dipilih draft={draft} said={said} onDrop={() => { onChange(withoutPlace(draft)); settle(opener); }} />}
      </div>
      {position?.area === null && !onMap && (
        <Note tone="warning" title="Titik ini di luar wilayah yang kami layani">
          Laporan tetap dapat dikirim, tetapi perlu diteruskan ke polisi setempat. Bila tahu, pilih juga kelurahan terdekat dari daftar. Bila perlu cepat, telepon 110.
        </Note>
      )}
      {why && <Note tone="warning" title="Posisi belum didapat">{why}</Note>}
      {fault && <Note tone="error" title={fault} />}
    </div>
  );
};

export const Tempat = ({ draft, onChange, faults, areas }) => {
  const villages = (areas ?? []).filter(({ kecamatan_code }) => kecamatan_code === draft.kecamatan);
  const fault = faultOf(faults, "area_code");
  const { position } = draft;
  const elsewhere = position?.area && draft.area_code && position.area !== draft.area_code && areas?.find(({ code }) => code === position.area);
  const choose = (code) => {
    const area = villages.find((one) => one.code === code);
    onChange({ area_code: code, area_name: area ? nameOf(area) : "" });
  };
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Posisi draft={draft} onChange={onChange} areas={areas} fault={faultOf(faults, "position")} />
        <p className="mt-2 text-muted">Pakai posisi HP hanya bila Anda di tempat kejadian. Bila tidak, tunjuk di peta, atau pilih dari daftar.</p>
      </div>
      {areas?.length === 0 && <p className="text-muted">Daftar kelurahan belum ada di HP ini. Tulis nama kelurahan dan patokannya di bawah.</p>}
      {areas?.length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id="kecamatan" label="Kecamatan">
            <select id="kecamatan" className="select w-full" value={draft.kecamatan} onChange={(event) => onChange({ kecamatan: event.target.value, area_code: "", area_name: "" })}>
              <option value="">Pilih kecamatan</option>
              {kecamatanOf(areas).map(([kabkota, names]) => (
                <optgroup key={kabkota} label={kabkota}>{names.map(([code, name]) => <option key={code} value={code}>{name}</option>)}</optgroup>
              ))}
            </select>
          </Field>
          <Field id="area_code" label="Kelurahan atau desa" error={fault}>
            <select id="area_code" className="select w-full" value={draft.area_code} disabled={!villages.length} aria-invalid={Boolean(fault)} aria-describedby={fault ? "area_code-salah" : undefined} onChange={(event) => choose(event.target.value)}>
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
