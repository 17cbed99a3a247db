/**
 * Sends one file by tus (https://tus.io), in pieces small enough for a bad network.
 *
 * Nothing about an upload is remembered here: the server knows it by its hash, and beginning it again, after a cut, a reload
 * or on another day, goes on where it stopped. The first request carries the first piece along.
 */
import { Upload } from "tus-js-client";

/** Photos of officers: in pieces of which even a bad network gets one across. */
const PHOTOS = { endpoint: "/api/v1/media/tus", pieceBytes: 256 * 1024 };
/** Pauses between tries of one call, milliseconds; longer ones are the outbox's. */
const PAUSES_MS = [0, 1000, 3000, 5000];
/** A network that is silent for so long is gone, whatever the phone believes. */
const SILENCE_MS = 45_000;
/** Answers that another try may change: in use or moved on by another tab, damaged on the way. */
const PASSING = new Set([409, 423, 460]);

/** The file did not arrive. `status` of the answer, 0 without one; `message` is Indonesian; `retryAfter` in seconds or null. */
export class UploadError extends Error {
  constructor(status, problem, retryAfter = null) {
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
 * @param to `endpoint`, or `uploadUrl` of one that has begun; bytes of a piece: what a cut leaves of it is kept by the server, but a
 *   beginning is sent anew with the endpoint alone
 * @returns resolves with the file's id when the server has checked and kept it
 */
export function upload(blob, { sha256, name = "", onProgress, signal }, to = PHOTOS) {
  return new Promise((resolve, reject) => {
    const sending = new Upload(blob, {
      endpoint: new URL(to.endpoint, location.origin).href,
      uploadUrl: to.uploadUrl,
      metadata: { sha256, filename: name },
      chunkSize: to.pieceBytes,
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
  return new UploadError(response?.getStatus() ?? 0, parsed(response?.getBody()), seconds(response?.getHeader("Retry-After")));
}

/** The value of a `Retry-After` header; null without one. */
export function seconds(header) {
  const wait = Number.parseInt(header, 10);
  return Number.isNaN(wait) ? null : wait;
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
