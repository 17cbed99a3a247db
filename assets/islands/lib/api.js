/** Calls to our own REST API, from pages and from the service worker. */

/** An answer that is not 2xx, or none at all (`status` 0). `message` is Indonesian and can be shown. */
export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem?.detail || WORDS[status] || problem?.title || (status >= 500 ? WORDS[500] : `Server menjawab ${status}.`));
    this.name = "ApiError";
    this.status = status;
    this.errors = problem?.errors ?? [];
    /** Id of the account that lost this device, if it did. */
    this.lostBy = problem?.device?.akun_id;
    /** Seconds to wait, or null. */
    this.retryAfter = retryAfter;
  }
}

const WORDS = {
  0: "Belum ada sambungan ke server.",
  401: "Sesi berakhir. Silakan masuk lagi.",
  413: "Kiriman terlalu besar.",
  429: "Terlalu banyak percobaan. Tunggu sebentar.",
  500: "Server sedang terganggu.",
};

/** `Retry-After` in seconds; the header holds seconds or a date. */
export function retryAfter(header, now = Date.now()) {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000);
}

/**
 * Call `/api/v1/<path>` and return the JSON of the answer (null for 204).
 * @param timeout milliseconds until a silent network counts as none
 */
export async function api(path, { method = "GET", json, body, headers = {}, signal, timeout = 30_000 } = {}) {
  const limit = AbortSignal.timeout(timeout);
  let answer;
  try {
    answer = await fetch(`/api/v1/${path}`, {
      method,
      credentials: "same-origin",
      headers: json !== undefined || body !== undefined ? { ...headers, "Content-Type": "application/json" } : headers,
      body: json !== undefined ? JSON.stringify(json) : body,
      signal: signal ? anySignal(signal, limit) : limit,
      cache: "no-store",
    });
    if (answer.ok) return answer.status === 204 ? null : await answer.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0);
  }
  const problem = await answer.json().catch(() => null);
  throw new ApiError(answer.status, problem, retryAfter(answer.headers.get("Retry-After")));
}

// AbortSignal.any is younger than the oldest browser we carry.
function anySignal(...signals) {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason);
    else signal.addEventListener("abort", () => either.abort(signal.reason), { once: true });
  }
  return either.signal;
}
