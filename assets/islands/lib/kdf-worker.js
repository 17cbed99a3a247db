/** Argon2id off the main thread: answers `{pin, salt, memory_kib, passes}` with 32 bytes, or null if there is too little memory. */
import { argon2id } from "hash-wasm";

onmessage = async ({ data: { pin, salt, memory_kib, passes } }) => {
  try {
    postMessage(await argon2id({ password: pin, salt, memorySize: memory_kib, iterations: passes, parallelism: 1, hashLength: 32, outputType: "binary" }));
  } catch {
    postMessage(null);
  }
};
