/* Where it was: this phone's position by a button, a village from the list, words; each alone is enough. */
import { useEffect, useState } from "react";
import { LocateFixed, Trash2 } from "lucide-react";
import { api } from "../lib/api.js";
import { distance } from "../lib/format.js";
import { askPosition } from "../lib/geo.js";
import { Field, Icon, Note } from "../lib/ui.jsx";
import { commit, get } from "../lib/warga.js";
import { Isian, faultOf } from "./bagian.jsx";

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

const Posisi = ({ draft: { position }, onChange, areas, fault }) => {
  const [searching, setSearching] = useState(false);
  const [why, setWhy] = useState("");
  const find = async () => {
    setSearching(true);
    setWhy("");
    try {
      const { lat, lon, accuracy_m } = await askPosition();
      onChange({ position: { lat, lon, accuracy_m } });
      const told = await api("bhabin/posisi", { method: "POST", json: { lat, lon } }).catch(() => null);
      const area = areas?.find(({ code }) => code === told?.code);
      if (area) onChange({ area_code: area.code, kecamatan: area.kecamatan_code, area_name: nameOf(area) });
    } catch (error) {
      setWhy(error.message);
    } finally {
      setSearching(false);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <button type="button" className="btn min-h-14 w-full" aria-disabled={searching} onClick={searching ? undefined : find}>
        <Icon of={LocateFixed} />
        {searching ? "Mencari posisi …" : position ? "Cari posisi lagi" : "Pakai posisi saya sekarang"}
      </button>
      <div role="status">
        {position && (
          <div className="flex flex-wrap items-center justify-between gap-2 rounded-box border border-success/40 bg-success/10 p-3">
            <p className="min-w-0 font-semibold">Posisi HP terekam, ketelitian ± {distance(position.accuracy_m)}</p>
            <button type="button" className="btn btn-sm min-h-12" onClick={() => onChange({ position: null })}><Icon of={Trash2} />Hapus posisi</button>
          </div>
        )}
      </div>
      {why && <Note tone="warning" title="Posisi belum didapat">{why}</Note>}
      {fault && <Note tone="error" title={fault} />}
    </div>
  );
};

export const Tempat = ({ draft, onChange, faults, areas }) => {
  const villages = (areas ?? []).filter(({ kecamatan_code }) => kecamatan_code === draft.kecamatan);
  const fault = faultOf(faults, "area_code");
  const choose = (code) => {
    const area = villages.find((one) => one.code === code);
    onChange({ area_code: code, area_name: area ? nameOf(area) : "" });
  };
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Posisi draft={draft} onChange={onChange} areas={areas} fault={faultOf(faults, "position")} />
        <p className="mt-2 text-muted">Tekan hanya bila Anda berada di tempat kejadian. Bila tidak, pilih dari daftar.</p>
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
      <Isian name="place" label="Patokan atau alamat tempatnya" maxLength={300} help="Misalnya: depan minimarket Jl. Merdeka, seberang masjid." value={draft.place} error={faultOf(faults, "place")} onChange={(place) => onChange({ place })} />
    </div>
  );
};
