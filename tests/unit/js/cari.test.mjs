import assert from "node:assert/strict";
import { test } from "node:test";

import { documents, search, shownAs } from "../../../assets/islands/lib/cari.js";
import { reader } from "../../../assets/islands/lib/kata.js";

const words = reader({
  max_word: 40, max_words: 12, min_letters: 2, min_root: 4, stop: ["dan"], short: {}, prefixes: [["di", [""], [""]]], suffixes: ["an"], vowels: "aeiou",
  patterns: { word: "@+", rukun: "(?!)", rt_then_rw: "(?!)", code: "(?=[^ ]*[0-9])@+(?:[\\-]@+)+", phone: "0[0-9]{9,}" }, length: 160, before: 50,
});
const FORM = {
  fields: [
    { name: "name", type: "line", title: "Nama" }, { name: "situation", type: "choice", title: "Keadaan" },
    { name: "members", type: "repeat", title: "Anggota", fields: [{ name: "phone", type: "phone", title: "Telepon" }] },
    { name: "place", type: "section", title: "Tempat", fields: [{ name: "rt", type: "rukun", title: "RT" }] },
  ],
};
const report = (id, more) => ({ id, kind: "sambang_warga", kind_title: "Sambang warga", title: `Laporan ${id}`, at: `2026-11-2${id}T00:00:00Z`, area_code: "1", ...more });
const post = (text) => ({ id: text, text, sender: { name: "Kanit Seno" }, received_at: "2026-11-22T08:00:00Z" });
const HELD = {
  reports: [
    report(1, { body: { name: "Suparman", situation: "gawat", members: [{ phone: "081234567890" }], place: { rt: "7" } }, review: { note: "Fotonya kabur" } }),
    report(2, { secret: true, title: "R/LI-5", number: "R/LI-5", body: { name: "Gudang senjata" }, review: { note: "Dalami gudang" } }),
    report(3, { elsewhere: true, receipt: "AB12-CD34", item: { body: { name: "Wagiman" } } }),
  ],
  subjects: [
    { id: "h1", kind: "rumah", name: "Siti", address: "Gang Mawar", rt: "003", rw: "005", area_code: "1", last_visit_at: "2026-11-20T00:00:00Z" },
    { id: "h2", kind: "rumah", name: "Rumah yang menolak didata", address: "", area_code: "1", declined: true },
  ],
  sheets: [{ id: "h1", residents: [{ name: "Zainuddin" }], phones: [{ number: "0899999999999" }] }, { id: "h2", residents: [{ name: "Rahasia" }], phones: [] }],
  tasks: [
    {
      id: "t1", title: "Tugas lain", text: "Antar undangan", reason: "", subject: { name: "Siti", address: "Gang Mawar" }, area: "Karawaci", giver: { name: "Seno" }, officer: null,
      source: null, steps: [{ note: "Jembatan putus" }], state: "tidak_dapat", late: false, created_at: "2026-11-21T00:00:00Z",
    },
  ],
  threads: [{ id: 1, posts: [post("Lampu mati")] }, { id: 2, posts: [post("Gudang terkunci")] }, { id: "t1", posts: [] }, { id: "gone", posts: [post("Lampu lain")] }],
  posts: [{ id: "p", report: "t1", text: "Undangan sampai", created_at: "2026-11-22T09:00:00Z" }, { id: "Lampu mati", report: 1, text: "Lampu mati", created_at: "2026-11-22T07:00:00Z" }],
  areas: [{ code: "1", name: "Nusa Jaya" }],
};
const all = documents(HELD, { sambang_warga: FORM });
const ids = (text) => Object.fromEntries(Object.entries(search(all, words.ask(text), words)).map(([sort, some]) => [sort, some.map(({ id }) => id)]).filter(([, some]) => some.length));

test("reports are found by what was written into them, not by codes", () => {
  assert.deepEqual(ids("suparman"), { laporan: [1] });
  assert.deepEqual(ids("081234567890"), { laporan: [1] });
  assert.deepEqual(ids("kabur"), { laporan: [1] });
  assert.deepEqual(ids("gawat"), {});
  assert.deepEqual(ids("ab12cd34"), { laporan: [3] });
  assert.deepEqual(ids("wagiman nusa"), { laporan: [3] });
  assert.deepEqual(ids("laporan"), { laporan: [3, 1] }, "the newest first");
});

test("of a secret report there is its number, and nothing that was said about it", () => {
  assert.deepEqual(ids("li-5"), { laporan: [2] });
  for (const asked of ["gudang", "senjata", "dalami", "terkunci"]) assert.deepEqual(ids(asked), {}, asked);
});

test("houses with their sheets, tasks with their steps, threads with what waits to be sent", () => {
  assert.deepEqual(ids("zainuddin siti"), { register: ["h1"] });
  assert.deepEqual(ids("0899999999999"), { register: ["h1"] });
  assert.deepEqual(ids("rahasia"), {}, "of who declined nothing, whatever is left");
  assert.deepEqual(ids("jembatan"), { tugas: ["t1"] });
  assert.deepEqual(ids("siti"), { register: ["h1"], tugas: ["t1"] });
  assert.deepEqual(ids("lampu"), { percakapan: [1] });
  assert.deepEqual(ids("sampai"), { percakapan: ["t1"] });
});

test("a hit says where it leads and why it was found", () => {
  const question = words.ask("jembatan");
  const [hit] = search(all, question, words).tugas.map((one) => shownAs(one, question, words));
  assert.deepEqual([hit.opens, hit.id, hit.about], ["tugas", "t1", ["Siti", "tidak dapat"]]);
  assert.deepEqual(hit.pieces, [{ text: "Jembatan", marked: true }, { text: " putus", marked: false }]);
});
