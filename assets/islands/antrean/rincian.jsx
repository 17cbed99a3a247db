/* One report of the list, unfolded: why it is where it is, its photos, what can be done, its thread. */
import { ClipboardList, Pencil, RotateCw, Trash2 } from "lucide-react";
import { exact } from "../lib/format.js";
import { retry } from "../lib/outbox.js";
import { sendNow } from "../lib/runner.js";
import { STATES, VERDICTS, isUnsent, needsWork } from "../lib/states.js";
import { Icon, Note, Secret } from "../lib/ui.jsx";
import { Thumbnail, useAlbum } from "../sambang/foto.jsx";
import { Lanjutan } from "./lanjutan.jsx";
import { Percakapan } from "./percakapan.jsx";

/* Where a case stands that was handed on: in words of the unit that has it now. */
const HANDED_ON = {
  dikirim: { tone: "warning", word: "Belum dijawab" },
  diterima: { tone: "info", word: "Sudah diterima" },
  selesai: { tone: "success", word: "Selesai" },
  ditolak: { tone: "error", word: "Ditolak" },
};

const HandedOn = ({ escalation: { to, state, at, by, note } }) => (
  <Note tone={HANDED_ON[state].tone} title={`Diteruskan ke ${to}: ${HANDED_ON[state].word.toLowerCase()}`}>
    {by && <p className="text-sm">{by}, {exact(at)}</p>}
    {note && <p className="whitespace-pre-line">{note}</p>}
  </Note>
);

const Photos = ({ person, row }) => {
  const shown = useAlbum(person.id, row.id, row.photos);
  return (
    <ul className="grid grid-cols-4 gap-2 sm:grid-cols-5">
      {row.photos.map(({ sha256 }, index) => (
        <li key={sha256} className="flex flex-col gap-1 text-xs">
          <span className="aspect-square overflow-hidden rounded-field border border-base-300 bg-base-200">
            <Thumbnail photo={shown[sha256]} number={index + 1} />
          </span>
          {shown[sha256]?.error ? <span className="font-semibold text-error">{shown[sha256].error}</span> : <span className="text-muted">{shown[sha256]?.uploaded ? "terkirim" : "menunggu"}</span>}
        </li>
      ))}
    </ul>
  );
};

/** What is unfolded under a report of the list. */
export const Rincian = ({ person, row, onDelete }) => {
  const verdict = VERDICTS[row.verdict];
  return (
    <div className="flex flex-col gap-3 border-t border-base-300 pt-3">
      {row.secret && <Secret />}
      <p>{STATES[row.state].means}</p>
      {row.void && <Note tone="warning" title="Nomor ini dibatalkan">Nomornya tetap tercatat dan tidak dipakai lagi.</Note>}
      {row.secret && row.body === null && <p className="text-sm text-muted">Isi dan foto sudah dihapus dari HP ini; yang berwenang membacanya di server.</p>}
      {row.reason && <Note tone="warning" title={row.reason} />}
      {row.review?.note && (
        <Note tone={row.state === "dikembalikan" ? "error" : "info"} title={`Catatan pemeriksa${row.review.reviewer ? `, ${row.review.reviewer}` : ""}`}>
          {row.review.note}
        </Note>
      )}
      {row.errors.length > 0 && (
        <Note tone="error" title="Yang perlu diperbaiki">
          <ul className="list-disc pl-5">{row.errors.map(({ field, message }) => <li key={field}>{message}</li>)}</ul>
        </Note>
      )}
      {row.escalation && <HandedOn escalation={row.escalation} />}
      {row.photos.length > 0 && <Photos person={person} row={row} />}
      <dl className="grid grid-cols-2 gap-2 text-sm">
        {[["Nomor", row.number], ["Resi", row.receipt], ["Disimpan", row.saved_at && exact(row.saved_at)], ["Posisi", verdict?.word], ["Revisi", row.revision]].filter(([, value]) => value).map(([name, value]) => (
          <div key={name}>
            <dt className="text-muted">{name}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {row.elsewhere && !row.correctable && <p className="text-sm text-muted">Dicatat di HP lain atau sebelum aplikasi dipasang ulang; isinya ada di server.</p>}
      <div className="flex flex-wrap gap-2">
        {row.correctable && (
          <a href={`/petugas/sambang/?ubah=${row.id}`} className={`btn ${needsWork(row) ? "btn-primary" : ""}`}>
            <Icon of={Pencil} />
            {needsWork(row) ? "Perbaiki" : "Ubah"}
          </a>
        )}
        {(isUnsent(row) || row.photosWaiting > 0) && row.state !== "mengirim" && (
          <button type="button" className="btn" onClick={() => retry(person.id, row.id).then(sendNow)}>
            <Icon of={RotateCw} />
            Coba lagi
          </button>
        )}
        {row.state !== "mengirim" && (
          <button type="button" className="btn btn-ghost text-error" onClick={() => onDelete(row)}>
            <Icon of={Trash2} />
            Hapus
          </button>
        )}
      </div>
      {row.task_id && (
        <a href={`/petugas/tugas/?buka=${row.task_id}`} className="btn self-start">
          <Icon of={ClipboardList} />
          Tugas yang dijawab
        </a>
      )}
      <Lanjutan person={person} row={row} />
      {row.secret && <Secret />}
      {row.receipt && !row.practice && (
        <div className="border-t border-base-300 pt-3"><Percakapan person={person} report={row.id} /></div>
      )}
    </div>
  );
};
