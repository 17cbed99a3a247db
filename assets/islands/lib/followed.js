/* Records on the phone that follow every change, whoever keeps them. */
import { useEffect, useState } from "react";

/**
 * What `read()` finds, and again after each change of one of `stores`; undefined before the first answer.
 * @param follow `follow(heard)` begins to listen for changes and returns how to stop; nothing while there is nobody to listen to
 * @param key read anew when it changes
 */
export function useFollowed(follow, stores, read, key) {
  const [value, setValue] = useState();
  useEffect(() => {
    let live = true;
    let reading = false;
    let again = false;
    // Many changes in a row (twenty receipts) cost two reads, not twenty.
    const refresh = async () => {
      again = true;
      if (reading) return;
      reading = true;
      while (again && live) {
        again = false;
        const found = await read();
        if (live) setValue(found);
      }
      reading = false;
    };
    const stop = follow(({ stores: changed }) => changed.some((store) => stores.includes(store)) && refresh());
    if (!stop) return undefined;
    refresh();
    return () => {
      live = false;
      stop();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- stores and read are written in place; key says when they differ
  }, [key]);
  return value;
}
