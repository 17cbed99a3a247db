/* A cross in the middle of a map: what lies under it is meant. The map is moved below it, by finger or by key. */
const CROSS = "M-18 0H-5M5 0H18M0-18V-5M0 5V18";

/** A `layer` of the map. */
export const cross = ({ view, pixel }) => (
  <g transform={`translate(${view.x} ${view.y}) scale(${pixel})`} className="fill-none stroke-error">
    <path d={CROSS} strokeWidth="7" className="stroke-base-100" />
    <path d={CROSS} strokeWidth="3" />
  </g>
);
