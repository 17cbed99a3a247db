/* The tickets of this phone: what is on its way, what became of each, and those that a private link brings. */
import { useEffect, useRef, useState } from "react";
import { BellRing, ChevronRight, Inbox, PenLine, RefreshCw, Send, Trash2 } from "lucide-react";
import { exact } from "./lib/format.js";
import { Keluar, Tirai } from "./lib/keluar.jsx";
import { senderState } from "./lib/lapor_kirim.js";
import { whenNews } from "./lib/sending.js";
import { hasNews, mine, parsed, refresh, show, stateOf } from "./lib/tiket.js";
import { Badge, Card, Empty, Icon, Note, Skeleton } from "./lib/ui.jsx";
import { commit } from "./lib/warga.js";
import { useWarga } from "./lib/warga_hooks.js";
import { sendNow, start } from "./lib/warga_jalan.js";
import { BelumTerkirim } from "./lapor/darurat.jsx";
import { Ditolak } from "./lapor/terima.jsx";
import { Buka } from "./tiket/buka.jsx";
import { Ikutan } from "./tiket/ikutan.jsx";
import { Beritahu } from "./tiket/nanti.jsx";
import { Rincian } from "./tiket/rincian.jsx";
import { Teguran, useTeguran } from "./tiket/teguran.jsx";

const title = (rules, category) => rules.categories.find(({ value }) => value === category)?.label ?? "Laporan";

const Hapus = ({ id }) => {
  const [asking, setAsking] = useState(false);
  if (!asking) return <button type="button" className="btn btn-ghost" onClick={() => setAsking(true)}><Icon of={Trash2} />Hapus</button>;
  const actions = (
    <>
      <button type="button" className="btn" onClick={() => commit([{ store: "outbox", remove: id }])}>Ya, hapus</button>
      <button type="button" className="btn btn-ghost" onClick={() => setAsking(false)}>Batal</button>
    </>
  );
  return <Note tone="warning" title="Hapus laporan yang belum terkirim?" actions={actions}>Laporan ini tidak akan sampai ke polisi.</Note>;
};

const Unsent = ({ row, rules, sender }) => (
  <li>
    <Card>
      {row.urgent && <div className="mb-3"><BelumTerkirim draft={row.draft} /></div>}
      <p className="font-semibold">{title(rules, row.report.category)}</p>
      {!row.guarded && <p className="line-clamp-2 wrap-anywhere text-muted">{row.report.text}</p>}
      <p className="my-2 text-sm text-muted">Ditulis {exact(row.saved_at)}</p>
      {row.state === "ditolak" ? <Ditolak row={row} onMend={() => location.assign("/lapor/")} /> : (
        <>
          <Badge tone="warning" icon={Send}>{sender.phase === "mengirim" ? "Sedang mengirim" : "Menunggu terkirim"}</Badge>
          <p className="mt-2">Tersimpan di HP. Akan terkirim saat ada sinyal.</p>
          {sender.phase === "gangguan" && <p className="text-muted">{sender.message}</p>}
          <div className="mt-2 flex flex-wrap gap-2"><button type="button" className="btn" onClick={sendNow}><Icon of={RefreshCw} />Kirim sekarang</button></div>
        </>
      )}
      <div className="mt-2"><Hapus id={row.id} /></div>
    </Card>
  </li>
);

const Ticket = ({ row, rules, onOpen }) => {
  const { word, tone } = stateOf(row.state ?? "baru");
  return (
    <li>
      <button type="button" className="flex min-h-20 w-full items-center gap-3 rounded-box border border-base-300 bg-base-100 p-4 text-left hover:border-primary" onClick={onOpen}>
        <span className="flex min-w-0 grow flex-col items-start gap-1">
          <span className="font-semibold">{title(rules, row.category)} · {row.code}</span>
          {row.seen?.text && <span className="line-clamp-1 wrap-anywhere text-muted">{row.seen.text}</span>}
          <span className="text-sm text-muted">{exact(row.received_at)}</span>
          <span className="flex flex-wrap gap-1"><Badge tone={tone}>{word}</Badge>{hasNews(row) && <Badge tone="success" icon={BellRing}>Ada kabar</Badge>}</span>
        </span>
        <Icon of={ChevronRight} />
      </button>
    </li>
  );
};

const SHOWN = 10;

/** The latest tickets, and all with news; the older ones when asked for. */
const Diterima = ({ tickets, rules, whole, onWhole, onOpen }) => {
  const list = useRef(null);
  const listed = tickets.filter((row, index) => whole || index < SHOWN || hasNews(row));
  const more = () => {
    const next = tickets.findIndex((row) => !listed.includes(row));
    onWhole();
    requestAnimationFrame(() => list.current?.children[next]?.querySelector("button").focus()); // the button that was pressed goes
  };
  return (
    <section aria-labelledby="terkirim">
      <h2 id="terkirim" className="mb-2 text-lg">Sudah diterima</h2>
      <ul ref={list} className="flex flex-col gap-3">{listed.map((row) => <Ticket key={row.code} row={row} rules={rules} onOpen={() => onOpen(row.code)} />)}</ul>
      {listed.length < tickets.length && <button type="button" className="btn mt-3 w-full" onClick={more}>Tampilkan {tickets.length - listed.length} laporan yang lebih lama</button>}
    </section>
  );
};

const Daftar = ({ rules, focus, whole, onWhole, onOpen, onShow }) => {
  const heading = useRef(null);
  const found = useWarga(["outbox", "tickets", "meta"], async () => ({ ...(await mine()), sender: await senderState() }));
  const [fault, setFault] = useState(null);
  const [followed, setFollowed] = useState([]);
  const told = useTeguran();
  useEffect(() => {
    let live = true;
    const heard = (others) => {
      if (!live) return;
      setFault(null);
      setFollowed(others);
    };
    const load = () => refresh(rules.guarded).then(heard, (error) => live && setFault(error));
    load();
    const stop = whenNews(load);
    return () => {
      live = false;
      stop();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the rules are those of the page
  }, []);
  const shown = Boolean(found);
  useEffect(() => {
    if (focus) heading.current?.focus({ preventScroll: true });
  }, [shown, focus]);
  if (!found) return <Skeleton />;
  const { reports, tickets, sender } = found;
  const strikes = told?.standing.strikes.length > 0 && <Teguran told={told} />;
  return (
    <div className="flex flex-col gap-4">
      <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">Laporan saya</h1>
      {fault && (fault.status === 0 ? <p role="status" className="rounded-box border border-warning/40 bg-warning/10 p-3">Tidak ada sambungan. Yang tampil adalah keadaan terakhir di HP ini.</p> : <Note tone="warning" title="Daftar belum dapat diperbarui">{fault.message}</Note>)}
      {told?.first && strikes}
      {reports.length + tickets.length === 0 && (
        <Empty icon={Inbox} title="Belum ada laporan di HP ini" actions={<a href="/lapor/" className="btn btn-primary"><Icon of={PenLine} />Lapor</a>}>
          Laporan yang Anda kirim dari HP ini muncul di sini, dengan perkembangannya.
        </Empty>
      )}
      {reports.length > 0 && (
        <section aria-labelledby="belum-terkirim">
          <h2 id="belum-terkirim" className="mb-2 text-lg">Belum terkirim</h2>
          <ul className="flex flex-col gap-3">{reports.map((row) => <Unsent key={row.id} row={row} rules={rules} sender={sender} />)}</ul>
        </section>
      )}
      {tickets.length > 0 && <Diterima tickets={tickets} rules={rules} whole={whole} onWhole={onWhole} onOpen={onOpen} />}
      {followed.length > 0 && <Ikutan followed={followed} title={(category) => title(rules, category)} onChange={setFollowed} />}
      {tickets.length + followed.length > 0 && <Beritahu />}
      {!told?.first && strikes}
      {reports.length + tickets.length > 0 && <a href="/lapor/" className="btn btn-primary"><Icon of={PenLine} />Lapor lagi</a>}
      <Buka onOpen={onShow} />
    </div>
  );
};

/** A private link that was opened; taken out of the address before this page came to life (assets/publik/tiket.js), or right now. A code alone chooses from the list. */
function useLink(onLink, onCode) {
  useEffect(() => {
    const look = () => {
      const link = parsed(globalThis.sambangTiket ?? location.hash);
      const [, code] = /^#(\w{4}-\w{4})$/.exec(location.hash) ?? [];
      delete globalThis.sambangTiket;
      if (!link && !code) return;
      if (location.hash) history.replaceState(history.state, "", location.pathname);
      if (link) onLink(link);
      else onCode(code);
    };
    look();
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- both are written in place
  }, []);
}

const Isi = ({ rules }) => {
  const [code, setCode] = useState(null);
  const [chosen, setChosen] = useState(false); // in the list, not by a link: then the screen reader is led to the title
  const [opening, setOpening] = useState(null); // {link, fault}
  const [whole, setWhole] = useState(false); // of the list, also when somebody comes back to it
  useEffect(start, []);
  const open = async (link) => {
    setOpening({ link, fault: null });
    try {
      setCode(await show(link, rules.guarded));
      setOpening(null);
    } catch (fault) {
      setOpening({ link, fault });
    }
  };
  const choose = (one) => {
    setCode(one);
    setChosen(true);
    scrollTo(0, 0);
  };
  useLink(open, choose);
  if (code) return <Rincian code={code} rules={rules} focus={chosen} onBack={() => choose(null)} />;
  return (
    <>
      {opening && !opening.fault && <p role="status" className="mb-4 rounded-box border border-base-300 bg-base-100 p-4">Membuka laporan …</p>}
      {opening?.fault && (
        <div className="mb-4">
          <Note
            tone="warning" title={opening.fault.status === 404 ? "Laporan tidak ditemukan" : "Laporan belum dapat dibuka"}
            actions={opening.fault.status !== 404 && <button type="button" className="btn" onClick={() => open(opening.link)}><Icon of={RefreshCw} />Coba lagi</button>}
          >
            {opening.fault.status === 404 ? "Kode dan rahasia ini tidak cocok. Periksa apakah tautannya tersalin lengkap." : opening.fault.message}
          </Note>
        </div>
      )}
      <Daftar rules={rules} whole={whole} onWhole={() => setWhole(true)} onOpen={choose} focus={chosen} onShow={open} />
    </>
  );
};

/** The page `/tiket/`; a private link is `/tiket/#CODE.SECRET`. rules: `{categories, kinds, guarded}` of the form. */
export const Tiket = ({ rules }) => (
  <Tirai>
    <div className="-mt-3 mb-2 flex justify-end sm:-mt-6"><Keluar /></div>
    <Isi rules={rules} />
  </Tirai>
);
