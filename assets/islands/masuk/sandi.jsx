/* Choosing a new password: at the first sign-in, and whenever somebody wants another. */
import { useState } from "react";
import { KeyRound } from "lucide-react";
import { changePassword } from "../lib/signin.js";
import { Password, Submit, missing, useSubmission } from "../lib/submission.jsx";
import { Note } from "../lib/ui.jsx";

/**
 * @param known the present password, where it was typed a moment ago
 * @param onDone called with the person once the new one holds
 */
export const NewPassword = ({ nrp, known = "", yes, onDone, onCancel }) => {
  const [current, setCurrent] = useState(known);
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const { busy, faults, submit, form } = useSubmission(async () => {
    missing([["current", current, "Isi kata sandi yang sekarang."], ["new", fresh, "Isi kata sandi baru."]]);
    if (fresh !== again) throw Object.assign(new Error(), { errors: [{ field: "again", message: "Tidak sama dengan kata sandi baru." }] });
    await onDone(await changePassword(current, fresh));
  });
  return (
    <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
      {faults.general && <Note tone="error" title={faults.general} />}
      {/* Tells the password manager whose password this is. */}
      <input type="text" hidden readOnly autoComplete="username" value={nrp} />
      {!known && <Password id="sandi-lama" label="Kata sandi sekarang" value={current} onChange={setCurrent} error={faults.fields.current} autoComplete="current-password" />}
      <Password id="sandi-baru" label="Kata sandi baru" value={fresh} onChange={setFresh} error={faults.fields.new} autoComplete="new-password" help="Paling mudah diingat: beberapa kata yang tidak berhubungan." />
      <Password id="sandi-ulang" label="Ulangi kata sandi baru" value={again} onChange={setAgain} error={faults.fields.again} autoComplete="new-password" />
      <Submit busy={busy} icon={KeyRound}>{yes}</Submit>
      {onCancel && <button type="button" className="btn btn-ghost" onClick={onCancel}>Batal</button>}
    </form>
  );
};
