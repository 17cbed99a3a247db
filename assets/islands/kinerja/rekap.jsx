import { FileDown } from "lucide-react";

import { Card, Icon } from "../lib/ui.jsx";

const RECAPS = [["laphar", "Laporan harian"], ["lapbul", "Laporan bulanan"]];

/** The officer's own recaps of today and of this month, made by the server. */
export const Rekap = () => (
  <Card title="Laporan PDF">
    <p className="mb-3 text-sm text-muted">Rekap hari ini dan bulan ini dari laporan yang sudah terkirim. Perlu sinyal.</p>
    <p className="flex flex-wrap gap-2">
      {RECAPS.map(([name, label]) => (
        <a key={name} className="btn" href={`/api/v1/dokumen/${name}.pdf`} download><Icon of={FileDown} />{label}</a>
      ))}
    </p>
  </Card>
);
