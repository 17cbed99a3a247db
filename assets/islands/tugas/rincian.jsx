/* One task on its officer's phone: what is asked, where, what can be done about it now, its answers, its thread. */
import { useEffect, useRef, useState } from "react";
import { Ban, ChevronRight, Footprints, Trash2 } from "lucide-react";
import { Percakapan } from "../antrean/percakapan.jsx";
import { exact } from "../lib/format.js";
import { placeOf } from "../lib/register.js";
import { requestSend } from "../lib/runner.js";
import { STATES } from "../lib/states.js";
import { discardDeed, saveDeed } from "../lib/tugas.js";
import { Badge, Card, Field, Icon, Note } from "../lib/ui.jsx";
import { LATE, TASK_STATES, dueText, dueWords } from "./kata.js";

const LEAST = 5;
const called = ({ name, rank }) => [rank, name].filter(Boolean).join(" ");
const mapOf = ({ lat, lon }) => `geo:${lat},${lon}?q=${lat},${lon}`;

const Refusal = ({ onSay, onBack }) => {
  const [why, setWhy] = useState("");
  const [fault, setFault] = useState("");
  const field = useRef(null);
  useEffect(() => field.current.focus(), []);
  const submit = (event) => {
    event.preventDefault();
    if (why.trim().length >= LEAST) onSay(why.trim());
    else {
      setFault(`Tulis alasannya, paling sedikit ${LEAST} huruf.`);
      field.current.focus();
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field id="alasan-tugas" label="Mengapa tidak dapat dilaksanakan?" error={fault} help="Foto dapat ditambahkan di percakapan.">
        <textarea
          ref={field} id="alasan-tugas" rows={3} maxLength={2000} className="textarea w-full" value={why} aria-invalid={Boolean(fault)}
          aria-describedby={`alasan-tugas-bantuan${fault ? " alasan-tugas-salah" : ""}`} onChange={(event) => setWhy(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="btn btn-primary grow">Sampaikan</button>
        <button type="button" className="btn btn-ghost" onClick={onBack}>Kembali</button>
      </div>
    </form>
  );
};

/** @param task as `readTasks` gives it */
export const Rincian = ({ person, task, timeZone }) => {
  const [refusing, setRefusing] = useState(false);
  const [fault, setFault] = useState("");
  const { word, tone, icon } = TASK_STATES[task.state];
  const tell = async (step, note) => {
    try {
      await saveDeed(person.id, task.id, step, note);
      requestSend(person.id).catch(() => {}); // why it waits is shown with the queue
    } catch (error) {
      setFault(error.message);
      throw error;
    }
  };
  useEffect(() => {
    if (task.state === "baru") tell("dilihat").catch(() => {});
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each opening
  }, [task.id]);
  const begin = async () => {
    if (task.state !== "dikerjakan") await tell("dikerjakan");
    location.assign(`/petugas/sambang/?tugas=${task.id}`);
  };
  const giveUp = (why) => tell("tidak_dapat", why).then(() => setRefusing(false)).catch(() => {});
  const { subject, point } = task;
  const place = point ?? (subject?.lat != null ? subject : null);
  const facts = [
    ["Tenggat", `${dueText(task, timeZone)} (${dueWords(task.due_at, timeZone)})`],
    ["Dari", called(task.giver)],
    ["Rumah atau tempat", subject && [subject.name, placeOf(subject)].filter(Boolean).join(" · ")],
    ["Kelurahan/desa", task.area],
    ["Tindak lanjut dari", task.source?.title],
  ].filter(([, value]) => value);
  return (
    <>
      <Card>
        <p className="flex flex-wrap gap-2">
          <Badge tone={tone} icon={icon}>{word}</Badge>
          {task.late && <Badge tone={LATE.tone} icon={LATE.icon}>{LATE.word}</Badge>}
          {(task.answer || task.unsent.length > 0) && <Badge tone="warning">Belum terkirim</Badge>}
        </p>
        <h1 className="mt-2 text-2xl">{task.title}</h1>
        <p className="mt-2 whitespace-pre-line wrap-anywhere">{task.text}</p>
        <dl className="mt-4 grid gap-2 sm:grid-cols-2">
          {facts.map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-sm text-muted">{name}</dt>
              <dd className="font-medium wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
        {place && <a href={mapOf(place)} className="btn mt-3 w-full">Buka di aplikasi peta<Icon of={ChevronRight} /></a>}
        {task.reason && <div className="mt-3"><Note tone="warning" title={task.state === "tidak_dapat" ? "Tidak dapat dilaksanakan" : "Alasan"}>{task.reason}</Note></div>}
        {task.refused && (
          <div className="mt-3">
            <Note tone="error" title="Belum diterima server" actions={<button type="button" className="btn" onClick={() => discardDeed(person.id, task.refused.id)}><Icon of={Trash2} />Tutup</button>}>{task.refused.refused}</Note>
          </div>
        )}
        {fault && <p role="alert" className="mt-3 font-semibold text-error">{fault}</p>}
      </Card>
      {(task.open || task.state === "tidak_dapat") && (
        <Card title="Jawab tugas ini">
          {refusing ? (
            <Refusal onSay={giveUp} onBack={() => setRefusing(false)} />
          ) : (
            <div className="flex flex-col gap-2">
              <button type="button" className="btn btn-primary h-14 text-lg" onClick={() => begin().catch(() => {})}>
                <Icon of={Footprints} />
                {task.state === "dikerjakan" ? "Lanjutkan dengan laporan" : "Mulai kerjakan"}
              </button>
              {task.open && (
                <button type="button" className="btn" onClick={() => setRefusing(true)}>
                  <Icon of={Ban} />
                  Tidak dapat dilaksanakan
                </button>
              )}
            </div>
          )}
        </Card>
      )}
      {(task.answers.length > 0 || task.answer) && (
        <Card title="Laporan yang menjawab">
          <ul className="-my-2">
            {[...(task.answer ? [task.answer] : []), ...task.answers.filter(({ id }) => id !== task.answer?.id)].map((one) => (
              <li key={one.id} className="border-t border-base-300 first:border-t-0">
                <a href={`/petugas/antrean/?buka=${one.id}`} className="flex min-h-14 flex-wrap items-center justify-between gap-2 py-2">
                  <span className="font-semibold">{one.title}</span>
                  <Badge tone={STATES[one.state]?.tone} icon={STATES[one.state]?.icon}>{STATES[one.state]?.word ?? "Terkirim"}</Badge>
                </a>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card><Percakapan person={person} report={task.id} about="tugas" /></Card>
      <p className="text-sm text-muted">Diberikan {exact(task.created_at)}</p>
    </>
  );
};
