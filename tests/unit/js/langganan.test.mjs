/* One subscription for announcements, tickets and an officer's news: who ends one of them silences no other. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { release } from "../../../assets/publik/langganan.js";

const ENDPOINT = "https://push.example.com/x";
const json = (told) => new Response(JSON.stringify(told), { status: 200 });

/** A browser with a subscription, on a server that answers so; gives what was asked and whether the subscription ended. */
function browser({ himbauan = false, tiket = null, person = null, network = true }) {
  const seen = { asked: [], ended: false };
  const known = { endpoint: ENDPOINT, unsubscribe: async () => (seen.ended = true) };
  const registration = { pushManager: { getSubscription: async () => known } };
  const given = {
    localStorage: { getItem: () => person },
    navigator: { serviceWorker: { getRegistration: async () => registration } },
    fetch: async (path) => {
      seen.asked.push(path);
      if (!network) throw new TypeError("offline");
      return path.endsWith("lihat") ? json({ subscribed: himbauan, kecamatan_code: null }) : json({ endpoint: tiket, key: "k", guarded: [] });
    },
  };
  for (const [name, value] of Object.entries(given)) Object.defineProperty(globalThis, name, { value, configurable: true });
  return seen;
}

test("the last one ends the subscription", async () => {
  const seen = browser({});
  await release();
  assert.equal(seen.ended, true);
});

test("tickets of another browser's address are no reason to keep this one", async () => {
  const seen = browser({ tiket: "https://push.example.com/older" });
  await release();
  assert.equal(seen.ended, true);
});

for (const [name, who] of Object.entries({ announcements: { himbauan: true }, tickets: { tiket: ENDPOINT }, "an officer's news": { person: "7" } })) {
  test(`${name} keep it`, async () => {
    const seen = browser(who);
    await release();
    assert.equal(seen.ended, false);
  });
}

test("without network it stays: nobody knows who else wants it", async () => {
  const seen = browser({ network: false });
  await release();
  assert.deepEqual([seen.ended, seen.asked.length], [false, 2]);
});

test("an officer who ends the news keeps what was asked for as a citizen", async () => {
  const seen = browser({ person: "7", himbauan: true });
  await release(false);
  assert.equal(seen.ended, false);
  const last = browser({ person: "7" });
  await release(false);
  assert.equal(last.ended, true);
});
