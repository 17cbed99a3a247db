/** The number of reports that wait, where it is seen without opening the app: on the icon, and in one silent notification (Android has no numbers on icons). */
import { countUnsent } from "./outbox.js";
import { status } from "./vault.js";

const TAG = "antrean";

/** Show how many reports of this person wait, or take the notice away. Says nothing of what is in them. */
export async function remind(person, registration = undefined) {
  const [unsent, lock, worker] = await Promise.all([countUnsent(person), status(person), registration ?? navigator.serviceWorker?.ready]);
  await (unsent ? navigator.setAppBadge?.(unsent) : navigator.clearAppBadge?.())?.catch(() => {});
  if (!worker || globalThis.Notification?.permission !== "granted") return;
  if (!unsent) {
    for (const shown of await worker.getNotifications({ tag: TAG })) shown.close();
    return;
  }
  await worker.showNotification(`${unsent} laporan belum terkirim`, {
    tag: TAG, silent: true, icon: "/icons/petugas-192.png", lang: "id",
    body: lock === "terbuka" ? "Aman di HP. Terkirim sendiri saat ada sinyal." : "Aman di HP. Buka aplikasi untuk mengirim.",
  });
}
