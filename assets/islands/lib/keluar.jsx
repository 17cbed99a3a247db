/* The quick exit: away at once, and the way back shows nothing before it is asked for. */
import { useEffect, useState } from "react";
import { DoorOpen, EyeOff } from "lucide-react";
import { Empty, Icon } from "./ui.jsx";

const CLOSED = "sambang.warga.tertutup";
const NEUTRAL = "/baca/";
const TWICE_MS = 1_000;

/** Whether a mark is kept here; a browser may keep nothing for us. */
export const kept = (mark) => {
  try {
    return localStorage.getItem(mark) !== null;
  } catch {
    return false;
  }
};

/** Clears the screen, then goes to a page that says nothing. */
export function leave() {
  document.documentElement.hidden = true;
  try {
    localStorage.setItem(CLOSED, "1");
  } finally {
    location.replace(NEUTRAL);
  }
}

/** The button alone, for a dialog: what is below one cannot be reached. */
export const TombolKeluar = () => (
  <button type="button" className="btn btn-sm min-h-12" onClick={leave}>
    <Icon of={DoorOpen} />
    Keluar cepat
  </button>
);

/** The button, and Escape twice. */
export const Keluar = () => {
  useEffect(() => {
    let last = -Infinity;
    const heard = ({ key, timeStamp }) => {
      if (key !== "Escape") return;
      if (timeStamp - last < TWICE_MS) leave();
      last = timeStamp;
    };
    // Brought back whole by the browser's own memory: read anew, behind the curtain.
    const back = ({ persisted }) => persisted && location.reload();
    addEventListener("keydown", heard);
    addEventListener("pageshow", back);
    return () => {
      removeEventListener("keydown", heard);
      removeEventListener("pageshow", back);
    };
  }, []);
  return <TombolKeluar />;
};

/** Stands before `children` after a quick exit, until somebody opens it. */
export const Tirai = ({ children }) => {
  const [shut, setShut] = useState(() => kept(CLOSED));
  if (!shut) return children;
  const open = () => {
    localStorage.removeItem(CLOSED);
    setShut(false);
  };
  const ways = (
    <>
      <button type="button" className="btn" onClick={open}>Tampilkan</button>
      <a href="/" className="btn btn-primary">Ke beranda</a>
    </>
  );
  return (
    <Empty icon={EyeOff} title="Halaman ini ditutup" actions={ways} heading>
      Isinya tidak ditampilkan sampai Anda memintanya.
    </Empty>
  );
};
