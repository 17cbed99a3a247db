/* The states of a task in words for its officer, and how far its due is. */
import { AlarmClock, Ban, CircleCheck, Eye, Footprints, Inbox, X } from "lucide-react";

export const TASK_STATES = {
  baru: { word: "Baru", tone: "info", icon: Inbox },
  dilihat: { word: "Dilihat", tone: "info", icon: Eye },
  dikerjakan: { word: "Dikerjakan", tone: "info", icon: Footprints },
  selesai: { word: "Selesai", tone: "success", icon: CircleCheck },
  tidak_dapat: { word: "Tidak dapat", tone: "warning", icon: Ban },
  dibatalkan: { word: "Dibatalkan", tone: "neutral", icon: X },
};
export const LATE = { word: "Terlambat", tone: "error", icon: AlarmClock };

const DAY_MS = 86_400_000;
const dayOf = (moment, timeZone) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(moment);

/** "hari ini", "besok", "3 hari lagi", "kemarin", "2 hari lalu": days as the Polres counts them. */
export function dueWords(iso, timeZone, now = new Date()) {
  const days = Math.round((Date.parse(dayOf(new Date(iso), timeZone)) - Date.parse(dayOf(now, timeZone))) / DAY_MS);
  if (days === 0) return "hari ini";
  if (Math.abs(days) === 1) return days > 0 ? "besok" : "kemarin";
  return days > 0 ? `${days} hari lagi` : `${-days} hari lalu`;
}

/** The due itself: the day, with the hour where one was named. */
export const dueText = ({ due_at, due_all_day }, timeZone) =>
  new Intl.DateTimeFormat("id-ID", { timeZone, weekday: "short", day: "numeric", month: "short", ...(due_all_day ? {} : { hour: "2-digit", minute: "2-digit" }) }).format(new Date(due_at));

/** Where a task is, in a few words. */
export const placeWords = ({ subject, area, point }) => [subject?.name, area, !subject && point && "titik di peta"].filter(Boolean).join(" · ");
