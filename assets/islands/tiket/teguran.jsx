/* Strikes for reports that were found to be pranks: since when, until when, and how to object. */
import { useEffect, useState } from "react";
import { Gavel } from "lucide-react";
import { Isian } from "../lapor/bagian.jsx";
import { api } from "../lib/api.js";
import { exact } from "../lib/format.js";
import { Card, Icon, Note } from "../lib/ui.jsx";

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

const Satu = ({ strike, onTold }) => (
  <li className="border-b border-base-300 py-3 last:border-0 last:pb-0">
    <p className="font-semibold">Laporan {strike.code}</p>
    <p className="text-sm text-muted">Dikirim {exact(strike.reported_at)}</p>
    <p className="mt-1">{strike.counts ? `Berlaku sampai ${exact(strike.expires_at)}.` : "Tidak berlaku lagi."}</p>
    {strike.appealed_at && <p className="text-muted">{OUTCOMES[strike.outcome] ?? `Keberatan diajukan ${exact(strike.appealed_at)}, menunggu putusan.`}</p>}
    {strike.can_appeal && <Keberatan strike={strike} onTold={onTold} />}
  </li>
);

/** Nothing while there is none: most people never see this. */
export const Teguran = () => {
  const [standing, setStanding] = useState(null);
  useEffect(() => {
    const stop = new AbortController();
    api("lapor/teguran", { signal: stop.signal }).then(setStanding, () => {});
    return () => stop.abort();
  }, []);
  if (!standing?.strikes.length) return null;
  const { strikes, limit, block } = standing;
  return (
    <Card title="Teguran">
      {block && <div className="mb-3"><Note tone="warning" title={`Laporan baru dijeda sampai ${exact(block.until)}`}>Bila ada bahaya, Respon Cepat dan telepon 110 tetap dapat dipakai.</Note></div>}
      <p className="flex items-start gap-2"><Icon of={Gavel} className="mt-0.5" /><span>Laporan di bawah ini dinyatakan palsu atau iseng. {limit} teguran yang berlaku bersamaan menjeda laporan baru.</span></p>
      <ul className="mt-2">{strikes.map((one) => <Satu key={one.id} strike={one} onTold={setStanding} />)}</ul>
    </Card>
  );
};
