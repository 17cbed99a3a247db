/* A citizen's report, with or without network: one thing a screen, kept from the first letter on. */
import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { ArrowLeft, ArrowRight, Check, ListChecks, PenLine, Send, Siren, Trash2 } from "lucide-react";
import { Darurat } from "./lapor/darurat.jsx";
import { Foto } from "./lapor/foto.jsx";
import { Jenis, Kejadian, Kirim, Kontak } from "./lapor/langkah.jsx";
import { Tempat, useVillages } from "./lapor/tempat.jsx";
import { Terima } from "./lapor/terima.jsx";
import { Keluar, Tirai } from "./lib/keluar.jsx";
import { beside, blank, changed, faultsOf, isBegun, lacking, stepsOf } from "./lib/lapor.js";
import { save, waiting } from "./lib/lapor_kirim.js";
import { useOnline } from "./lib/online.js";
import { busy } from "./lib/sending.js";
import { Icon, Note, Skeleton } from "./lib/ui.jsx";
import { all, commit } from "./lib/warga.js";
import { useWarga } from "./lib/warga_hooks.js";
import { requestSend, start } from "./lib/warga_jalan.js";
import { writeThrough } from "./lib/writer.js";

const SCREENS = { jenis: Jenis, kejadian: Kejadian, tempat: Tempat, foto: Foto, kontak: Kontak, kirim: Kirim };

const Bahaya = ({ heading, draft, onYes, onNo }) => {
  const unsent = useWarga(["outbox", "deeds"], waiting);
  return (
    <div className="flex flex-col gap-4">
      <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">Apakah sedang ada bahaya sekarang?</h1>
      <p>Misalnya orang diserang, kebakaran, atau pencuri masih di tempat.</p>
      <button type="button" className="btn btn-error min-h-20 text-xl" onClick={onYes}><Icon of={Siren} size={28} />Ya, sekarang</button>
      <button type="button" className="btn btn-primary min-h-20 text-xl" onClick={onNo}>
        <Icon of={PenLine} size={28} />
        {isBegun(draft) ? "Tidak, lanjutkan isian saya" : "Tidak, saya mau melapor"}
      </button>
      <a href="/tiket/" className="btn"><Icon of={ListChecks} />Laporan saya{unsent?.length > 0 && ` (${unsent.length} belum terkirim)`}</a>
      <p className="text-muted">Tanpa akun, dan boleh tanpa nama. Tanpa sinyal pun bisa ditulis; terkirim saat sinyal ada.</p>
    </div>
  );
};

const Hapus = ({ onDrop }) => {
  const [asking, setAsking] = useState(false);
  if (!asking) return <button type="button" className="btn btn-ghost" onClick={() => setAsking(true)}><Icon of={Trash2} />Hapus isian ini</button>;
  const actions = (
    <>
      <button type="button" className="btn" onClick={onDrop}>Ya, hapus</button>
      <button type="button" className="btn btn-ghost" onClick={() => setAsking(false)}>Batal</button>
    </>
  );
  return <Note tone="warning" title="Hapus isian ini?" actions={actions}>Yang sudah ditulis hilang dari HP dan tidak dapat dikembalikan.</Note>;
};

/** The draft of this phone, written through: `{draft, change, take, drop, flush, fault}`; `draft` undefined before the first look, null without one. */
function useDraft() {
  const [draft, setDraft] = useState(undefined);
  const [fault, setFault] = useState("");
  const now = useRef(null);
  const writer = useMemo(() => writeThrough((version) => commit([{ store: "draft", put: version }]), (state) => setFault(state instanceof Error ? state.message : "")), []);
  const set = (version) => {
    now.current = version;
    setDraft(version);
    busy("isi", Boolean(version));
  };
  const find = async () => (await all("draft")).sort((a, b) => (a.touched_at < b.touched_at ? 1 : -1))[0] ?? null;
  useEffect(() => {
    let live = true;
    find().then((found) => live && set(found), (error) => live && (setFault(error.message), set(null)));
    return () => {
      live = false;
      busy("isi", false);
    };
  }, []);
  const take = (version) => {
    set(version);
    writer.write(version);
  };
  return {
    draft, fault, take,
    current: () => now.current,
    change: (fields) => now.current && take(changed(now.current, fields)),
    settle: () => writer.flush(),
    async drop() {
      await writer.stop();
      const { key, files, files_key } = now.current;
      await commit([{ store: "draft", remove: key }]);
      if (files.length) await import("./lib/upload_warga.js").then(({ dropAll }) => dropAll(files_key));
      set(await find());
    },
    async gone() {
      set(await find());
    },
    /** The draft of this sort: the one begun already, or a new one. */
    async begin(urgent) {
      const fresh = blank(urgent);
      take((await all("draft")).find(({ key }) => key === fresh.key) ?? fresh);
      return now.current;
    },
  };
}

const Langkah = ({ heading, work, step, rules, villages, onStep, onSave }) => {
  const { draft, change } = work;
  const [checked, setChecked] = useState("");
  const online = useOnline();
  const steps = stepsOf(draft);
  const number = steps.findIndex((one) => one.step === step);
  const Screen = SCREENS[step];
  const all_ = faultsOf(step, draft, rules);
  const faults = checked === step ? all_ : all_.filter(({ field }) => draft.errors.some((one) => one.field === field));
  const complain = (where) => {
    setChecked(where);
    const [first] = faultsOf(where, work.current(), rules);
    requestAnimationFrame(() => {
      const field = document.getElementById(first?.field);
      // Villages are chosen once their kecamatan is.
      (field?.disabled ? document.getElementById("kecamatan") : field)?.focus();
    });
  };
  const next = () => {
    const mine = faultsOf(step, work.current(), rules).filter((one) => !draft.errors.includes(one));
    if (mine.length) return complain(step);
    if (step !== "kirim") return onStep(beside(draft, step, 1));
    const where = lacking(work.current(), rules);
    if (!where) return onSave();
    onStep(where);
    return complain(where);
  };
  return (
    <form noValidate className="flex flex-col gap-6" onSubmit={(event) => { event.preventDefault(); next(); }}>
      <div>
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <p className="text-muted">Langkah {number + 1} dari {steps.length}{draft.urgent && " · Respon Cepat"}</p>
          {!draft.urgent && <a href="tel:110" className="btn btn-ghost btn-sm min-h-12 px-2 text-error"><Icon of={Siren} />Bahaya? Telepon 110</a>}
        </div>
        <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">{steps[number].title}</h1>
      </div>
      {draft.urgent && <a href="tel:110" className="btn btn-error">Bisa menelepon? Telepon 110</a>}
      {!online && <p role="status" className="rounded-box border border-warning/40 bg-warning/10 p-3">{draft.urgent ? "Tidak ada sinyal internet: tulisan ini BELUM TERKIRIM, telepon 110." : "Tidak ada sinyal. Tetap bisa diisi; semuanya tersimpan di HP."}</p>}
      {work.fault && <Note tone="error" title="Isian belum tersimpan di HP">{work.fault}</Note>}
      <Screen draft={draft} onChange={change} faults={faults} rules={rules} villages={villages} onStep={onStep} />
      <div className="flex flex-col gap-2">
        <button type="submit" className="btn btn-primary min-h-14 text-lg">
          {step === "kirim" ? <><Icon of={Send} />Kirim laporan</> : <>Lanjut<Icon of={ArrowRight} /></>}
        </button>
        <button type="button" className="btn btn-ghost" onClick={() => onStep(beside(draft, step, -1))}><Icon of={ArrowLeft} />Kembali</button>
      </div>
      <p className="flex items-center gap-2 text-sm text-muted"><Icon of={Check} size={16} />Setiap huruf tersimpan di HP ini, dan bisa dilanjutkan nanti.</p>
      <Hapus onDrop={work.drop} />
    </form>
  );
};

const Isi = ({ rules: said }) => {
  const work = useDraft();
  const { draft } = work;
  const [saved, setSaved] = useState(null);
  const [fault, setFault] = useState("");
  const villages = useVillages();
  const rules = { ...said, village_needed: villages.needed };
  const asked = useLocation().hash.slice(1);
  const navigate = useNavigate();
  const heading = useRef(null);
  useEffect(start, []);
  // The map of the place, kept before somebody needs it without network (lib/batas.js).
  useEffect(() => void navigator.serviceWorker?.ready.then(({ active }) => active.postMessage("batas")), []);

  const screen = saved ? "terkirim" : screenOf(asked, draft);
  const known = useRef(null);
  useEffect(() => {
    // Not at the first look: whoever arrives begins at the top of the page.
    if (known.current && known.current !== screen) {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    known.current = screen;
  }, [screen]);

  const go = (step) => {
    setSaved(null);
    if (step !== "darurat" && step !== "bahaya") work.change({ step });
    navigate(`#${step}`);
  };
  const begin = async (urgent) => {
    const found = draft?.urgent === urgent ? draft : await work.begin(urgent);
    go(found.step);
  };
  const sending = useRef(false);
  const send = async () => {
    if (sending.current) return; // a second tap
    sending.current = true;
    try {
      await work.settle();
      const { id } = work.current();
      await save(work.current(), rules);
      setSaved(id);
      setFault("");
      navigate("#terkirim", { replace: true });
      await work.gone();
      requestSend();
    } catch (error) {
      setFault(error.message);
    } finally {
      sending.current = false;
    }
  };
  const mended = (version) => {
    setSaved(null);
    work.take(version);
    navigate(`#${version.step}`);
  };
  if (draft === undefined) return <Skeleton rows={2} />;
  if (screen === "terkirim") return <Terima id={saved} onMend={mended} onGone={() => go("bahaya")} />;
  if (screen === "darurat") return <Darurat heading={heading} draft={draft?.urgent ? draft : null} onWrite={() => begin(true)} onBack={() => go("bahaya")} />;
  if (screen === "bahaya") return <Bahaya heading={heading} draft={draft?.urgent ? null : draft} onYes={() => go("darurat")} onNo={() => begin(false)} />;
  return (
    <>
      {fault && <div className="mb-4"><Note tone="error" title="Laporan belum tersimpan">{fault}</Note></div>}
      <Langkah heading={heading} work={work} step={screen} rules={rules} villages={villages} onStep={go} onSave={send} />
    </>
  );
};

/** Which screen the address asks for, as far as there is a draft for it. */
function screenOf(asked, draft) {
  if (asked === "darurat" || asked === "bahaya" || !draft) return asked === "darurat" ? "darurat" : "bahaya";
  return stepsOf(draft).some(({ step }) => step === asked) ? asked : draft.step;
}

/** The page `/lapor/`; `#darurat` is Respon Cepat. rules: `{categories, kinds, guarded, min_text, max_text}` of the form. */
export const Lapor = ({ rules }) => (
  <Tirai>
    <div className="-mt-3 mb-2 flex justify-end sm:-mt-6"><Keluar /></div>
    <Isi rules={rules} />
  </Tirai>
);
