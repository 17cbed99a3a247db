/** What is typed and not saved yet, kept in this tab: it outlives a reload, and is gone when somebody signs in or out. */

const key = (id, kind) => `sambang.naskah.${id || kind}`;

/** What was kept, or null. */
export function kept(id, kind) {
  try {
    return JSON.parse(sessionStorage.getItem(key(id, kind)));
  } catch {
    return null;
  }
}

/** Keeps `copy`; null forgets it. */
export function keep(id, kind, copy) {
  try {
    if (copy) sessionStorage.setItem(key(id, kind), JSON.stringify(copy));
    else sessionStorage.removeItem(key(id, kind));
  } catch {
    // A full store keeps what it has; the page asks before it is left in any case.
  }
}
