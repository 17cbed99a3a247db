/** Announcements on this phone: the browser subscribes, the server keeps its address and a kecamatan. Without this script the page is read as it is. */
const box = document.querySelector("[data-langganan]");
const form = box.querySelector("[data-isian]");
const start = box.querySelector("[data-mulai]");
const stop = box.querySelector("[data-berhenti]");
const WANTED = {
  iphone: "Di iPhone, pasang dulu: ketuk Bagikan, lalu Tambahkan ke Layar Utama, dan buka dari sana.",
  peramban: "Peramban ini tidak dapat menerima pemberitahuan. Coba dengan Chrome atau Firefox.",
  diblokir: "Pemberitahuan untuk situs ini diblokir. Izinkan di pengaturan peramban, lalu muat ulang halaman ini.",
};
const NO_NETWORK = "Tidak ada sambungan. Coba lagi saat ada sinyal.";

const say = (words) => {
  box.querySelector("[data-kabar]").textContent = words;
};

/** Why this browser can show no messages; "" where it can. */
function obstacle() {
  const known = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!known) return /iPhone|iPad/.test(navigator.userAgent) && !navigator.standalone ? "iphone" : "peramban";
  return Notification.permission === "denied" ? "diblokir" : "";
}

async function ask(path, method, body) {
  const answer = await fetch(`/api/v1/himbauan/${path}`, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).catch(() => {
    throw new Error(NO_NETWORK);
  });
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.errors?.[0]?.message ?? told.detail ?? "Server sedang terganggu. Coba lagi nanti.");
  return told;
}

const current = async () => (await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription()) ?? null;
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const same = (one, other) => one && new Uint8Array(one).every((byte, place) => byte === other[place]);

async function subscription() {
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = bytes(box.dataset.kunci);
  let known = await pushManager.getSubscription();
  // Made for another key (the server was set up anew): it would never be answered.
  if (known && !same(known.options.applicationServerKey, wanted)) {
    await known.unsubscribe();
    known = null;
  }
  try {
    return known ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted }));
  } catch (cause) {
    throw new Error("Layanan pemberitahuan peramban ini tidak menjawab. Periksa sinyal, lalu coba lagi.", { cause });
  }
}

function show(asked) {
  form.hidden = false;
  stop.hidden = !asked.subscribed;
  start.querySelector("span").textContent = asked.subscribed ? "Simpan pilihan" : "Terima himbauan";
  if (asked.subscribed) form.kecamatan.value = asked.kecamatan_code ?? "";
  const [chosen] = form.kecamatan.selectedOptions;
  const where = chosen?.value ? `Kecamatan ${chosen.textContent}` : "semua kecamatan";
  say(asked.subscribed ? `HP ini menerima himbauan untuk ${where}.` : "HP ini belum menerima himbauan.");
}

/** One deed at a time; what goes wrong is said. */
async function during(deed) {
  for (const button of [start, stop]) button.disabled = true;
  try {
    await deed();
  } catch (error) {
    say(error.message);
  } finally {
    for (const button of [start, stop]) button.disabled = false;
  }
}

async function begin() {
  if ((await Notification.requestPermission()) !== "granted") {
    say(Notification.permission === "denied" ? WANTED.diblokir : "Izin belum diberikan. Ketuk lagi, lalu izinkan.");
    return;
  }
  say("Menyalakan …");
  const kecamatan_code = form.kecamatan.value || null;
  const { endpoint, keys } = (await subscription()).toJSON();
  await ask("langganan", "PUT", { endpoint, keys, kecamatan_code });
  show({ subscribed: true, kecamatan_code });
}

async function end() {
  const known = await current();
  if (known) await ask("langganan/berhenti", "POST", { endpoint: known.endpoint });
  // An officer's browser has the same subscription for the news of the app.
  if (!localStorage.getItem("sambang.person")) await known?.unsubscribe();
  show({ subscribed: false });
}

async function look() {
  const known = await current();
  show(known ? await ask("langganan/lihat", "POST", { endpoint: known.endpoint }) : { subscribed: false });
}

document.querySelector("[data-tanpa-skrip]").hidden = true;
box.hidden = false;
const why = obstacle();
if (why) say(WANTED[why]);
else {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(begin);
  });
  stop.addEventListener("click", () => during(end));
  during(look).then(() => {
    form.hidden = false;
  });
}
