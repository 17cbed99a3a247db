/* Controls that only some forms have, by the widget or the type of their field; each is loaded with the first form that shows it. */
import { lazy } from "react";

/** Each takes `field`, `value`, `path` and `onChange`, as those of controls.jsx do; `locked` where a field is `locked_by` another. */
export const SPECIAL = {
  points: lazy(async () => ({ default: (await import("./points.jsx")).Points })),
  signatures: lazy(async () => ({ default: (await import("./signatures.jsx")).Signatures })),
  unit: lazy(async () => ({ default: (await import("./unit.jsx")).Unit })),
  point: lazy(async () => ({ default: (await import("./titik.jsx")).Titik })),
  bacaan: lazy(async () => ({ default: (await import("./bacaan.jsx")).Bacaan })),
  roll: lazy(async () => ({ default: (await import("./roll.jsx")).Roll })),
};
