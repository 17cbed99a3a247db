/* The library as a list with a search, kind by kind: on its own page, and to choose from in a form. */
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { BookOpen, Search, SearchX } from "lucide-react";
import { useStored } from "../lib/hooks.js";
import { library } from "../lib/pustaka.js";
import { Empty, Icon, Skeleton } from "../lib/ui.jsx";

/** `{version, texts}` of this phone, null while nothing has come down, undefined before the first look. */
export const useLibrary = (person) => useStored(person, ["meta"], () => library(person.id));

/** What words find is loaded with the first of them. */
function useFound(texts, query) {
  const [engine, setEngine] = useState(null);
  useEffect(() => {
    if (query && !engine) import("./temukan.js").then(({ find }) => setEngine({ find }));
  }, [query, engine]);
  return useMemo(() => (query ? engine?.find(texts, query) : texts), [texts, query, engine]);
}

const byKind = (texts) => Object.entries(Object.groupBy?.(texts, ({ kind }) => kind) ?? texts.reduce((all, text) => ({ ...all, [text.kind]: [...(all[text.kind] ?? []), text] }), {}));

/**
 * @param query what is looked for, `onQuery` changes it
 * @param row draws one text as a list item
 */
export const Daftar = ({ found, query, onQuery, row }) => {
  const words = useDeferredValue(query.trim());
  const texts = useFound(found?.texts ?? [], words);
  if (found === undefined) return <Skeleton rows={3} />;
  if (!found?.texts.length) return <Empty icon={BookOpen} title="Bacaan belum ada di HP ini">Bacaan turun sendiri saat ada sinyal, lalu tetap dapat dibuka tanpa sinyal.</Empty>;
  return (
    <div className="flex flex-col gap-4">
      <label className="input w-full">
        <Icon of={Search} />
        <span className="sr-only">Cari bacaan</span>
        <input type="search" maxLength={100} autoComplete="off" enterKeyHint="search" placeholder="Misalnya motor hilang, pinjol, SKCK" value={query} onChange={(event) => onQuery(event.target.value)} />
      </label>
      <p role="status" className="-mt-2 text-sm text-muted">{words && texts && (texts.length ? `${texts.length} bacaan.` : "Tidak ada bacaan yang cocok.")}</p>
      {!texts && <Skeleton rows={3} />}
      {texts?.length === 0 && <Empty icon={SearchX} title="Tidak ada yang cocok" actions={<button type="button" className="btn" onClick={() => onQuery("")}>Hapus kata</button>}>Kurangi kata atau pakai kata lain.</Empty>}
      {words
        ? texts?.length > 0 && <ul aria-label="Bacaan" className="overflow-hidden rounded-box border border-base-300 bg-base-100">{texts.map(row)}</ul>
        : byKind(texts).map(([kind, some]) => (
            <section key={kind} className="overflow-hidden rounded-box border border-base-300 bg-base-100">
              <h2 className="px-4 pt-4 pb-1 text-lg">{kind}</h2>
              <ul aria-label={kind}>{some.map(row)}</ul>
            </section>
          ))}
    </div>
  );
};

/** Title, topic and summary of a text. */
export const Judul = ({ text }) => (
  <span className="min-w-0 grow">
    <span className="block font-semibold wrap-anywhere">{text.title}</span>
    <span className="block text-sm text-muted">{[text.topic, text.summary].filter(Boolean).join(" · ")}</span>
  </span>
);
