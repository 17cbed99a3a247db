/* Sign-in: NRP and password, the first change of a password, and the demo accounts where there are some. */
import { Suspense, lazy, useEffect, useState } from "react";
import { ArrowRight, LogIn } from "lucide-react";
import { api } from "./lib/api.js";
import { contact } from "./lib/contact.js";
import { prepareOffline } from "./lib/offline.js";
import { useOnline } from "./lib/online.js";
import { currentPerson, remember } from "./lib/person.js";
import { signIn } from "./lib/signin.js";
import { Password, Submit, missing, useSubmission } from "./lib/submission.jsx";
import { Card, Field, Icon, Note, Skeleton } from "./lib/ui.jsx";
import { NewPassword } from "./masuk/sandi.jsx";

// Few accounts have a second factor: what asks for it comes with the answer that names it.
const factor = (name) => lazy(() => import("./masuk/faktor.jsx").then((found) => ({ default: found[name] })));
const FactorCode = factor("FactorCode");
const FactorSetup = factor("FactorSetup");

/** Where to go after signing in: only a path of our own, never another site. */
const destination = (person) => {
  const wanted = new URLSearchParams(location.search).get("lanjut") ?? "";
  // What a person may not see, the server keeps to itself; officers' screens are on the phone, so the way there is barred here.
  const officers = wanted.startsWith("/petugas/");
  const allowed = /^\/(?![/\\]|masuk\/)/.test(wanted) && (!officers || person.permissions.includes("sambang:write"));
  return allowed ? wanted : person.home;
};

/** A new document, so that the live connection starts with the new cookie. */
const enter = async (person) => {
  sessionStorage.clear();
  if (person.permissions.includes("sambang:write")) await prepareOffline();
  location.replace(destination(person));
};

const Credentials = ({ onSignedIn, accounts, online }) => {
  const [nrp, setNrp] = useState("");
  const [password, setPassword] = useState("");
  const { busy, faults, submit, form } = useSubmission(async () => {
    missing([["nrp", nrp, "Isi NRP Anda."], ["password", password, "Isi kata sandi Anda."]]);
    await onSignedIn(await signIn(nrp.replace(/\s/g, ""), password), password);
  });
  return (
    <>
      <Card>
        <form ref={form} className="flex flex-col gap-4" noValidate onSubmit={submit}>
          {faults.general && <Note tone="error" title={faults.general} />}
          {!online && (
            <Note tone="warning" title="Belum ada sinyal">
              Masuk memerlukan sinyal. Setelah sekali masuk, aplikasi dapat dipakai tanpa sinyal.
            </Note>
          )}
          <Field id="nrp" label="NRP" error={faults.fields.nrp}>
            <input
              id="nrp"
              className={`input w-full ${faults.fields.nrp ? "input-error" : ""}`}
              value={nrp}
              inputMode="numeric"
              autoComplete="username"
              aria-invalid={Boolean(faults.fields.nrp)}
              aria-describedby={faults.fields.nrp ? "nrp-salah" : undefined}
              onChange={(event) => setNrp(event.target.value)}
            />
          </Field>
          <Password id="sandi" label="Kata sandi" value={password} onChange={setPassword} error={faults.fields.password} autoComplete="current-password" />
          <Submit busy={busy} icon={LogIn}>
            Masuk
          </Submit>
          <p className="text-sm text-muted">Lupa kata sandi? Hubungi admin satuan Anda.</p>
        </form>
      </Card>
      {accounts.length > 0 && (
        <Card title="Akun contoh" className="mt-4">
          <p className="-mt-2 mb-3 text-sm text-muted">Data contoh untuk mencoba. Pilih salah satu untuk mengisi isian di atas.</p>
          <ul className="flex flex-col gap-2">
            {accounts.map((account) => (
              <li key={account.nrp}>
                <button
                  type="button"
                  className="btn btn-outline h-auto min-h-12 w-full justify-between py-2 text-left font-normal"
                  onClick={() => {
                    setNrp(account.nrp);
                    setPassword(account.password);
                  }}
                >
                  <span className="min-w-0">
                    <span className="block font-semibold">{account.name}</span>
                    <span className="block text-sm text-muted">{account.title}, {account.satuan}</span>
                  </span>
                  <span className="shrink-0 text-sm tabular-nums text-muted">{account.nrp}</span>
                </button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
};

const FirstPassword = ({ person, known, onDone }) => (
  <Card title={`Selamat datang, ${person.name}`}>
    <p className="mb-4 text-muted">Ganti dahulu kata sandi pemberian dengan milik Anda sendiri.</p>
    <NewPassword nrp={person.nrp} known={known} yes="Simpan dan lanjut" onDone={onDone} />
  </Card>
);

const FirstFactor = (props) => <FactorSetup why="Akun ini menjangkau banyak data, jadi kata sandi saja tidak cukup." {...props} />;

/** The page `/masuk/`. */
export const Masuk = () => {
  const online = useOnline();
  const [known] = useState(currentPerson);
  const [owing, setOwing] = useState(null);
  const [expired, setExpired] = useState(false);
  const [lost] = useState(() => new URLSearchParams(location.search).has("hilang"));
  // On to work, or to what is still owed: the code, an own password, a second factor.
  const proceed = (person, password = "") =>
    person.factor || person.must_change_password ? setOwing({ person, known: password }) : enter(person);
  const [accounts, setAccounts] = useState([]);
  useEffect(() => {
    // Still signed in: straight on, unless somebody else wants to. Any other answer (no network, no session) leaves the form.
    const other = new URLSearchParams(location.search).has("ganti");
    if (known && !other) {
      contact(known.id)
        .then((person) => proceed(remember(person)))
        // Whoever leaves by themself is forgotten on this device; somebody still known was signed out from elsewhere.
        .catch((error) => setExpired(error.status === 401));
    }
    // Empty unless this is a demo.
    api("demo").then((demo) => setAccounts(demo.accounts), () => {});
  }, [known]);
  if (owing) {
    const Step = owing.person.factor === "verify" ? FactorCode : owing.person.must_change_password ? FirstPassword : FirstFactor;
    return (
      <Suspense fallback={<Skeleton />}>
        <Step {...owing} onDone={async (person) => proceed(person ?? remember(await api("session")), owing.known)} />
      </Suspense>
    );
  }
  return (
    <>
      {!online && known && (
        <a href={known.home} className="btn btn-primary mb-4 h-auto min-h-12 w-full py-2">
          Lanjut bekerja sebagai {known.name}
          <Icon of={ArrowRight} />
        </a>
      )}
      {lost && (
        <div className="mb-4">
          <Note tone="warning" title="Data di HP ini sudah dihapus">
            HP ini dilaporkan hilang, jadi semua data petugas di dalamnya dihapus. Bila sudah ditemukan, masuk lagi; daftar dan laporan yang sudah terkirim turun kembali dari server.
          </Note>
        </div>
      )}
      {expired && (
        <div className="mb-4">
          <Note tone="warning" title="Sesi di perangkat ini sudah berakhir">
            Masuk lagi untuk melanjutkan. Yang tersimpan di perangkat ini tetap aman.
          </Note>
        </div>
      )}
      <Credentials onSignedIn={proceed} accounts={accounts} online={online} />
    </>
  );
};
