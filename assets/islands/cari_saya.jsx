/* The page `/petugas/cari/`: everything that the officer may read, by any words of it. Of the phone at once, of the server while there is one. */
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { ChevronRight, FileText, House, ListTodo, MessageCircle, Search, SearchX } from "lucide-react";
import { api } from "./lib/api.js";
import { ago, exact } from "./lib/format.js";
import { useAddress, useOfficer, useStored } from "./lib/hooks.js";
import { useOnline } from "./lib/online.js";
import { Card, Empty, Icon, Skeleton } from "./lib/ui.jsx";

const STORES = ["items", "results", "subjects", "houses", "tasks", "deeds", "threads", "posts", "territory"];
const PAGE = 10;
/** The server is asked when nobody has typed for so long. */
const PAUSE_MS = 400;
const SORTS = {
  laporan: { word: "Laporan", icon: FileText },
  register: { word: "Rumah dan tempat", icon: House },
  tugas: { word: "Tugas", icon: ListTodo },
  percakapan: { word: "Percakapan", icon: MessageCircle },
};
/** Where what was found is opened, by its sort. */
const HREF = {
  laporan: (id) => `/petugas/antrean/?buka=${id}`,
  register: (id) => `/petugas/wilayah/?buka=${id}`,
  tugas: (id) => `/petugas/tugas/?buka=${id}`,
};

/** What searching takes is loaded when there is something to look for. */
const load = () => import("./cari/buka.js");

/** What the phone holds, once `wanted`: `{held, look}`. */
const useHeld = (person, kinds, wanted) =>
  useStored(person, STORES, async () => {
    if (!wanted) return null;
    const { everything, look } = await load();
    return { held: await everything(person.id, kinds), look };
  }, String(wanted));

/** The server's answer to this question: `{found, error}`, undefined while it is asked, null where it is not. */
function useServer(query, wanted) {
  const [answer, setAnswer] = useState({});
  useEffect(() => {
    if (!wanted) return undefined;
    const leaving = new AbortController();
    const ask = () =>
      api(`cari?${new URLSearchParams({ q: query })}`, { signal: leaving.signal, timeout: 10_000 })
        .then(({ found }) => setAnswer({ query, found, error: null }))
        .catch((error) => leaving.signal.aborted || setAnswer({ query, found: [], error: error.message }));
    const timer = setTimeout(ask, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [query, wanted]);
  if (!wanted) return null;
  return answer.query === query ? answer : undefined;
}

const Pieces = ({ pieces }) => pieces.map(({ text, marked }, index) => (marked ? <mark key={index} className="rounded-sm bg-warning/40 text-inherit">{text}</mark> : <span key={index}>{text}</span>));

const Hit = ({ hit }) => (
  <li className="border-t border-base-300 first:border-t-0">
    <a href={HREF[hit.opens](hit.id)} className="flex min-h-14 items-center gap-3 px-4 py-3 hover:bg-base-200">
      <span className="min-w-0 grow">
        <span className="block font-semibold wrap-anywhere"><Pieces pieces={hit.title} /></span>
        {hit.pieces.length > 0 && <span className="block text-sm wrap-anywhere"><Pieces pieces={hit.pieces} /></span>}
        <span className="block text-sm text-muted">{[...hit.about, hit.at && (ago(hit.at) || exact(hit.at))].filter(Boolean).join(" · ")}</span>
      </span>
      <Icon of={ChevronRight} className="text-muted" />
    </a>
  </li>
);

const Group = ({ sort, total, hits, more, onMore }) => (
  <section aria-labelledby={`hasil-${sort}`} className="overflow-hidden rounded-box border border-base-300 bg-base-100">
    <h2 id={`hasil-${sort}`} className="flex items-center gap-2 px-4 pt-4 pb-1 text-lg"><Icon of={SORTS[sort].icon} className="text-muted" />{SORTS[sort].word}</h2>
    <ul>{hits.map((hit) => <Hit key={hit.id} hit={hit} />)}</ul>
    {total > hits.length && <button type="button" className="btn btn-ghost m-2" onClick={onMore}>Tampilkan lagi ({total - hits.length})</button>}
    {more && <p className="px-4 py-3 text-sm text-muted">Di server masih ada yang lain. Tambah kata untuk mempersempit.</p>}
  </section>
);

/** Of the phone and of the server, each thing once: what only the server has stands last. */
const together = (here, there) =>
  Object.keys(SORTS).map((sort) => {
    const { total, ids, hits } = here[sort];
    const answer = there?.found.find(({ jenis }) => jenis === sort);
    const other = (answer?.hits ?? []).filter(({ id }) => !ids.has(id));
    return { sort, total: total + other.length, hits: [...hits, ...(total > hits.length ? [] : other)], more: Boolean(answer?.more && other.length) };
  }).filter(({ total }) => total > 0);

const Advice = () => (
  <Card title="Yang dapat dicari">
    <ul className="list-disc space-y-1 pl-5 text-muted">
      <li>Laporan Anda: nama, isi, nomor tanda terima.</li>
      <li>Rumah dan tempat di wilayah Anda; penghuni dan telepon dari rumah yang pernah dibuka di HP ini.</li>
      <li>Tugas dan percakapan.</li>
      <li>Kata berimbuhan ikut ditemukan: pencurian juga menemukan mencuri dan dicuri.</li>
    </ul>
  </Card>
);

/** How far was looked, in words. */
function reachOf(there, online) {
  if (there === undefined) return "Di HP ini; server sedang ditanya …";
  if (there && !there.error) return "Di HP ini dan di server.";
  return `Hanya di HP ini. ${there?.error ?? (online ? "" : "Belum ada sambungan.")}`;
}

export const CariSaya = ({ kinds }) => {
  const person = useOfficer();
  const online = useOnline();
  const [words, setWords] = useAddress("q", "");
  const [limits, setLimits] = useState({});
  const query = useDeferredValue(words.trim());
  const engine = useHeld(person, kinds, Boolean(query));
  const here = useMemo(() => (engine && query ? engine.look(engine.held, query, (sort) => limits[sort] ?? PAGE) : undefined), [engine, query, limits]);
  const there = useServer(query, online && Boolean(here));
  if (!person) return <Skeleton />;

  const change = (event) => {
    setWords(event.target.value);
    setLimits({});
  };
  const groups = here ? together(here, there) : [];
  const total = groups.reduce((sum, group) => sum + group.total, 0);
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-2xl">Cari</h1>
      <label className="input w-full">
        <Icon of={Search} />
        <span className="sr-only">Cari di semua milik Anda</span>
        <input type="search" autoFocus maxLength={100} autoComplete="off" enterKeyHint="search" placeholder="Nama, kata, nomor, atau tempat" value={words} onChange={change} />
      </label>
      {here && <p role="status" className="text-sm text-muted">{total ? `${total} hasil. ` : there === undefined ? "" : "Tidak ada hasil. "}{reachOf(there, online)}</p>}
      {!query && <Advice />}
      {query && here === undefined && <Skeleton rows={3} />}
      {here === null && <Empty icon={Search} title="Tulis lebih banyak">Paling sedikit 2 huruf atau angka.</Empty>}
      {groups.map((group) => (
        <Group key={group.sort} {...group} onMore={() => setLimits({ ...limits, [group.sort]: (limits[group.sort] ?? PAGE) + 5 * PAGE })} />
      ))}
      {here && !total && there !== undefined && (
        <Card>
          <Empty icon={SearchX} title="Tidak ada yang cocok" actions={<button type="button" className="btn" onClick={() => setWords("")}>Hapus kata</button>}>
            Kurangi kata atau periksa ejaannya. Semua kata harus ada; kata terakhir boleh awalnya saja.
          </Empty>
        </Card>
      )}
    </div>
  );
};
