/** States of a report that has not reached the server yet. */
export const UNSENT = new Set(["menunggu", "mengirim", "akun_lain"]);
