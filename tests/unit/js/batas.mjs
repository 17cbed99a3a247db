// Answers each line {told, places} with the codes of the villages that the phone finds in everybody's outlines, null outside.
import { createInterface } from "node:readline";

import { decode, placed } from "../../../assets/islands/lib/batas.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { told, places } = JSON.parse(line);
  const known = decode(told);
  console.log(JSON.stringify(places.map((place) => placed(known, place)?.code ?? null)));
}
