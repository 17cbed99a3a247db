/* At Antrean in the officer's menu: how many reports have comments that the officer has not read; from the phone alone. */
import { useLock, useStored } from "./lib/hooks.js";
import { Count } from "./lib/ui.jsx";
import { readUnread } from "./lib/utas.js";

export const Lencana = () => {
  const [person, lock] = useLock();
  const found = useStored(lock === "terbuka" ? person : null, ["threads", "items", "results", "tasks"], () => readUnread(person.id));
  if (!found?.reports) return null;
  return (
    <>
      <Count n={found.reports} />
      <span className="sr-only">
        {found.reports} laporan atau tugas dengan komentar baru{found.mentioned > 0 && `, ${found.mentioned} menyebut Anda`}.{" "}
      </span>
    </>
  );
};
