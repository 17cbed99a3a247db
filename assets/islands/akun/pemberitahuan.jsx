/* Which news reaches the person and how far, on which screen, and when it is quiet. */
import { useEffect, useState } from "react";
import { BellOff, BellRing, Send } from "lucide-react";
import { api } from "../lib/api.js";
import { obstacle, subscribe, subscription, unsubscribe } from "../lib/push.js";
import { Badge, Field, Icon, Note } from "../lib/ui.jsx";
import { Part, useAsked } from "./bagian.jsx";

const LEVELS = { layar: "Di aplikasi dan di layar", aplikasi: "Di aplikasi saja", mati: "Mati" };
const OBSTACLES = {
  iphone: ["Pasang aplikasi dulu di iPhone ini", "Ketuk Bagikan, lalu Tambah ke Layar Utama. Buka aplikasi dari sana, lalu nyalakan pemberitahuan di sini."],
  peramban: ["Peramban ini tidak dapat menampilkan pemberitahuan", "Kabar tetap muncul di aplikasi."],
  diblokir: ["Pemberitahuan diblokir di perangkat ini", "Buka setelan situs di samping alamat halaman, izinkan Notifikasi, lalu muat ulang halaman ini."],
};

const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const minutesOf = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

/** Whether this very browser takes messages, as both it and the server say; undefined before the first look. */
const useSubscribed = (endpoint) => {
  const [on, setOn] = useState();
  useEffect(() => {
    subscription().then((known) => setOn(Boolean(known && known.endpoint === endpoint)), () => setOn(false));
  }, [endpoint]);
  return on;
};

const ThisDevice = ({ value, again, say }) => {
  const on = useSubscribed(value.endpoint);
  const [busy, setBusy] = useState(false);
  const [blocked, setBlocked] = useState(obstacle);
  const attempt = (work, done) => async () => {
    setBusy(true);
    try {
      if ((await work()) !== false) say({ tone: "success", title: done });
    } catch (error) {
      say({ tone: "error", title: error.message });
    }
    setBlocked(obstacle());
    await again();
    setBusy(false);
  };
  if (blocked) return <Note tone={blocked === "diblokir" ? "warning" : "info"} title={OBSTACLES[blocked][0]}>{OBSTACLES[blocked][1]}</Note>;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="flex flex-wrap items-center gap-2">
        Perangkat ini: {on ? <Badge tone="success" icon={BellRing}>Menampilkan pemberitahuan</Badge> : <Badge icon={BellOff}>Tidak menampilkan</Badge>}
      </p>
      {!on && <p className="text-sm text-muted">Kabar tampil di layar walau aplikasi tertutup. Isinya tidak pernah menyebut nama atau isi laporan.</p>}
      <div className="flex flex-wrap gap-2">
        {on ? (
          <>
            <button type="button" className="btn" disabled={busy} onClick={attempt(() => api("kabar/langganan/uji", { method: "POST" }), "Pemberitahuan percobaan dikirim. Tunggu beberapa detik.")}><Icon of={Send} />Kirim percobaan</button>
            <button type="button" className="btn btn-ghost" disabled={busy} onClick={attempt(unsubscribe, "Pemberitahuan di perangkat ini dimatikan.")}><Icon of={BellOff} />Matikan</button>
          </>
        ) : (
          <button type="button" className="btn" disabled={busy || on === undefined} onClick={attempt(() => subscribe(value.key), "Pemberitahuan di perangkat ini menyala.")}><Icon of={BellRing} />Nyalakan di perangkat ini</button>
        )}
      </div>
    </div>
  );
};

const Choices = ({ value, again, say }) => {
  const levels = Object.fromEntries(value.kinds.map(({ jenis, level }) => [jenis, level]));
  const quiet = value.quiet_from !== value.quiet_until;
  const save = async (change) => {
    const { quiet_from, quiet_until } = value;
    try {
      await api("kabar/pilihan", { method: "PUT", json: { quiet_from, quiet_until, levels, ...change } });
      say({ tone: "success", title: "Tersimpan." });
    } catch (error) {
      say({ tone: "error", title: error.message });
    }
    await again();
  };
  const hour = (name, label) => (
    <Field id={name} label={label}>
      <input
        id={name} type="time" className="input" defaultValue={clock(value[name])} key={value[name]}
        onBlur={({ target }) => target.value && minutesOf(target.value) !== value[name] && save({ [name]: minutesOf(target.value) })}
      />
    </Field>
  );
  return (
    <>
      <fieldset className="flex min-w-0 flex-col gap-3">
        <legend className="mb-2 font-semibold">Jam tenang</legend>
        <label className="flex min-h-12 items-center gap-3 wrap-anywhere">
          <input type="checkbox" className="checkbox checkbox-primary" checked={quiet} onChange={() => save(quiet ? { quiet_from: 0, quiet_until: 0 } : { quiet_from: 1320, quiet_until: 300 })} />
          Tunda pemberitahuan pada jam istirahat
        </label>
        {quiet && <div className="grid max-w-sm grid-cols-[repeat(auto-fit,minmax(min(8rem,100%),1fr))] gap-3">{hour("quiet_from", "Dari")}{hour("quiet_until", "Sampai")}</div>}
        {quiet && <p className="text-sm text-muted">Yang datang pada jam itu muncul sesudahnya{value.kinds.some(({ urgent }) => urgent) && ", kecuali yang mendesak"}. Di aplikasi kabar tetap langsung ada.</p>}
      </fieldset>
      <fieldset className="flex min-w-0 flex-col">
        <legend className="mb-1 font-semibold">Yang dikabarkan</legend>
        {value.kinds.map(({ jenis, title, text, level, urgent }) => (
          <label key={jenis} className="flex flex-wrap items-center justify-between gap-2 border-t border-base-300 py-3 first-of-type:border-t-0">
            <span className="min-w-0 grow basis-48">
              <span className="block font-medium">{title}{urgent && <span className="text-sm text-muted"> (mendesak)</span>}</span>
              <span className="block text-sm text-muted">{text}</span>
            </span>
            <select className="select w-auto max-w-full" value={level} onChange={({ target }) => save({ levels: { ...levels, [jenis]: target.value } })}>
              {Object.entries(LEVELS).map(([name, word]) => <option key={name} value={name}>{word}</option>)}
            </select>
          </label>
        ))}
      </fieldset>
    </>
  );
};

export const Pemberitahuan = () => {
  const asked = useAsked("kabar/pilihan");
  const [said, say] = useState(null);
  const there = Boolean(asked.value);
  useEffect(() => {
    if (there && location.hash === "#pemberitahuan") document.getElementById("pemberitahuan").scrollIntoView();
  }, [there]);
  return (
    <div id="pemberitahuan" className="scroll-mt-24">
      <Part title="Pemberitahuan" asked={asked}>
        {(value) => (
          <div className="flex flex-col gap-5">
            <ThisDevice value={value} again={asked.again} say={say} />
            <Choices value={value} again={asked.again} say={say} />
            <div role="status">{said && <Note {...said} />}</div>
          </div>
        )}
      </Part>
    </div>
  );
};
