// Answers each line {definition, body, today} with the phone's faults, and each line {text} with the cleaned text.
import { createInterface } from "node:readline";

import { cleanLine, cleanText } from "../../../assets/islands/lib/text.js";
import { toBody, validate } from "../../../assets/islands/lib/validate.js";

function answer({ definition, body, today, texts }) {
  if (texts) return texts.map((text) => [cleanText(text), cleanLine(text)]);
  return { errors: validate(definition, body, today), body: toBody(definition, body, today) };
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
