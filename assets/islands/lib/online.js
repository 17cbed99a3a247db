/** Whether the browser believes to have a network. */
import { useSyncExternalStore } from "react";

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
