/** Whether the browser believes to have a network, and whether what an address names could be had. */
import { useEffect, useState, useSyncExternalStore } from "react";

const subscribe = (changed) => {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
};

/** True before the page has come to life: the prerendered picture is the ordinary one. */
export const useOnline = () => useSyncExternalStore(subscribe, () => navigator.onLine, () => true);

/** `[reachable, gone]` of a picture or video: `gone()` says that `address` did not load; tried again when the signal comes back, and with another address. */
export function useReachable(address) {
  const [missed, setMissed] = useState(null);
  useEffect(() => {
    const again = () => setMissed(null);
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, []);
  return [missed !== address, () => setMissed(address)];
}
