/* What stands before the officer's screens while the phone's data are locked, or have no lock yet. */
import { useEffect, useRef, useState } from "react";
import { KeyRound, LockKeyhole, UserRound } from "lucide-react";
import { NoWayBack, fit, lockOf, recover, setUp, startOver, unlock, unlockByDevice } from "../lib/locksmith.js";
import { signInAddress } from "../lib/person.js";
import { signOut } from "../lib/signout.js";
import { Password, Submit, missing, useSubmission } from "../lib/submission.jsx";
import { Icon, Note } from "../lib/ui.jsx";
import { BuatKunci } from "./buat.jsx";

/** Counts down to `until` (milliseconds since 1970); seconds left. */
const useSecondsLeft = (until) => {
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, Math.ceil((until - now) / 1000));
  useEffect(() => {
    if (!left) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), 1000);
    return () => clearTimeout(timer);
  });
  useEffect(() => setNow(Date.now()), [until]);
  return left;
};

const inWords = (seconds) => (seconds < 90 ? `${seconds} detik` : `${Math.ceil(seconds / 60)} menit`);

const OpenByPin = ({ person, lock, onForgot }) => {
  const [pin, setPin] = useState("");
  const [until, setUntil] = useState(lock.retryAt ?? 0);
  const left = useSecondsLeft(until);
  const { busy, faults, submit, form } = useSubmission(async () => {
    missing([["pin", pin, "Isi PIN Anda."]]);
    if (left) return;
    try {
      await unlock(person.id, pin);
    } catch (error) {
      if (error.name !== "WrongPin") throw error;
      setPin("");
      setUntil(Date.now() + error.waitMs);
      throw Object.assign(error, { errors: [{ field: "pin", message: error.message }] });
    }
  });
  return (
    <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
      {faults.general && <Note tone="error" title={faults.general} />}
      <Password id="pin" label={lock.phrase ? "Kata kunci" : "PIN"} value={pin} onChange={setPin} error={faults.fields.pin} autoComplete="off" digits={!lock.phrase} />
      <p role="status" className="empty:hidden">{left > 0 && `Terlalu banyak percobaan. Coba lagi dalam ${inWords(left)}.`}</p>
      <Submit busy={busy} disabled={left > 0} icon={LockKeyhole}>Buka</Submit>
      <button type="button" className="btn btn-ghost" onClick={onForgot}>Lupa PIN?</button>
    </form>
  );
};

const OpenByDevice = ({ person, onForgot }) => {
  const { busy, faults, submit, form } = useSubmission(() =>
    unlockByDevice(person.id).catch((error) => {
      throw error.name === "NotAllowedError" ? new Error("Kunci layar dibatalkan. Coba lagi.") : error;
    }),
  );
  return (
    <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
      {faults.general && <Note tone="error" title={faults.general} />}
      <Submit busy={busy} icon={LockKeyhole}>Buka dengan kunci layar HP</Submit>
      <button type="button" className="btn btn-ghost" onClick={onForgot}>Tidak bisa membuka?</button>
    </form>
  );
};

/** The way back in with the account's password; `onRecovered` gets the key that a new lock is fitted to. */
const Forgotten = ({ person, unsent, onRecovered, onBack }) => {
  const [password, setPassword] = useState("");
  const [stuck, setStuck] = useState(false);
  const { busy, faults, submit, form } = useSubmission(async () => {
    missing([["password", password, "Isi kata sandi akun Anda."]]);
    try {
      onRecovered(await recover(person.id, password));
    } catch (error) {
      if (!(error instanceof NoWayBack)) throw error;
      setStuck(true);
    }
  });
  if (stuck) {
    return (
      <div className="flex flex-col gap-4">
        <Note tone="error" title="Data di HP ini tidak dapat dibuka tanpa PIN">
          {unsent > 0 ? `${unsent} laporan belum terkirim dan hanya ada di sini. ` : ""}
          Bila Anda memulai lagi, semua yang tersimpan di HP ini dihapus; yang sudah terkirim tetap ada di server.
        </Note>
        <button type="button" className="btn btn-primary" onClick={onBack}>Coba PIN lagi</button>
        <button type="button" className="btn btn-error" onClick={() => startOver(person.id).then(() => location.reload())}>
          {unsent > 0 ? `Hapus ${unsent} laporan dan mulai lagi` : "Hapus dan mulai lagi"}
        </button>
      </div>
    );
  }
  return (
    <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
      <p>Kata sandi akun membuka data di HP ini, lalu Anda membuat kunci baru. Tidak ada yang hilang. Perlu sinyal.</p>
      {faults.general && <Note tone="error" title={faults.general} />}
      <input type="text" hidden readOnly autoComplete="username" value={person.nrp} />
      <Password id="sandi-akun" label="Kata sandi akun" value={password} onChange={setPassword} error={faults.fields.password} autoComplete="current-password" />
      <Submit busy={busy} icon={KeyRound}>Lanjut</Submit>
      <button type="button" className="btn btn-ghost" onClick={onBack}>Kembali</button>
    </form>
  );
};

/** Leaves no way past it but the key: a modal over the whole page, which holds nothing while it stands. */
export const Layar = ({ person, fresh, unsent }) => {
  const [lock, setLock] = useState(null);
  const [raw, setRaw] = useState(null); // the key of forgotten PIN, for which a new lock is made
  const [forgot, setForgot] = useState(false);
  const dialog = useRef(null);
  const heading = useRef(null);
  useEffect(() => {
    lockOf(person.id).then(setLock);
  }, [person]);
  useEffect(() => {
    dialog.current.showModal();
    heading.current.focus();
  }, []);
  const making = fresh || raw;
  const fitLock = (secret) => (raw ? fit(person.id, raw, secret) : setUp(person.id, secret));
  return (
    <dialog
      ref={dialog} aria-labelledby="judul-kunci" onCancel={(event) => event.preventDefault()} onClose={() => dialog.current?.showModal()}
      className="m-0 h-dvh max-h-none w-screen max-w-none overflow-y-auto bg-base-200 text-base-content"
    >
      <div className="mx-auto flex min-h-full max-w-md flex-col gap-5 px-4 py-10">
        <span className="grid size-16 place-items-center rounded-full bg-primary/10 text-primary">
          <Icon of={LockKeyhole} size={32} />
        </span>
        <div>
          <h1 id="judul-kunci" ref={heading} tabIndex={-1} className="text-2xl outline-none!">
            {raw ? "Buat kunci baru" : fresh ? "Kunci aplikasi" : forgot ? "Lupa PIN" : "Aplikasi terkunci"}
          </h1>
          <p className="mt-1 text-muted">{[person.rank, person.name].filter(Boolean).join(" ")}</p>
        </div>
        {unsent > 0 && !forgot && !raw && <Note tone="info" title={`${unsent} laporan belum terkirim`}>Aman dan tersandi di HP ini. Terkirim setelah aplikasi dibuka.</Note>}
        {making && <BuatKunci person={person} fit={fitLock} />}
        {!making && forgot && <Forgotten person={person} unsent={unsent} onRecovered={setRaw} onBack={() => setForgot(false)} />}
        {!making && !forgot && lock?.by === "pin" && <OpenByPin person={person} lock={lock} onForgot={() => setForgot(true)} />}
        {!making && !forgot && lock?.by === "hp" && <OpenByDevice person={person} onForgot={() => setForgot(true)} />}
        {!making && !forgot && (
          <a href={signInAddress(true)} className="btn btn-ghost">
            <Icon of={UserRound} />
            Masuk sebagai orang lain
          </a>
        )}
        {fresh && (
          <button type="button" className="btn btn-ghost" onClick={() => signOut().then(() => location.replace("/masuk/"))}>Nanti saja, keluar</button>
        )}
      </div>
    </dialog>
  );
};
