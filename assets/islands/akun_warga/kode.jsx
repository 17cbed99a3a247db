/* The code that was sent: for a new account, or for a new password. */
import { useEffect, useState } from "react";
import { Check, Send } from "lucide-react";
import { Isian } from "../lapor/bagian.jsx";
import { AGAIN_S, askReset, confirm, register, reset } from "../lib/akun_warga.js";
import { Password, Submit, useSubmission } from "../lib/submission.jsx";
import { Icon, Note } from "../lib/ui.jsx";
import { Kembali, PHRASE, require_ } from "./bagian.jsx";
import { Judul } from "./judul.jsx";

/** What is kept of a code: what it is for, and its times in milliseconds. */
export const sentCode = (purpose, { expires_s }) => ({ purpose, sent_at: Date.now(), expires_at: Date.now() + expires_s * 1000 });

const BY = { whatsapp: "lewat WhatsApp", smtp: "lewat surel", console: "ke catatan server (mode contoh)" };
const clock = (ms) => new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(ms);

/** The present moment, once a second until `until`. */
function useMoment(until) {
  const [now, setNow] = useState(Date.now);
  const over = now >= until;
  useEffect(() => {
    if (over) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [over]);
  return now;
}

const Lagi = ({ wait_s, known, busy, onAgain, onBack }) => {
  if (wait_s > 0) return <p className="text-muted">Kode baru bisa diminta {wait_s} detik lagi.</p>;
  if (!known) return <button type="button" className="btn" onClick={onBack}><Icon of={Send} />Minta kode baru: tulis kata sandi sekali lagi</button>;
  return <button type="button" className="btn" aria-disabled={busy} onClick={busy ? undefined : onAgain}><Icon of={Send} />Minta kode baru</button>;
};

export const Kode = ({ lead, by, way, typed, onType, password, onGo, onEntered }) => {
  const { purpose, sent_at, expires_at } = typed.code;
  const isNew = purpose === "daftar";
  const [code, setCode] = useState("");
  const [fresh, setFresh] = useState("");
  const [told, setTold] = useState(null); // what became of asking for another one
  const now = useMoment(expires_at);
  const ended = now >= expires_at;
  const { busy, faults: { fields, general }, submit, form } = useSubmission(async () => {
    require_([
      ["code", Date.now() >= expires_at, "Kode ini sudah berakhir. Minta kode baru."],
      ["code", code.length !== 6, "Tulis enam angka dari pesan itu."],
      ["new", !isNew && !fresh, "Pilih kata sandi baru."],
    ]);
    await (isNew ? confirm(code) : reset(code, fresh));
    await onEntered(isNew ? "Akun Anda jadi, dan Anda masuk di HP ini." : "Kata sandi baru berlaku. HP lain sudah dikeluarkan dari akun ini.");
  });
  const again = async () => {
    const { phone, name, address, email } = typed;
    try {
      const sent = await (isNew ? register({ phone, name, address, email, password, consent: true }) : askReset(phone));
      onType({ code: sentCode(purpose, sent) });
      setCode("");
      setTold({ tone: "success", title: "Kode baru dikirim. Kode yang lama tidak berlaku lagi." });
    } catch (error) {
      setTold({ tone: "error", title: "Kode baru belum dikirim", children: error.errors?.[0]?.message ?? error.message });
    }
  };
  const back = isNew ? "daftar" : "lupa";
  const to = way === "email" && isNew ? typed.email : typed.phone;
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <Kembali onGo={onGo} />
      <Judul lead={lead}>Tulis kodenya</Judul>
      <p>
        {isNew ? "Kode enam angka dikirim" : "Bila nomor ini punya akun, kode enam angka dikirim"} {BY[by]}{way === "phone" || isNew ? <> untuk <strong className="wrap-anywhere">{to}</strong></> : " yang terdaftar"}.
        {!ended && ` Berlaku sampai pukul ${clock(expires_at)}, di HP ini saja.`}
      </p>
      <p className="text-muted">Jangan berikan kode itu kepada siapa pun, juga tidak kepada petugas.</p>
      {general && <Note tone="error" title="Belum berhasil">{general}</Note>}
      {ended && <Note tone="warning" title="Kode ini sudah berakhir">Minta kode baru di bawah.</Note>}
      <Isian name="code" label="Kode" inputMode="numeric" autoComplete="one-time-code" maxLength={12} value={code} onChange={(text) => setCode(text.replace(/\D/g, "").slice(0, 6))} error={fields.code} />
      {!isNew && <Password id="new" label="Kata sandi baru" value={fresh} onChange={setFresh} error={fields.new} autoComplete="new-password" help={`${PHRASE} HP lain dikeluarkan dari akun ini.`} />}
      <Submit busy={busy} icon={Check}>{isNew ? "Selesai" : "Pakai kata sandi ini"}</Submit>
      <section aria-labelledby="tidak-datang" className="flex flex-col items-start gap-3 rounded-box border border-base-300 p-4">
        <h2 id="tidak-datang" className="text-lg">Kode tidak datang?</h2>
        {isNew && <p>Periksa nomornya. Bila nomor ini sudah punya akun, kode tidak dikirim: silakan masuk, atau pilih Lupa kata sandi.</p>}
        {!isNew && <p>Kode dikirim hanya bila nomor ini punya akun. Periksa nomornya.</p>}
        <Lagi wait_s={Math.ceil((sent_at + AGAIN_S * 1000 - now) / 1000)} known={!isNew || password} busy={busy} onAgain={again} onBack={() => onGo("daftar")} />
        <div role="status">{told && <Note {...told} />}</div>
        <div className="flex flex-wrap gap-2">
          <button type="button" className="btn btn-ghost" onClick={() => onGo(back)}>Ganti nomor</button>
          {isNew && <button type="button" className="btn btn-ghost" onClick={() => onGo("masuk")}>Masuk</button>}
          {isNew && <button type="button" className="btn btn-ghost" onClick={() => onGo("lupa")}>Lupa kata sandi</button>}
        </div>
      </section>
    </form>
  );
};
