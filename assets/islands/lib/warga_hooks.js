/* Records of a citizen's phone that follow every change. */
import { useFollowed } from "./followed.js";
import { watch } from "./warga.js";

/** As `useStored` of the officers (hooks.js). */
export const useWarga = (stores, read, key = "") => useFollowed(watch, stores, read, key);
