/* Photos and videos that are taken along, and how far they are: of a report, or of what is added to one. */
import { useEffect, useState } from "react";
import { Camera, CircleX, Clock, Film, ImagePlus, Trash2 } from "lucide-react";
import { follow, noted } from "../lib/berkas_jalan.js";
import { Icon, Note } from "../lib/ui.jsx";

const MOST = 10;
const store = () => import("../lib/upload_warga.js");
const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`);

/** Files kept under this id, and how far each is sent; null before the first look. */
export function useFiles(key, fresh = 0) {
  const [rows, setRows] = useState(null);
  const [shares, setShares] = useState(new Map());
  useEffect(() => {
    let live = true;
    const look = () => store().then(({ filesOf }) => filesOf(key)).then((found) => live && setRows(found));
    look();
    const stop = follow((now) => {
      setShares(now);
      if (!now.size) look();
    });
    return () => {
      live = false;
      stop();
    };
  }, [key, fresh]);
  return [rows, shares];
}

const Gambar = ({ row }) => {
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!row.blob || !row.type.startsWith("image/")) return undefined;
    const made = URL.createObjectURL(row.blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [row.blob, row.type]);
  const look = "size-16 shrink-0 rounded-field bg-base-200 object-cover";
  return url ? <img src={url} alt="" className={look} /> : <span className={`${look} flex items-center justify-center text-muted`}><Icon of={row.type.startsWith("video/") ? Film : ImagePlus} size={28} /></span>;
};

const Baris = ({ row, number, share, onDrop }) => (
  <li className="flex items-center gap-3 border-b border-base-300 py-2 last:border-0">
    <Gambar row={row} />
    <span className="min-w-0 grow">
      <span className="block font-semibold">{row.type.startsWith("video/") ? "Video" : "Foto"} {number}<span className="font-normal text-muted"> · {size(row.size)}</span></span>
      {row.state === "ditolak" && <span className="flex items-start gap-1.5 text-sm text-error"><Icon of={CircleX} size={16} className="mt-0.5" />{row.reason}</span>}
      {share !== undefined && <progress className="progress progress-primary mt-1 w-full" value={share} max={1} aria-label={`Terkirim ${Math.round(share * 100)} persen`} />}
    </span>
    {onDrop && <button type="button" className="btn btn-ghost btn-square" aria-label={`Hapus ${row.type.startsWith("video/") ? "video" : "foto"} ${number}`} onClick={onDrop}><Icon of={Trash2} /></button>}
  </li>
);

/**
 * Choose files; they are kept on the phone at once.
 * @param id under which they are kept
 * @param onFiles told what is named: `[{sha256, name}]`
 */
export const Pilih = ({ id, onFiles }) => {
  const [fresh, setFresh] = useState(0);
  const [rows] = useFiles(id, fresh);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const again = async () => {
    const { filesOf } = await store();
    onFiles((await filesOf(id)).map(({ sha256, name }) => ({ sha256, name })));
    setFresh((count) => count + 1);
  };
  const take = async (event) => {
    const chosen = [...event.target.files];
    event.target.value = "";
    setBusy(true);
    setFault("");
    try {
      const { keep, filesOf } = await store();
      // Looked up: whoever is quick chooses before the list is on the screen.
      if (chosen.length + (await filesOf(id)).length > MOST) throw new Error(`Paling banyak ${MOST} foto dan video.`);
      for (const file of chosen) await keep(id, file);
      await noted();
    } catch (error) {
      setFault(error.name === "QuotaExceededError" ? "Ruang di HP ini penuh. Hapus sesuatu, atau kirim tanpa video." : error.message);
    } finally {
      await again();
      setBusy(false);
    }
  };
  const drop = async (sha256) => {
    await (await store()).drop(id, sha256);
    await again();
  };
  const look = "btn relative min-h-14 has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-offset-2";
  const hidden = "absolute inset-0 cursor-pointer opacity-0";
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-2 min-[22rem]:grid-cols-2">
        <label className={look}><Icon of={Camera} />Ambil foto<input type="file" accept="image/*" capture="environment" className={hidden} disabled={busy} onChange={take} /></label>
        <label className={look}><Icon of={ImagePlus} />Pilih foto atau video<input type="file" accept="image/*,video/*" multiple className={hidden} disabled={busy} onChange={take} /></label>
      </div>
      <p role="status" className="text-muted">{busy ? "Menyimpan di HP …" : ""}</p>
      {fault && <Note tone="error" title="Belum ditambahkan">{fault}</Note>}
      {rows?.length > 0 && <ul aria-label="Foto dan video">{rows.map((row, index) => <Baris key={row.sha256} row={row} number={index + 1} onDrop={() => drop(row.sha256)} />)}</ul>}
    </div>
  );
};

/** What of it still is on its way; nothing once all is there. */
export const Terkirim = ({ id }) => {
  const [rows, shares] = useFiles(id);
  if (!rows?.length) return null;
  const waits = rows.filter(({ state }) => state === "menunggu").length;
  return (
    <section aria-label="Foto dan video" className="rounded-box border border-base-300 bg-base-100 p-4">
      <p role="status" className="flex items-center gap-2 font-semibold"><Icon of={waits ? Clock : CircleX} />{waits ? `${waits} foto atau video belum terkirim` : "Ada yang tidak diterima"}</p>
      {waits > 0 && <p className="text-muted">Biarkan halaman ini terbuka saat ada sinyal. Yang terputus dilanjutkan, tidak diulang dari awal.</p>}
      <ul>{rows.map((row, index) => <Baris key={row.sha256} row={row} number={index + 1} share={shares.get(row.sha256)} />)}</ul>
    </section>
  );
};
