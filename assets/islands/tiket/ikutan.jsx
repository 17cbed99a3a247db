/* Reports of others that this phone follows: how they stand, and nothing else. */
import { useState } from "react";
import { BellMinus, CircleCheck, Clock, Inbox } from "lucide-react";
import { api } from "../lib/api.js";
import { exact } from "../lib/format.js";
import { Badge, Icon, Note } from "../lib/ui.jsx";

const STANDS = { baru: ["Menunggu dibaca", "info", Inbox], ditangani: ["Sedang ditangani", "info", Clock], selesai: ["Selesai", "success", CircleCheck] };

export const Ikutan = ({ followed, title, onChange }) => {
  const [fault, setFault] = useState(null);
  const leave = async (id) => {
    try {
      await api(`lapor/ikuti/${id}`, { method: "DELETE" });
      setFault(null);
      onChange(followed.filter((one) => one.id !== id));
    } catch (error) {
      setFault(error);
    }
  };
  return (
    <section aria-labelledby="diikuti">
      <h2 id="diikuti" className="mb-2 text-lg">Laporan orang lain yang Anda ikuti</h2>
      {fault && <div className="mb-3"><Note tone="warning" title="Belum berhenti mengikuti">{fault.message}</Note></div>}
      <ul className="flex flex-col gap-3">
        {followed.map(({ id, category, state, changed_at }) => {
          const [word, tone, icon] = STANDS[state];
          return (
            <li key={id} className="flex flex-wrap items-center justify-between gap-2 rounded-box border border-base-300 bg-base-100 p-4">
              <span className="flex flex-col items-start gap-1">
                <span className="font-semibold">{title(category)}</span>
                <Badge tone={tone} icon={icon}>{word}</Badge>
                <span className="text-sm text-muted">sejak {exact(changed_at)}</span>
              </span>
              <button type="button" className="btn" onClick={() => leave(id)}><Icon of={BellMinus} />Berhenti mengikuti</button>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
