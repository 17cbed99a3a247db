/* What the sender is doing, in words, with the one thing a person can do about it. */
import { LogIn, RefreshCw } from "lucide-react";
import { useState } from "react";
import { readKeys } from "./disk.js";
import { exact } from "./format.js";
import { useStored } from "./hooks.js";
import { senderState, waiting } from "./outbox.js";
import { signInAddress } from "./person.js";
import { sendNow } from "./runner.js";
import { lastSync } from "./sync.js";
import { Icon, Note } from "./ui.jsx";

const DAY_MS = 86_400_000;

const TITLES = {
  mengirim: "Sedang mengirim",
  sinyal: "Belum ada sinyal",
  masuk: "Sesi berakhir",
  akun_lain: "Akun lain sedang masuk",
  gangguan: "Server belum dapat menerima",
};

/** The button that sends everything at once. */
export const SendNow = ({ className = "btn" }) => {
  const [working, setWorking] = useState(false);
  const press = async () => {
    if (working) return;
    setWorking(true);
    await sendNow().catch(() => {}); // what went wrong is in the sender's state, shown below
    setWorking(false);
  };
  return (
    <button type="button" className={className} aria-disabled={working} onClick={press}>
      <Icon of={RefreshCw} className={working ? "animate-spin" : ""} />
      {working ? "Mengirim …" : "Kirim sekarang"}
    </button>
  );
};

/** Says why reports wait; nothing when none does. `send`: there is something to send, so that the button for it stands here in any case. */
export const SenderStatus = ({ person, send }) => {
  const state = useStored(person, ["meta", "items"], async () => ({
    ...(await senderState(person.id)),
    waiting: await waiting(person.id),
    sync: await lastSync(person.id),
    lapsed: (await readKeys(person.id, "contact"))?.lapsed,
  }));
  if (!state) return null;
  const { phase, message, sync, lapsed } = state;
  const unsent = state.waiting.length;
  const days = unsent ? Math.floor((Date.now() - Date.parse(state.waiting[0].saved_at)) / DAY_MS) : 0;
  const told = TITLES[phase] && (unsent > 0 || phase === "masuk" || phase === "akun_lain");
  const tone = phase === "masuk" || phase === "akun_lain" ? "error" : phase === "mengirim" ? "info" : "warning";
  return (
    <>
      {told && (
        <Note
          tone={tone} title={TITLES[phase]}
          actions={
            phase === "masuk" || phase === "akun_lain" ? (
              <a href={signInAddress(phase === "akun_lain")} className="btn btn-primary">
                <Icon of={LogIn} />
                Masuk lagi
              </a>
            ) : phase !== "mengirim" && <SendNow />
          }
        >
          {message || `${unsent} laporan dalam antrean.`}
        </Note>
      )}
      {days >= (person.device?.unsent_warning_days ?? 2) && (
        <Note tone="warning" title={`${unsent} laporan belum terkirim sejak ${days} hari lalu`}>
          Semua aman di HP ini, tetapi hanya di sini. Cari tempat dengan sinyal, buka aplikasi, dan tunggu sampai terkirim.
        </Note>
      )}
      {lapsed && (
        <Note tone="warning" title="Daftar dihapus dari HP ini">
          {person.device?.lease_days ?? 7} hari tanpa server. Laporan Anda tetap tersimpan; daftar rumah dan tempat turun lagi begitu ada sinyal.
        </Note>
      )}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-muted">{sync?.at ? `Data dari server: ${exact(sync.at)}` : "Data dari server belum pernah diunduh."}</p>
        {send && !told && <SendNow className="btn border-base-300 bg-base-100" />}
      </div>
    </>
  );
};
