/* Where the phone is. */
import { useEffect, useRef, useState } from "react";
import { metres } from "./metres.js";

/** Whether two fixes cannot be the same spot: their circles of accuracy do not touch. */
export const movedAway = (a, b) => metres(a, b) > a.accuracy_m + b.accuracy_m;

/** The better of two fixes of one spot; a fix elsewhere is a new spot, and the newer one stands. */
export function better(old, fresh) {
  return !old || movedAway(old, fresh) || fresh.accuracy_m <= old.accuracy_m ? fresh : old;
}

/** A fix as reports carry it: degrees to 6 decimals (0.1 m), metres, ISO time. */
function fixOf({ coords, timestamp }) {
  return {
    lat: Number(coords.latitude.toFixed(6)),
    lon: Number(coords.longitude.toFixed(6)),
    accuracy_m: Math.max(0.1, Math.round(coords.accuracy * 10) / 10),
    time: new Date(timestamp).toISOString(),
  };
}

/** Beyond this (metres) a position says nothing of the visit, and the server takes none. */
const WORST_ACCURACY_M = 100_000;

const FAULTS = {
  1: "Izin lokasi ditolak. Buka setelan peramban untuk situs ini, lalu izinkan lokasi.",
  2: "Posisi belum didapat. Pastikan GPS menyala, lalu pindah ke tempat yang lebih terbuka.",
  3: "GPS masih mencari. Tunggu sebentar, atau pindah ke tempat yang lebih terbuka.",
};

/**
 * Follow the position while `active`.
 * @param onFix called with every fix, so that the caller keeps the best one
 * @returns `{fault}`: why there is none, in words, or ""
 */
export function usePosition(active, onFix) {
  const [fault, setFault] = useState("");
  const heard = useRef(onFix);
  heard.current = onFix;
  useEffect(() => {
    if (!active) return undefined;
    if (!navigator.geolocation) {
      setFault("Perangkat ini tidak dapat menentukan posisi.");
      return undefined;
    }
    const watch = navigator.geolocation.watchPosition(
      (found) => {
        if (found.coords.accuracy > WORST_ACCURACY_M) {
          setFault(FAULTS[2]);
          return;
        }
        setFault("");
        heard.current(fixOf(found));
      },
      (error) => setFault(FAULTS[error.code] ?? FAULTS[2]),
      { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, [active]);
  return { fault };
}

/**
 * A position good enough to sort by: taken by itself if the browser may tell it without asking.
 * @returns `{fix, ask}`; `ask` is a function while the browser would have to ask the person, else null
 */
export function useRoughPosition() {
  const [fix, setFix] = useState(null);
  const [askable, setAskable] = useState(false);
  const take = () => navigator.geolocation.getCurrentPosition((found) => {
    setAskable(false);
    setFix(fixOf(found));
  }, () => setAskable(false), { maximumAge: 300_000, timeout: 10_000 });
  useEffect(() => {
    navigator.permissions?.query({ name: "geolocation" }).then(({ state }) => (state === "granted" ? take() : setAskable(state === "prompt")), () => {});
  }, []);
  return { fix, ask: askable ? take : null };
}

/** One position, asked for by a button; rejects with the reason in words. */
export const askPosition = () =>
  new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new Error("Perangkat ini tidak dapat menentukan posisi."));
      return;
    }
    const told = (found) => (found.coords.accuracy > WORST_ACCURACY_M ? reject(new Error(FAULTS[2])) : resolve(fixOf(found)));
    navigator.geolocation.getCurrentPosition(told, ({ code }) => reject(new Error(FAULTS[code] ?? FAULTS[2])), { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 });
  });
