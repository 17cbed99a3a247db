/* The states of a report in words for its author: what it is, and what that means. */
import { ArrowUp, BadgeCheck, Check, Clock, GitCompareArrows, OctagonAlert, Undo2, UserRoundX } from "lucide-react";
import { UNSENT } from "./unsent.js";

export const STATES = {
  menunggu: { word: "Menunggu dikirim", tone: "warning", icon: Clock, means: "Tersimpan di HP. Akan terkirim saat ada sinyal." },
  mengirim: { word: "Mengirim", tone: "info", icon: ArrowUp, means: "Sedang dikirim." },
  terkirim: { word: "Terkirim", tone: "success", icon: Check, means: "Sudah sampai di server, menunggu diperiksa." },
  diterima: { word: "Diterima", tone: "success", icon: BadgeCheck, means: "Sudah diperiksa dan diterima." },
  dikembalikan: { word: "Dikembalikan", tone: "error", icon: Undo2, means: "Pemeriksa meminta perbaikan. Perbaiki, lalu simpan; dapat dilakukan tanpa sinyal." },
  ditolak: { word: "Perlu diperbaiki", tone: "error", icon: OctagonAlert, means: "Server menemukan isian yang salah. Perbaiki, lalu simpan; akan dikirim lagi." },
  bertentangan: { word: "Versi lain sudah ada", tone: "warning", icon: GitCompareArrows, means: "Server sudah punya isi lain untuk laporan ini. Kedua versi disimpan; pemeriksa yang memutuskan." },
  akun_lain: { word: "Menunggu pemilik", tone: "warning", icon: UserRoundX, means: "Saat dikirim, HP ini memakai akun lain. Terkirim setelah pemiliknya masuk lagi." },
};

/** Whether the report has not reached the server yet. */
export const isUnsent = ({ state }) => UNSENT.has(state);

/** Whether its author has to do something. */
export const needsWork = ({ state }) => state === "dikembalikan" || state === "ditolak";

/** Filters of the list, by their name in the address; a rare one is offered only while it finds something. */
export const GROUPS = {
  semua: { label: "Semua", has: () => true },
  antrean: { label: "Belum terkirim", has: isUnsent },
  perbaiki: { label: "Perlu perbaikan", has: needsWork },
  terkirim: { label: "Terkirim", has: ({ state }) => state === "terkirim" || state === "bertentangan" },
  komentar: { label: "Komentar baru", has: ({ talk }) => talk?.unread > 0, rare: true },
  diterima: { label: "Diterima", has: ({ state }) => state === "diterima" },
  latihan: { label: "Latihan", has: ({ practice }) => Boolean(practice), rare: true },
};

export const VERDICTS = {
  inside: { word: "Di dalam wilayah", tone: "success" },
  uncertain: { word: "Ragu, dekat batas wilayah", tone: "warning" },
  outside: { word: "Di luar wilayah", tone: "error" },
};
