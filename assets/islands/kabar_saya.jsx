/* The page `/petugas/kabar/`: what came back, who spoke to the officer, what is to be done. Opens without network. */
import { useEffect, useRef, useState } from "react";
import { ArrowUpFromLine, AtSign, Bell, BellOff, CalendarClock, CheckCheck, ChevronRight, FilePen, Globe, ListTodo, Megaphone, Newspaper, Settings2, Siren, TriangleAlert, Undo2, Unplug, Users } from "lucide-react";
import { ago, exact } from "./lib/format.js";
import { useAddress, useOfficer, useStored } from "./lib/hooks.js";
import { mark, readNews } from "./lib/kabar.js";
import { refresh } from "./lib/runner.js";
import { Card, Empty, Icon, Note, Skeleton } from "./lib/ui.jsx";

const PAGE = 50;
const SIGNS = {
  dikembalikan: Undo2, tugas: ListTodo, sebutan: AtSign, sebutan_tugas: AtSign, pengingat: CalendarClock, tanpa_laporan: TriangleAlert, anggota: Users,
  eskalasi: ArrowUpFromLine, pengaduan: Megaphone, respon_cepat: Siren, saluran: Unplug,
  bacaan_diajukan: Newspaper, bacaan_dikembalikan: FilePen, bacaan_terbit: Globe,
};

/** Read it, and go where it leads; the mark goes up with the next contact. */
const open = async (person, row) => {
  await mark(person.id, [row]);
  location.assign(row.href);
};

const Row = ({ row, onOpen }) => (
  <li className="border-t border-base-300 first:border-t-0">
    <a
      href={row.href} className="flex min-h-14 items-start gap-3 p-4 hover:bg-base-200"
      onClick={(event) => { event.preventDefault(); onOpen(row); }}
    >
      <span className={`mt-0.5 rounded-full p-2 ${row.unread ? "bg-primary/15 text-primary" : "bg-base-200 text-muted"}`}><Icon of={SIGNS[row.jenis] ?? Bell} /></span>
      <span className="min-w-0 grow">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={row.unread ? "font-bold" : "font-medium"}>{row.title}</span>
          {row.unread && <span className="rounded-full bg-primary px-2 text-sm font-semibold text-primary-content">Baru</span>}
          {row.count > 1 && <span className="text-sm text-muted">{row.count} kali</span>}
        </span>
        <span className="line-clamp-2 wrap-anywhere">{row.about ?? row.text}</span>
        <span className="block text-sm text-muted">{[ago(row.at), exact(row.at)].filter(Boolean).join(", ")}</span>
      </span>
      <Icon of={ChevronRight} className="mt-2 text-muted" />
    </a>
  </li>
);

/** The news that a notification named: opened as soon as it is on the phone. `waiting`: it is not there yet. */
const useNamed = (person, rows) => {
  const [named] = useAddress("buka", "");
  const found = rows?.find(({ id }) => id === named);
  const leaving = useRef(false);
  useEffect(() => {
    if (found && !leaving.current) {
      leaving.current = true;
      mark(person.id, [found]).then(() => location.replace(found.href));
    } else if (!found && named && person) refresh();
  }, [found, named, person]);
  return { leaving: Boolean(found), waiting: Boolean(named && rows && !found) };
};

export const KabarSaya = () => {
  const person = useOfficer();
  const rows = useStored(person, ["news", "meta", "items", "results", "tasks"], () => readNews(person.id));
  const { leaving, waiting } = useNamed(person, rows);
  const [pages, setPages] = useState(1);
  if (!person || !rows || leaving) return <Skeleton />;
  const unread = rows.filter((row) => row.unread);
  const all = async () => {
    await mark(person.id, unread);
    refresh();
  };
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-2xl">Kabar</h1>
        <div className="flex flex-wrap gap-2">
          {unread.length > 0 && <button type="button" className="btn border-base-300 bg-base-100" onClick={all}><Icon of={CheckCheck} />Tandai semua dibaca</button>}
          <a href="/petugas/akun/#pemberitahuan" className="btn border-base-300 bg-base-100"><Icon of={Settings2} />Atur</a>
        </div>
      </div>
      <p role="status" className="text-muted">{unread.length ? `${unread.length} belum dibaca.` : rows.length ? "Semua sudah dibaca." : ""}</p>
      {waiting && <Note title="Kabar itu belum ada di HP ini">Terbuka sendiri begitu ada sinyal.</Note>}
      {rows.length === 0 ? (
        <Card>
          <Empty icon={BellOff} title="Belum ada kabar" actions={<a className="btn btn-primary" href="/petugas/">Ke Beranda</a>}>
            Laporan yang dikembalikan, tugas, dan komentar yang menyebut Anda muncul di sini.
          </Empty>
        </Card>
      ) : (
        <ul aria-label="Kabar" className="overflow-hidden rounded-box border border-base-300 bg-base-100">
          {rows.slice(0, PAGE * pages).map((row) => <Row key={row.id} row={row} onOpen={(one) => open(person, one)} />)}
        </ul>
      )}
      {rows.length > PAGE * pages && <button type="button" className="btn border-base-300 bg-base-100" onClick={() => setPages(pages + 1)}>Tampilkan lagi ({rows.length - PAGE * pages})</button>}
    </div>
  );
};
