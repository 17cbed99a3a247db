/** What is typed into the form of a text, and what of it is sent: lists are typed one entry a line. */

/** Fields typed one entry a line. */
export const LISTS = ["do", "dont", "bring", "steps"];
const ROWS = {
  call: { name: "", number: "", note: "" },
  sources: { title: "", publisher: "" },
  quiz: { question: "", options: ["", "", ""], answer: null, explanation: "" },
};

/** An empty row of a list of rows. */
export const emptyRow = (name) => structuredClone(ROWS[name]);

const typed = (name, value) => {
  if (LISTS.includes(name)) return (value ?? []).join("\n");
  if (name === "audience" || name in ROWS) return value ?? [];
  if (name === "film") return value ?? null;
  return value ?? "";
};

/** Stored values as the form shows them. */
export const fromStored = (values) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typed(name, value)]));

/** What the form holds as it is sent. */
export const toStored = (values) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, LISTS.includes(name) ? value.split("\n").filter((line) => line.trim()) : value]),
  );

/** Which entry of a list is wrong, from 1, with what is wrong: `do.2` belongs to `do`. */
export function faultOf(faults, name) {
  if (faults[name]) return faults[name];
  const place = Object.keys(faults).find((key) => key.startsWith(`${name}.`));
  return place && `Baris ${Number(place.split(".")[1]) + 1}: ${faults[place]}`;
}

const MARKS = { bold: ["**", "**", "teks tebal"], italic: ["*", "*", "teks miring"] };
const STARTS = { heading: "## ", list: "- ", numbers: "1. ", quote: "> " };

/**
 * The text with Markdown put at its selection.
 * @returns {{text: string, from: number, to: number}} with the new selection
 */
export function written(text, from, to, how, inserted = "") {
  const chosen = text.slice(from, to);
  const put = (before, middle, after) => ({
    text: text.slice(0, from) + before + middle + after + text.slice(to),
    from: from + before.length,
    to: from + before.length + middle.length,
  });
  if (how in MARKS) {
    const [before, after, example] = MARKS[how];
    return put(before, chosen || example, after);
  }
  if (how === "link") return put("[", chosen || "teks tautan", "](https://)");
  if (how === "picture") return put(from && text[from - 1] !== "\n" ? "\n\n![" : "![", chosen || "keterangan gambar", `](gambar:${inserted})\n`);
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const lines = text.slice(start, to).split("\n").map((line) => STARTS[how] + line).join("\n");
  return { text: text.slice(0, start) + lines + text.slice(to), from: start + lines.length, to: start + lines.length };
}
