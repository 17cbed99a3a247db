/* What goes with a report: the one out of which it was made, those made out of it, and what can still be made. Works without network. */
import { FilePlus2, Link2 } from "lucide-react";
import { definitions, turunan } from "../formulir.js";
import { useStored } from "../lib/hooks.js";
import { readReports } from "../lib/reports.js";
import { STATES } from "../lib/states.js";
import { parts } from "../lib/turunan.js";
import { Badge, Icon } from "../lib/ui.jsx";

const KINDS = Object.fromEntries(Object.values(definitions).map(({ kind, title }) => [kind, title]));

const Related = ({ word, row }) => {
  const { word: state, tone, icon } = STATES[row.state];
  return (
    <li>
      <a href={`/petugas/antrean/?cari=${encodeURIComponent(row.title)}`} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-field py-1 hover:bg-base-200">
        <Icon of={Link2} size={18} className="text-muted" />
        <span className="min-w-0 grow basis-40">
          <span className="block text-sm text-muted">{`${word} ${row.kind_title}`}</span>
          <span className="block font-semibold wrap-anywhere">{row.title}</span>
        </span>
        <Badge tone={tone} icon={icon}>{state}</Badge>
      </a>
    </li>
  );
};

const Offer = ({ id, part }) => (
  <li className="flex flex-col gap-2 rounded-field bg-base-200/60 p-3">
    <p className="line-clamp-2 wrap-anywhere">{part.words}</p>
    <div className="flex flex-wrap gap-2">
      {part.rules.map(({ target }) => (
        <a key={target} href={`/petugas/sambang/?${new URLSearchParams({ dari: id, ...(part.path && { bagian: part.path }), jadi: target })}`} className="btn min-w-0 grow border-base-300 bg-base-100">
          <Icon of={FilePlus2} />
          {`Jadikan ${KINDS[target]}`}
        </a>
      ))}
    </div>
  </li>
);

/** @param row the report, with its `body` if this phone has it */
export const Lanjutan = ({ person, row }) => {
  const all = useStored(person, ["items", "results"], () => readReports(person.id, KINDS), row.id);
  if (!all || row.practice) return null;
  const from = all.find(({ id }) => id === row.origin?.id);
  const made = all.filter(({ origin }) => origin?.id === row.id);
  const done = new Set(made.map(({ origin, kind }) => `${origin.path ?? ""} ${kind}`));
  const left = row.body ? parts(turunan, row) : [];
  // What is a report already is named above, and not made twice.
  const offers = left.map((part) => ({ ...part, rules: part.rules.filter(({ target }) => !done.has(`${part.path ?? ""} ${target}`)) })).filter(({ rules }) => rules.length);
  if (!from && !made.length && !offers.length) return null;
  return (
    <section aria-label="Laporan terkait" className="flex flex-col gap-3 border-t border-base-300 pt-3 text-left">
      <h2 className="text-lg">{from || made.length ? "Laporan terkait" : "Buat laporan lanjutan"}</h2>
      {(from || made.length > 0) && (
        <ul>
          {from && <Related word="Dibuat dari" row={from} />}
          {made.map((one) => <Related key={one.id} word="Menjadi" row={one} />)}
        </ul>
      )}
      {offers.length > 0 && (
        <>
          <p className="text-sm text-muted">Yang sudah diketahui ikut terbawa: orang, tempat, waktu, dan uraian.</p>
          <ul className="flex flex-col gap-2">{offers.map((part) => <Offer key={part.path} id={row.id} part={part} />)}</ul>
        </>
      )}
    </section>
  );
};
