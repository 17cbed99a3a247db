/* "Beri tahu saya": this phone rings when a ticket changes. Asked for by a press, never by itself; nothing of a ticket is ever shown by it. */
import { useEffect, useState } from "react";
import { BellOff, BellRing } from "lucide-react";
import { begin, current, obstacle, OBSTACLES, refusal, release } from "../../publik/langganan.js";
import { api } from "../lib/api.js";
import { Badge, Card, Icon, Note } from "../lib/ui.jsx";

const SHOWN = "“Ada kabar tentang laporan Anda.”";
const OFFLINE = "Tidak ada sambungan. Menyalakan dan mematikan pemberitahuan perlu sinyal.";

/**
 * What this phone chose, as it and the server say: `{standing, fault, busy, during}`; `standing` is null before the first answer,
 * `{on, key, guarded}` then. `during(deed)` does one deed at a time and looks again; a sentence that it returns or throws is said.
 */
function useStanding() {
  const [standing, setStanding] = useState(null);
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const look = async () => {
    const [told, known] = await Promise.all([api("warga/kabar"), current()]);
    setStanding({ ...told, on: Boolean(known && known.endpoint === told.endpoint) });
  };
  const during = async (deed) => {
    setBusy(true);
    setFault("");
    try {
      setFault((await deed()) ?? "");
      await look();
    } catch (error) {
      setFault(error.status === 0 ? OFFLINE : error.message);
    } finally {
      setBusy(false);
    }
  };
  useEffect(() => {
    const first = () => during(() => "");
    first();
    addEventListener("online", first);
    return () => removeEventListener("online", first);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- written in place
  }, []);
  return { standing, fault, busy, during };
}

/** Ask for the permission and tell the server; a sentence where it was not given. */
async function listen({ key }) {
  const browser = await begin(key);
  if (!browser) return refusal();
  await api("warga/kabar", { method: "PUT", json: browser });
  return undefined;
}

async function hush() {
  await api("warga/kabar", { method: "DELETE" });
  await release();
}

const Keliru = ({ fault }) => <p role="status" className="mt-2 font-semibold empty:hidden">{fault}</p>;

/** The switch of this phone, on `/tiket/`. */
export const Beritahu = () => {
  const { standing, fault, busy, during } = useStanding();
  const quiet = standing?.guarded.filter(({ on }) => !on).length ?? 0;
  const blocked = obstacle();
  return (
    <Card title="Beri tahu saya">
      {standing?.on ? (
        <>
          <Badge tone="success" icon={BellRing}>Menyala di HP ini</Badge>
          <p className="mt-2">Bila ada kabar, di layar muncul {SHOWN} Tidak ada isi, jenis, atau kode laporan.</p>
          {quiet > 0 && <p className="mt-2 text-muted">{quiet === 1 ? "Satu laporan" : `${quiet} laporan`} yang perlu dijaga tidak ikut. Buka laporannya bila Anda ingin diberi tahu juga.</p>}
          <button type="button" className="btn mt-3" disabled={busy} onClick={() => during(hush)}><Icon of={BellOff} />Berhenti diberi tahu</button>
        </>
      ) : (
        <>
          <p>HP ini dapat memberi tahu bila ada jawaban, juga saat halaman ini tertutup. Yang muncul di layar hanya {SHOWN}</p>
          {blocked ? <p className="mt-2 text-muted">{OBSTACLES[blocked]}</p> : (
            <button type="button" className="btn mt-3" disabled={busy || !standing} onClick={() => during(() => listen(standing))}><Icon of={BellRing} />Beri tahu saya</button>
          )}
        </>
      )}
      <Keliru fault={fault} />
    </Card>
  );
};

/** The choice for a guarded ticket, with its warning; nothing for any other. */
export const BeritahuDijaga = ({ code }) => {
  const { standing, fault, busy, during } = useStanding();
  const [asking, setAsking] = useState(false);
  const mine = standing?.guarded.find((one) => one.code === code);
  if (!mine || obstacle()) return null;
  const choose = (method) => during(async () => {
    setAsking(false);
    const refused = method === "PUT" && !standing.on ? await listen(standing) : undefined;
    if (!refused) await api(`warga/kabar/${code}`, { method });
    return refused;
  });
  const answers = (
    <>
      <button type="button" className="btn" disabled={busy} onClick={() => choose("PUT")}>Ya, beri tahu saya</button>
      <button type="button" className="btn btn-ghost" onClick={() => setAsking(false)}>Batal</button>
    </>
  );
  return (
    <Card title="Pemberitahuan laporan ini">
      {standing.on && mine.on ? (
        <>
          <Badge tone="success" icon={BellRing}>Menyala untuk laporan ini</Badge>
          <p className="mt-2">Bila ada kabar, di layar muncul {SHOWN}</p>
          <button type="button" className="btn mt-3" disabled={busy} onClick={() => choose("DELETE")}><Icon of={BellOff} />Berhenti untuk laporan ini</button>
        </>
      ) : (
        <>
          <p>Laporan ini perlu dijaga, jadi HP tidak berbunyi bila ada kabar. Buka halaman ini sendiri saat aman.</p>
          {asking ? (
            <div className="mt-3">
              <Note tone="warning" title="Apakah hanya Anda yang melihat HP ini?" actions={answers}>
                Di layar, juga yang terkunci, muncul {SHOWN} Siapa pun yang melihatnya tahu bahwa Anda melapor.{!standing.on && " Laporan lain di HP ini ikut diberi tahu."}
              </Note>
            </div>
          ) : <button type="button" className="btn mt-3" onClick={() => setAsking(true)}><Icon of={BellRing} />Tetap beri tahu saya</button>}
        </>
      )}
      <Keliru fault={fault} />
    </Card>
  );
};

/** The quiet offer after a report was received: nothing for a guarded one, and where this phone cannot. */
export const Tawaran = ({ code }) => {
  const { standing, fault, busy, during } = useStanding();
  if (!standing || obstacle() || standing.guarded.some((one) => one.code === code)) return null;
  if (standing.on) return <p role="status" className="flex items-center gap-2"><Icon of={BellRing} />HP ini diberi tahu bila ada kabar. Mematikannya ada di Laporan saya.</p>;
  return (
    <div>
      <button type="button" className="btn w-full" disabled={busy} onClick={() => during(() => listen(standing))}><Icon of={BellRing} />Beri tahu saya bila ada jawaban</button>
      <p className="mt-1 text-sm text-muted">Yang muncul di layar hanya {SHOWN}</p>
      <Keliru fault={fault} />
    </div>
  );
};
