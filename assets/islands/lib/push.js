/** An officer's news on the one subscription that this browser has. */
import { begin, release } from "../../publik/langganan.js";
import { api } from "./api.js";

export { current as subscription, obstacle } from "../../publik/langganan.js";

/**
 * Ask the person if they were not asked yet, subscribe, and tell the server.
 * @param key of the server, base64url
 * @returns whether the person allowed it; throws with a sentence when it did not work
 */
export async function subscribe(key) {
  const browser = await begin(key);
  if (browser) await api("kabar/langganan", { method: "PUT", json: browser });
  return Boolean(browser);
}

/** No news of the app comes to this browser any more; what it asked for as a citizen's goes on. */
export async function unsubscribe() {
  await api("kabar/langganan", { method: "DELETE" });
  await release(false);
}
