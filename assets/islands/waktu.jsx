/* A moment as "3 jam lalu" with the exact time beside or behind it; what it says stays true while the page stays open. */
import { useEffect, useState } from "react";
import { ago, exact } from "./lib/format.js";

const MINUTE_MS = 60_000;

/** iso: the moment; full: say the exact time too, not only on hovering. */
export const Waktu = ({ iso, full = false }) => {
  // The first picture is the server's, which knows no clock of this device.
  const [now, setNow] = useState(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  if (!iso) return null;
  const relative = now ? ago(iso, now) : "";
  const absolute = exact(iso);
  return (
    <time dateTime={iso} title={absolute}>
      {full && relative ? `${absolute} (${relative})` : relative || absolute}
    </time>
  );
};
