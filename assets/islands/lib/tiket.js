/** Tickets of citizens' reports: their words, their private links, and how phone and server agree on which there are. */
import { api } from "./api.js";
import { remember, standOf, UNTOLD, withKey } from "./lapor_kirim.js";
import { all, commit, update } from "./warga.js";

const LINK = /#?([A-Za-z0-9]{4}-?[A-Za-z0-9]{4})\.([A-Za-z0-9_-]{22,64})$/;

/** `{code, secret}` out of a private link, or of what is in the address behind it; null: it is none. */
export function parsed(text) {
  const [, code, secret] = LINK.exec(text.trim()) ?? [];
  return code ? { code: codeOf(code), secret } : null;
}

/** A code as the server writes it, however somebody typed it. */
export function codeOf(typed) {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** What opens the ticket on any phone. The part behind # never reaches a server or a log. */
export const linkOf = ({ code, secret }, origin = location.origin) => `${origin}/tiket/#${code}.${secret}`;

/** State → word, tone as `Badge` has them, and what it means for the citizen. */
export const STATES = {
  baru: { word: "Diterima", tone: "info", meaning: "Laporan menunggu dibaca petugas." },
  diverifikasi: { word: "Sudah dibaca", tone: "info", meaning: "Petugas sudah membaca laporan dan memilih siapa yang menangani." },
  ditugaskan: { word: "Diserahkan", tone: "info", meaning: "Laporan sudah diserahkan kepada yang menangani." },
  ditangani: { word: "Sedang ditangani", tone: "info", meaning: "Petugas sedang menangani laporan ini." },
  menunggu_pelapor: { word: "Menunggu jawaban Anda", tone: "warning", meaning: "Petugas memerlukan keterangan dari Anda. Jawab di bawah." },
  diteruskan: { word: "Diteruskan", tone: "info", meaning: "Laporan ditangani instansi lain." },
  selesai: { word: "Selesai", tone: "success", meaning: "Petugas menyatakan penanganan selesai." },
  ditutup: { word: "Ditutup", tone: "neutral", meaning: "Laporan ini sudah ditutup." },
  ditolak: { word: "Tidak ditindaklanjuti", tone: "neutral", meaning: "Alasannya ada di riwayat di bawah." },
  digabung: { word: "Digabung", tone: "neutral", meaning: "Kejadian ini sudah dilaporkan orang lain; keduanya ditangani bersama." },
};
const UNKNOWN = { word: "Ada perkembangan", tone: "neutral", meaning: "" };

export const stateOf = (state) => STATES[state] ?? UNKNOWN;

const STEPS = {
  masuk: "Laporan diterima",
  verifikasi: "Petugas membaca laporan",
  tugaskan: "Diserahkan kepada yang menangani",
  tangani: "Petugas mulai menangani",
  jawab: "Jawaban petugas",
  tanya: "Petugas bertanya kepada Anda",
  lengkapi: "Anda menambah keterangan",
  teruskan: "Diteruskan ke instansi lain",
  selesaikan: "Penanganan selesai",
  tutup: "Laporan ditutup",
  tolak: "Tidak dapat ditindaklanjuti",
  gabung: "Digabung dengan laporan lain tentang kejadian yang sama",
  buka_lagi: "Anda membuka laporan ini lagi",
  nilai: "Anda memberi nilai",
};

/** A step of the history in plain words. */
export function stepWords({ step, data }) {
  const words = STEPS[step] ?? "Ada perkembangan";
  return data?.rating ? `${words}: ${data.rating} dari 5` : words;
}

/** What the citizen may do now and has not already done here: names of steps. */
export const possible = ({ can }, pending) => can.filter((step) => !pending.some(({ deed, state }) => deed?.step === step && state === "menunggu"));

/** All of this phone, those on their way first, then the latest: `{reports, tickets}`. */
export async function mine() {
  const latest = (field) => (a, b) => (a[field] < b[field] ? 1 : -1);
  const [reports, tickets] = await Promise.all([all("outbox"), all("tickets")]);
  return { reports: reports.sort(latest("saved_at")), tickets: tickets.sort(latest("received_at")) };
}

/** Ask the server which tickets this phone has, and keep those that are new here; gives what it follows of others. Raises ApiError. */
export async function refresh(guarded) {
  const forgotten = async () => (await all("deeds")).filter((row) => row.forget).map(({ code }) => code);
  // Before and after: one that the server heard of meanwhile is in the answer still.
  const before = await forgotten();
  const { tickets, followed } = await api("lapor/tiket");
  const leaving = new Set([...before, ...(await forgotten())]);
  const known = new Map((await all("tickets")).map((row) => [row.code, row]));
  const here = new Set(tickets.map(({ code }) => code));
  const changed = [
    ...tickets.filter(({ code }) => !leaving.has(code)).map((one) => ({ store: "tickets", put: brief(one, known.get(one.code), guarded) })),
    // Came by an account that is not signed in here any more: without a secret nothing opens it.
    ...[...known.values()].filter(({ code, secret }) => !secret && !here.has(code)).map(({ code }) => ({ store: "tickets", remove: code })),
  ];
  if (changed.length) await commit(changed, { relaxed: true });
  return followed;
}

/** A ticket as the list tells it. What a phone kept before there was `stand` counts as read. */
export function brief(told, known, guarded) {
  const { code, category, kind, urgent, state, received_at, late_s } = told;
  const empty = { id: null, secret: null, guarded: guarded.includes(kind), seen: null, seen_at: null };
  const stand = standOf(told);
  const read = known && known.stand === undefined ? stand : known?.read;
  return { ...empty, ...known, code, category, urgent, state, received_at, late_s, stand, read };
}

/** Whether the desk told something since this phone opened the ticket. */
export const hasNews = ({ stand = UNTOLD, read = UNTOLD }) => stand !== read;

/** One ticket as the server has it, kept for reading without network unless it is guarded. Raises ApiError. */
export async function look(code, guarded) {
  const seen = await withKey(code, () => api(`lapor/tiket/${code}`));
  await remember(seen, guarded);
  return seen;
}

/** Show a ticket's secret: this phone may open it from now on. Raises ApiError, 404 for a wrong pair. */
export async function show({ code, secret }, guarded) {
  const told = await api("lapor/tiket", { method: "POST", json: { code, secret } });
  const seen = await api(`lapor/tiket/${told.code}`);
  await update("tickets", told.code, (known) => ({ ...brief(seen, known, guarded), secret }));
  await remember(seen, guarded);
  return told.code;
}
