/* The officer's tasks: the list, and one of them whole. Everything works without network. */
import { Suspense, lazy } from "react";
import { ArrowLeft, ClipboardList } from "lucide-react";
import { useLocation } from "react-router";
import { useOfficer, useStored } from "./lib/hooks.js";
import { readRules } from "./lib/reports.js";
import { SenderStatus } from "./lib/status.jsx";
import { readTasks } from "./lib/tugas.js";
import { Card, Empty, Icon, Skeleton } from "./lib/ui.jsx";
import { readTalk } from "./lib/utas.js";
import { Baris } from "./tugas/baris.jsx";

const Rincian = lazy(async () => ({ default: (await import("./tugas/rincian.jsx")).Rincian }));

const Section = ({ title, tasks, talk, timeZone }) =>
  tasks.length > 0 && (
    <Card title={title}>
      <ul className="-my-2">
        {tasks.map((task) => (
          <li key={task.id} className="border-t border-base-300 first:border-t-0 [content-visibility:auto] [contain-intrinsic-size:auto_5rem]">
            <Baris task={task} timeZone={timeZone} talk={talk[task.id]} />
          </li>
        ))}
      </ul>
    </Card>
  );

/** The page `/petugas/tugas/`; `?buka=<id>` opens one. */
export const TugasSaya = () => {
  const person = useOfficer();
  const { search } = useLocation();
  const opened = new URLSearchParams(search).get("buka");
  const found = useStored(person, ["tasks", "deeds", "items", "threads", "posts", "meta"], async () => ({
    tasks: await readTasks(person.id), talk: await readTalk(person.id), timeZone: (await readRules(person.id)).timezone,
  }));
  if (!found) return <Skeleton />;
  const { tasks, talk, timeZone } = found;
  if (opened) {
    const task = tasks.find(({ id }) => id === opened);
    return (
      <div className="flex flex-col gap-4">
        <a href="/petugas/tugas/" className="btn self-start border-base-300 bg-base-100"><Icon of={ArrowLeft} />Semua tugas</a>
        {task ? (
          <Suspense fallback={<Skeleton />}><Rincian key={task.id} person={person} task={task} timeZone={timeZone} /></Suspense>
        ) : (
          <Empty icon={ClipboardList} title="Tugas ini belum ada di HP">Tugas turun sendiri saat ada sinyal. Yang sudah lama selesai tidak disimpan lagi di HP.</Empty>
        )}
      </div>
    );
  }
  const open = tasks.filter((task) => task.open);
  const over = tasks.filter((task) => !task.open);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl">Tugas</h1>
        <p className="text-muted">Dari pimpinan Anda; terlambat dahulu, lalu tenggat terdekat.</p>
      </div>
      <SenderStatus person={person} />
      {!tasks.length && <Card><Empty icon={ClipboardList} title="Belum ada tugas">Tugas dari Kanit atau Kasat muncul di sini saat HP tersambung.</Empty></Card>}
      <Section title="Terbuka" tasks={open} talk={talk} timeZone={timeZone} />
      <Section title="30 hari terakhir" tasks={over} talk={talk} timeZone={timeZone} />
    </div>
  );
};
