/* Fingers on a map: one moves it, two turn it larger or smaller, one that stays means a place. And keys that do the same. */
import { useLayoutEffect, useRef, useState } from "react";

/** A finger that moves less than this (pixels) meant to tap. */
const TAP_PX = 8;

const here = ({ clientX: x, clientY: y }) => ({ x, y });
const middle = ([a, b]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const gap = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y);

/** The pixels of an element's width, kept up to date. */
export const useWidth = (element) => {
  const [width, setWidth] = useState(360);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => contentRect.width && setWidth(contentRect.width));
    if (element) observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
};

/**
 * Handlers for the map's element.
 * @param view `{x, y, span}` in metres; `pixel`: metres of one
 * @param show called with what of the view changed
 * @param tapped called with the metres of a place
 */
export const useMoves = ({ element, view, pixel, limited, show, tapped }) => {
  const fingers = useRef(new Map()); // pointer → where it is in the window
  const still = useRef(null); // where the first finger came down, until it moves
  const under = ({ x, y }) => {
    const box = element.getBoundingClientRect();
    return { x: view.x + (x - box.left - box.width / 2) * pixel, y: view.y + (y - box.top - box.height / 2) * pixel };
  };
  const release = (event) => {
    fingers.current.delete(event.pointerId);
    if (still.current && event.type === "pointerup") tapped?.(under(still.current));
    still.current = null;
  };
  return {
    onPointerDown(event) {
      event.currentTarget.setPointerCapture(event.pointerId);
      fingers.current.set(event.pointerId, here(event));
      still.current = fingers.current.size === 1 ? here(event) : null;
    },
    onPointerMove(event) {
      if (!fingers.current.has(event.pointerId)) return;
      if (still.current && gap([still.current, here(event)]) < TAP_PX) return;
      still.current = null;
      const before = [...fingers.current.values()].slice(0, 2);
      fingers.current.set(event.pointerId, here(event));
      const after = [...fingers.current.values()].slice(0, 2);
      if (after.length === 1) {
        show({ x: view.x - (after[0].x - before[0].x) * pixel, y: view.y - (after[0].y - before[0].y) * pixel });
        return;
      }
      // What lay between the fingers stays between them.
      const span = limited((view.span * gap(before)) / Math.max(1, gap(after)));
      const [held, now] = [under(middle(before)), under(middle(after))];
      const scale = span / view.span;
      show({ span, x: held.x - (now.x - view.x) * scale, y: held.y - (now.y - view.y) * scale });
    },
    onPointerUp: release,
    onPointerCancel: release,
  };
};

/** A part of the width that one press of an arrow moves. */
const STEP = 1 / 8;

const pan = (east, south, word) => ({ change: ({ x, y, span }) => ({ x: x + east * span * STEP, y: y + south * span * STEP }), word });
const turn = (factor, word) => ({ change: ({ span }) => ({ span: span * factor }), word });
const [nearer, farther, all] = [turn(0.5, "Diperbesar"), turn(2, "Diperkecil"), { word: "Semua ditampilkan" }];

/** What a key changes (nothing: the view of before is left), and the word in which it is told. */
const KEYS = {
  ArrowUp: pan(0, -1, "Ke utara"), ArrowDown: pan(0, 1, "Ke selatan"), ArrowLeft: pan(-1, 0, "Ke barat"), ArrowRight: pan(1, 0, "Ke timur"),
  "+": nearer, "=": nearer, "-": farther, _: farther, 0: all, Home: all,
};

/** The keys in words, for whoever does not see the map. */
export const KEYS_HELP = "Panah menggeser, tambah dan kurang mengubah ukuran, nol menampilkan semua, Escape melepas pilihan.";

/**
 * Handler of keys for the map's element.
 * @param showAll shows everything; `enter` takes what is in the middle; `leave` lets go of what is picked; `told` gets the word for what was done
 */
export const useKeys = ({ view, limited, show, showAll, enter, leave, told }) => (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && enter) {
    event.preventDefault();
    enter();
    return;
  }
  if (event.key === "Escape") {
    leave?.();
    return;
  }
  const deed = KEYS[event.key];
  if (!deed) return;
  event.preventDefault();
  told(deed.word);
  if (!deed.change) {
    showAll();
    return;
  }
  const change = deed.change(view);
  show(change.span ? { span: limited(change.span) } : change);
};
