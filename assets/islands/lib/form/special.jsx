/* Controls that only some forms have, by the widget or the type of their field; each is loaded with the first form that shows it. */
import { lazy } from "react";

/** Each takes `field`, `value`, `path` and `onChange`, as those of controls.jsx do. */
export const SPECIAL = {
  roll: lazy(async () => ({ default: (await import("./roll.jsx")).Roll })),
};
