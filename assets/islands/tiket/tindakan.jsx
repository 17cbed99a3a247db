/* What a citizen does about a ticket: add something, judge the answer, open it again. Kept first, sent when there is a way. */
import { useState } from "react";
import { MessageSquarePlus, RotateCcw, Star } from "lucide-react";
import { Pilih } from "../lapor/berkas.jsx";
import { Isian, Pilihan } from "../lapor/bagian.jsx";
import { exact } from "../lib/format.js";
import { saveDeed } from "../lib/lapor_kirim.js";
import { Card, Icon, Note } from "../lib/ui.jsx";
import { uuid7 } from "../lib/uuid.js";
import { requestSend } from "../lib/warga_jalan.js";

const MIN_NOTE = 5;
const STARS = ["Buruk", "Kurang", "Cukup", "Baik", "Baik sekali"].map((word, index) => ({ value: index + 1, label: `${index + 1} · ${word}` }));
const FORMS = {
  lengkapi: { title: "Tambah keterangan", icon: MessageSquarePlus, label: "Keterangan tambahan", button: "Kirim keterangan" },
  nilai: { title: "Beri nilai", icon: Star, label: "Apa yang baik, apa yang kurang?", button: "Kirim nilai" },
  buka_lagi: { title: "Buka lagi", icon: RotateCcw, label: "Mengapa dibuka lagi?", button: "Buka lagi laporan ini" },
};

const Form = ({ code, step, onDone }) => {
  const { label, button } = FORMS[step];
  // Made with the form: however often it is sent, it is stored once.
  const [id] = useState(() => uuid7());
  const [note, setNote] = useState("");
  const [rating, setRating] = useState(null);
  const [files, setFiles] = useState([]);
  const [fault, setFault] = useState(null);
  const check = () => {
    if (step === "nilai" && !rating) return { field: `bintang-${code}`, message: "Pilih satu sampai lima." };
    if (step !== "nilai" && !files.length && note.trim().length < MIN_NOTE) return { field: `${step}-${code}`, message: `Tulis keterangannya, paling sedikit ${MIN_NOTE} huruf.` };
    return null;
  };
  const send = async (event) => {
    event.preventDefault();
    const wrong = check();
    setFault(wrong);
    if (wrong) {
      document.getElementById(wrong.field)?.focus();
      return;
    }
    try {
      await saveDeed(code, { id, step, note: note.trim(), ...(step === "nilai" && { rating }), ...(files.length > 0 && { files }) });
      onDone();
      requestSend();
    } catch (error) {
      setFault({ field: "", message: error.message });
    }
  };
  const of = (field) => (fault?.field === field ? fault.message : undefined);
  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-4">
      {step === "nilai" && <Pilihan name={`bintang-${code}`} legend="Bagaimana penanganannya?" options={STARS} stacked columns="sm:grid-cols-5" value={rating} onChange={setRating} error={of(`bintang-${code}`)} />}
      <Isian name={`${step}-${code}`} label={label} rows={3} maxLength={2000} value={note} onChange={setNote} error={of(`${step}-${code}`)} help={step === "nilai" ? "Boleh dikosongkan." : undefined} />
      {step === "lengkapi" && <Pilih id={id} onFiles={setFiles} />}
      {of("") && <Note tone="error" title="Belum tersimpan">{of("")}</Note>}
      <button type="submit" className="btn btn-primary">{button}</button>
    </form>
  );
};

/**
 * @param can steps that are possible
 * @param asked the officer waits for an answer: its form is open already
 */
export const Tindakan = ({ ticket, can, asked }) => {
  const [chosen, setChosen] = useState(null);
  const question = asked && ticket.steps.filter(({ step }) => step === "tanya").at(-1)?.note;
  const shown = chosen ?? (asked && can.includes("lengkapi") ? "lengkapi" : "");
  if (!can.length) return null;
  return (
    <Card title={asked ? "Jawab petugas" : "Yang dapat Anda lakukan"}>
      <div className="flex flex-col gap-3">
        {question && <p className="rounded-box bg-base-200 p-3 wrap-anywhere whitespace-pre-line">{question}</p>}
        {can.includes("buka_lagi") && ticket.reopen_until && <p className="text-muted">Belum beres? Masih bisa dibuka lagi sampai {exact(ticket.reopen_until)}.</p>}
        <div className="flex flex-wrap gap-2">
          {can.filter((step) => FORMS[step] && step !== shown).map((step) => (
            <button key={step} type="button" className="btn" onClick={() => setChosen(step)}><Icon of={FORMS[step].icon} />{FORMS[step].title}</button>
          ))}
        </div>
        {FORMS[shown] && <Form key={shown} code={ticket.code} step={shown} onDone={() => setChosen("")} />}
      </div>
    </Card>
  );
};
