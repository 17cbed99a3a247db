/* Twelve weeks of days, darker where more was done. A table: weeks are columns, days of the week are rows. One stop of the keyboard, then arrows. */
import { useRef, useState } from "react";
import { dayName, number } from "../lib/format.js";
import { addDays } from "../lib/kinerja.js";

const WEEKS = 12;
const NAMES = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
const STEPS = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7 };
/** Four depths: none, some, half of the target, the target. */
const DEPTH = ["bg-base-200", "bg-primary/30", "bg-primary/65", "bg-primary"];

const depth = (count, target) => (count >= target ? 3 : count * 2 >= target ? 2 : count ? 1 : 0);

/** `count(day)`: how many visits count on a day. */
export const Kalender = ({ count, today, target, opened, onOpen }) => {
  const table = useRef(null);
  const monday = addDays(today, -((new Date(today).getUTCDay() + 6) % 7) - 7 * (WEEKS - 1));
  const [stop, setStop] = useState(today);
  const move = (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = addDays(stop, step);
    if (next < monday || next > today) return;
    setStop(next);
    table.current.querySelector(`[data-hari="${next}"]`).focus();
  };
  return (
    <div className="overflow-x-auto">
      <table ref={table} className="w-full min-w-72 table-fixed border-separate border-spacing-[3px]" onKeyDown={move}>
        <caption className="sr-only">Jumlah kunjungan yang dihitung setiap hari. Pindah hari dengan tombol panah, Enter membuka kunjungannya.</caption>
        <colgroup>
          <col className="w-10" />
          <col span={WEEKS} />
        </colgroup>
        <tbody>
          {NAMES.map((name, row) => (
            <tr key={name}>
              <th scope="row" className="pr-1 text-left text-xs font-medium text-muted">
                <span aria-hidden="true">{name.slice(0, 3)}</span>
                <span className="sr-only">{name}</span>
              </th>
              {Array.from({ length: WEEKS }, (_, week) => {
                const day = addDays(monday, week * 7 + row);
                const visits = count(day);
                return (
                  <td key={day} className="p-0">
                    {day <= today && (
                      <button
                        type="button" data-hari={day} tabIndex={day === stop ? 0 : -1} aria-pressed={opened && opened === day} aria-label={`${dayName(day)}: ${number(visits)} kunjungan`} title={`${dayName(day)}: ${number(visits)}`}
                        className={`block h-7 w-full rounded-sm border ${opened === day ? "border-2 border-base-content" : "border-base-300"} ${DEPTH[depth(visits, target)]}`}
                        onFocus={() => setStop(day)} onClick={() => onOpen(day)}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p aria-hidden="true" className="mt-2 flex items-center gap-1.5 text-xs text-muted">
        0
        {DEPTH.map((tone) => <span key={tone} className={`size-4 rounded-sm border border-base-300 ${tone}`} />)}
        target ({target}) atau lebih
      </p>
    </div>
  );
};
