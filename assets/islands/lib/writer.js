/** Keeping what is being typed from the first key stroke on. */

/**
 * At most one write is under way, the newest version follows at once.
 * @param keep writes a version
 * @param onState called with "menyimpan", "tersimpan" or an Error
 */
export function writeThrough(keep, onState) {
  let next = [];
  let working = null;
  const work = async () => {
    try {
      while (next.length) {
        const [version] = next;
        next = [];
        onState("menyimpan");
        await keep(version);
      }
      onState("tersimpan");
    } catch (error) {
      onState(error);
    } finally {
      working = null;
    }
  };
  return {
    /** Keep this version. */
    write(version) {
      next = [version];
      working ??= work();
    },
    /** Resolves when all that was handed over is on the disk. */
    flush: () => working ?? Promise.resolve(),
    /** Forget what is not yet written (the draft has become something else). */
    stop() {
      next = [];
      return working ?? Promise.resolve();
    },
  };
}
