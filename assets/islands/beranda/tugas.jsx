/* What superiors asked of the officer, on the first screen: late first, then the nearest due. Loaded after it. */
import { ChevronRight } from "lucide-react";
import { useStored } from "../lib/hooks.js";
import { Card, Icon } from "../lib/ui.jsx";
import { readTasks } from "../lib/tugas.js";
import { Baris } from "../tugas/baris.jsx";

const SHOWN = 3;

export const TugasBeranda = ({ person, timeZone }) => {
  const tasks = useStored(person, ["tasks", "deeds", "items"], () => readTasks(person.id));
  const open = (tasks ?? []).filter((task) => task.open);
  if (!open.length) return null;
  const late = open.filter((task) => task.late).length;
  return (
    <Card title={late ? `Tugas: ${open.length} terbuka, ${late} terlambat` : `Tugas: ${open.length} terbuka`}>
      <ul className="-my-2">
        {open.slice(0, SHOWN).map((task) => (
          <li key={task.id} className="border-t border-base-300 first:border-t-0"><Baris task={task} timeZone={timeZone} /></li>
        ))}
      </ul>
      <a href="/petugas/tugas/" className="btn btn-ghost mt-3 w-full">Semua tugas<Icon of={ChevronRight} /></a>
    </Card>
  );
};
