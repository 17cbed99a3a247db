/* Keeps the app itself up to date: registers the service worker, and offers a new version when nothing is being sent or typed. */
import { useEffect, useState } from "react";
import { RefreshCw } from "lucide-react";
import { registerWorker } from "./lib/worker.js";

// A page that has just opened still asks for things, and Chromium may leave the version before in place for minutes
// when it is to be replaced while it answers.
const CALM_MS = 4_000;

const isBusy = () => document.documentElement.hasAttribute("data-sibuk");

/** Calls `act` at once, or as soon as the phone is not busy. */
const whenIdle = (act) => {
  if (!isBusy()) {
    act();
    return () => {};
  }
  const watcher = new MutationObserver(() => {
    if (isBusy()) return;
    watcher.disconnect();
    act();
  });
  watcher.observe(document.documentElement, { attributeFilter: ["data-sibuk"] });
  return () => watcher.disconnect();
};

/** Calls `found(worker)` when a new version lies ready beside the one in use. */
const onWaiting = (registration, found) => {
  const look = () => registration.waiting && navigator.serviceWorker.controller && found(registration.waiting);
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
};

export const Versi = () => {
  const [fresh, setFresh] = useState(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return undefined;
    registerWorker().then(
      (registration) => onWaiting(registration, setFresh),
      () => {}, // none in development; without one the pages need the network, which the officer's home says
    );
    // The first worker takes over a page that was loaded without one: nothing has changed for that page.
    const hadOne = Boolean(navigator.serviceWorker.controller);
    let stop = () => {};
    const changed = () => {
      if (hadOne) stop = whenIdle(() => location.reload());
    };
    navigator.serviceWorker.addEventListener("controllerchange", changed);
    return () => {
      stop();
      navigator.serviceWorker.removeEventListener("controllerchange", changed);
    };
  }, []);
  useEffect(() => {
    if (!fresh) return undefined;
    let stop = () => {};
    const offer = setTimeout(() => (stop = whenIdle(() => setShown(true))), CALM_MS);
    return () => {
      clearTimeout(offer);
      stop();
    };
  }, [fresh]);
  return (
    <div role="status">
      {shown && (
        <div className="flex items-center justify-between gap-3 bg-info px-4 py-2 text-info-content">
          <span className="font-semibold">Versi baru siap.</span>
          <button type="button" className="btn" onClick={() => fresh.postMessage("perbarui")}>
            <RefreshCw size={20} aria-hidden="true" />
            Pakai sekarang
          </button>
        </div>
      )}
    </div>
  );
};
