/* A new account: what it is for, who is asked what, and the code that proves the number or the address. */
import { useState } from "react";
import { EyeOff, Send, Trash2 } from "lucide-react";
import { Centang, Isian } from "../lapor/bagian.jsx";
import { register } from "../lib/akun_warga.js";
import { Password, Submit, useSubmission } from "../lib/submission.jsx";
import { Icon, Note } from "../lib/ui.jsx";
import { Kembali, MILIK, Nomor, PHRASE, emailRow, phoneRow, require_ } from "./bagian.jsx";
import { Judul } from "./judul.jsx";
import { sentCode } from "./kode.jsx";

const Data = () => (
  <section aria-labelledby="data-akun" className="rounded-box border border-base-300 bg-base-200 p-4">
    <h2 id="data-akun" className="flex items-center gap-2 text-lg"><Icon of={EyeOff} />Data Anda</h2>
    <ul className="mt-2 flex list-disc flex-col gap-1 pl-5">
      <li>Dipakai untuk mengenali Anda di HP lain, dan mengisi kontak saat Anda melapor.</li>
      <li>Petugas tidak membuka akun Anda. Yang mereka lihat hanya kontak yang Anda kirim bersama laporan.</li>
      <li>{MILIK}</li>
      <li>Disimpan sampai Anda menghapus akun. Itu bisa kapan saja, di halaman ini.</li>
      <li>Teguran karena laporan palsu berlaku di semua HP akun ini.</li>
    </ul>
  </section>
);

export const Daftar = ({ lead, way, typed, onType, onPassword, onGo, onForget }) => {
  const [secret, setSecret] = useState("");
  const [consent, setConsent] = useState(false);
  const byMail = way === "email";
  const { busy, faults: { fields, general }, submit, form } = useSubmission(async () => {
    const { phone, name, address, email } = typed;
    require_([
      phoneRow(phone),
      ["name", name.trim().length < 2, "Tulis nama Anda."],
      ["email", byMail && !email.trim(), "Tulis alamat surel: kodenya dikirim ke sana."],
      emailRow(email),
      ["password", !secret, "Pilih kata sandi."],
      ["consent", !consent, "Centang ini dahulu, supaya jelas bahwa Anda tahu data ini dipakai untuk apa."],
    ]);
    const sent = await register({ phone, name, address, email, password: secret, consent });
    onPassword(secret);
    onType({ code: sentCode("daftar", sent) });
    onGo("kode");
  });
  const begun = typed.phone || typed.name || typed.address || typed.email;
  const drop = () => {
    setSecret("");
    onForget();
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <Kembali onGo={onGo} />
      <Judul lead={lead}>Buat akun</Judul>
      <p>Tidak wajib: laporan selalu bisa dikirim tanpa akun, juga tanpa nama.</p>
      {general && <Note tone="error" title="Kode belum dikirim">{general}</Note>}
      <Nomor value={typed.phone} onChange={(phone) => onType({ phone })} error={fields.phone} help={byMail ? "Dengan nomor ini Anda masuk." : "Dengan nomor ini Anda masuk. Kode dikirim ke sana."} />
      <Isian name="name" label="Nama" autoComplete="name" maxLength={120} value={typed.name} onChange={(name) => onType({ name })} error={fields.name} />
      <Isian name="address" label="Alamat (boleh dikosongkan)" autoComplete="street-address" maxLength={300} value={typed.address} onChange={(address) => onType({ address })} error={fields.address} />
      <Isian name="email" type="email" label={byMail ? "Alamat surel" : "Alamat surel (boleh dikosongkan)"} autoComplete="email" maxLength={200} value={typed.email} onChange={(email) => onType({ email })} error={fields.email} help={byMail ? "Kode dikirim ke sana." : undefined} />
      <Password id="password" label="Kata sandi" value={secret} onChange={setSecret} error={fields.password} autoComplete="new-password" help={PHRASE} />
      <Data />
      <Centang name="consent" label="Saya mengerti untuk apa data ini dipakai." checked={consent} onChange={setConsent} error={fields.consent} />
      <Submit busy={busy} icon={Send}>Kirim kode</Submit>
      {begun && <button type="button" className="btn btn-ghost" onClick={drop}><Icon of={Trash2} />Hapus isian ini</button>}
    </form>
  );
};
