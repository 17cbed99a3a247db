/* Today's target as a ring. */

const RADIUS = 42;
const LENGTH = 2 * Math.PI * RADIUS;

/** `done` of `target` visits; full, it turns green. */
export const Ring = ({ done, target }) => {
  const share = Math.min(1, done / target);
  return (
    <svg viewBox="0 0 100 100" className="size-28 shrink-0" role="img" aria-label={`${done} dari ${target} kunjungan hari ini`}>
      <circle cx="50" cy="50" r={RADIUS} fill="none" strokeWidth="10" className="stroke-base-300" />
      <circle cx="50" cy="50" r={RADIUS} fill="none" strokeWidth="10" strokeLinecap={share ? "round" : "butt"} strokeDasharray={`${share * LENGTH} ${LENGTH}`} transform="rotate(-90 50 50)" className={share === 1 ? "stroke-success" : "stroke-primary"} />
      <text x="50" y="51" textAnchor="middle" dominantBaseline="central" className="fill-base-content text-2xl font-extrabold">{done}/{target}</text>
    </svg>
  );
};
