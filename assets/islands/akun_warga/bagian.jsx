/* Small parts of the forms about an account. */
import { ArrowLeft } from "lucide-react";
import { Isian } from "../lapor/bagian.jsx";
import { Icon } from "../lib/ui.jsx";

export const PHRASE = "Paling sedikit 10 huruf. Paling mudah diingat: beberapa kata yang tidak berhubungan.";

/** Throws what is wrong with `[field, is wrong, message]`, as the server would say it. */
export const require_ = (rows) => {
  const errors = rows.filter(([, wrong]) => wrong).map(([field, , message]) => ({ field, message }));
  if (errors.length) throw Object.assign(new Error(), { errors });
};

export const phoneRow = (phone) => ["phone", phone.replace(/\D/g, "").length < 6, "Tulis nomor telepon Anda, misalnya 0812 3456 7890."];
export const emailRow = (email) => ["email", email.trim() !== "" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email.trim()), "Tulis alamat surel yang lengkap, misalnya siti@contoh.id."];

/** The number that opens the account. */
export const Nomor = ({ value, onChange, error, help }) => (
  <Isian name="phone" type="tel" label="Nomor telepon" autoComplete="username" maxLength={24} value={value} onChange={onChange} error={error} help={help} />
);

/** Said before anybody signs in: what this phone has sent goes along. */
export const MILIK = "Laporan yang dikirim dari HP ini ikut terlihat di akun Anda, juga dari HP lain, kecuali laporan yang perlu dijaga: kekerasan di rumah atau pada anak, tentang anggota Polri, atau dengan identitas disembunyikan. Jangan masuk di HP orang lain.";

export const Kembali = ({ onGo }) => <button type="button" className="btn btn-ghost self-start" onClick={() => onGo("")}><Icon of={ArrowLeft} />Kembali</button>;
