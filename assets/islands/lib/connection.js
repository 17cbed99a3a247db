/** Databases on this phone, one for each owner, and the news of their changes: what officers (disk.js) and citizens (warga.js) share. */
import { deleteDB, openDB } from "idb";

/** The phone has no room left. The message can be shown as it is. */
export class StorageFull extends Error {
  constructor(cause) {
    super("Penyimpanan HP penuh. Hapus foto atau aplikasi yang tidak dipakai, lalu coba lagi. Isian Anda masih di layar ini.", { cause });
    this.name = "StorageFull";
  }
}

function isFull(error) {
  return error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
}

/**
 * @param name gives the name of an owner's database, and of the channel on which its tabs talk
 * @param upgrade as `openDB` takes it
 */
export function databases({ name, version, upgrade }) {
  const connections = new Map();
  const channels = new Map();
  const listeners = new Set();
  const gone = new Set();

  function connect(owner) {
    if (!connections.has(owner)) {
      const forget = () => connections.delete(owner);
      const opening = openDB(name(owner), version, {
        upgrade,
        // Another tab brings a newer version or erases all: let it through; this tab opens again at its next use.
        blocking(_current, _blocked, event) {
          forget();
          event.target.close();
        },
        // The browser closed it (Safari does under memory pressure).
        terminated: forget,
      });
      opening.catch(forget);
      connections.set(owner, opening);
    }
    return connections.get(owner);
  }

  function channel(owner) {
    if (!channels.has(owner)) channels.set(owner, new BroadcastChannel(name(owner)));
    return channels.get(owner);
  }

  /** Tell every tab of this owner what has changed. */
  function announce(owner, message) {
    channel(owner).postMessage(message);
    for (const listener of listeners) if (listener.owner === owner) listener.heard(message);
  }

  return {
    announce,

    /** Run `work(db)`; a connection that the browser has closed is opened again once. */
    async using(owner, work) {
      // This page is leaving: whoever still asks waits, rather than make an empty database anew.
      if (gone.has(owner)) await new Promise(() => {});
      try {
        return await work(await connect(owner));
      } catch (error) {
        if (isFull(error)) throw new StorageFull(error);
        if (error?.name !== "InvalidStateError") throw error;
        connections.delete(owner);
        return work(await connect(owner));
      }
    },

    /** Take everything of this owner from the phone, for ever. A page has to be left after that. */
    async erase(owner) {
      if (globalThis.document) gone.add(owner);
      const open = await connections.get(owner)?.catch(() => null);
      connections.delete(owner);
      open?.close();
      await deleteDB(name(owner));
    },

    /** Tell every tab of this owner something that is not worth storing (the percent of an upload). */
    tell: (owner, live) => announce(owner, { stores: [], live }),

    /**
     * Call `heard({stores, live})` after every change, in this tab or another.
     * @returns {() => void} stop listening
     */
    watch(owner, heard) {
      const listener = { owner, heard };
      const other = (event) => heard(event.data);
      listeners.add(listener);
      channel(owner).addEventListener("message", other);
      return () => {
        listeners.delete(listener);
        channel(owner).removeEventListener("message", other);
      };
    },
  };
}
