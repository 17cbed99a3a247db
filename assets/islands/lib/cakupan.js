/**
 * Coverage on the phone: houses visited ÷ houses on record, by village, RW and RT, from the register that is here. The twin of
 * services/cakupan.py: a house is visited if its last visit is less than `patience` days old. Every number has the address of its rows.
 */
import { NO_NUMBER, daysSince } from "./register.js";

const HOUSE = "rumah";

/** Where the houses behind a number are shown; `late`: "ya" due, "tidak" visited, "" all. */
export const housesAddress = (place, late) => `/petugas/wilayah/?${new URLSearchParams(Object.entries({ jenis: HOUSE, ...place, lama: late }).filter(([, value]) => value))}`;

const tally = (place) => ({ place, houses: 0, visited: 0, days: Infinity });

function count(part, days, patience) {
  part.houses += 1;
  part.visited += days < patience;
  part.days = Math.min(part.days, days);
}

/** Visited ones in percent; 100 only if it is all of them, null without houses. */
export const share = ({ houses, visited }) => (houses ? Math.floor((100 * visited) / houses) : null);

const order = ({ place: { rw, rt } }) => `${rw} ${rt}`;

/**
 * @param areas the officer's villages `[{code, name}]`; `patience`: days after which a house is due
 * @returns for each village `{name, place, houses, visited, days, parts}`, `days` since the last visit of any (Infinity: never);
 *   `parts`: the same of each RT that has houses, by RW and RT; `place` is what an address needs
 */
export function coverage(subjects, areas, patience, now = Date.now()) {
  const villages = new Map(areas.map(({ code, name }) => [code, { name, ...tally({ kelurahan: code }), parts: new Map() }]));
  for (const { kind, area_code: code, rw, rt, last_visit_at: at, moved_on: moved } of subjects) {
    const village = villages.get(code);
    if (kind !== HOUSE || moved || !village) continue;
    const key = `${rw ?? NO_NUMBER} ${rt ?? NO_NUMBER}`;
    if (!village.parts.has(key)) village.parts.set(key, tally({ kelurahan: code, rw: rw ?? NO_NUMBER, rt: rt ?? NO_NUMBER }));
    const days = daysSince(at, now);
    count(village, days, patience);
    count(village.parts.get(key), days, patience);
  }
  return [...villages.values()].map((village) => ({ ...village, parts: [...village.parts.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1)) }));
}
