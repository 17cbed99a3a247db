/* Where the visit takes place: found by itself, with its accuracy, the verdict, and the village on a map. */
import { LocateFixed, MapPinOff, NotebookPen, RefreshCw } from "lucide-react";
import { distance, exact } from "../lib/format.js";
import { better, movedAway, usePosition } from "../lib/geo.js";
import { metres } from "../lib/metres.js";
import { VERDICTS } from "../lib/states.js";
import { Badge, Card, Field, Icon, Note } from "../lib/ui.jsx";
import { Peta } from "../peta.jsx";
import { useState } from "react";

const MODES = [
  { mode: "on_site", label: "Di lokasi", icon: LocateFixed },
  { mode: "later", label: "Dicatat belakangan", icon: NotebookPen, why: "Mengapa dicatat belakangan?", help: "Misalnya: sedang mediasi, HP habis daya." },
  { mode: "none", label: "Tanpa lokasi", icon: MapPinOff, why: "Mengapa tanpa lokasi?", help: "Misalnya: GPS tidak menemukan posisi di dalam gedung." },
];
const SHORTEST_REASON = 5;

/** Faults of a position, as `[{field, message}]`. */
export function positionFaults({ mode, fix, reason }) {
  if (mode === "on_site") return fix ? [] : [{ field: "position", message: "Posisi belum ditemukan. Tunggu sebentar, atau pilih “Tanpa lokasi”." }];
  return reason.trim().length >= SHORTEST_REASON ? [] : [{ field: "position.reason", message: `Isi alasannya, paling sedikit ${SHORTEST_REASON} huruf.` }];
}

const quality = (accuracy) => {
  if (accuracy <= 20) return { word: "Teliti", share: 100, tone: "bg-success" };
  if (accuracy <= 50) return { word: "Cukup teliti", share: 70, tone: "bg-success" };
  if (accuracy <= 100) return { word: "Kurang teliti", share: 40, tone: "bg-warning" };
  return { word: "Belum teliti", share: 15, tone: "bg-error" };
};

const Meter = ({ fix, searching }) => {
  const { word, share, tone } = quality(fix.accuracy_m);
  return (
    <div>
      <div className="flex items-baseline justify-between gap-2">
        <span className="font-semibold">{word}</span>
        <span className="text-muted">akurasi {distance(fix.accuracy_m)}</span>
      </div>
      <div role="meter" aria-label="Ketelitian posisi" aria-valuemin={0} aria-valuemax={100} aria-valuenow={share} aria-valuetext={`${word}, ${distance(fix.accuracy_m)}`} className="mt-1 h-2.5 overflow-hidden rounded-full border border-base-300 bg-base-200">
        <div className={`h-full rounded-full ${tone}`} style={{ width: `${share}%` }} />
      </div>
      {searching && fix.accuracy_m > 20 && <p className="mt-1 text-sm text-muted">Masih diperbaiki sambil Anda mengisi.</p>}
    </div>
  );
};

const Verdict = ({ judgement, areas }) => {
  const { word, tone } = VERDICTS[judgement.verdict];
  const village = areas.find(({ code }) => code === judgement.area_code);
  const place = village ? `${village.name}, ${village.kecamatan}` : "bukan wilayah tugas Anda";
  return (
    <p className="flex flex-wrap items-center gap-2">
      <Badge tone={tone}>{word}</Badge>
      <span className="font-medium">{place}</span>
    </p>
  );
};

/** The areas worth drawing: the village that holds the point, else all of the officer's. */
const drawn = (areas, judgement) => {
  const held = areas.filter(({ code }) => code === judgement?.area_code);
  return held.length ? held : areas;
};

/**
 * @param position `{mode, fix, reason}` of the draft
 * @param locked a correction: the place of the visit stays what it was
 * @param started whether something was typed: from then on a fix elsewhere does not replace the place of the visit
 */
export const Posisi = ({ position, onChange, judgement, territory, locked, started, faults }) => {
  const { mode, fix, reason } = position;
  const searching = !locked && mode === "on_site";
  const [elsewhere, setElsewhere] = useState(null);
  const { fault } = usePosition(searching, (fresh) => {
    if (fix && started && movedAway(fix, fresh)) {
      setElsewhere(fresh);
      return;
    }
    setElsewhere(null);
    const best = better(fix, fresh);
    if (best !== fix) onChange({ ...position, fix: best });
  });
  const areas = territory?.areas ?? [];
  const chosen = MODES.find((option) => option.mode === mode);
  const missing = faults.find(({ field }) => field === "position");
  const unexplained = faults.find(({ field }) => field === "position.reason");
  return (
    <Card title="Posisi" id="posisi" tabIndex={-1}>
      {!locked && (
        <div role="radiogroup" aria-label="Kapan dan di mana dicatat" className="mb-4 grid grid-cols-3 gap-2">
          {MODES.map((option) => (
            <label key={option.mode} className={`flex min-h-16 cursor-pointer flex-col items-center justify-center gap-1 rounded-field border p-2 text-center text-sm font-semibold has-[:focus-visible]:outline-3 ${option.mode === mode ? "border-primary bg-primary/10 text-primary" : "border-base-300"}`}>
              <input type="radio" name="modus" className="sr-only" checked={option.mode === mode} onChange={() => onChange({ ...position, mode: option.mode })} />
              <Icon of={option.icon} />
              {option.label}
            </label>
          ))}
        </div>
      )}
      {mode === "on_site" && (
        <div className="flex flex-col gap-3">
          {fix ? <Meter fix={fix} searching={searching} /> : !fault && <p role="status" className="flex items-center gap-2 font-medium"><LocateFixed size={20} className="animate-pulse" aria-hidden="true" />Mencari posisi …</p>}
          {fix && judgement && areas.length > 0 && <Verdict judgement={judgement} areas={areas} />}
          {fix && !areas.length && <p className="text-sm text-muted">Batas wilayah belum diunduh. Keputusan di dalam atau di luar diberikan server.</p>}
          {locked && fix && <p className="text-sm text-muted">Posisi laporan tetap seperti saat dicatat, {exact(fix.time)}.</p>}
          {fault && !fix && <Note tone="warning" title="Posisi belum ada">{fault}</Note>}
          {missing && !fix && <Note tone="error" title={missing.message} />}
          {elsewhere && (
            <Note tone="info" title={`Anda kini ${distance(metres(fix, elsewhere))} dari titik laporan`} actions={<button type="button" className="btn btn-sm min-h-12" onClick={() => { onChange({ ...position, fix: elsewhere }); setElsewhere(null); }}><Icon of={RefreshCw} />Pakai posisi sekarang</button>}>
              Yang disimpan tetap titik saat Anda mulai mengisi.
            </Note>
          )}
          {fix && areas.length > 0 && (
            <details className="group">
              <summary className="flex min-h-12 items-center font-semibold text-primary">Lihat di peta</summary>
              <Peta areas={drawn(areas, judgement)} point={fix} label={`Peta posisi Anda: ${VERDICTS[judgement?.verdict]?.word ?? "belum dinilai"}`} />
            </details>
          )}
        </div>
      )}
      {mode !== "on_site" && (locked ? <p>{chosen.label}: {reason}</p> : (
        <Field id="alasan" label={chosen.why} help={chosen.help} error={unexplained?.message}>
          <textarea id="alasan" rows={2} maxLength={500} className={`textarea w-full ${unexplained ? "textarea-error" : ""}`} value={reason} aria-invalid={Boolean(unexplained)} aria-describedby={unexplained ? "alasan-salah" : "alasan-bantuan"} onChange={(event) => onChange({ ...position, reason: event.target.value })} />
        </Field>
      ))}
    </Card>
  );
};
