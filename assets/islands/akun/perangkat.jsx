/* Where the person is signed in: end one, or declare one lost. */
import { useState } from "react";
import { LogOut, ShieldAlert, Smartphone } from "lucide-react";
import { api } from "../lib/api.js";
import { ago, exact } from "../lib/format.js";
import { Badge, Icon, Note } from "../lib/ui.jsx";
import { Confirm } from "../sambang/tanya.jsx";
import { Part, useAsked } from "./bagian.jsx";

const stateOf = ({ current, state, wiped_at }) => {
  if (current) return { word: "Perangkat ini", tone: "info", icon: Smartphone };
  if (state === "lost") return wiped_at ? { word: "Hilang, isinya sudah dihapus", tone: "neutral" } : { word: "Hilang, dihapus begitu tersambung", tone: "warning" };
  return { word: "Masih masuk", tone: "success" };
};

/** What can be done to a device, and what follows. */
const DEEDS = {
  end: {
    query: "", yes: "Ya, keluarkan", title: (name) => `Keluarkan “${name}”?`, done: (name) => `“${name}” sudah dikeluarkan.`,
    means: "Perangkat itu harus masuk lagi dengan kata sandi. Laporan yang belum terkirim tetap tersimpan di sana.",
  },
  lose: {
    query: "?lost=true", yes: "Ya, perangkat ini hilang", title: (name) => `“${name}” hilang?`, done: (name) => `“${name}” dinyatakan hilang.`,
    means: "Perangkat itu dikeluarkan sekarang. Begitu tersambung lagi, semua data Anda di dalamnya dihapus, termasuk laporan yang belum terkirim. Ini tidak dapat dibatalkan.",
  },
};

const Device = ({ device, onAsk }) => {
  const { word, ...look } = stateOf(device);
  return (
    <li className="flex flex-col gap-2 border-t border-base-300 py-3 first:border-t-0 first:pt-0">
      <span className="flex flex-wrap items-center justify-between gap-2">
        <span className="min-w-0 font-semibold wrap-anywhere">{device.name}</span>
        <Badge {...look}>{word}</Badge>
      </span>
      <span className="text-sm text-muted">
        Terakhir dipakai {[ago(device.last_seen_at), exact(device.last_seen_at)].filter(Boolean).join(", ")}
      </span>
      {!device.current && device.state !== "lost" && (
        <span className="flex flex-wrap gap-2">
          <button type="button" className="btn" aria-label={`Keluarkan ${device.name}`} onClick={() => onAsk({ device, deed: DEEDS.end })}><Icon of={LogOut} />Keluarkan</button>
          <button type="button" className="btn btn-ghost text-error" aria-label={`${device.name} hilang`} onClick={() => onAsk({ device, deed: DEEDS.lose })}><Icon of={ShieldAlert} />Hilang</button>
        </span>
      )}
    </li>
  );
};

export const Devices = () => {
  const asked = useAsked("session/perangkat");
  const [question, setQuestion] = useState(null);
  const [said, setSaid] = useState(null);
  const act = async () => {
    const { device, deed } = question;
    setQuestion(null);
    try {
      await api(`session/perangkat/${device.id}${deed.query}`, { method: "DELETE" });
      setSaid({ tone: "success", title: deed.done(device.name) });
    } catch (error) {
      setSaid({ tone: "error", title: error.message });
    }
    await asked.again();
  };
  return (
    <>
      <Part title="Perangkat saya" asked={asked}>
        {(devices) => (
          <div className="flex flex-col gap-3">
            {said && <Note {...said} />}
            <ul aria-label="Perangkat saya">
              {[...devices].sort((a, b) => b.current - a.current).map((device) => <Device key={device.id} device={device} onAsk={setQuestion} />)}
            </ul>
            <p className="text-sm text-muted">Ada yang tidak Anda kenal? Keluarkan, lalu ganti kata sandi.</p>
          </div>
        )}
      </Part>
      <Confirm open={Boolean(question)} title={question?.deed.title(question.device.name)} yes={question?.deed.yes} onYes={act} onNo={() => setQuestion(null)}>
        {question?.deed.means}
      </Confirm>
    </>
  );
};
