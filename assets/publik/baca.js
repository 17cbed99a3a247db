// What a browser with JavaScript adds to the pages to read. Each button is there only where what it does is possible.
const one = (selector, root = document) => root.querySelector(selector);
const KEPT = "sambang-baca";
const FINISHED_AFTER_MS = 15000;
const READ_AFTER_MS = 5000;

const article = one("[data-baca]");
const tell = (words) => {
  one("[data-kabar]").textContent = words;
};

const WHERE = "sambang.kecamatan";
// A text whose readers may be watched does not ask, and does not tell.
const where = () => (one("[data-kecamatan]") && localStorage.getItem(WHERE)) ?? "";

/** Where the reader says to be, on this device until they say otherwise; it goes along with the sums alone. */
function place(section) {
  const list = one("select", section);
  const quiz = one("#kuis form");
  const said = quiz?.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "kecamatan" }));
  const follow = () => {
    if (said) said.value = list.value;
  };
  list.value = where();
  // One that is there no more.
  if (list.selectedIndex < 0) list.value = "";
  follow();
  list.addEventListener("change", () => {
    localStorage.setItem(WHERE, list.value);
    follow();
  });
  section.hidden = false;
}

/** Sums alone: no name, no cookie. A page that is only looked at by a robot, or opened in passing, tells nothing. */
function counting(slug) {
  const sent = new Set();
  const send = (what) => {
    if (sent.has(what) || document.visibilityState === "hidden") return;
    sent.add(what);
    navigator.sendBeacon(`/baca/${slug}/${what}`, new URLSearchParams({ kecamatan: where() }));
  };
  const opened = performance.now();
  setTimeout(() => send("dibaca"), READ_AFTER_MS);
  new IntersectionObserver((seen) => {
    if (seen.some((entry) => entry.isIntersecting) && performance.now() - opened > FINISHED_AFTER_MS) send("selesai");
  }).observe(one("[data-akhir]"));
}

/** Its place was kept, so that nothing below it jumps. */
const offer = (button) => button.classList.remove("invisible");

/** Reads the text aloud in Indonesian; a second press ends it. */
function listening(button) {
  const speech = window.speechSynthesis;
  if (!speech) return button.remove();
  const label = one("span", button);
  const quiet = () => {
    label.textContent = "Dengarkan";
    button.setAttribute("aria-pressed", "false");
  };
  const texts = () => {
    const parts = [...document.querySelectorAll("article h1, article section:not(#kuis) :is(h2, li), article dl > div, [data-isi] :is(p, h2, h3, li)")];
    return parts.filter((part) => !part.querySelector("p")).map((part) => part.innerText.trim());
  };
  offer(button);
  quiet();
  button.addEventListener("click", () => {
    if (speech.speaking) {
      speech.cancel();
      return quiet();
    }
    label.textContent = "Berhenti";
    button.setAttribute("aria-pressed", "true");
    // One utterance for each paragraph: browsers cut off long ones.
    const all = texts().map((words) => Object.assign(new SpeechSynthesisUtterance(words), { lang: "id-ID", rate: 0.95 }));
    all.at(-1).onend = quiet;
    for (const utterance of all) speech.speak(utterance);
  });
  addEventListener("pagehide", () => speech.cancel());
}

const keeps = () => "serviceWorker" in navigator && "caches" in window;
const filesOf = () => [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src]")].map((file) => file.href || file.src);

/** Keeps this page and what it is made of; the service worker, which the app's pages share, brings it up without network. */
async function keep() {
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const cache = await caches.open(KEPT);
  await cache.addAll([location.pathname, "/baca/", ...filesOf()]);
  await navigator.serviceWorker.ready;
}

async function saving(button) {
  if (!keeps()) return button.remove();
  const label = one("span", button);
  const done = () => {
    label.textContent = "Tersimpan di HP";
    button.disabled = true;
  };
  // Not before it is known: what is offered says the truth, and does what it says.
  const known = await caches.match(location.pathname);
  offer(button);
  if (known) return done();
  button.addEventListener("click", async () => {
    label.textContent = "Menyimpan …";
    try {
      await keep();
      done();
      tell("Tersimpan di HP. Bisa dibaca tanpa sinyal.");
    } catch {
      label.textContent = "Belum tersimpan, coba lagi";
      tell("Belum tersimpan. Periksa sinyal atau ruang HP, lalu coba lagi.");
    }
  });
}

/** A sharp poster once the video is in sight: the page itself comes with a small one. */
function sharpening(film) {
  if (navigator.connection?.saveData) return;
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    film.poster = film.dataset.poster;
  });
  watch.observe(film);
}

/** Away at once, and the way back does not lead here. */
function leaving(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}

/** In the library: what this device has kept, by title. */
async function shelf(section) {
  if (!keeps()) return;
  const cache = await caches.open(KEPT);
  const texts = (await cache.keys()).map((request) => new URL(request.url).pathname).filter((path) => /^\/baca\/[^/]+$/.test(path));
  for (const path of texts) {
    const page = new DOMParser().parseFromString(await (await cache.match(path)).text(), "text/html");
    const link = Object.assign(document.createElement("a"), { href: path, className: "btn", textContent: one("h1", page)?.textContent ?? path });
    const line = document.createElement("li");
    line.append(link);
    one("ul", section).append(line);
  }
  section.hidden = !texts.length;
}

if (article) {
  counting(article.dataset.baca);
  if (one("[data-kecamatan]")) place(one("[data-kecamatan]"));
  listening(one("[data-dengar]"));
  if (one("[data-simpan]")) saving(one("[data-simpan]"));
  if (one("[data-poster]")) sharpening(one("[data-poster]"));
  if (one("[data-keluar]")) leaving(one("[data-keluar]"));
}
if (one("[data-tersimpan]")) shelf(one("[data-tersimpan]"));
