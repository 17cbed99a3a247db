/* A video of our own: sent in pieces, looked at here, and told in words for who cannot hear or see it. */
import { useEffect, useRef, useState } from "react";
import { CircleX, Film as Reel, RotateCcw, Trash2, X } from "lucide-react";
import { useOnline } from "../lib/online.js";
import { Icon } from "../lib/ui.jsx";
import { Line } from "./bagian.jsx";

/** As the server says (`settings.py`): told here before anything is sent. */
const MOST_BYTES = 100_000_000;
const TO = { endpoint: "/api/v1/media/tus-bacaan", pieceBytes: 2 * 1024 * 1024 };
const MAX = { caption: 160, transcript: 12_000 };
/** Answers that another try will not change. */
const REFUSED = new Set([403, 413, 415, 422]);
const HELP = {
  caption: "Satu baris di bawah video.",
  transcript: "Tulis semua yang diucapkan dan yang perlu dilihat. Dibaca warga yang tidak dapat mendengar, melihat, atau memutarnya.",
};

async function send(file, onProgress, signal) {
  const [{ hashOf }, { upload }] = await Promise.all([import("../lib/sha256.js"), import("../lib/upload.js")]);
  const sha256 = await hashOf(file);
  return upload(file, { sha256, name: file.name, onProgress, signal }, TO);
}

const Choose = ({ word, disabled, onFile }) => (
  <label className="btn relative has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-offset-2">
    <Icon of={Reel} />
    {word}
    <input
      type="file" accept="video/mp4,video/webm,video/quicktime" aria-label={word} disabled={disabled} className="absolute inset-0 cursor-pointer opacity-0"
      onChange={({ target }) => {
        const [file] = target.files;
        target.value = "";
        if (file) onFile(file);
      }}
    />
  </label>
);

const Sending = ({ share, onStop }) => (
  <div className="flex flex-wrap items-center gap-3">
    <div className="min-w-0 grow basis-60">
      <p role="status">{share === 1 ? "Memeriksa video…" : "Mengunggah video…"}</p>
      <progress className="progress progress-primary mt-1 w-full" value={share} max={1} aria-label={`Terunggah ${Math.round(share * 100)} persen`} />
    </div>
    <button type="button" className="btn btn-ghost" onClick={onStop}><Icon of={X} />Berhenti mengunggah</button>
  </div>
);

/** value: `{id, caption, transcript}`, or null without a video; faults: by place, as `film.caption` */
export const Film = ({ label, value, faults, onChange }) => {
  const online = useOnline();
  const [share, setShare] = useState(null);
  const [failed, setFailed] = useState(null); // `{message, file}`; the file may be sent on
  const stop = useRef(null);
  // What is typed while the file is on its way goes along.
  const now = useRef(value);
  now.current = value;
  useEffect(() => () => stop.current?.abort(), []);
  const change = (more) => onChange({ ...now.current, ...more });
  const take = async (file) => {
    if (file.size > MOST_BYTES) return setFailed({ message: `Video paling besar ${MOST_BYTES / 1e6} MB. Potong atau kecilkan, lalu pilih lagi.` });
    setFailed(null);
    setShare(0);
    stop.current = new AbortController();
    try {
      const id = await send(file, setShare, stop.current.signal);
      change({ caption: "", transcript: "", ...now.current, id });
    } catch (error) {
      if (!stop.current.signal.aborted) setFailed({ message: error.message, file: REFUSED.has(error.status) ? null : file });
    } finally {
      setShare(null);
    }
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-2 text-lg font-bold">{label}</legend>
      {faults.film && <p role="alert" className="text-sm font-semibold text-error">{faults.film}</p>}
      {value && (
        <div className="grid gap-4 lg:grid-cols-2">
          <video key={value.id} controls preload="none" playsInline poster={`/api/v1/media/${value.id}/besar`} src={`/api/v1/media/${value.id}/video`} aria-label="Video naskah ini" className="max-h-96 w-full rounded-box bg-black" />
          <div className="flex min-w-0 flex-col gap-3">
            <Line id="naskah-film-judul" label="Keterangan video" help={HELP.caption} max={MAX.caption} value={value.caption} fault={faults["film.caption"]} onChange={(caption) => change({ caption })} />
            <Line id="naskah-film-isi" label="Isi video dalam tulisan" help={HELP.transcript} max={MAX.transcript} rows={6} value={value.transcript} fault={faults["film.transcript"]} onChange={(transcript) => change({ transcript })} />
          </div>
        </div>
      )}
      {share !== null && <Sending share={share} onStop={() => stop.current.abort()} />}
      {failed && (
        <p role="alert" className="flex items-start gap-2 font-semibold text-error">
          <Icon of={CircleX} className="mt-0.5" />
          <span className="min-w-0">Video belum terunggah. {failed.message}{failed.file && " Yang sudah terkirim tidak diulang."}</span>
        </p>
      )}
      {share === null && (
        <div className="flex flex-wrap gap-2">
          {failed?.file && <button type="button" className="btn btn-primary" disabled={!online} onClick={() => take(failed.file)}><Icon of={RotateCcw} />Lanjutkan mengunggah</button>}
          <Choose word={value ? "Ganti video" : "Unggah video"} disabled={!online} onFile={take} />
          {value && <button type="button" className="btn btn-ghost" onClick={() => onChange(null)}><Icon of={Trash2} />Hapus video</button>}
        </div>
      )}
      {!value && <p className="text-sm text-muted">MP4 atau WebM, paling besar 100 MB dan 10 menit. Tempat dan waktu perekaman dihapus.</p>}
    </fieldset>
  );
};
