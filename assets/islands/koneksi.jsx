/* What the connection means for the person who looks at the screen. Officers go on working without it; staff must know that
   the live list stands still. */
import { useCallback, useContext, useEffect, useState } from "react";
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

const reachable = () => fetch("/ping", { cache: "no-store" }).then(({ ok }) => ok, () => false);

/* Another screen cannot be loaded: going there would put the browser's error page in the place of what is being read or written. */
function useStay(online, onStay) {
  useEffect(() => {
    if (online) return undefined;
    const stay = async (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.origin !== location.origin || link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      // A browser may be wrong about having no network.
      if (await reachable()) location.assign(link.href);
      else onStay();
    };
    document.addEventListener("click", stay, true);
    return () => document.removeEventListener("click", stay, true);
  }, [online, onStay]);
}

/* A short cut heals by itself unnoticed; only one that lasts is worth a word. */
const PATIENCE_MS = 2000;

export const KoneksiStaf = () => {
  const online = useOnline();
  const [, errors] = useContext(EventLoopContext);
  const broken = !online || errors.length > 0;
  const [shown, setShown] = useState(false);
  useStay(online, useCallback(() => setShown(true), []));
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
      {shown && "Sambungan terputus. Layar ini berhenti diperbarui, keputusan belum dapat dikirim, dan layar lain belum dapat dibuka. Sedang menyambung lagi."}
    </Banner>
  );
};
