/* Signing in on this phone, and asking for a code where the password is forgotten. */
import { useState } from "react";
import { LogIn, Send } from "lucide-react";
import { askReset, signIn } from "../lib/akun_warga.js";
import { Password, Submit, useSubmission } from "../lib/submission.jsx";
import { Note } from "../lib/ui.jsx";
import { Kembali, MILIK, Nomor, phoneRow, require_ } from "./bagian.jsx";
import { Judul } from "./judul.jsx";
import { sentCode } from "./kode.jsx";

export const Masuk = ({ lead, typed, onType, onGo, onEntered }) => {
  const [secret, setSecret] = useState("");
  const { busy, faults: { fields, general }, submit, form } = useSubmission(async () => {
    require_([phoneRow(typed.phone), ["password", !secret, "Tulis kata sandi Anda."]]);
    await signIn(typed.phone, secret);
    await onEntered("Anda masuk di HP ini.");
  });
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <Kembali onGo={onGo} />
      <Judul lead={lead}>Masuk</Judul>
      {general && <Note tone="error" title="Belum masuk">{general}</Note>}
      <Nomor value={typed.phone} onChange={(phone) => onType({ phone })} error={fields.phone} />
      <Password id="password" label="Kata sandi" value={secret} onChange={setSecret} error={fields.password} autoComplete="current-password" />
      <p className="text-muted">{MILIK}</p>
      <Submit busy={busy} icon={LogIn}>Masuk</Submit>
      <div className="flex flex-wrap gap-2">
        <button type="button" className="btn btn-ghost" onClick={() => onGo("lupa")}>Lupa kata sandi</button>
        <button type="button" className="btn btn-ghost" onClick={() => onGo("daftar")}>Buat akun</button>
      </div>
    </form>
  );
};

export const Lupa = ({ lead, way, typed, onType, onGo }) => {
  const { busy, faults: { fields, general }, submit, form } = useSubmission(async () => {
    require_([phoneRow(typed.phone)]);
    onType({ code: sentCode("sandi", await askReset(typed.phone)) });
    onGo("kode");
  });
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <Kembali onGo={onGo} />
      <Judul lead={lead}>Lupa kata sandi</Judul>
      <p>Tulis nomor akun Anda. {way === "email" ? "Kode dikirim ke alamat surel akun itu." : "Kode dikirim ke nomor itu."} Dengan kode itu Anda memilih kata sandi baru.</p>
      {general && <Note tone="error" title="Kode belum dikirim">{general}</Note>}
      <Nomor value={typed.phone} onChange={(phone) => onType({ phone })} error={fields.phone} />
      <Submit busy={busy} icon={Send}>Kirim kode</Submit>
    </form>
  );
};
