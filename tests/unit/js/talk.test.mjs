import assert from "node:assert/strict";
import { test } from "node:test";

import { marks, mentionAt, suggested, unreadOf } from "../../../assets/islands/lib/talk.js";

const post = (id, sender, minute) => ({ id, sender: { id: sender }, received_at: `2026-11-22T08:${minute}:00.000001+00:00` });
const posts = [post("a", 1, "01"), post("b", 2, "02"), post("c", 1, "03")];

test("new are the posts of others after the mark, here or on the server, whichever is later", () => {
  const thread = (read_at, seen) => ({ posts, readers: [{ id: 2, name: "Dewi", read_at }], seen });
  assert.equal(unreadOf(thread(null, null), 2), 2);
  assert.equal(unreadOf(thread(posts[0].received_at, null), 2), 1);
  assert.equal(unreadOf(thread(posts[0].received_at, posts[2].received_at), 2), 0);
  assert.equal(unreadOf(thread(posts[2].received_at, posts[0].received_at), 2), 0);
  assert.equal(unreadOf(thread(null, null), 1), 1);
  assert.equal(unreadOf({ posts, readers: [], seen: null }, 9), 3);
});

test("a mark stands at the last post that was read, not at the reader's own, not at mine", () => {
  const readers = [
    { id: 1, name: "Saya", read_at: posts[2].received_at },
    { id: 2, name: "Dewi", read_at: posts[1].received_at },
    { id: 3, name: "Budi", read_at: posts[2].received_at },
    { id: 4, name: "Tono", read_at: null },
    { id: 5, name: "Rini", read_at: "2026-11-22T08:02:30+00:00" },
  ];
  assert.deepEqual(marks(posts, readers, 1), { b: ["Rini"], c: ["Budi"] });
});

test("what is typed after @ is looked for in every word of a name", () => {
  assert.equal(mentionAt("Mohon @de", 9), "de");
  assert.equal(mentionAt("@", 1), "");
  assert.equal(mentionAt("surel a@b", 9), null);
  assert.equal(mentionAt("Mohon @Dewi, segera", 19), null);
  assert.equal(mentionAt("@dewi lagi", 3), "de");
  const people = [{ id: 1, name: "Dewi Nasution" }, { id: 2, name: "Budi Dermawan" }, { id: 3, name: "Tono" }];
  assert.deepEqual(suggested(people, 9, "de").map(({ id }) => id), [1, 2]);
  assert.deepEqual(suggested(people, 1, "DEWI n").map(({ id }) => id), []);
  assert.deepEqual(suggested(people, 9, "dewi n").map(({ id }) => id), [1]);
  assert.equal(suggested(Array.from({ length: 40 }, (_, id) => ({ id, name: "Ani" })), 99, "").length, 6);
});
