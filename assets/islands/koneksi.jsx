/* What the connection means for the person who looks at the screen. Officers go on working without it; staff must know that
   the live list stands still. */
import { useContext, useEffect, useState } from "react";
import { EventLoopContext } from "$/utils/context";
import { useOnline } from "./lib/online.js";

/* The live region stays in the page, so that a change of its text is announced. */
const Banner = ({ tone, children }) => (
  <div role="status" className={children ? `px-4 py-2 text-center text-sm font-semibold ${tone}` : ""}>
    {children}
  </div>
);

export const KoneksiPetugas = () => {
  const online = useOnline();
  return (
    <Banner tone="bg-accent text-accent-content">
      {!online && "Tanpa sinyal. Tetap bekerja seperti biasa: semua tersimpan di HP dan terkirim sendiri saat ada sinyal."}
    </Banner>
  );
};

/* A short cut heals by itself unnoticed; only one that lasts is worth a word. */
const PATIENCE_MS = 2000;

export const KoneksiStaf = () => {
  const online = useOnline();
  const [, errors] = useContext(EventLoopContext);
  const broken = !online || errors.length > 0;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!broken) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [broken]);
  return (
    <Banner tone="bg-accent text-accent-content">
      {shown && "Sambungan terputus. Layar ini berhenti diperbarui dan keputusan belum dapat dikirim. Sedang menyambung lagi."}
    </Banner>
  );
};
