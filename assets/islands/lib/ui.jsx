/* Small parts of the officers' screens, in the look of components/parts.py. */
import { CircleCheck, GraduationCap, Info, OctagonAlert, TriangleAlert } from "lucide-react";

const SOFT = {
  neutral: "bg-base-200 text-base-content border-base-300",
  info: "bg-info/10 text-info border-info/40",
  success: "bg-success/10 text-success border-success/40",
  warning: "bg-warning/10 text-warning border-warning/40",
  error: "bg-error/10 text-error border-error/40",
};
const SIGN = { neutral: Info, info: Info, success: CircleCheck, warning: TriangleAlert, error: OctagonAlert };

/** An icon that only decorates: the word stands beside it. */
export const Icon = ({ of: Glyph, size = 20, className = "" }) => (
  <Glyph size={size} aria-hidden="true" className={`shrink-0 ${className}`} />
);

/** A state in a word, an icon and a colour, never colour alone. */
export const Badge = ({ tone = "neutral", icon, children }) => (
  <span className={`inline-flex items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-sm font-semibold ${SOFT[tone]}`}>
    <Icon of={icon ?? SIGN[tone]} size={16} />
    <span>{children}</span>
  </span>
);

/** A number at the corner of a sign; what it counts is said in words beside it. */
export const Count = ({ n }) => (
  <span aria-hidden="true" className="absolute right-0 top-0 min-w-5 rounded-full border-2 border-base-100 bg-primary px-1 text-center text-xs font-bold text-primary-content tabular-nums">
    {n > 99 ? "99+" : n}
  </span>
);

/** Stands above and below all that is secret. */
export const Secret = () => <p className="rounded-field border-2 border-error py-1 text-center font-bold tracking-[0.3em] text-error">RAHASIA</p>;

/** Marks whatever was made in Mode latihan. */
export const PracticeMark = () => <Badge tone="warning" icon={GraduationCap}>Latihan</Badge>;

/** A message within the page: what happened, what is safe, what to do. Errors and warnings are announced. */
export const Note = ({ tone = "info", title, children, actions }) => (
  <div role={tone === "error" || tone === "warning" ? "alert" : "status"} className={`flex gap-3 rounded-box border p-4 ${SOFT[tone]}`}>
    <Icon of={SIGN[tone]} size={24} className="mt-0.5" />
    <div className="min-w-0">
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-0.5 text-base-content">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
    </div>
  </div>
);

/** A white sheet; with `title` a section under an h2. */
export const Card = ({ title, children, className = "", ...rest }) => (
  <section className={`rounded-box border border-base-300 bg-base-100 p-4 sm:p-5 ${className}`} {...rest}>
    {title && <h2 className="mb-3 text-lg">{title}</h2>}
    {children}
  </section>
);

/** Says what will appear here and offers the next step; with `heading` its title is that of the page. */
export const Empty = ({ icon, title, children, actions, heading }) => (
  <div className="flex flex-col items-center gap-3 px-4 py-10 text-center">
    <div className="grid size-16 place-items-center rounded-full bg-primary/10 text-primary">
      <Icon of={icon} size={32} />
    </div>
    {heading ? <h1 className="text-balance text-lg font-bold">{title}</h1> : <p className="text-balance text-lg font-bold">{title}</p>}
    <p className="max-w-prose text-balance text-muted">{children}</p>
    {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
  </div>
);

/** Grey stand-ins while something is read. */
export const Skeleton = ({ rows = 4 }) => (
  <div role="status" aria-busy="true">
    <span className="sr-only">Memuat</span>
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className="mb-3 flex flex-col gap-2 rounded-box border border-base-300 bg-base-100 p-4">
        <div className="skeleton h-4 w-2/3" />
        <div className="skeleton h-3 w-1/3" />
      </div>
    ))}
  </div>
);

/** A field with its label above and its fault beside it. */
export const Field = ({ id, label, error, help, children }) => (
  <div className="flex flex-col gap-1">
    <label htmlFor={id} className="font-semibold">
      {label}
    </label>
    {children}
    {help && (
      <p id={`${id}-bantuan`} className="text-sm text-muted">
        {help}
      </p>
    )}
    {error && (
      <p id={`${id}-salah`} className="flex items-start gap-1.5 text-sm font-semibold text-error">
        <Icon of={OctagonAlert} size={16} className="mt-0.5" />
        {error}
      </p>
    )}
  </div>
);
