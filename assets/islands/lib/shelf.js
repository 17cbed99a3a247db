/**
 * Files of the app kept on the device, for the service worker. Several travel at a time: one after the other, as workbox-precaching
 * fetches them, each of more than a hundred waits for the whole way there and back, which on a weak signal is most of a minute.
 */

const AT_ONCE = 6;

/**
 * The shelf `cacheName` for `entries`: `{url, revision}` as workbox-build lists them; without a revision the address names the contents.
 * The keys in the cache carry the revision, so that a page and its files belong together.
 */
export function shelf(cacheName, entries) {
  const keyOf = ({ url, revision }) => (revision ? `${url}?versi=${revision}` : url);
  const keys = new Map(entries.map((entry) => [entry.url, keyOf(entry)]));

  return {
    /** Whether the file of that path belongs here. */
    holds: (path) => keys.has(path),

    /** The stored answer for a path, or undefined. */
    find: async (path) => (keys.has(path) ? (await caches.open(cacheName)).match(keys.get(path)) : undefined),

    /** Fetch what is not there yet. Rejects at the first file that cannot be had; those that came stay for the next try. */
    async fill() {
      const cache = await caches.open(cacheName);
      const there = new Set((await cache.keys()).map((request) => request.url));
      const waiting = entries.filter((entry) => !there.has(new URL(keyOf(entry), location.href).href));
      const bring = async () => {
        for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
          const answer = await fetch(entry.url, { cache: entry.revision ? "reload" : "default", credentials: "same-origin" });
          // What a network's own sign-in page sends instead must not be taken for the app.
          if (!answer.ok || answer.redirected) throw new Error(`${entry.url}: ${answer.status}`);
          await cache.put(keyOf(entry), answer);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, bring));
    },
  };
}
