/* Vulnerable spots as the phone keeps them: how old they are today, and which are still news. */

const DAY_MS = 86_400_000;

/** How soon somebody has to act, and how often it comes, by their codes (forms/deteksi_dini.py). */
export const URGENCIES = { watch: "Dipantau", soon: "Perlu tindakan", urgent: "Mendesak" };
export const FREQUENCIES = { once: "Baru sekali", seldom: "Sesekali", weekly: "Tiap pekan", daily: "Tiap hari" };

const ORDER = { urgent: 0, soon: 1, watch: 2 };

const agoInDays = (days) => (days === 0 ? "hari ini" : days === 1 ? "kemarin" : `${days} hari lalu`);

/**
 * Those of `spots` that are still shown on the day `today` (ISO), each with its `age` in words and whether it is `fresh`; fresh ones
 * first, then by urgency, then the newest.
 * @param rules `{spot_days, fresh_days}` of the Polres
 */
export function agedSpots(spots, { spot_days, fresh_days }, today) {
  return spots
    .map((spot) => {
      const days = Math.max(0, Math.round((Date.parse(today) - Date.parse(spot.day)) / DAY_MS));
      return { ...spot, days, fresh: days < fresh_days, age: agoInDays(days) };
    })
    .filter(({ days }) => days <= spot_days)
    .sort((a, b) => b.fresh - a.fresh || ORDER[a.urgency] - ORDER[b.urgency] || a.days - b.days);
}
