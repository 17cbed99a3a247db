/* Everybody of the register on the map: signs that keep their size; many close together are one with their number. */
import { useMemo, useRef } from "react";
import { cellOf, clusters, hit } from "../lib/cluster.js";
import { number } from "../lib/format.js";
import { isDue } from "../lib/register.js";

const APART_PX = 34;
const REACH_PX = 28;
const FONT_PX = 12;

/** Shapes in pixels around (0, 0): the state is told by form and colour. */
const SIGNS = {
  here: { d: "M0-9A9 9 0 1 1 0 9A9 9 0 1 1 0-9Z", className: "fill-accent stroke-base-content" },
  vulnerable: { d: "M0-8L8 6H-8Z", className: "fill-error stroke-base-100" },
  late: { d: "M0-6A6 6 0 1 1 0 6A6 6 0 1 1 0-6Z", className: "fill-base-100 stroke-warning", width: 3 },
  visited: { d: "M0-6A6 6 0 1 1 0 6A6 6 0 1 1 0-6Z", className: "fill-primary stroke-base-100" },
};

/** Which sign somebody gets. */
const signOf = (row, patience) => (row.subject.vulnerable ? "vulnerable" : isDue(row, patience) ? "late" : "visited");

const Sign = ({ name }) => {
  const { d, className, width = 2 } = SIGNS[name];
  return <path d={d} strokeWidth={width} className={className} />;
};

/** The sign in a legend. */
export const Legend = ({ name }) => (
  <svg viewBox="-10 -10 20 20" className="size-5 shrink-0" aria-hidden="true"><Sign name={name} /></svg>
);

const Cluster = ({ members }) => {
  const label = number(members.length);
  const radius = 11 + 3 * label.length;
  return (
    <>
      <circle r={radius} strokeWidth="2" className="fill-primary stroke-base-100" />
      <text textAnchor="middle" dominantBaseline="central" fontSize={FONT_PX} className="fill-primary-content font-bold">{label}</text>
    </>
  );
};

/* Large enough to be seen around whatever sign stands there. */
const HERE_PX = 22;

/**
 * The map's layer of `rows` and what a tap on it means: `{layer, onTap}` for `Peta`.
 * @param here where the officer is, or null; `picked`: id of somebody to be marked
 * @param onPick called with the rows of the sign that was tapped; a sign of many is shown closer until it cannot be
 */
export const useSigns = (rows, { patience, here, picked, onPick }) => {
  const placed = useMemo(() => rows.filter(({ subject }) => subject.lat != null), [rows]);
  const memory = useRef({});
  const signs = (at, pixel) => {
    const known = memory.current;
    if (known.placed !== placed || known.at !== at) {
      memory.current = { placed, at, points: placed.map((row) => ({ row, x: at.x(row.subject.lon), y: at.y(row.subject.lat) })) };
    }
    const cell = cellOf(pixel, APART_PX);
    if (memory.current.cell !== cell) Object.assign(memory.current, { cell, signs: clusters(memory.current.points, cell) });
    return memory.current.signs;
  };
  const layer = ({ view, at, pixel }) => {
    const beyond = 0.5 * view.span + 40 * pixel;
    const seen = signs(at, pixel).filter(({ x, y }) => Math.abs(x - view.x) < beyond && Math.abs(y - view.y) < beyond);
    const drawn = seen.map(({ x, y, members }) => {
      const [{ row }] = members;
      const chosen = members.some((one) => one.row.subject.id === picked);
      return (
        <g key={row.subject.id} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${pixel})`}>
          {chosen && <circle r={members.length > 1 ? 26 : 13} strokeWidth="3" className="fill-none stroke-base-content" />}
          {members.length > 1 ? <Cluster members={members} /> : <Sign name={signOf(row, patience)} />}
        </g>
      );
    });
    const own = here && (
      <g key="di-sini" transform={`translate(${at.x(here.lon).toFixed(1)} ${at.y(here.lat).toFixed(1)}) scale(${pixel})`}>
        <circle r={Math.max(HERE_PX, here.accuracy_m / pixel)} strokeWidth="2" className="fill-accent/40 stroke-accent" />
        <Sign name="here" />
      </g>
    );
    return [own, ...drawn];
  };
  const onTap = ({ x, y, pixel, closer }) => {
    const sign = hit(memory.current.signs ?? [], { x, y }, REACH_PX * pixel);
    if (!sign) return onPick([]);
    const spread = sign.members.some((one) => Math.hypot(one.x - sign.x, one.y - sign.y) > CLOSEST_M);
    if (sign.members.length > 1 && spread) return closer(sign.x, sign.y);
    return onPick(sign.members.map(({ row }) => row));
  };
  return { layer, onTap };
};

/** Places nearer together than this are one spot: a house of several families, a row of shops. */
const CLOSEST_M = 5;
