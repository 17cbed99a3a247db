import assert from "node:assert/strict";
import { test } from "node:test";

import { chunkOf, importKey, pack, seal, unpack, unseal } from "../../../assets/islands/lib/seal.js";

const bytes = (...values) => Uint8Array.from(values).buffer;
const key = () => importKey(crypto.getRandomValues(new Uint8Array(32)));
const PLACE = '["items","1"]';

test("a record comes back as it went in, bytes and all", () => {
  const record = {
    id: "1", title: "Rumah Ibu Siti – “Rukun” 🏠", count: 0, none: null, list: [1, [2]], nested: { deep: true },
    thumb: { bytes: bytes(1, 2, 3), type: "image/jpeg" }, more: [bytes(), bytes(255)],
  };
  const back = unpack(pack(record).buffer);
  assert.deepEqual({ ...back, thumb: null, more: null }, { ...record, thumb: null, more: null });
  assert.deepEqual([...new Uint8Array(back.thumb.bytes)], [1, 2, 3]);
  assert.deepEqual(back.more.map(({ byteLength }) => byteLength), [0, 1]);
});

test("what lies on the disk shows nothing of it, and never the same twice", async () => {
  const own = await key();
  const [one, two] = await Promise.all([seal(own, PLACE, { name: "Siti Rahmawati" }), seal(own, PLACE, { name: "Siti Rahmawati" })]);
  for (const { sealed } of [one, two]) assert.ok(!Buffer.from(sealed).includes("Siti"));
  assert.notDeepEqual(Buffer.from(one.sealed), Buffer.from(two.sealed));
  assert.notDeepEqual(one.iv, two.iv);
  assert.deepEqual(await unseal(own, PLACE, two), { name: "Siti Rahmawati" });
});

test("another key, another place or one changed bit opens nothing", async () => {
  const own = await key();
  const record = await seal(own, PLACE, { name: "Siti" });
  const bent = { ...record, sealed: record.sealed.slice() };
  new Uint8Array(bent.sealed)[3] ^= 1;
  await assert.rejects(unseal(await key(), PLACE, record));
  await assert.rejects(unseal(own, '["items","2"]', record));
  await assert.rejects(unseal(own, PLACE, bent));
});

test("the key itself cannot be read out", async () => {
  await assert.rejects(crypto.subtle.exportKey("raw", await key()));
});

test("ids spread evenly over the chunks of the register", () => {
  const counts = new Array(64).fill(0);
  for (let i = 0; i < 6400; i++) counts[chunkOf(crypto.randomUUID(), 64)] += 1;
  assert.ok(Math.min(...counts) > 50 && Math.max(...counts) < 160, counts.join());
  assert.equal(chunkOf("0193-a", 64), chunkOf("0193-a", 64));
});
