/* Care for the lock: lock now, another PIN, storage that the browser may not clear, the reminder. */
import { useEffect, useRef, useState } from "react";
import { Bell, HardDrive, KeyRound, LockKeyhole, X } from "lucide-react";
import { fit, lockOf, unlock, unlockByDevice } from "../lib/locksmith.js";
import { Password, Submit, missing, useSubmission } from "../lib/submission.jsx";
import { Badge, Icon, Note } from "../lib/ui.jsx";
import { lock as lockNow } from "../lib/vault.js";
import { BuatKunci } from "./buat.jsx";

/** Asks for the present lock; `onOpened` gets the key. */
const Present = ({ person, by, onOpened }) => {
  const [pin, setPin] = useState("");
  const { busy, faults, submit, form } = useSubmission(async () => {
    if (by === "hp") return onOpened(await unlockByDevice(person.id));
    missing([["pin", pin, "Isi PIN Anda sekarang."]]);
    try {
      onOpened(await unlock(person.id, pin));
    } catch (error) {
      if (error.name !== "WrongPin") throw error;
      const wait = error.waitMs ? ` Coba lagi dalam ${Math.ceil(error.waitMs / 1000)} detik.` : "";
      throw Object.assign(error, { errors: [{ field: "pin", message: error.message + wait }] });
    }
  });
  return (
    <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
      {faults.general && <Note tone="error" title={faults.general} />}
      {by === "pin" && <Password id="pin-lama" label="PIN sekarang" value={pin} onChange={setPin} error={faults.fields.pin} autoComplete="off" />}
      <Submit busy={busy} icon={KeyRound}>Lanjut</Submit>
    </form>
  );
};

const Line = ({ icon, title, children, action }) => (
  <li className="flex items-center justify-between gap-3 border-t border-base-300 py-3">
    <span className="flex min-w-0 items-start gap-3">
      <Icon of={icon} className="mt-0.5 text-muted" />
      <span>
        <span className="block font-semibold">{title}</span>
        <span className="block text-sm text-muted">{children}</span>
      </span>
    </span>
    {action}
  </li>
);

/** Dialog of the bar's lock button. */
export const Keamanan = ({ person, onClose }) => {
  const dialog = useRef(null);
  const [by, setBy] = useState("pin");
  const [changing, setChanging] = useState(false);
  const [raw, setRaw] = useState(null);
  const [changed, setChanged] = useState(false);
  const [persisted, setPersisted] = useState(null);
  const [notice, setNotice] = useState(globalThis.Notification?.permission ?? "none");
  useEffect(() => {
    dialog.current.showModal();
    lockOf(person.id).then((lock) => setBy(lock.by));
    navigator.storage?.persisted?.().then(setPersisted);
  }, [person]);
  const refit = async (secret) => {
    await fit(person.id, raw, secret);
    setChanging(false);
    setRaw(null);
    setChanged(true);
  };
  return (
    <dialog ref={dialog} className="modal modal-bottom sm:modal-middle" aria-labelledby="judul-keamanan" onClose={onClose}>
      <div className="modal-box">
        <div className="flex items-center justify-between gap-2">
          <h2 id="judul-keamanan" className="text-lg font-bold">Keamanan HP ini</h2>
          <button type="button" className="btn btn-ghost btn-square" aria-label="Tutup" onClick={() => dialog.current.close()}>
            <Icon of={X} />
          </button>
        </div>
        {changed && <Note tone="success" title="Kunci baru terpasang." />}
        {changing ? (
          <div className="mt-3 flex flex-col gap-4">
            {raw ? <BuatKunci person={person} fit={refit} /> : <Present person={person} by={by} onOpened={setRaw} />}
          </div>
        ) : (
          <ul className="mt-3">
            <Line icon={LockKeyhole} title="Kunci aplikasi" action={<button type="button" className="btn" onClick={() => lockNow(person.id)}>Kunci sekarang</button>}>
              Terkunci sendiri setelah {person.device?.lock_after_minutes ?? 15} menit tidak dilihat.
            </Line>
            <Line icon={KeyRound} title={by === "hp" ? "Kunci layar HP" : "PIN"} action={<button type="button" className="btn" onClick={() => { setChanged(false); setChanging(true); }}>Ganti</button>}>
              {by === "hp" ? "Dibuka dengan sidik jari, wajah, atau pola HP." : "Hanya Anda yang tahu; server tidak menyimpannya."}
            </Line>
            <Line
              icon={HardDrive} title="Penyimpanan"
              action={persisted ? <Badge tone="success">Dijaga</Badge> : <button type="button" className="btn" onClick={() => navigator.storage?.persist?.().then(setPersisted)}>Minta dijaga</button>}
            >
              {persisted ? "Peramban tidak menghapus data ini sendiri." : "Bila HP penuh, peramban dapat menghapus data ini. Pasang aplikasi di layar utama supaya dijaga."}
            </Line>
            {notice !== "none" && (
              <Line
                icon={Bell} title="Pengingat belum terkirim"
                action={notice === "granted" ? <Badge tone="success">Aktif</Badge> : notice === "default" && <button type="button" className="btn" onClick={() => Notification.requestPermission().then(setNotice)}>Aktifkan</button>}
              >
                {notice === "denied" ? "Dimatikan di setelan peramban." : "Satu pemberitahuan tanpa suara: hanya jumlah laporan yang menunggu."}
              </Line>
            )}
          </ul>
        )}
      </div>
    </dialog>
  );
};
