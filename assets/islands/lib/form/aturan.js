// What a Polres sets for problem solving, as it came down last: `{clauses, units}`; empty before the first contact.
import { useStored } from "../hooks.js";
import { currentPerson } from "../person.js";
import { readRules } from "../reports.js";

const NOTHING = { clauses: [], units: [] };

export const useRules = () => {
  const person = currentPerson();
  return useStored(person, ["meta"], async () => (await readRules(person.id)).sengketa ?? NOTHING) ?? NOTHING;
};
