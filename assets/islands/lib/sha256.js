/** The file cannot be taken along; the message can be shown as it is. */
export class FileRefused extends Error {}

/** SHA-256 of a file, hexadecimal, of any size. */
export function hashOf(blob) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./sha256-worker.js", import.meta.url), { type: "module" });
    const settle = (how, what) => {
      worker.terminate();
      how(what);
    };
    worker.onmessage = ({ data: { sha256, fault } }) => (sha256 ? settle(resolve, sha256) : settle(reject, new Error(fault)));
    worker.onerror = () => settle(reject, new FileRefused("Berkas ini tidak dapat dibaca. Pilih lagi."));
    worker.postMessage({ blob });
  });
}
