/* A citizen's account: what it brings, the ways to it, and one's own data. A report never needs one. */
import { Suspense, lazy, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { CloudOff, ListChecks, LogIn, PenLine, RefreshCw, UserPlus } from "lucide-react";
import { Judul } from "./akun_warga/judul.jsx";
import { keepStarted, standing, started } from "./lib/akun_warga.js";
import { Keluar, Tirai } from "./lib/keluar.jsx";
import { useOnline } from "./lib/online.js";
import { busy } from "./lib/sending.js";
import { Card, Icon, Note, Skeleton } from "./lib/ui.jsx";
import { writeThrough } from "./lib/writer.js";

const part = (load, name) => lazy(async () => ({ default: (await load())[name] }));
const Daftar = part(() => import("./akun_warga/daftar.jsx"), "Daftar");
const Kode = part(() => import("./akun_warga/kode.jsx"), "Kode");
const Masuk = part(() => import("./akun_warga/masuk.jsx"), "Masuk");
const Lupa = part(() => import("./akun_warga/masuk.jsx"), "Lupa");
const Saya = part(() => import("./akun_warga/saya.jsx"), "Saya");

const BLANK = { phone: "", name: "", address: "", email: "", code: null };
const SCREENS = { daftar: Daftar, kode: Kode, masuk: Masuk, lupa: Lupa };

const Tanpa = () => (
  <div className="flex flex-wrap gap-2">
    <a href="/lapor/" className="btn"><Icon of={PenLine} />Lapor tanpa akun</a>
    <a href="/tiket/" className="btn"><Icon of={ListChecks} />Laporan saya</a>
  </div>
);

const Guna = () => (
  <Card title="Untuk apa akun ini?">
    <ul className="flex list-disc flex-col gap-1 pl-5">
      <li>Laporan dari semua HP Anda terlihat di satu tempat.</li>
      <li>HP hilang atau berganti? Masuk, dan laporan Anda ada lagi.</li>
      <li>Nama dan nomor terisi sendiri saat melapor. Anda tetap boleh mengosongkannya.</li>
    </ul>
    <p className="mt-3 text-muted">Laporan dengan atau tanpa akun diperlakukan sama. Takut dikenali? Jangan membuat akun: kirim laporan tanpa nama.</p>
  </Card>
);

const Depan = ({ lead, way, code, onGo }) => (
  <div className="flex flex-col gap-4">
    <Judul lead={lead}>Akun warga</Judul>
    <p className="text-lg"><strong>Melapor tidak memerlukan akun.</strong> Akun hanya untuk kemudahan.</p>
    {!way ? (
      <Note tone="info" title="Di Polres ini akun warga belum ditawarkan">
        Semua yang lain berjalan tanpa akun: melapor, mengikuti laporan, membaca. Simpan kode tiket dan tautan rahasia laporan Anda.
      </Note>
    ) : (
      <>
        {code && <Note tone="info" title="Anda sedang menunggu kode" actions={<button type="button" className="btn" onClick={() => onGo("kode")}>Lanjutkan</button>}>Tulis kode yang dikirim kepada Anda.</Note>}
        <Guna />
        <div className="grid gap-2 sm:grid-cols-2">
          <button type="button" className="btn btn-primary min-h-14 text-lg" onClick={() => onGo("masuk")}><Icon of={LogIn} />Masuk</button>
          <button type="button" className="btn min-h-14 text-lg" onClick={() => onGo("daftar")}><Icon of={UserPlus} />Buat akun</button>
        </div>
      </>
    )}
    <Tanpa />
  </div>
);

/** What was typed, written through: `{typed, type, forget}`; `typed` undefined before the first look. */
function useTyped() {
  const [typed, setTyped] = useState(undefined);
  const now = useRef(BLANK);
  const writer = useMemo(() => writeThrough(keepStarted, () => {}), []);
  const set = (found) => {
    now.current = found;
    setTyped(found);
  };
  useEffect(() => {
    let live = true;
    const look = (found) => live && set({ ...BLANK, ...found });
    started().then(look, () => look(null));
    return () => {
      live = false;
      busy("isi", false);
    };
  }, []);
  return {
    typed,
    type(fields) {
      set({ ...now.current, ...fields });
      writer.write(now.current);
      busy("isi", true);
    },
    forget() {
      set(BLANK);
      writer.write(null);
      busy("isi", false);
    },
  };
}

/** How this phone stands, asked again when the signal comes back: `{told, fault, load}`. */
function useStanding() {
  const [told, setTold] = useState(null);
  const [fault, setFault] = useState(null);
  const online = useOnline();
  const load = useCallback(() => standing().then((found) => { setTold(found); setFault(null); }, setFault), []);
  useEffect(() => {
    if (online) load();
  }, [online, load]);
  return { told, fault: online ? fault : fault ?? { status: 0 }, online, load };
}

const Belum = ({ fault, onAgain }) => {
  const offline = fault.status === 0;
  const actions = <button type="button" className="btn" onClick={onAgain}><Icon of={RefreshCw} />Coba lagi</button>;
  return (
    <div className="flex flex-col gap-4">
      <Judul>Akun warga</Judul>
      <Note tone="warning" title={offline ? "Tidak ada sambungan" : "Akun belum dapat dibuka"} actions={actions}>
        {offline ? "Akun memerlukan sinyal. Melapor tidak: laporan bisa ditulis sekarang dan terkirim saat sinyal ada." : fault.message}
      </Note>
      <Tanpa />
    </div>
  );
};

const Isi = ({ rules }) => {
  const { told, fault, online, load } = useStanding();
  const { typed, type, forget } = useTyped();
  const [said, setSaid] = useState("");
  const [lead, setLead] = useState(false); // whoever goes on from one screen to another is led to its title
  const [password, setPassword] = useState(""); // typed a moment ago, to ask for another code: in memory alone
  const navigate = useNavigate();
  const asked = useLocation().hash.slice(1);
  const go = (where) => {
    setSaid("");
    setLead(true);
    scrollTo(0, 0);
    navigate(`#${where}`);
  };
  const entered = async (words) => {
    setPassword("");
    setLead(true);
    await load();
    forget();
    navigate(location.pathname, { replace: true });
    setSaid(words);
  };
  const left = async (words) => {
    setLead(true);
    await load();
    setSaid(words);
  };
  if (!told && fault) return <Belum fault={fault} onAgain={load} />;
  if (!told || !typed) return <Skeleton rows={2} />;
  const { me, way, by } = told;
  const Screen = way && (asked !== "kode" || typed.code) ? SCREENS[asked] : undefined;
  const shared = { lead, online, onGo: go };
  return (
    <>
      <div role="status" className="empty:hidden">{said && <p className="mb-4 rounded-box border border-success/40 bg-success/10 p-3 font-semibold">{said}</p>}</div>
      {!online && <p role="status" className="mb-4 flex items-center gap-2 rounded-box border border-warning/40 bg-warning/10 p-3"><Icon of={CloudOff} />Tidak ada sambungan. Yang Anda tulis tetap ada; kirim lagi saat sinyal ada.</p>}
      <Suspense fallback={<Skeleton rows={2} />}>
        {me && <Saya {...shared} told={told} rules={rules} onChange={load} onLeft={left} />}
        {!me && !Screen && <Depan {...shared} way={way} code={typed.code} />}
        {!me && Screen && <Screen {...shared} way={way} by={by} typed={typed} onType={type} password={password} onPassword={setPassword} onEntered={entered} onForget={forget} />}
      </Suspense>
    </>
  );
};

/** The page `/akun-warga/`. rules: `{categories, guarded}` of the form of reports. */
export const AkunWarga = ({ rules }) => (
  <Tirai>
    <div className="-mt-3 mb-2 flex justify-end sm:-mt-6"><Keluar /></div>
    <Isi rules={rules} />
  </Tirai>
);
