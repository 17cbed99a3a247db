/* The sheet on which one person signs: by finger, mouse or pen; who cannot draw types the name. */
import { useEffect, useId, useRef, useState } from "react";
import { Check, Eraser, Redo2, Undo2 } from "lucide-react";
import { HEIGHT, WIDTH, inkOf, isInk } from "../ink.js";
import { cleanLine } from "../text.js";

const lineOf = (points) => `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(" ")}`;

/** @param onStroke a finished stroke, `[[x, y], …]` on the sheet */
const Pad = ({ strokes, label, onStroke }) => {
  const [current, setCurrent] = useState([]);
  const points = useRef(null); // of the stroke that is being drawn
  const put = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const seen = event.nativeEvent.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of seen.length ? seen : [event]) {
      points.current.push([((clientX - box.left) / box.width) * WIDTH, ((clientY - box.top) / box.height) * HEIGHT]);
    }
    setCurrent([...points.current]);
  };
  const begin = (event) => {
    if (points.current || event.button > 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    points.current = [];
    put(event);
  };
  const end = () => {
    if (!points.current) return;
    onStroke(points.current);
    points.current = null;
    setCurrent([]);
  };
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="w-full touch-none rounded-field border-2 border-dashed border-muted bg-base-100"
      onPointerDown={begin} onPointerMove={(event) => points.current && put(event)} onPointerUp={end} onPointerCancel={end}
    >
      <line x1="40" x2={WIDTH - 40} y1={HEIGHT - 60} y2={HEIGHT - 60} stroke="currentColor" strokeOpacity="0.25" strokeWidth="2" />
      <path d={[...strokes, ...(current.length ? [current] : [])].map(lineOf).join("")} fill="none" stroke="currentColor" strokeWidth="5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
};

/**
 * @param points of the agreement, to be read before signing
 * @param onSign told `{typed: false, ink}` or `{typed: true, ink: ""}`
 */
export const Sheet = ({ name, role, points, onSign, onClose }) => {
  const dialog = useRef(null);
  const id = useId();
  const [strokes, setStrokes] = useState([]);
  const [undone, setUndone] = useState([]);
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState("");
  useEffect(() => dialog.current.showModal(), []);
  const draw = (next, back) => {
    setStrokes(next);
    setUndone(back);
    setFault("");
  };
  const done = () => {
    if (cleanLine(typed)) {
      if (cleanLine(typed).toLowerCase() === name.toLowerCase()) onSign({ typed: true, ink: "" });
      else setFault(`Ketik nama tepat seperti di surat: ${name}.`);
      return;
    }
    const ink = strokes.length ? inkOf(strokes) : "";
    if (isInk(ink)) onSign({ typed: false, ink });
    else setFault(strokes.length ? "Tanda tangan terlalu pendek. Gambar lagi." : "Belum ada goresan. Gambar di bidang di atas, atau ketik nama.");
  };
  return (
    <dialog ref={dialog} className="modal modal-bottom sm:modal-middle" aria-labelledby={`${id}-judul`} onClose={onClose}>
      <div className="modal-box flex max-w-2xl flex-col gap-3">
        <div>
          <h2 id={`${id}-judul`} className="text-lg font-bold">Tanda tangan {name}</h2>
          <p className="text-muted">{role}</p>
        </div>
        {points.length > 0 && (
          <details className="rounded-field border border-base-300">
            <summary className="min-h-12 px-4 py-3 font-semibold">Baca {points.length} butir kesepakatan</summary>
            <ol className="flex list-decimal flex-col gap-2 px-4 pb-4 pl-9">{points.map((point, index) => <li key={index}>{point.text}</li>)}</ol>
          </details>
        )}
        <Pad strokes={strokes} label={`Bidang tanda tangan ${name}, ${strokes.length} goresan`} onStroke={(stroke) => draw([...strokes, stroke], [])} />
        <div className="grid grid-cols-3 gap-2">
          <button type="button" className="btn" aria-disabled={!strokes.length} onClick={() => strokes.length && draw(strokes.slice(0, -1), [...undone, strokes.at(-1)])}><Undo2 size={20} aria-hidden="true" />Urung</button>
          <button type="button" className="btn" aria-disabled={!undone.length} onClick={() => undone.length && draw([...strokes, undone.at(-1)], undone.slice(0, -1))}><Redo2 size={20} aria-hidden="true" />Ulang</button>
          <button type="button" className="btn" aria-disabled={!strokes.length} onClick={() => strokes.length && draw([], [])}><Eraser size={20} aria-hidden="true" />Hapus</button>
        </div>
        <details>
          <summary className="min-h-12 py-3 font-semibold text-primary">Tidak dapat menggambar?</summary>
          <label className="flex flex-col gap-1.5">
            <span>Setelah butirnya dibacakan, ketik nama lengkap sebagai tanda setuju.</span>
            <input className="input w-full text-base" autoComplete="off" value={typed} onChange={(event) => { setTyped(event.target.value); setFault(""); }} />
          </label>
        </details>
        <p role="alert" className="text-sm font-semibold text-error">{fault}</p>
        <div className="modal-action mt-0">
          <button type="button" className="btn" onClick={onClose}>Batal</button>
          <button type="button" className="btn btn-primary" onClick={done}><Check size={20} aria-hidden="true" />Selesai</button>
        </div>
      </div>
    </dialog>
  );
};
