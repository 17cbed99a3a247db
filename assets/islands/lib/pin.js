/** Rules for the PIN or passphrase that locks the phone's data. */

const SHORTEST_PIN = 6;
const SHORTEST_PHRASE = 10;
const FREE_TRIES = 2;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

const ORDER = "01234567890 09876543210";

/** What is wrong with a new PIN (digits) or passphrase (anything else), in words; "" if nothing. */
export function pinFault(pin, nrp = "") {
  if (!/^\d*$/.test(pin)) return [...pin].length < SHORTEST_PHRASE ? `Kata kunci paling sedikit ${SHORTEST_PHRASE} huruf.` : "";
  if (pin.length < SHORTEST_PIN) return `PIN paling sedikit ${SHORTEST_PIN} angka.`;
  if (new Set(pin).size < 3 || ORDER.includes(pin)) return "PIN ini mudah ditebak. Jangan angka berurutan atau kembar.";
  if (nrp.includes(pin)) return "Jangan memakai angka dari NRP Anda.";
  return "";
}

/** Milliseconds to wait after so many wrong tries in a row: none after the first two, then 30 s doubling to an hour. */
export const pauseAfter = (failures) =>
  failures <= FREE_TRIES ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - FREE_TRIES - 1));
