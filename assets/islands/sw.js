/**
 * The service worker: starts the app without network and sends waiting reports after the page has gone.
 *
 * Two lists are put in at build: SHELL (everyone: home, sign-in, a citizen's report and tickets, offline page) and OFFICER (officers' screens), kept
 * only after an officer has signed in on this device. Texts for citizens are kept as they are read (lib/bacaan.js). Pages of staff, the API and the
 * live connection are never kept, but for the outlines of the villages, which are the same for everybody.
 */
import { isText, text } from "./lib/bacaan.js";
import { KEEP, OUTLINES } from "./lib/batas.js";
import { keepLease } from "./lib/contact.js";
import { drain as drainReports, waiting } from "./lib/lapor_kirim.js";
import { countUnsent, drain, senderState } from "./lib/outbox.js";
import { remind } from "./lib/reminder.js";
import { shelf } from "./lib/shelf.js";
import { check } from "./lib/vault.js";

const SHELL = "sambang-umum-";
const OFFICER = "sambang-petugas-";
// Each build has its own: a page of the build before finds its files until it is loaded anew.
const SHELL_CACHE = SHELL + __BUILD__;
const OFFICER_CACHE = OFFICER + __BUILD__;
const OUTLINES_CACHE = "sambang-batas"; // of no build: what the server says is as old as its boundaries
const OFFLINE = "/luring.html";
const PATIENCE_MS = 3000;

const shell = shelf(SHELL_CACHE, __SHELL__);
const officer = shelf(OFFICER_CACHE, __OFFICER__);

const cachesOf = async (kind) => (await caches.keys()).filter((name) => name.startsWith(kind));

self.addEventListener("install", (event) => {
  // An officer's device stays one: its screens of the new build come along before the build is offered.
  event.waitUntil(Promise.all([shell.fill(), cachesOf(OFFICER).then((found) => found.length && officer.fill())]));
});

self.addEventListener("activate", (event) => {
  const tidy = async (kind, current) => {
    const older = (await cachesOf(kind)).filter((name) => name !== current);
    await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
  };
  event.waitUntil(Promise.all([tidy(SHELL, SHELL_CACHE), tidy(OFFICER, OFFICER_CACHE), self.clients.claim()]));
});

self.addEventListener("message", (event) => {
  const answer = (data) => event.ports[0]?.postMessage(data);
  if (event.data === "perbarui") event.waitUntil(self.skipWaiting());
  if (event.data === "versi") answer(__BUILD__);
  if (event.data === KEEP) event.waitUntil(freshOutlines().catch(() => {}));
  if (event.data === "petugas") {
    event.waitUntil(officer.fill().then(() => answer({ ready: true }), (error) => answer({ ready: false, error: String(error) })));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "GET" && url.href === self.location.origin + OUTLINES) event.respondWith(outlines(event));
  if (request.method !== "GET" || url.origin !== self.location.origin || /^\/(api|_event|_upload|ping)(\/|$)/.test(url.pathname)) return;
  if (request.mode === "navigate" && isText(url)) event.respondWith(text(event, async () => (await stored(OFFLINE)) ?? Response.error()));
  else if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/assets/") || kept(url.pathname)) event.respondWith(file(request, url));
});

const kept = (path) => officer.holds(path) || shell.holds(path);
const stored = async (path) => (await officer.find(path)) ?? shell.find(path);

async function file(request, url) {
  return (await stored(url.pathname)) ?? (await caches.match(request)) ?? fetch(request);
}

/** What is kept at once, and the next time what the server says now. */
async function outlines(event) {
  const known = await caches.match(OUTLINES);
  const fresh = freshOutlines();
  if (!known) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return known;
}

async function freshOutlines() {
  const answer = await fetch(OUTLINES, { cache: "no-cache", credentials: "same-origin" });
  // What a network's own sign-in page sends instead is no map.
  if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) await (await caches.open(OUTLINES_CACHE)).put(OUTLINES, answer.clone());
  return answer;
}

async function page(request, url) {
  const path = url.pathname.replace(/\/?$/, "/");
  // An officer's page holds no data: it comes from the phone at once, whole and of one build, however weak the signal.
  const own = await officer.find(path);
  if (own) return path === url.pathname ? own : Response.redirect(path + url.search, 302);
  const fallback = async () => (await stored(path)) ?? (await stored(OFFLINE)) ?? Response.error();
  const network = fetch(request);
  if (!shell.holds(path)) return network.catch(fallback);
  network.catch(() => {}); // it may fail after we have stopped waiting
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  return Promise.race([network, late.then(() => stored(path)).then((found) => found ?? network)]).catch(fallback);
}

/** Only Chromium has this; elsewhere the page sends when it is opened. Photos need the page too (tus uses XMLHttpRequest). */
self.addEventListener("sync", (event) => {
  if (event.tag === "kirim-warga") event.waitUntil(sendReports());
  const person = /^kirim-(\d+)$/.exec(event.tag)?.[1];
  if (person) event.waitUntil(sendItems(Number(person)));
});

async function sendReports() {
  await drainReports({ force: true });
  if ((await waiting()).length) throw new Error("belum terkirim");
}

async function sendItems(person) {
  await keepLease(person);
  // A locked phone cannot be read by us either: its owner is told that something waits, and sends by opening the app.
  if (!(await check(person))) return remind(person, self.registration);
  // The browser wakes us when it has a network: our own pause was for want of it.
  await drain(person, { force: true });
  await remind(person, self.registration);
  const { phase } = await senderState(person);
  // A rejected promise asks the browser to try again later.
  if (phase === "sinyal" && (await countUnsent(person))) throw new Error("belum ada sinyal");
}

/** A message of the server: neutral words, or the title of an announcement, shown as they are; nothing of the phone's own data is needed, locked or not. */
self.addEventListener("push", (event) => {
  const { jenis, title, body, tag, url } = event.data.json();
  // What citizens asked for comes under the sign of the pages for everybody.
  const icon = jenis === "himbauan" || jenis === "tiket" ? "/icons/sambang-192.png" : "/icons/petugas-192.png";
  // All news of tickets stands there once, under one sign; what is new rings although the older one was not pressed.
  const renotify = jenis === "tiket";
  const tell = async () => {
    for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage("kabar");
  };
  event.waitUntil(Promise.all([self.registration.showNotification(title, { body, tag, renotify, lang: "id", icon, data: { url } }), tell()]));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  // The silent notice of what is unsent has no address of its own.
  const { url } = event.notification.data ?? {};
  const show = async () => {
    const [open] = await self.clients.matchAll({ type: "window" });
    if (!open) return self.clients.openWindow(url ?? "/petugas/antrean/");
    await open.focus().catch(() => {});
    // A page that this worker does not control cannot be led elsewhere.
    return url && open.navigate(url).catch(() => self.clients.openWindow(url));
  };
  event.waitUntil(show());
});
