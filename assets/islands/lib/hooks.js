/* What the officers' screens share: who works here, and records that follow every change. */
import { useEffect, useState } from "react";
import { watch } from "./db.js";
import { useFollowed } from "./followed.js";
import { currentPerson, signInAddress } from "./person.js";
import { start } from "./runner.js";
import { status } from "./vault.js";

/** Whose phone this is, open or locked: `[person or null, "baru" | "terkunci" | "terbuka" | undefined before the first look]`. */
export function useLock() {
  const [person] = useState(() => {
    const known = currentPerson();
    return known?.must_change_password ? null : known;
  });
  const [lock, setLock] = useState();
  useEffect(() => {
    if (!person) return undefined;
    let live = true;
    // Somebody who is signing out takes the lock along.
    const look = () => currentPerson() && status(person.id).then((found) => live && setLock(found));
    look();
    const stop = watch(person.id, ({ stores }) => stores.includes("keys") && look());
    return () => {
      live = false;
      stop();
    };
  }, [person]);
  return [person, lock];
}

/**
 * The officer who works on this phone, with sending and fetching started, once the phone's data are open: until then null,
 * and the lock stands before the page. Without an officer, or before the first change of the password, the sign-in page.
 */
export function useOfficer() {
  const [person, lock] = useLock();
  useEffect(() => {
    if (person) start(person.id);
    else location.replace(signInAddress());
  }, [person]);
  return lock === "terbuka" ? person : null;
}

/**
 * What `read()` finds, and again after each change of one of `stores`; undefined before the first answer.
 * @param key read anew when it changes
 */
export const useStored = (person, stores, read, key = "") => useFollowed((heard) => person && watch(person.id, heard), stores, read, `${person?.id} ${key}`);

/** A value that lives in the address as `?name=…`, left out while it is `fallback`: `[value, change]`. */
export function useAddress(name, fallback) {
  const [value, setValue] = useState(() => new URLSearchParams(location.search).get(name) ?? fallback);
  const change = (next) => {
    setValue(next);
    const url = new URL(location.href);
    if (next === fallback) url.searchParams.delete(name);
    else url.searchParams.set(name, next);
    history.replaceState(history.state, "", url);
  };
  return [value, change];
}
