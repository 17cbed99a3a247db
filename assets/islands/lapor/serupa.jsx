/* What others reported nearby, to follow instead of reporting it twice. An offer: without network, or without a position, there is none. */
import { useEffect, useState } from "react";
import { BellPlus, Users } from "lucide-react";
import { api } from "../lib/api.js";
import { distance } from "../lib/format.js";
import { Icon, Note } from "../lib/ui.jsx";

const ago = (minutes) => (minutes < 60 ? `${Math.max(5, minutes)} menit lalu` : `${Math.round(minutes / 60)} jam lalu`);
const where = (metres) => (metres ? `sekitar ${distance(metres)} dari tempat itu` : "di dekat tempat itu");

export const Serupa = ({ draft }) => {
  const { position, category, kind, urgent, about_police } = draft;
  const [found, setFound] = useState(null);
  const [told, setTold] = useState(null); // {fault} or {followed}
  const asks = Boolean(position && !urgent && !about_police);
  useEffect(() => {
    if (!asks) return undefined;
    const stop = new AbortController();
    const wanted = { category, kind: kind || null, lat: position.lat, lon: position.lon };
    api("lapor/serupa", { method: "POST", json: wanted, signal: stop.signal }).then(setFound, () => {});
    return () => stop.abort();
  }, [asks, category, kind, position?.lat, position?.lon]);
  const follow = async (token) => {
    try {
      await api("lapor/ikuti", { method: "POST", json: { token } });
      setTold({ followed: true });
    } catch (fault) {
      setTold({ fault });
    }
  };
  if (!asks || !found?.count) return null;
  if (told?.followed) {
    return (
      <Note tone="success" title="Anda mengikuti laporan itu" actions={<a href="/tiket/" className="btn">Laporan saya</a>}>
        Keadaannya ada di Laporan saya. Isian ini tetap tersimpan: kirim juga bila keterangan Anda berbeda.
      </Note>
    );
  }
  return (
    <section aria-labelledby="serupa" className="rounded-box border border-primary/40 bg-primary/10 p-4">
      <h2 id="serupa" className="flex items-center gap-2 text-lg"><Icon of={Users} />{found.count === 1 ? "Sudah ada yang melapor" : `Sudah ada ${found.count} laporan`}</h2>
      <p className="mt-1">Kejadian yang sama? Ikuti saja laporan itu, tanpa mengisi apa pun. Bila Anda tahu lebih banyak, tetap kirim laporan Anda.</p>
      {told?.fault && <div className="mt-3"><Note tone="warning" title="Belum diikuti">{told.fault.message}</Note></div>}
      <ul className="mt-2 flex flex-col gap-2">
        {found.reports.map(({ token, distance_m, minutes_ago }) => (
          <li key={token} className="flex flex-wrap items-center justify-between gap-2">
            <span>{where(distance_m)}, {ago(minutes_ago)}</span>
            <button type="button" className="btn" onClick={() => follow(token)}><Icon of={BellPlus} />Ikuti</button>
          </li>
        ))}
      </ul>
    </section>
  );
};
