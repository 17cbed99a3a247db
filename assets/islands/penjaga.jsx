/* Guards what lies on the phone: locks after too long in the background, stands before the page while locked, and says how much waits. */
import { Suspense, lazy, useEffect, useRef, useState } from "react";
import { LockKeyhole, Send } from "lucide-react";
import { watch } from "./lib/disk.js";
import { useLock } from "./lib/hooks.js";
import { countUnsent } from "./lib/outbox.js";
import { Icon } from "./lib/ui.jsx";
import { check, touch } from "./lib/vault.js";

const Layar = lazy(async () => ({ default: (await import("./kunci/layar.jsx")).Layar }));
const Keamanan = lazy(async () => ({ default: (await import("./kunci/keamanan.jsx")).Keamanan }));

/** How often the app notes that somebody looks at it: a phone that dies forgets no more than this. */
const TOUCH_MS = 20_000;

/** Notes every look at the app, and locks it when there was none for too long. */
const useGuard = (person, lock) => {
  const before = useRef(lock);
  useEffect(() => {
    // What the page shows, and holds in memory, goes with the lock.
    if (before.current === "terbuka" && lock !== "terbuka") location.reload();
    before.current = lock;
    if (lock !== "terbuka") return undefined;
    const look = () => (document.visibilityState === "visible" ? touch(person.id) : check(person.id));
    const turned = () => touch(person.id);
    const beat = setInterval(look, TOUCH_MS);
    document.addEventListener("visibilitychange", turned);
    touch(person.id);
    return () => {
      clearInterval(beat);
      document.removeEventListener("visibilitychange", turned);
    };
  }, [person, lock]);
};

/** How many reports have not reached the server; known without opening any of them. */
const useUnsent = (person) => {
  const [unsent, setUnsent] = useState(0);
  useEffect(() => {
    if (!person) return undefined;
    const count = () => countUnsent(person.id).then(setUnsent);
    count();
    return watch(person.id, ({ stores }) => stores.includes("items") && count());
  }, [person]);
  return unsent;
};

/** In the bar of every officer's screen. */
export const Penjaga = () => {
  const [person, lock] = useLock();
  const unsent = useUnsent(person);
  const [caring, setCaring] = useState(false);
  useGuard(person, lock);
  useEffect(() => {
    const turned = () => document.visibilityState === "hidden" && person && import("./lib/reminder.js").then(({ remind }) => remind(person.id));
    document.addEventListener("visibilitychange", turned);
    return () => document.removeEventListener("visibilitychange", turned);
  }, [person]);
  return (
    <>
      {unsent > 0 && (
        <a href="/petugas/antrean/?tampil=antrean" className="btn btn-ghost px-3 tabular-nums" aria-label={`${unsent} laporan belum terkirim`}>
          <Icon of={Send} />
          {unsent}
        </a>
      )}
      {lock === "terbuka" && (
        <button type="button" className="btn btn-ghost btn-square" aria-label="Keamanan HP ini" onClick={() => setCaring(true)}>
          <Icon of={LockKeyhole} />
        </button>
      )}
      <Suspense>
        {(lock === "baru" || lock === "terkunci") && <Layar person={person} fresh={lock === "baru"} unsent={unsent} />}
        {caring && <Keamanan person={person} onClose={() => setCaring(false)} />}
      </Suspense>
    </>
  );
};
