/**
 * A citizen's report while it is written: the steps, what each of them lacks, and what goes over the wire. `rules` is what the
 * server's form says (forms/pengaduan.py), put into the page at build.
 */
import { uuid7 } from "./uuid.js";

/** Screens, in order. `urgent`: also while there is danger. */
export const STEPS = [
  { step: "bahaya", title: "Apakah sedang ada bahaya sekarang?", urgent: true },
  { step: "jenis", title: "Apa yang ingin Anda sampaikan?" },
  { step: "kejadian", title: "Apa yang terjadi?", urgent: true },
  { step: "tempat", title: "Di mana?", urgent: true },
  { step: "foto", title: "Foto atau video" },
  { step: "kontak", title: "Bagaimana kami menghubungi Anda?", urgent: true },
  { step: "kirim", title: "Periksa, lalu kirim", urgent: true },
];

/** The steps of this draft. */
export const stepsOf = (draft) => STEPS.filter((one) => !draft?.urgent || one.urgent);

/** The step before or after, or null. */
export function beside(draft, step, by) {
  const steps = stepsOf(draft);
  return steps[steps.findIndex((one) => one.step === step) + by]?.step ?? null;
}

const SECRET_BYTES = 24;

/** What opens the ticket: 192 bits as base64url, made here and told to nobody but the server. */
export function secret() {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

/** An empty draft under the id that the report will have. */
export function blank(urgent, now = new Date()) {
  const id = uuid7(now.getTime());
  return {
    // Files are kept under the first id, which may change (`again`).
    files: [], files_key: id,
    key: urgent ? "darurat" : "kini", id, secret: secret(), touched_at: now.toISOString(), step: urgent ? "kejadian" : "jenis", urgent,
    // Whoever is in danger is asked for nothing that the desk can see for itself.
    category: urgent ? "gangguan" : "", kind: "", text: "", when: urgent ? "sekarang" : "", now_at: now.toISOString(), time: "",
    position: null, kecamatan: "", area_code: "", area_name: "", place: "",
    name: "", phone: "", address: "", hide_identity: false, about_police: false, consent: false, errors: [],
  };
}

/** Whether anything was typed or chosen that would be missed. */
export const isBegun = (draft) => Boolean(draft && (draft.text || draft.category || draft.place || draft.position || draft.area_code || draft.name || draft.phone || draft.files.length));

/** What the server takes (forms/kiriman.py). */
const FIRST_DAY = Date.UTC(2020, 0, 1);

const fault = (field, message) => ({ field, message });

/** What time inputs take: this phone's own time, to the minute; the clock begins at letter `CLOCK`. */
export const localTime = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
export const CLOCK = 11;

/** Whether a time was to be named: of today, or with its date. */
export const isTimed = ({ when }) => when === "hari" || when === "lain";

/** When it was, as the screen asks for it now: what was said to be today is another date tomorrow. */
export const whenOf = ({ when, time }, now = new Date()) => (when === "hari" && time && !time.startsWith(localTime(now).slice(0, CLOCK)) ? "lain" : when);

/** Faults by step, as functions of the draft. */
const CHECKS = {
  jenis: ({ category, kind }, rules) => [
    !category && fault("category", "Pilih salah satu."),
    rules.kinds[category] && !kind && fault("kind", "Pilih jenisnya. Bila tidak ada yang cocok, pilih Lain-lain."),
  ],
  kejadian: ({ text, when, time }, rules, now) => [
    text.trim().length < rules.min_text && fault("text", `Ceritakan apa yang terjadi, paling sedikit ${rules.min_text} huruf.`),
    text.trim().length > rules.max_text && fault("text", `Terlalu panjang. Paling banyak ${rules.max_text} huruf.`),
    isTimed({ when }) && Number.isNaN(Date.parse(time)) && fault("time", `Isi ${when === "hari" ? "jamnya" : "tanggal dan jamnya"}, kira-kira pun boleh.`),
    isTimed({ when }) && Date.parse(time) > now && fault("time", "Waktu ini belum terjadi. Periksa tanggal dan jamnya."),
    isTimed({ when }) && Date.parse(time) < FIRST_DAY && fault("time", "Tanggalnya terlalu lama. Periksa tahunnya."),
  ],
  tempat: ({ position, area_code, place, urgent, category }, rules) => (rules.village_needed ? [
    // A position of which the phone does not know the village is looked up by the server.
    !area_code && (!position || position.area === null) && fault("area_code", `${position ? "Pilih" : "Tunjukkan tempatnya di peta, atau pilih"} kelurahan atau desanya, supaya laporan sampai ke Polres yang tepat.`),
  ] : [
    (urgent || rules.kinds[category]) && !position && !area_code && !place.trim() && fault("place", "Isi tempatnya dengan salah satu cara di atas, atau tulis patokannya."),
  ]),
  kontak: ({ phone }) => [phone.trim() && phone.replace(/\D/g, "").length < 6 && fault("phone", "Periksa nomor telepon ini, atau kosongkan.")],
  kirim: ({ consent }) => [!consent && fault("consent", "Centang ini dahulu, supaya jelas bahwa Anda tahu data ini dipakai untuk apa.")],
};

/** What the step lacks, and what the server refused in it: `[{field, message}]`. */
export function faultsOf(step, draft, rules, now = Date.now()) {
  const lacking = (CHECKS[step]?.(draft, rules, now) ?? []).filter(Boolean);
  const refused = (draft.errors ?? []).filter(({ field }) => stepOf(field) === step && !lacking.some((one) => one.field === field));
  return [...lacking, ...refused];
}

/** The first step that lacks something, or null: the report can go. */
export const lacking = (draft, rules) => stepsOf(draft).find(({ step }) => faultsOf(step, draft, rules).length)?.step ?? null;

const FIELDS = { category: "jenis", kind: "jenis", text: "kejadian", time: "kejadian", happened_at: "kejadian", position: "tempat", place: "tempat", area_code: "tempat", name: "kontak", phone: "kontak", address: "kontak", files: "foto" };

/** The screen of a field, also of one as the server names it (`position.lat`). */
export const stepOf = (field) => FIELDS[field.split(".")[0]] ?? "kirim";

/** `draft` with changed fields; what the server said of these is settled by that. A time is one field on the screen, another on the wire. */
export function changed(draft, change) {
  const touched = new Set(Object.keys(change));
  if (touched.has("time") || touched.has("when")) touched.add("happened_at");
  if (touched.has("position")) touched.add("area_code"); // another point lies elsewhere
  return { ...draft, ...change, touched_at: new Date().toISOString(), errors: draft.errors.filter(({ field }) => !touched.has(field.split(".")[0])) };
}

/** The draft of a report that the server refused: under the same id, as it was never stored, unless just that is taken. */
export function again({ draft, errors, status }) {
  const known = errors.filter(({ field }) => FIELDS[field.split(".")[0]]);
  const id = status === 409 ? { id: uuid7(), secret: secret() } : {};
  return { ...draft, ...id, errors: known, step: known.length ? stepOf(known[0].field) : "kirim" };
}

/** What goes over the wire: the server's form. Position or village, not both guesses: what was measured says it better. */
export function toReport(draft, now = new Date()) {
  const { lat, lon, accuracy_m } = draft.position ?? {};
  const happened_at = isTimed(draft) ? new Date(draft.time).toISOString() : draft.when === "sekarang" ? draft.now_at : null;
  return {
    id: draft.id, secret: draft.secret, category: draft.category, kind: draft.kind || null, urgent: draft.urgent, about_police: draft.about_police,
    text: draft.text.trim(), happened_at, position: draft.position && { lat, lon, accuracy_m }, place: draft.place.trim(), area_code: draft.area_code || null,
    name: draft.name.trim() || null, phone: draft.phone.trim() || null, address: draft.address.trim() || null,
    hide_identity: draft.hide_identity, consent: true, made_at: now.toISOString(),
    files: draft.files.map(({ sha256, name }) => ({ sha256, name })),
  };
}

/** What is written by SMS to somebody who can call, when there is no network for data: no name, no number. */
export const plea = ({ text, place, position }) =>
  ["Tolong telepon 110 untuk saya.", text?.trim(), place?.trim() && `Tempat: ${place.trim()}`, position && `Posisi: ${position.lat},${position.lon}`].filter(Boolean).join(" ");
