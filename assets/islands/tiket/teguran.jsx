/* Strikes for reports that were found to be pranks: since when, until when, and how to object. */
import { useEffect, useState } from "react";
import { BellRing, Gavel } from "lucide-react";
import { Isian } from "../lapor/bagian.jsx";
import { api } from "../lib/api.js";
import { exact } from "../lib/format.js";
import { whenNews } from "../lib/sending.js";
import { Badge, Card, Icon, Note } from "../lib/ui.jsx";
import { commit, get } from "../lib/warga.js";

const MIN = 10;
const OUTCOMES = { ditolak: "Keberatan ditolak; teguran tetap berlaku.", dikabulkan: "Keberatan dikabulkan; teguran dicabut." };

const Keberatan = ({ strike, onTold }) => {
  const [text, setText] = useState("");
  const [fault, setFault] = useState("");
  const name = `keberatan-${strike.code}`;
  const send = async (event) => {
    event.preventDefault();
    if (text.trim().length < MIN) {
      setFault(`Tulis alasannya, paling sedikit ${MIN} huruf.`);
      document.getElementById(name)?.focus();
      return;
    }
    try {
      onTold(await api(`lapor/teguran/${strike.id}/banding`, { method: "POST", json: { text: text.trim() } }));
    } catch (error) {
      setFault(error.message);
    }
  };
  return (
    <form noValidate onSubmit={send} className="mt-3 flex flex-col gap-3">
      <Isian name={name} label="Mengapa teguran ini keliru?" help="Dibaca orang yang tidak ikut memutus teguran ini. Keberatan diajukan sekali." rows={3} maxLength={2000} value={text} onChange={setText} error={fault} />
      <button type="submit" className="btn">Ajukan keberatan</button>
    </form>
  );
};

const Satu = ({ strike, fresh, onTold }) => (
  <li className="border-b border-base-300 py-3 last:border-0 last:pb-0">
    <p className="flex flex-wrap items-center gap-2 font-semibold">Laporan {strike.code}{fresh && <Badge tone="success" icon={BellRing}>Ada kabar</Badge>}</p>
    <p className="text-sm text-muted">Dikirim {exact(strike.reported_at)}</p>
    <p className="mt-1">{strike.counts ? `Berlaku sampai ${exact(strike.expires_at)}.` : "Tidak berlaku lagi."}</p>
    {strike.appealed_at && <p className="text-muted">{OUTCOMES[strike.outcome] ?? `Keberatan diajukan ${exact(strike.appealed_at)}, menunggu putusan.`}</p>}
    {strike.can_appeal && <Keberatan strike={strike} onTold={onTold} />}
  </li>
);

const READ = "teguran";
/** A strike, and what became of the appeal. */
const standOf = ({ id, outcome }) => `${id} ${outcome ?? ""}`;

/**
 * What this phone was told off for: `{standing, fresh, first, set}`, null before the first answer. `fresh` names by `standOf` what was not shown
 * here before, and stays while the page does; `first`: there was something when the strikes came, which from then on stand first.
 */
export function useTeguran() {
  const [told, setTold] = useState(null);
  useEffect(() => {
    const stop = new AbortController();
    const load = async () => {
      const standing = await api("lapor/teguran", { signal: stop.signal });
      const stands = standing.strikes.map(standOf);
      const read = (await get("meta", READ))?.stands ?? [];
      const unread = stands.filter((one) => !read.includes(one));
      if (stop.signal.aborted) return;
      if (unread.length) await commit([{ store: "meta", put: { key: READ, stands } }], { relaxed: true });
      setTold((known) => ({ standing, fresh: [...(known?.fresh ?? []), ...unread], first: known?.first ?? (stands.length ? unread.length > 0 : undefined) }));
    };
    const look = () => load().catch(() => {}); // most people have none, and nothing to do about it
    look();
    const away = whenNews(look);
    return () => {
      stop.abort();
      away();
    };
  }, []);
  return told && { ...told, set: (standing) => setTold((known) => ({ ...known, standing })) };
}

/** told: of `useTeguran`. */
export const Teguran = ({ told: { standing: { strikes, limit, block }, fresh, set } }) => (
  <Card title="Teguran">
    {block && <div className="mb-3"><Note tone="warning" title={`Laporan baru dijeda sampai ${exact(block.until)}`}>Bila ada bahaya, Respon Cepat dan telepon 110 tetap dapat dipakai.</Note></div>}
    <p className="flex items-start gap-2"><Icon of={Gavel} className="mt-0.5" /><span>Laporan di bawah ini dinyatakan palsu atau iseng. {limit} teguran yang berlaku bersamaan menjeda laporan baru.</span></p>
    <ul className="mt-2">{strikes.map((one) => <Satu key={one.id} strike={one} fresh={fresh.includes(standOf(one))} onTold={set} />)}</ul>
  </Card>
);
