/** SHA-256 of a file of any size off the main thread, a slice in memory at a time: answers `{blob}` with `{sha256}`, or `{fault}`. */
import { createSHA256 } from "hash-wasm";

const SLICE_BYTES = 4 * 1024 * 1024;

onmessage = async ({ data: { blob } }) => {
  try {
    const hash = (await createSHA256()).init();
    for (let start = 0; start < blob.size; start += SLICE_BYTES) {
      hash.update(new Uint8Array(await blob.slice(start, start + SLICE_BYTES).arrayBuffer()));
    }
    postMessage({ sha256: hash.digest("hex") });
  } catch (error) {
    postMessage({ fault: String(error) });
  }
};
