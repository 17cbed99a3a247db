// Answers each line {rules, item} with what can be made of the report, and for each rule the body of the new one.
import { createInterface } from "node:readline";

import { carried, parts } from "../../../assets/islands/lib/turunan.js";
import { toBody } from "../../../assets/islands/lib/validate.js";

const answer = ({ rules, definitions, item, village }) =>
  parts(rules, item).flatMap(({ path, words, rules: fitting }) =>
    fitting.map((rule) => ({
      path, words, target: rule.target,
      body: toBody(definitions[rule.target], carried(rule, item, path, { source: definitions[item.kind], target: definitions[rule.target], village })),
    })),
  );

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
