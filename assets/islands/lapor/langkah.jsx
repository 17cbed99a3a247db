/* What the steps of a report ask. Each gets the draft, `onChange(fields)`, its faults, and the rules of the form. */
import { Suspense, lazy } from "react";
import {
  Bike, CalendarDays, Car, CircleEllipsis, Clock, EyeOff, Flame, Hand, HeartHandshake, Info, MessageSquareText, Pill, Search, ShieldAlert, Siren, Smartphone, Swords, ThumbsUp, Timer, Wine,
} from "lucide-react";
import { exact } from "../lib/format.js";
import { CLOCK, isTimed, localTime, whenOf } from "../lib/lapor.js";
import { kept } from "../lib/keluar.jsx";
import { Icon, Note } from "../lib/ui.jsx";
import { SIGNED_IN } from "../lib/warga.js";
import { Centang, Isian, Pilihan, faultOf } from "./bagian.jsx";
import { Serupa } from "./serupa.jsx";

const CATEGORY = {
  informasi: { icon: Info, help: "Sesuatu yang perlu diketahui polisi" },
  gangguan: { icon: ShieldAlert, help: "Mengganggu ketenteraman lingkungan" },
  tindak_pidana: { icon: Siren, help: "Kejahatan yang Anda lihat atau alami" },
  kritik_saran: { icon: MessageSquareText, help: "Tentang pelayanan polisi" },
  apresiasi: { icon: ThumbsUp, help: "Terima kasih untuk petugas" },
};
const KIND = {
  tawuran: Swords, pencurian: Search, curanmor: Bike, penipuan_online: Smartphone, penganiayaan: Hand, narkoba: Pill, balap_liar: Timer,
  premanisme: Wine, kdrt: HeartHandshake, kebakaran: Flame, kemacetan: Car, lain: CircleEllipsis,
};

export const Jenis = ({ draft, onChange, faults, rules }) => {
  const kinds = rules.kinds[draft.category];
  return (
    <div className="flex flex-col gap-6">
      <Pilihan
        name="category" legend="Jenis laporan" hideLegend columns="sm:grid-cols-2" value={draft.category} error={faultOf(faults, "category")}
        options={rules.categories.map((one) => ({ ...one, ...CATEGORY[one.value] }))}
        onChange={(category) => onChange({ category, kind: rules.kinds[category] ? draft.kind : "" })}
      />
      {kinds && (
        <Pilihan
          name="kind" legend="Lebih tepatnya" columns="min-[22rem]:grid-cols-2 sm:grid-cols-3" value={draft.kind} error={faultOf(faults, "kind")}
          options={kinds.map((one) => ({ ...one, icon: KIND[one.value] }))} onChange={(kind) => onChange({ kind })}
        />
      )}
      {rules.guarded.includes(draft.kind) && (
        <Note tone="warning" title="Bila HP Anda diperiksa orang lain">
          Tekan <strong>Keluar cepat</strong> di atas, atau tombol Esc dua kali: halaman ini berganti, dan isinya tidak tampil lagi sebelum diminta.
          Setelah terkirim, isi laporan seperti ini tidak disimpan di HP.
        </Note>
      )}
    </div>
  );
};

const WHEN = [
  { value: "sekarang", label: "Baru saja", icon: Timer },
  { value: "hari", label: "Hari ini", icon: Clock },
  { value: "lain", label: "Tanggal lain", icon: CalendarDays },
  { value: "", label: "Tidak tahu", icon: CircleEllipsis },
];

export const Kejadian = ({ draft, onChange, faults, rules }) => {
  const when = whenOf(draft);
  const today = localTime(new Date());
  const time = { name: "time", error: faultOf(faults, "time"), help: "Kira-kira pun boleh." };
  return (
    <div className="flex flex-col gap-6">
      <Isian
        name="text" label="Ceritakan" rows={6} value={draft.text} maxLength={rules.max_text} error={faultOf(faults, "text")}
        help={`Siapa, apa, bagaimana. Paling sedikit ${rules.min_text} huruf.`} onChange={(text) => onChange({ text })}
      />
      {!draft.urgent && (
        <Pilihan
          name="when" legend="Kapan terjadinya?" stacked columns="grid-cols-2 sm:grid-cols-4" options={WHEN} value={when} error={faultOf(faults, "happened_at")}
          onChange={(chosen) => onChange({ when: chosen, now_at: new Date().toISOString(), time: chosen === "hari" ? "" : draft.time })}
        />
      )}
      {when === "hari" && <Isian {...time} type="time" label="Jam berapa?" value={draft.time.slice(CLOCK)} onChange={(clock) => onChange({ time: clock && `${today.slice(0, CLOCK)}${clock}` })} />}
      {when === "lain" && <Isian {...time} type="datetime-local" label="Tanggal dan jam" value={draft.time} max={today} onChange={(moment) => onChange({ when: "lain", time: moment })} />}
    </div>
  );
};

// For the few who have an account: without it the report is the same.
const IsiAkun = lazy(() => import("./akun.jsx").catch(() => ({ default: () => null })));

export const Kontak = ({ draft, onChange, faults, rules }) => (
  <div className="flex flex-col gap-5">
    {kept(SIGNED_IN) && <Suspense><IsiAkun draft={draft} onChange={onChange} rules={rules} /></Suspense>}
    <p>Semua boleh dikosongkan: laporan tanpa nama tetap diterima. Dengan nomor telepon, petugas dapat bertanya bila perlu.</p>
    <Isian name="name" label="Nama" autoComplete="name" maxLength={120} value={draft.name} error={faultOf(faults, "name")} onChange={(name) => onChange({ name })} />
    <Isian name="phone" label="Nomor telepon" type="tel" autoComplete="tel" maxLength={20} value={draft.phone} error={faultOf(faults, "phone")} onChange={(phone) => onChange({ phone })} />
    {!draft.urgent && <Isian name="address" label="Alamat Anda" autoComplete="street-address" maxLength={300} value={draft.address} error={faultOf(faults, "address")} onChange={(address) => onChange({ address })} />}
    <Centang
      name="hide_identity" label="Sembunyikan identitas saya" checked={draft.hide_identity} onChange={(hide_identity) => onChange({ hide_identity })}
      help="Nama, telepon, dan alamat hanya dilihat petugas yang membagi laporan, bukan yang menanganinya."
    />
    <Centang
      name="about_police" label="Laporan ini tentang anggota Polri" checked={draft.about_police} onChange={(about_police) => onChange({ about_police })}
      help="Laporan hanya masuk ke Propam, pengawas di dalam Polri. Anggota yang dilaporkan, satuannya, dan atasannya tidak dapat membacanya di sini."
    />
  </div>
);

const Line = ({ word, onEdit, children }) => (
  <div className="flex items-start justify-between gap-3 border-b border-base-300 py-2">
    <div className="min-w-0">
      <h2 className="text-sm font-medium text-muted">{word}</h2>
      <p className="wrap-anywhere whitespace-pre-line">{children}</p>
    </div>
    <button type="button" className="btn btn-ghost btn-sm min-h-12" onClick={onEdit} aria-label={`Ubah ${word.toLowerCase()}`}>Ubah</button>
  </div>
);

const word = (options, value) => options?.find((one) => one.value === value)?.label;
const when = (draft) => (isTimed(draft) ? exact(draft.time) : draft.when === "sekarang" ? `Baru saja, ${exact(draft.now_at)}` : "Tidak tahu");
const point = ({ accuracy_m }) => (accuracy_m ? `Posisi HP, ketelitian ± ${Math.round(accuracy_m)} m` : "Titik di peta");
const where = (draft) => [draft.place, draft.area_name, draft.position && point(draft.position)].filter(Boolean).join("\n") || "Tidak diisi";
const who = (draft) => [
  [draft.name, draft.phone, draft.address].filter(Boolean).join(", ") || "Tanpa nama",
  draft.hide_identity && "Identitas disembunyikan",
  draft.about_police && "Tentang anggota Polri: hanya untuk Propam",
].filter(Boolean).join("\n");

export const Kirim = ({ draft, onChange, faults, rules, onStep }) => (
  <div className="flex flex-col gap-5">
    <div className="flex flex-col">
      {!draft.urgent && <Line word="Jenis" onEdit={() => onStep("jenis")}>{[word(rules.categories, draft.category), word(rules.kinds[draft.category], draft.kind)].filter(Boolean).join(": ")}</Line>}
      <Line word="Kejadian" onEdit={() => onStep("kejadian")}>{draft.text}</Line>
      <Line word="Waktu" onEdit={() => onStep("kejadian")}>{when(draft)}</Line>
      <Line word="Tempat" onEdit={() => onStep("tempat")}>{where(draft)}</Line>
      {!draft.urgent && <Line word="Foto dan video" onEdit={() => onStep("foto")}>{draft.files.length || "Tidak ada"}</Line>}
      <Line word="Kontak" onEdit={() => onStep("kontak")}>{who(draft)}</Line>
    </div>
    <Serupa draft={draft} />
    <section aria-labelledby="data-anda" className="rounded-box border border-base-300 bg-base-200 p-4">
      <h2 id="data-anda" className="flex items-center gap-2 text-lg"><Icon of={EyeOff} />Data Anda</h2>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-5">
        <li>Dipakai hanya untuk menindaklanjuti laporan ini.</li>
        <li>Yang melihat hanya Anda dan {draft.about_police ? "Propam" : "petugas yang menanganinya"}. Tidak diumumkan.</li>
        <li>Isinya dihapus setelah masa simpan, bawaannya dua tahun sejak laporan selesai.</li>
        <li>Anda boleh meminta data diperbaiki atau dihapus, lewat kantor polisi yang menangani.</li>
      </ul>
    </section>
    <Centang name="consent" label="Saya mengerti, dan laporan ini benar sejauh yang saya tahu." checked={draft.consent} onChange={(consent) => onChange({ consent })} error={faultOf(faults, "consent")} />
  </div>
);
