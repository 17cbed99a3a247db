/* The officer's way out, with what becomes of unsent work. */
import { Suspense, lazy, useState } from "react";
import { LogOut } from "lucide-react";
import { countUnsent } from "../lib/outbox.js";
import { signOut } from "../lib/signout.js";
import { Icon, Note } from "../lib/ui.jsx";

// Loaded when the question is first asked.
const Confirm = lazy(async () => ({ default: (await import("../sambang/tanya.jsx")).Confirm }));

export const Keluar = ({ person }) => {
  const [unsent, setUnsent] = useState(); // how many while the question stands, then null
  const [fault, setFault] = useState("");
  const leave = async () => {
    setUnsent(null);
    try {
      await signOut();
      location.replace("/masuk/");
    } catch (error) {
      setFault(error.status === 0 ? "Keluar memerlukan sinyal, supaya sesi benar-benar ditutup di server." : error.message);
    }
  };
  return (
    <>
      <button type="button" className="btn btn-ghost" onClick={() => countUnsent(person.id).then(setUnsent)}>
        <Icon of={LogOut} />
        Keluar
      </button>
      {fault && <Note tone="error" title={fault} />}
      {unsent !== undefined && (
        <Suspense fallback={null}>
          <Confirm open={unsent !== null} title="Keluar dari HP ini?" yes="Ya, keluar" onYes={leave} onNo={() => setUnsent(null)}>
            {unsent > 0 ? `${unsent} laporan belum terkirim. Semuanya tetap tersimpan di HP ini dan terkirim setelah Anda masuk lagi.` : "Laporan yang tersimpan di HP ini tetap ada untuk Anda."}
          </Confirm>
        </Suspense>
      )}
    </>
  );
};
