/* The second factor: setting it up, its code at a sign-in, and the recovery codes. */
import { useEffect, useState } from "react";
import { Copy, Download, ShieldCheck } from "lucide-react";
import { api } from "../lib/api.js";
import { Password, Submit, missing, useSubmission } from "../lib/submission.jsx";
import { Card, Field, Icon, Note, Skeleton } from "../lib/ui.jsx";

const DIGITS = { inputMode: "numeric", autoComplete: "one-time-code", maxLength: 7 };
const LETTERS = { inputMode: "text", autoComplete: "off", autoCapitalize: "none", maxLength: 12 };

const Code = ({ label, value, onChange, error, help, ...kind }) => (
  <Field id="kode" label={label} error={error} help={help}>
    <input
      id="kode"
      className={`input w-full text-xl tracking-widest ${error ? "input-error" : ""}`}
      value={value}
      spellCheck={false}
      aria-invalid={Boolean(error)}
      aria-describedby={error ? "kode-salah" : help ? "kode-bantuan" : undefined}
      onChange={(event) => onChange(event.target.value)}
      {...kind}
    />
  </Field>
);

/** Asks for a code. `send` gets it and may refuse it; with `recovery` one of the recovery codes will do as well. */
export const FactorProof = ({ yes, send, recovery = true, onCancel }) => {
  const [code, setCode] = useState("");
  const [lost, setLost] = useState(false);
  const { busy, faults, submit, form } = useSubmission(async () => {
    missing([["code", code, lost ? "Isi salah satu kode pemulihan Anda." : "Isi 6 angka dari aplikasi autentikator."]]);
    await send(code);
  });
  return (
    <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
      {faults.general && <Note tone="error" title={faults.general} />}
      {lost ? (
        <Code label="Kode pemulihan" value={code} onChange={setCode} error={faults.fields.code} help="Setiap kode hanya dapat dipakai satu kali." {...LETTERS} />
      ) : (
        <Code label="Kode autentikator" value={code} onChange={setCode} error={faults.fields.code} help="6 angka dari aplikasi autentikator di HP Anda." {...DIGITS} />
      )}
      <Submit busy={busy} icon={ShieldCheck}>{yes}</Submit>
      {recovery && (
        <button
          type="button"
          className="btn btn-ghost"
          onClick={() => {
            setLost(!lost);
            setCode("");
          }}
        >
          {lost ? "Pakai kode autentikator" : "HP tidak ada? Pakai kode pemulihan"}
        </button>
      )}
      {onCancel && <button type="button" className="btn btn-ghost" onClick={onCancel}>Batal</button>}
    </form>
  );
};

/** Asked at each sign-in of whoever has a second factor. */
export const FactorCode = ({ person, onDone }) => {
  const send = async (code) => {
    await api("session/faktor/kode", { method: "POST", json: { code } });
    await onDone();
  };
  return (
    <Card title={`Satu langkah lagi, ${person.name}`}>
      <FactorProof yes="Lanjut" send={send} />
      <p className="mt-4 text-sm text-muted">Keduanya hilang? Admin satuan Anda dapat mengatur ulang faktor kedua.</p>
    </Card>
  );
};

const keep = (codes) => {
  const text = `Kode pemulihan Sambang Digital. Setiap kode hanya satu kali pakai.\r\n\r\n${codes.join("\r\n")}\r\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "kode-pemulihan-sambang.txt";
  link.click();
  URL.revokeObjectURL(link.href);
};

/** The recovery codes, shown once; `onDone` when the person says that they are kept. */
export const RecoveryCodes = ({ codes, onDone }) => {
  const [copied, setCopied] = useState(false);
  return (
    <Card title="Simpan kode pemulihan ini">
      <p className="text-muted">
        Bila HP Anda hilang, salah satu kode ini membuka akun Anda. Setiap kode hanya satu kali pakai, dan daftar ini tidak
        dapat dilihat lagi.
      </p>
      <ul aria-label="Kode pemulihan" className="my-4 grid grid-cols-2 gap-2">
        {codes.map((code) => (
          <li key={code} className="rounded-field bg-base-200 px-3 py-2 text-center font-semibold tabular-nums">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <button type="button" className="btn" onClick={() => keep(codes)}>
          <Icon of={Download} />
          Unduh
        </button>
        <button
          type="button"
          className="btn"
          onClick={() => navigator.clipboard.writeText(codes.join("\n")).then(() => setCopied(true), () => {})}
        >
          <Icon of={Copy} />
          {copied ? "Tersalin" : "Salin"}
        </button>
      </div>
      <button type="button" className="btn btn-primary mt-4 w-full" onClick={onDone}>
        Sudah saya simpan, lanjut
      </button>
    </Card>
  );
};

/** Setting the second factor up, and `why`; `onDone` after the recovery codes were shown, `onCancel` where it may be left. */
export const FactorSetup = ({ why, onDone, onCancel }) => {
  const [secret, setSecret] = useState(null);
  const [fault, setFault] = useState("");
  const [codes, setCodes] = useState(null);
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const { busy, faults, submit, form } = useSubmission(async () => {
    missing([["code", code, "Isi 6 angka yang ditampilkan aplikasi."], ["password", password, "Isi kata sandi Anda."]]);
    setCodes((await api("session/faktor", { method: "PUT", json: { code, password } })).recovery_codes);
  });
  useEffect(() => {
    api("session/faktor", { method: "POST" }).then(setSecret, (error) => setFault(error.message));
  }, []);
  if (codes) return <RecoveryCodes codes={codes} onDone={() => onDone()} />;
  if (fault) return <Note tone="error" title={fault} />;
  if (!secret) return <Skeleton rows={2} />;
  return (
    <Card title="Pasang faktor kedua">
      <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
        <p className="text-muted">
          {why} Pasang aplikasi autentikator di HP Anda (misalnya Google Authenticator, Aegis atau 2FAS), lalu pindai gambar ini.
        </p>
        {faults.general && <Note tone="error" title={faults.general} />}
        <img src={secret.qr} alt="Kode QR untuk aplikasi autentikator" width="220" height="220" className="mx-auto rounded-field bg-white" />
        <details>
          <summary className="flex min-h-12 items-center font-medium">Tidak dapat memindai?</summary>
          <p className="text-muted">Ketik kunci ini di aplikasi autentikator, atau buka langsung bila aplikasinya ada di perangkat ini.</p>
          <p className="my-2 rounded-field bg-base-200 p-3 font-semibold tracking-wider break-all">{secret.secret.match(/.{1,4}/g).join(" ")}</p>
          <a href={secret.uri} className="btn">
            Buka di aplikasi autentikator
          </a>
        </details>
        <Code label="Kode dari aplikasi" value={code} onChange={setCode} error={faults.fields.code} help="6 angka yang sedang ditampilkan." {...DIGITS} />
        <Password id="sandi-faktor" label="Kata sandi Anda" value={password} onChange={setPassword} error={faults.fields.password} autoComplete="current-password" />
        <Submit busy={busy} icon={ShieldCheck}>
          Pasang
        </Submit>
        {onCancel && <button type="button" className="btn btn-ghost" onClick={onCancel}>Batal</button>}
      </form>
    </Card>
  );
};
