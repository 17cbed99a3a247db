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

/** `[reachable, gone]` of a picture or video: `gone()` says that it did not load; tried again when the signal comes back. */
export function useReachable() {
  const [reachable, setReachable] = useState(true);
  useEffect(() => {
    const again = () => setReachable(true);
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, []);
  return [reachable, () => setReachable(false)];
}
