/* Whom the visit is for: from the register on the phone, nearest first, by a word, or new. */
import { useDeferredValue, useMemo, useState } from "react";
import { Plus, Search, X } from "lucide-react";
import { distance } from "../lib/format.js";
import { lastVisit, matching, ordered, placeOf } from "../lib/register.js";
import { Card, Icon } from "../lib/ui.jsx";

const SHOWN = 5;
const NOUNS = { rumah: "rumah", usaha: "usaha", tokoh: "tokoh", tempat: "tempat" };

/**
 * @param register all subjects on the phone, undefined while they are read
 * @param fix where the officer is, or null
 * @param subject the chosen one `{id, new, name}` or null
 */
export const Subjek = ({ register, kind, fix, subject, onPick, onNew, locked }) => {
  const [words, setWords] = useState("");
  const query = useDeferredValue(words);
  const [more, setMore] = useState(1);
  const noun = NOUNS[kind] ?? "tujuan";
  const rows = useMemo(() => ordered((register ?? []).filter((one) => one.kind === kind), fix), [register, kind, fix]);
  const found = useMemo(() => matching(rows, query), [rows, query]);
  const shown = found.slice(0, SHOWN * more);
  if (subject) {
    return (
      <Card title="Yang dikunjungi" id="dikunjungi" tabIndex={-1}>
        <div className="flex items-center justify-between gap-3">
          <p className="min-w-0">
            <span className="block font-semibold">{subject.new ? `${noun[0].toUpperCase()}${noun.slice(1)} baru` : subject.name}</span>
            <span className="block text-sm text-muted">{subject.new ? "Masuk daftar setelah laporan diterima server." : placeOf(subject) || "Dari daftar di HP"}</span>
          </p>
          {!locked && (
            <button type="button" className="btn btn-ghost" onClick={() => onPick(null)}>
              <Icon of={X} />
              Ganti
            </button>
          )}
        </div>
      </Card>
    );
  }
  return (
    <Card title="Siapa yang dikunjungi?" id="dikunjungi" tabIndex={-1}>
      <div className="flex flex-col gap-3">
        <button type="button" className="btn btn-primary btn-outline w-full" onClick={onNew}>
          <Icon of={Plus} />
          {`${noun[0].toUpperCase()}${noun.slice(1)} baru`}
        </button>
        {(register?.length ?? 0) > 0 && (
          <label className="input w-full">
            <Icon of={Search} />
            <span className="sr-only">Cari {noun} di daftar</span>
            <input type="search" placeholder={`Cari ${noun}: nama, alamat, RT`} value={words} onChange={(event) => { setWords(event.target.value); setMore(1); }} />
          </label>
        )}
        {shown.length > 0 && (
          <ul className="-mx-1 flex flex-col" aria-label={fix ? `Daftar ${noun}, terdekat dahulu` : `Daftar ${noun}`}>
            {shown.map(({ subject: one, away }) => (
              <li key={one.id} className="border-t border-base-300 first:border-t-0">
                <button type="button" className="flex min-h-14 w-full items-center justify-between gap-3 rounded-field px-1 py-2 text-left hover:bg-base-200" onClick={() => onPick(one)}>
                  <span className="min-w-0">
                    <span className="block font-semibold">{one.name}</span>
                    <span className="block text-sm text-muted">{placeOf(one)}</span>
                  </span>
                  <span className="shrink-0 text-right text-sm text-muted">
                    {away !== null && <span className="block font-medium">{distance(away)}</span>}
                    <span className="block">{lastVisit(one)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {found.length > shown.length && (
          <button type="button" className="btn btn-ghost w-full" onClick={() => setMore(more + 1)}>
            Tampilkan lagi ({found.length - shown.length})
          </button>
        )}
        {query && !found.length && <p className="text-muted">Tidak ada {noun} yang cocok. Catat sebagai baru.</p>}
        {register && !register.length && <p className="text-sm text-muted">Daftar di HP masih kosong. Terisi sendiri saat ada sinyal.</p>}
      </div>
    </Card>
  );
};
