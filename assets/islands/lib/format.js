/* Numbers and times as people here read them. The twin of sambang_digital/services/format.py: same vectors, same words. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const number = (value, decimals = 0) =>
  new Intl.NumberFormat("id-ID", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);

/** Whole metres below a kilometre, else kilometres with one decimal. */
export const distance = (metres) => (metres < 1000 ? `${number(Math.round(metres))} m` : `${number(metres / 1000, 1)} km`);

/** "22 Nov 2026 08.14 WIB" */
export const exact = (iso, timeZone = "Asia/Jakarta") => {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("id-ID", {
      timeZone,
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    })
      .formatToParts(new Date(iso))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.day} ${parts.month} ${parts.year} ${parts.hour}.${parts.minute} ${parts.timeZoneName}`;
};

/** "Minggu, 22 Nov 2026" for a day "2026-11-22"; anything else stays as it is. */
export const dayName = (day) =>
  Number.isNaN(Date.parse(day)) ? day : new Intl.DateTimeFormat("id-ID", { timeZone: "UTC", weekday: "long", day: "numeric", month: "short", year: "numeric" }).format(new Date(day));

/** "3 jam lalu"; empty when older than a week or in the future, where only the exact time says something. */
export const ago = (iso, now = Date.now()) => {
  const seconds = Math.floor((now - new Date(iso).getTime()) / 1000);
  if (seconds < -MINUTE || seconds >= 7 * DAY) return "";
  if (seconds < MINUTE) return "baru saja";
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} menit lalu`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} jam lalu`;
  return `${Math.floor(seconds / DAY)} hari lalu`;
};
