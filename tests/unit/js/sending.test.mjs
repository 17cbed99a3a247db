import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff, oneSender, pause } from "../../../assets/islands/lib/sending.js";

test("pauses grow from seconds to five minutes, and the server's word counts more", () => {
  assert.deepEqual([1, 2, 3, 20].map((failures) => backoff(failures, 0.5)), [5, 10, 20, 300]);
  assert.deepEqual(pause({ retryAfter: 7 }, 9, 1000), { retry_at: 8000, by_server: true, failures: 9 });
  const own = pause({ retryAfter: null }, 1, 0);
  assert.equal(own.by_server, false);
  assert.ok(own.retry_at >= 3750 && own.retry_at <= 6250);
});

test("one sender works at a time; a call meanwhile looks once more afterwards, however many there were", async () => {
  const log = [];
  let go;
  const gate = new Promise((resolve) => (go = resolve));
  const drain = oneSender((owner) => `uji-${owner}`, async (owner) => {
    log.push(`mulai ${owner}`);
    await gate;
    log.push(`selesai ${owner}`);
  });
  const calls = [drain("a"), drain("a"), drain("a")];
  go();
  await Promise.all(calls);
  assert.deepEqual(log, ["mulai a", "selesai a", "mulai a", "selesai a"]);
});
