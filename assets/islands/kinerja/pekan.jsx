/* Seven days as columns, each with its number; a line at the target. */
import { dayName, number } from "../lib/format.js";
import { WINDOW_DAYS, addDays } from "../lib/kinerja.js";

const LETTERS = ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"];
const weekday = (day) => new Date(day).getUTCDay();

/** `count(day)`: how many visits count on a day. */
export const Pekan = ({ count, today, target, opened, onOpen }) => {
  const shown = Array.from({ length: WINDOW_DAYS }, (_, back) => addDays(today, back + 1 - WINDOW_DAYS));
  const counts = shown.map((day) => count(day));
  const top = Math.max(target, ...counts);
  return (
    <div className="relative">
      <div aria-hidden="true" className="absolute inset-x-0 border-t-2 border-dashed border-success" style={{ bottom: `calc(1.75rem + ${(target / top) * 7}rem)` }} />
      <ul className="relative grid grid-cols-7 gap-1.5">
        {shown.map((day, at) => (
          <li key={day}>
            <button type="button" aria-pressed={opened === day} aria-label={`${dayName(day)}: ${number(counts[at])} kunjungan`} className="flex w-full flex-col items-center rounded-field" onClick={() => onOpen(day)}>
              <span className="flex h-[8.5rem] w-full flex-col items-center justify-end">
                <span className="text-sm font-bold">{number(counts[at])}</span>
                <span className={`w-full max-w-10 rounded-t-md ${counts[at] >= target ? "bg-success" : "bg-primary"} ${opened === day ? "" : "opacity-80"}`} style={{ height: `${(counts[at] / top) * 7}rem`, minHeight: 3 }} />
              </span>
              <span className={`h-7 pt-1 text-xs ${day === today ? "font-bold" : "text-muted"}`}>{LETTERS[weekday(day)]}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};
