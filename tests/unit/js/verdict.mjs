// Answers each line {territory, fixes} with the phone's judgements.
import { createInterface } from "node:readline";

import { judge } from "../../../assets/islands/lib/verdict.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { territory, fixes } = JSON.parse(line);
  console.log(JSON.stringify(fixes.map((fix) => judge(fix, territory))));
}
