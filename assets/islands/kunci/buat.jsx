/* Choosing a lock: the phone's own screen lock where it can be a key, else a PIN or a passphrase. */
import { useEffect, useState } from "react";
import { Fingerprint, KeyRound } from "lucide-react";
import { deviceSecret, pinSecret } from "../lib/locksmith.js";
import { pinFault } from "../lib/pin.js";
import { available } from "../lib/screenlock.js";
import { Password, Submit, useSubmission } from "../lib/submission.jsx";
import { Icon, Note } from "../lib/ui.jsx";

const ByPin = ({ person, fit }) => {
  const [phrase, setPhrase] = useState(false);
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const name = phrase ? "Kata kunci" : "PIN";
  const { busy, faults, submit, form } = useSubmission(async () => {
    const fault = pinFault(pin, person.nrp);
    const errors = [fault && { field: "pin", message: fault }, pin !== again && { field: "again", message: `Tidak sama dengan ${name} di atas.` }].filter(Boolean);
    if (errors.length) throw Object.assign(new Error(), { errors });
    await fit(pinSecret(pin));
  });
  return (
    <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
      {faults.general && <Note tone="error" title={faults.general} />}
      <Password id="pin-baru" label={`${name} baru`} value={pin} onChange={setPin} error={faults.fields.pin} autoComplete="off" digits={!phrase} help={phrase ? "Paling sedikit 10 huruf; beberapa kata paling mudah diingat." : "Paling sedikit 6 angka. Berbeda dari PIN ATM Anda."} />
      <Password id="pin-ulang" label={`Ulangi ${name}`} value={again} onChange={setAgain} error={faults.fields.again} autoComplete="off" digits={!phrase} />
      <Submit busy={busy} icon={KeyRound}>Pasang kunci</Submit>
      <button type="button" className="btn btn-ghost" onClick={() => setPhrase(!phrase)}>{phrase ? "Pakai PIN angka" : "Pakai kata kunci, bukan angka"}</button>
    </form>
  );
};

const ByDevice = ({ person, fit, onOther }) => {
  const { busy, faults, submit, form } = useSubmission(() =>
    fit(deviceSecret(person)).catch((error) => {
      throw error.name === "NotAllowedError" ? new Error("Kunci layar dibatalkan. Coba lagi, atau pakai PIN.") : error;
    }),
  );
  return (
    <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
      {faults.general && <Note tone="error" title={faults.general} />}
      <Submit busy={busy} icon={Fingerprint}>Pakai kunci layar HP</Submit>
      <p className="text-sm text-muted">Sidik jari, wajah, atau pola yang Anda pakai untuk membuka HP ini.</p>
      <button type="button" className="btn btn-ghost" onClick={onOther}>
        <Icon of={KeyRound} />
        Pakai PIN
      </button>
    </form>
  );
};

/** @param fit puts a lock in place, given its secret */
export const BuatKunci = ({ person, fit }) => {
  const [able, setAble] = useState(null);
  useEffect(() => {
    available().then(setAble, () => setAble(false));
  }, []);
  if (able === null) return null;
  return (
    <>
      <p>Data warga di HP ini disandikan. Kunci ini membukanya, juga tanpa sinyal; aplikasi terkunci sendiri bila lama tidak dipakai.</p>
      {able ? <ByDevice person={person} fit={fit} onOther={() => setAble(false)} /> : <ByPin person={person} fit={fit} />}
    </>
  );
};
