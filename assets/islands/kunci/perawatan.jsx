/* Care for the phone: lock now, another PIN, storage that the browser may not clear, the reminder, room and version. */
import { useEffect, useState } from "react";
import { Bell, Database, HardDrive, KeyRound, LockKeyhole, Tag } from "lucide-react";
import { number } from "../lib/format.js";
import { fit, lockOf, unlock, unlockByDevice } from "../lib/locksmith.js";
import { version } from "../lib/offline.js";
import { Password, Stage, Submit, missing, useSubmission } from "../lib/submission.jsx";
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
  <li className="flex flex-wrap items-center justify-between gap-3 border-t border-base-300 py-3 first:border-t-0 first:pt-0">
    <span className="flex min-w-0 grow basis-56 items-start gap-3">
      <Icon of={icon} className="mt-0.5 text-muted" />
      <span className="min-w-0">
        <span className="block font-semibold">{title}</span>
        <span className="block text-sm text-muted">{children}</span>
      </span>
    </span>
    {action}
  </li>
);

const inWords = (bytes) => (bytes < 1e9 ? `${number(bytes / 1e6, 1)} MB` : `${number(bytes / 1e9, 1)} GB`);

/** How much of the phone this app uses, in words; undefined where the browser does not tell. */
const readRoom = async () => {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  return usage === undefined ? undefined : `${inWords(usage)} dari ${inWords(quota)} yang boleh dipakai`;
};

/** What an officer can see and do about the phone in hand; all of it without signal. */
export const Perawatan = ({ person }) => {
  const [by, setBy] = useState("pin");
  const [changing, setChanging] = useState(false);
  const [raw, setRaw] = useState(null);
  const [changed, setChanged] = useState(false);
  const [persisted, setPersisted] = useState(null);
  const [notice, setNotice] = useState(globalThis.Notification?.permission ?? "none");
  const [room, setRoom] = useState();
  const [build, setBuild] = useState();
  useEffect(() => {
    lockOf(person.id).then((lock) => setBy(lock.by));
    navigator.storage?.persisted?.().then(setPersisted);
    readRoom().then(setRoom, () => {});
    version().then(setBuild);
  }, [person]);
  const leave = () => {
    setChanging(false);
    setRaw(null);
  };
  const refit = async (secret) => {
    await fit(person.id, raw, secret);
    leave();
    setChanged(true);
    setBy((await lockOf(person.id)).by);
  };
  const change = (
    <div className="flex flex-col gap-4">
      {raw ? <BuatKunci person={person} fit={refit} /> : <Present person={person} by={by} onOpened={setRaw} />}
      <button type="button" className="btn btn-ghost" onClick={leave}>Batal</button>
    </div>
  );
  const standing = (
    <>
      {changed && <div className="mb-3"><Note tone="success" title="Kunci baru terpasang." /></div>}
      <ul>
        <Line icon={LockKeyhole} title="Kunci aplikasi" action={<button type="button" className="btn" onClick={() => lockNow(person.id)}>Kunci sekarang</button>}>
          Terbuka. Terkunci sendiri setelah {person.device?.lock_after_minutes ?? 15} menit tidak dilihat.
        </Line>
        <Line icon={KeyRound} title={by === "hp" ? "Kunci layar HP" : "PIN"} action={<button type="button" className="btn" aria-label={by === "hp" ? "Ganti kunci" : "Ganti PIN"} onClick={() => { setChanged(false); setChanging(true); }}>Ganti</button>}>
          {by === "hp" ? "Dibuka dengan sidik jari, wajah, atau pola HP." : "Hanya Anda yang tahu; server tidak menyimpannya."}
        </Line>
        <Line
          icon={HardDrive} title="Penyimpanan aman dari penghapusan otomatis"
          action={persisted ? <Badge tone="success">Ya</Badge> : <button type="button" className="btn" onClick={() => navigator.storage?.persist?.().then(setPersisted)}>Minta dijaga</button>}
        >
          {persisted ? "Peramban tidak menghapus data ini sendiri." : "Belum. Bila HP penuh, peramban dapat menghapus data ini; pasang aplikasi di layar utama supaya dijaga."}
        </Line>
        {notice !== "none" && (
          <Line
            icon={Bell} title="Pengingat belum terkirim"
            action={notice === "granted" ? <Badge tone="success">Aktif</Badge> : notice === "default" && <button type="button" className="btn" onClick={() => Notification.requestPermission().then(setNotice)}>Aktifkan</button>}
          >
            {notice === "denied" ? "Dimatikan di setelan peramban." : "Satu pemberitahuan tanpa suara: hanya jumlah laporan yang menunggu."}
          </Line>
        )}
        {room && <Line icon={Database} title="Ruang yang dipakai">{room}</Line>}
        <Line icon={Tag} title="Versi aplikasi">{build ?? "Belum diketahui."}</Line>
      </ul>
    </>
  );
  return <Stage name={changing && (raw ? "new" : "present")}>{changing ? change : standing}</Stage>;
};
