/**
 * Sends one photo by tus (https://tus.io), in pieces small enough for a bad network.
 *
 * Nothing about an upload is remembered here: the server knows it by its hash, and beginning it again, after a cut, a reload
 * or on another day, goes on where it stopped. The first request carries the first piece along.
 */
import { Upload } from "tus-js-client";

const ENDPOINT = "/api/v1/media/tus";
const PIECE_BYTES = 256 * 1024;
/** Pauses between tries of one call, milliseconds; longer ones are the outbox's. */
const PAUSES_MS = [0, 1000, 3000, 5000];
/** A network that is silent for so long is gone, whatever the phone believes. */
const SILENCE_MS = 45_000;
/** Answers that another try may change: in use or moved on by another tab, damaged on the way. */
const PASSING = new Set([409, 423, 460]);

/** The photo did not arrive. `status` of the answer, 0 without one; `message` is Indonesian; `retryAfter` in seconds or null. */
class UploadError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem?.detail || problem?.title || (status ? `Server menjawab ${status}.` : "Belum ada sambungan ke server."));
    this.name = "UploadError";
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/**
 * @param blob the bytes whose hash is `sha256`
 * @param onProgress called with the share sent, 0 to 1
 * @param signal AbortSignal; what was sent by then stays sent
 * @returns resolves with the photo's id when the server has checked and kept it
 */
export function upload(blob, { sha256, name = "", onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const sending = new Upload(blob, {
      endpoint: new URL(ENDPOINT, location.origin).href,
      metadata: { sha256, filename: name },
      chunkSize: PIECE_BYTES,
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      retryDelays: PAUSES_MS,
      onShouldRetry: ({ originalResponse }) => {
        const status = originalResponse?.getStatus() ?? 0;
        return navigator.onLine !== false && (status < 400 || status >= 500 || PASSING.has(status));
      },
      onBeforeRequest: () => listen(),
      onProgress: (sent, size) => {
        listen();
        onProgress?.(sent / size);
      },
      onSuccess: () => settle(resolve, sending.url.split("/").at(-1)),
      onError: (error) => settle(reject, told(error)),
    });
    let silence;
    const settle = (how, what) => {
      clearTimeout(silence);
      signal?.removeEventListener("abort", stop);
      how(what);
    };
    const leave = (reason) => {
      sending.abort();
      settle(reject, reason);
    };
    const stop = () => leave(signal.reason);
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => leave(new UploadError(0)), SILENCE_MS);
    };
    if (signal?.aborted) return reject(signal.reason);
    signal?.addEventListener("abort", stop);
    sending.start();
  });
}

function told({ originalResponse: response }) {
  const wait = Number.parseInt(response?.getHeader("Retry-After"), 10);
  return new UploadError(response?.getStatus() ?? 0, parsed(response?.getBody()), Number.isNaN(wait) ? null : wait);
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
