/* The form of a text for citizens: what is typed, what is sent, and Markdown put at the selection. */
import assert from "node:assert/strict";
import test from "node:test";
import { emptyRow, faultOf, fromStored, toStored, written } from "../../../assets/islands/naskah/isian.js";

test("lists are typed one entry a line, and come back as they were", () => {
  const stored = { title: "Judul", topic: null, area: null, do: ["Kunci setang", "Pakai gembok"], quiz: null, audience: ["umum"] };
  const typed = fromStored(stored);
  assert.equal(typed.do, "Kunci setang\nPakai gembok");
  assert.deepEqual([typed.topic, typed.area, typed.quiz], ["", "", []]);
  assert.deepEqual(toStored({ ...typed, do: "Kunci setang\n\n  \nPakai gembok\n" }).do, stored.do);
  assert.deepEqual(toStored(fromStored(toStored(typed))), toStored(typed));
});

test("an entry's fault is said by its number below the list", () => {
  assert.equal(faultOf({ "do.1": "Paling sedikit 3 huruf." }, "do"), "Baris 2: Paling sedikit 3 huruf.");
  assert.equal(faultOf({ dont: "Wajib diisi." }, "do"), undefined);
});

test("each new row is one of its own", () => {
  emptyRow("quiz").options[0] = "Ya";
  assert.equal(emptyRow("quiz").options[0], "");
});

test("Markdown goes around what is selected, or stands there as an example", () => {
  assert.equal(written("a kunci b", 2, 7, "bold").text, "a **kunci** b");
  const example = written("", 0, 0, "italic");
  assert.equal(example.text.slice(example.from, example.to), "teks miring");
  assert.equal(written("satu\ndua", 0, 8, "list").text, "- satu\n- dua");
  assert.equal(written("satu\ndua", 6, 6, "heading").text, "satu\n## dua");
  const picture = written("Peta:", 5, 5, "picture", "0193");
  assert.equal(picture.text, "Peta:\n\n![keterangan gambar](gambar:0193)\n");
  assert.equal(picture.text.slice(picture.from, picture.to), "keterangan gambar");
});
