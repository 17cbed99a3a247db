/* One task of a list, leading to it. */
import { ChevronRight } from "lucide-react";
import { Badge, Icon } from "../lib/ui.jsx";
import { LATE, TASK_STATES, dueWords, placeWords } from "./kata.js";

export const Baris = ({ task, timeZone, talk }) => {
  const { word, tone, icon } = task.late ? LATE : TASK_STATES[task.state];
  return (
    <a href={`/petugas/tugas/?buka=${task.id}`} className="flex min-h-14 items-center justify-between gap-3 rounded-field py-2 hover:bg-base-200">
      <span className="min-w-0">
        <span className="block font-semibold">{task.title}</span>
        <span className="line-clamp-2 text-sm wrap-anywhere">{task.text}</span>
        <span className="block text-sm text-muted">{[placeWords(task), task.open && `tenggat ${dueWords(task.due_at, timeZone)}`].filter(Boolean).join(" · ")}</span>
        <span className="mt-1 flex flex-wrap gap-2">
          <Badge tone={tone} icon={icon}>{word}</Badge>
          {(task.answer || task.unsent.length > 0) && <Badge tone="warning">Belum terkirim</Badge>}
          {talk?.unread > 0 && <Badge tone="info">{talk.unread} komentar baru</Badge>}
        </span>
      </span>
      <Icon of={ChevronRight} size={18} className="text-muted" />
    </a>
  );
};
