/**
 * Texts for citizens on the device, for the service worker: fresh while there is a network, else as they were last read. The page itself
 * keeps what somebody chose to keep (assets/publik/baca.js), in the same cache.
 */
const KEPT = "sambang-baca";
const MOST = 40;
const PATIENCE_MS = 3000;
/** The library, each text, the page of a Bhabinkamtibmas, and the numbers; a search, a poster or a picture is asked of the network alone. */
const PATH = /^\/(baca\/[^/]*|bhabin\/[0-9.]+|nomor-penting\/)$/;

export const isText = (url) => PATH.test(url.pathname);

/** The answer to a navigation: the network's, or after a while what is kept, or `otherwise`. */
export async function text(event, otherwise) {
  const { request } = event;
  const found = async () => (await caches.open(KEPT)).match(request, { ignoreSearch: true });
  const network = fetch(request);
  event.waitUntil(network.then((answer) => keep(request, answer.clone())).catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  return Promise.race([network, late.then(found).then((kept) => kept ?? network)]).catch(async () => (await found()) ?? otherwise());
}

/** Keeps what was read, with its stylesheet, which the next build of the app has no longer. What may leave no trace says so itself. */
async function keep(request, answer) {
  const asked = new URL(request.url).search;
  if (asked || !answer.ok || answer.redirected || /no-store/.test(answer.headers.get("Cache-Control"))) return;
  const cache = await caches.open(KEPT);
  const [, style] = /rel="stylesheet" href="([^"]+)"/.exec(await answer.clone().text()) ?? [];
  // Last read, last in the order of the keys.
  await cache.delete(request);
  await cache.put(request.url, answer);
  if (style && !(await cache.match(style))) await cache.add(style);
  const texts = (await cache.keys()).filter(({ url }) => PATH.test(new URL(url).pathname));
  await Promise.all(texts.slice(0, -MOST).map((old) => cache.delete(old)));
}
