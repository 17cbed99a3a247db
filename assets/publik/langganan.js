/**
 * The one subscription that a browser has for this site, whoever asked for it: announcements (/himbauan/), tickets (/tiket/), an officer's news.
 * Ending one of them ends the subscription only when nobody else is left. Imports nothing: pages of the server load it as it is.
 */
const NO_NETWORK = "Tidak ada sambungan. Coba lagi saat ada sinyal.";
const OFFICER = "sambang.person";

/** What to say for each `obstacle()`. */
export const OBSTACLES = {
  iphone: "Di iPhone, pasang dulu: ketuk Bagikan, lalu Tambahkan ke Layar Utama, dan buka dari sana.",
  peramban: "Peramban ini tidak dapat menerima pemberitahuan. Coba dengan Chrome atau Firefox.",
  diblokir: "Pemberitahuan untuk situs ini diblokir. Izinkan di pengaturan peramban, lalu muat ulang halaman ini.",
};

/** Why this browser can show no messages: "iphone" (not installed yet), "peramban" (it has no such thing), "diblokir", or "" (it can). */
export function obstacle() {
  if (/iPhone|iPad/.test(navigator.userAgent) && !navigator.standalone) return "iphone";
  if (!("serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis)) return "peramban";
  return Notification.permission === "denied" ? "diblokir" : "";
}

/** Why there is no permission after it was asked for. */
export const refusal = () => (obstacle() ? OBSTACLES[obstacle()] : "Izin belum diberikan. Ketuk lagi, lalu izinkan.");

/** The answer of `/api/v1/<path>` (null for 204); throws with a sentence. */
export async function call(path, method = "GET", body = undefined) {
  const content = body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(`/api/v1/${path}`, { method, cache: "no-store", ...content }).catch(() => {
    throw new Error(NO_NETWORK);
  });
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.errors?.[0]?.message ?? told.detail ?? "Server sedang terganggu. Coba lagi nanti.");
  return told;
}

/** The subscription that the browser has, or null. */
export const current = async () => (await (await navigator.serviceWorker?.getRegistration())?.pushManager?.getSubscription()) ?? null;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const same = (one, other) => one && new Uint8Array(one).every((byte, place) => byte === other[place]);

/**
 * Ask the person if they were not asked yet, and subscribe; call it when something was pressed, never by itself.
 * @param key of the server, base64url
 * @returns `{endpoint, keys}` for the server, or null where the person does not allow it; throws with a sentence
 */
export async function begin(key) {
  if ((await Notification.requestPermission()) !== "granted") return null;
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = bytes(key);
  let known = await pushManager.getSubscription();
  // Made for another key (the server was set up anew): it would never be answered.
  if (known && !same(known.options.applicationServerKey, wanted)) {
    await known.unsubscribe();
    known = null;
  }
  try {
    known ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
  } catch (cause) {
    throw new Error("Layanan pemberitahuan peramban ini tidak menjawab. Periksa sinyal, lalu coba lagi.", { cause });
  }
  const { endpoint, keys } = known.toJSON();
  return { endpoint, keys };
}

/**
 * The server sends one thing less: end the subscription, too, unless something else still comes by it, or nobody can say so now.
 * @param officer whether an officer's news comes by it
 */
export async function release(officer = Boolean(localStorage.getItem(OFFICER))) {
  const known = await current();
  if (!known || officer) return;
  const { endpoint } = known;
  const uses = [
    call("himbauan/langganan/lihat", "POST", { endpoint }).then((told) => told.subscribed),
    call("warga/kabar").then((told) => told.endpoint === endpoint),
  ];
  const used = await Promise.all(uses).then((found) => found.some(Boolean), () => true);
  if (!used) await known.unsubscribe();
}
