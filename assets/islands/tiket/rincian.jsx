/* One ticket: how it stands, who has it, what happened, and what the citizen can do. */
import { useEffect, useRef, useState } from "react";
import { ArrowLeft, Building2, RefreshCw, Send, Trash2, UserRound } from "lucide-react";
import { Terkirim } from "../lapor/berkas.jsx";
import { Tanda } from "../lapor/tanda.jsx";
import { ago, exact } from "../lib/format.js";
import { follow } from "../lib/berkas_jalan.js";
import { forget } from "../lib/lapor_kirim.js";
import { useLatest } from "../lib/latest.js";
import { whenNews } from "../lib/sending.js";
import { look, possible, stateOf, stepWords } from "../lib/tiket.js";
import { Badge, Card, Icon, Note, Skeleton } from "../lib/ui.jsx";
import { all, commit } from "../lib/warga.js";
import { useWarga } from "../lib/warga_hooks.js";
import { requestSend } from "../lib/warga_jalan.js";
import { BeritahuDijaga, BerkasTiket } from "./nanti.jsx";
import { Tindakan } from "./tindakan.jsx";

/** The history, the latest first, with what waits on this phone above it. */
const Riwayat = ({ steps, pending }) => (
  <Card title="Riwayat">
    <ol className="flex flex-col gap-4 border-l-2 border-base-300 pl-4">
      {pending.map((row) => (
        <li key={row.id}>
          <p className="font-semibold">{stepWords({ step: row.deed.step, data: row.deed })}</p>
          {row.deed.note && <p className="wrap-anywhere whitespace-pre-line">{row.deed.note}</p>}
          {row.state === "menunggu" ? <Badge tone="warning" icon={Send}>Menunggu terkirim</Badge> : (
            <>
              <Badge tone="error">Tidak diterima</Badge>
              <p className="mt-1">{row.reason}</p>
              <button type="button" className="btn btn-sm mt-1 min-h-12" onClick={() => commit([{ store: "deeds", remove: row.id }])}><Icon of={Trash2} />Hapus</button>
            </>
          )}
        </li>
      ))}
      {[...steps].reverse().map((one) => (
        <li key={one.id}>
          <p className="font-semibold">{stepWords(one)}</p>
          {one.note && <p className="wrap-anywhere whitespace-pre-line">{one.note}</p>}
          <p className="text-sm text-muted"><time dateTime={one.at}>{exact(one.at)}</time>{ago(one.at) && ` · ${ago(one.at)}`}</p>
        </li>
      ))}
    </ol>
  </Card>
);

const Lupakan = ({ code, onGone }) => {
  const [asking, setAsking] = useState(false);
  const go = async () => {
    await forget(code);
    requestSend();
    onGone();
  };
  if (!asking) return <button type="button" className="btn btn-ghost" onClick={() => setAsking(true)}><Icon of={Trash2} />Lupakan di HP ini</button>;
  const actions = (
    <>
      <button type="button" className="btn" onClick={go}>Ya, lupakan</button>
      <button type="button" className="btn btn-ghost" onClick={() => setAsking(false)}>Batal</button>
    </>
  );
  return <Note tone="warning" title="Lupakan laporan ini di HP ini?" actions={actions}>Laporannya tetap ditangani. Tanpa tautan rahasia, Anda tidak dapat membukanya lagi.</Note>;
};

const label = (rules, { category, kind }) =>
  [rules.categories.find(({ value }) => value === category)?.label, rules.kinds[category]?.find(({ value }) => value === kind)?.label].filter(Boolean).join(": ");

export const Rincian = ({ code, rules, focus, onBack }) => {
  const heading = useRef(null);
  const stored = useWarga(["tickets", "deeds"], async () => {
    const [tickets, deeds] = await Promise.all([all("tickets"), all("deeds")]);
    return { ticket: tickets.find((one) => one.code === code), pending: deeds.filter((row) => row.code === code && row.deed) };
  }, code);
  const [fresh, setFresh] = useState(null); // what is guarded stays in memory alone
  const [fault, setFault] = useState(null);
  const sent = stored?.pending.filter(({ state }) => state === "menunggu").length ?? 0;
  const ask = useLatest();
  const load = () =>
    ask(() => look(code, rules.guarded), (seen, error) => {
      if (seen) setFresh(seen);
      setFault(error);
    });
  // Again when one of our own steps or files has gone through, when the network and when the person come back.
  useEffect(() => {
    load();
    const stops = [whenNews(load), follow((shares) => shares.size === 0 && load())];
    return () => stops.forEach((stop) => stop());
    // eslint-disable-next-line react-hooks/exhaustive-deps -- load is written in place
  }, [code, sent]);
  const shown = Boolean(stored);
  useEffect(() => {
    if (focus) heading.current?.focus({ preventScroll: true });
  }, [shown, focus]);
  if (!stored) return <Skeleton />;
  const ticket = fresh ?? stored.ticket?.seen;
  const state = ticket ? stateOf(ticket.state) : null;
  return (
    <div className="flex flex-col gap-4">
      <button type="button" className="btn btn-ghost -ml-4 self-start" onClick={onBack}><Icon of={ArrowLeft} />Semua laporan</button>
      <div>
        <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">Laporan {code}</h1>
        {ticket && <p className="text-muted">{label(rules, ticket)}</p>}
      </div>
      {fault?.status === 0 && <Note tone="warning" title="Tidak ada sambungan">{ticket ? "Yang tampil adalah keadaan terakhir yang diterima HP ini." : "Laporan dibuka begitu ada sinyal."}</Note>}
      {fault && fault.status !== 0 && <Note tone="error" title="Belum dapat dibuka">{fault.message}</Note>}
      {!ticket && !fault && <Skeleton />}
      {ticket && (
        <>
          <Card>
            <Badge tone={state.tone}>{state.word}</Badge>
            <p className="mt-2 text-lg">{state.meaning}</p>
            {ticket.office && <p className="mt-2 flex items-center gap-2 font-semibold"><Icon of={Building2} />Ditangani {ticket.office}</p>}
            <p className="mt-2 text-sm text-muted">
              {fresh ? "Terakhir diperbarui baru saja" : `Terakhir diperbarui ${exact(stored.ticket.seen_at)}`}
            </p>
            <button type="button" className="btn btn-sm mt-2 min-h-12" onClick={load}><Icon of={RefreshCw} />Perbarui</button>
          </Card>
          <Tindakan ticket={ticket} can={possible(ticket, stored.pending)} asked={ticket.state === "menunggu_pelapor"} />
          {stored.ticket?.files_key && <Terkirim id={stored.ticket.files_key} />}
          {ticket.steps.filter(({ step }) => step === "lengkapi").map(({ id }) => <Terkirim key={id} id={id} />)}
          <Riwayat steps={ticket.steps} pending={stored.pending} />
          <Card title="Isi laporan">
            <p className="wrap-anywhere whitespace-pre-line">{ticket.text}</p>
            {ticket.files?.length > 0 && <BerkasTiket files={ticket.files} />}
            {ticket.place && <p className="mt-2 text-muted">Tempat: {ticket.place}</p>}
            <p className="mt-2 text-sm text-muted">Ditulis {exact(ticket.made_at)}, diterima {exact(ticket.received_at)}.</p>
          </Card>
        </>
      )}
      {fresh && <BeritahuDijaga code={code} />}
      {stored.ticket && <Card title="Simpan atau pindahkan"><p className="mb-3 flex items-center gap-2"><Icon of={UserRound} />Hanya Anda dan yang menangani laporan ini dapat membacanya.</p><Tanda ticket={stored.ticket} /></Card>}
      {stored.ticket && <Lupakan code={code} onGone={onBack} />}
    </div>
  );
};
