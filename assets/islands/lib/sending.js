/** What every queue on this phone does alike, an officer's (outbox.js) and a citizen's (lapor_kirim.js): one sender at a time, pauses, and when to try again. */

/** Seconds until the next try after `failures` in a row: 5 s doubling to 5 minutes, spread so that phones do not march in step. */
export function backoff(failures, random = Math.random()) {
  return Math.min(300, 5 * 2 ** Math.min(failures - 1, 6)) * (0.75 + random / 2);
}

/** When to try again after an ApiError; `by_server`: the server named the time, and nobody goes before it. */
export function pause(error, failures, now = Date.now()) {
  const wait = error.retryAfter ?? backoff(failures);
  return { retry_at: now + wait * 1000, by_server: error.retryAfter != null, failures };
}

/**
 * `drain(owner, options)` out of `send(owner, options)`: one works at a time over all tabs and the worker; a call that comes
 * while one is at work here waits for it and then looks once more.
 * @param lock gives the name under which tabs take turns
 */
export function oneSender(lock, send) {
  const running = new Map();
  return function drain(owner, options = {}) {
    const current = running.get(owner);
    if (current) {
      current.again ??= current.work.then(() => drain(owner, options));
      return current.again;
    }
    const entry = {};
    entry.work = alone(lock(owner), () => send(owner, options)).finally(() => running.delete(owner));
    running.set(owner, entry);
    return entry.work;
  };
}

// Without locks (no secure context) two tabs may send the same item: the server answers "duplicate", nothing is lost.
const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** Call `soon` when the signal or the person comes back; returns how to stop. */
export function whenBack(soon) {
  const seen = () => document.visibilityState === "visible" && soon();
  addEventListener("online", soon);
  document.addEventListener("visibilitychange", seen);
  return () => {
    removeEventListener("online", soon);
    document.removeEventListener("visibilitychange", seen);
  };
}

/** As `whenBack`, and when a message of the server arrived: call `look` if the person sees the page; returns how to stop. */
export function whenNews(look) {
  const seen = () => document.visibilityState === "visible" && look();
  const told = ({ data }) => data === "kabar" && seen();
  const stop = whenBack(seen);
  navigator.serviceWorker?.addEventListener("message", told);
  return () => {
    stop();
    navigator.serviceWorker?.removeEventListener("message", told);
  };
}

const reasons = new Set();

/** Say that something goes on that a new version must not interrupt (`kirim`, `isi`), or that it is over. */
export function busy(reason, on) {
  if (on) reasons.add(reason);
  else reasons.delete(reason);
  document.documentElement.toggleAttribute("data-sibuk", reasons.size > 0);
}
