/** Let the browser know the service worker; done again, it is the same one. Rejects where the browser has none. */
export const registerWorker = async () => navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
