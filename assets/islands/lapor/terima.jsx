/* After "Kirim": what is certain, and the true state as it goes on. */
import { useEffect, useRef, useState } from "react";
import { FilePenLine, ListChecks, RefreshCw, Trash2 } from "lucide-react";
import { exact } from "../lib/format.js";
import { forget, mend, senderState } from "../lib/lapor_kirim.js";
import { all, get } from "../lib/warga.js";
import { useWarga } from "../lib/warga_hooks.js";
import { requestSend, sendNow } from "../lib/warga_jalan.js";
import { Card, Icon, Note, Skeleton } from "../lib/ui.jsx";
import { Tawaran } from "../tiket/nanti.jsx";
import { Terkirim } from "./berkas.jsx";
import { BelumTerkirim, Telepon } from "./darurat.jsx";
import { Tanda } from "./tanda.jsx";

const Waiting = ({ sender }) => (
  <Card>
    <p role="status" className="text-lg">{sender.phase === "mengirim" ? "Sedang mengirim …" : "Akan terkirim saat ada sinyal."}</p>
    {sender.phase === "gangguan" && <p className="mt-1 text-muted">{sender.message} Isinya aman di HP; dicoba lagi sendiri.</p>}
    <p className="mt-1 text-muted">Halaman ini boleh ditutup. Buka lagi bila sinyal sudah ada.</p>
    <button type="button" className="btn mt-3" onClick={sendNow}><Icon of={RefreshCw} />Kirim sekarang</button>
  </Card>
);

const Received = ({ ticket, onGone }) => {
  const [asking, setAsking] = useState(false);
  const drop = async () => {
    await forget(ticket.code);
    requestSend();
    onGone();
  };
  return (
    <>
      <Card>
        <p>Kode tiket</p>
        <p className="my-1 text-4xl font-extrabold tracking-wide">{ticket.code}</p>
        <p className="mb-4 text-muted">Diterima {exact(ticket.received_at)}{ticket.late_s > 0 && ". Laporan ini ditulis lebih dahulu dan baru sampai sekarang"}.</p>
        <Tanda ticket={ticket} />
      </Card>
      {ticket.urgent && (
        <Note tone="warning" title="Bahaya belum lewat? Telepon 110.">
          Tulisan ini sudah sampai, tetapi kami tidak dapat menjanjikan kapan dibaca.
        </Note>
      )}
      <Card title="Selanjutnya">
        <ol className="flex list-decimal flex-col gap-1 pl-5">
          <li>Petugas membaca laporan, lalu menyerahkannya kepada yang menangani.</li>
          <li>Bila ada yang kurang jelas, petugas bertanya lewat Laporan saya.</li>
          <li>Setelah selesai, Anda dapat memberi nilai, atau membukanya lagi selama 7 hari.</li>
        </ol>
      </Card>
      <a href="/tiket/" className="btn btn-primary w-full"><Icon of={ListChecks} />Laporan saya</a>
      {!ticket.guarded && <Tawaran code={ticket.code} />}
      {!ticket.urgent && !ticket.guarded && <p className="text-sm text-muted">Ingin melihatnya juga di HP lain? Bisa dengan <a href="/akun-warga/" className="link">akun warga</a>. Tidak wajib.</p>}
      {asking ? (
        <Note tone="warning" title="Lupakan laporan ini di HP ini?" actions={(
          <>
            <button type="button" className="btn" onClick={drop}>Ya, lupakan</button>
            <button type="button" className="btn btn-ghost" onClick={() => setAsking(false)}>Batal</button>
          </>
        )}
        >
          Laporannya tetap ditangani. Tanpa tautan rahasia, Anda tidak dapat membukanya lagi.
        </Note>
      ) : <button type="button" className="btn btn-ghost w-full" onClick={() => setAsking(true)}><Icon of={Trash2} />Lupakan di HP ini</button>}
    </>
  );
};

/** Why the server does not take a report, and the way to mend it. */
export const Ditolak = ({ row, onMend }) => (
  <Note tone="error" title="Laporan ini belum diterima" actions={<button type="button" className="btn" onClick={async () => onMend(await mend(row))}><Icon of={FilePenLine} />Perbaiki</button>}>
    {row.reason} Isinya masih ada di HP.
  </Note>
);

/**
 * @param onMend told the draft that a refused report has become again
 * @param onGone the ticket was forgotten
 */
export const Terima = ({ id, onMend, onGone }) => {
  const heading = useRef(null);
  const found = useWarga(["outbox", "tickets", "meta"], async () => {
    const [row, tickets, sender] = await Promise.all([get("outbox", id), all("tickets"), senderState()]);
    return { row, ticket: tickets.find((one) => one.id === id), sender };
  }, id);
  const shown = Boolean(found);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [shown]);
  if (!found) return <Skeleton rows={2} />;
  const { row, ticket, sender } = found;
  return (
    <div className="flex flex-col gap-4">
      <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">{ticket ? "Laporan diterima." : "Tersimpan di HP."}</h1>
      {!ticket && row?.urgent && (sender.phase === "mengirim" ? <Telepon /> : <BelumTerkirim draft={row.draft} />)}
      {row?.state === "ditolak" && <Ditolak row={row} onMend={onMend} />}
      {row && row.state !== "ditolak" && <Waiting sender={sender} />}
      {(row?.draft ?? ticket) && <Terkirim id={row?.draft.files_key ?? ticket.files_key} />}
      {ticket && <Received ticket={ticket} onGone={onGone} />}
    </div>
  );
};
