// Answers each line {table, texts, question} with the words of the texts, what is asked, whether it is found, and what is shown of it.
import { createInterface } from "node:readline";

import { found, reader } from "../../../assets/islands/lib/kata.js";

const answer = ({ table, texts, question }) => {
  const { file, ask, marked, excerpt } = reader(table);
  const words = file(texts);
  const asked = ask(question);
  const pieces = (some) => some.map(({ text, marked: is }) => [text, is]);
  return {
    words: [...words].sort(), asked: asked?.map((group) => group.map((way) => way.map(({ word, begins }) => [word, begins]))) ?? null,
    ...(asked && { found: found(asked, words), marked: texts.map((text) => pieces(marked(text, asked))), excerpt: pieces(excerpt(texts, asked)) }),
  };
};

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
