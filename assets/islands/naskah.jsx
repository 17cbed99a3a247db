/* The form of a text for citizens at the desk. What is typed lives here, with a copy in the tab, until the server says that it has it. */
import { useEffect, useRef, useState } from "react";
import { Save, Send } from "lucide-react";
import { lead } from "./lib/form/focus.js";
import { useOnline } from "./lib/online.js";
import { Card, Icon, Note } from "./lib/ui.jsx";
import { uuid7 } from "./lib/uuid.js";
import { Chips, Choice, Line, Question, Rows } from "./naskah/bagian.jsx";
import { faultOf, fromStored, LISTS, toStored } from "./naskah/isian.js";
import { Film } from "./naskah/film.jsx";
import { Body } from "./naskah/markdown.jsx";
import { keep, kept } from "./naskah/salinan.js";

/** An answer that does not come is no answer. */
const PATIENCE_MS = 10_000;
const LEAVE = "Tulisan belum disimpan. Tinggalkan halaman ini?";
const HELP = {
  do: "Satu baris satu butir, paling banyak 8.",
  dont: "Satu baris satu butir, paling banyak 8.",
  bring: "Satu baris satu syarat, paling banyak 12.",
  steps: "Satu baris satu langkah, paling banyak 12.",
  video: "Tautan https:// ke video di situs lain. Warga membukanya dengan satu ketukan.",
  summary: "Satu atau dua kalimat; tampil di pustaka dan saat tautannya dibagikan.",
};
const MAX = { title: 120, summary: 300, video: 300, where: 300, when: 300, cost: 300 };
const ROW_WORDS = { call: ["Hubungi", "Kontak", 8], sources: ["Sumber", "Sumber", 12], quiz: ["Kuis", "Soal", 5] };
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* Keeps the page until somebody says that it may go. */
function useWarning(dirty) {
  useEffect(() => {
    if (!dirty) return undefined;
    const before = (event) => event.preventDefault();
    const follow = (event) => {
      const link = event.target.closest("a[href]");
      if (!link || link.target || link.pathname === location.pathname || confirm(LEAVE)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    addEventListener("beforeunload", before);
    document.addEventListener("click", follow, true);
    return () => {
      removeEventListener("beforeunload", before);
      document.removeEventListener("click", follow, true);
    };
  }, [dirty]);
}

/* The draft: what is typed, what the server has, and what became of the last sending. */
function useDraft(doc, answer, onKeep) {
  const stored = useRef(fromStored(doc.values));
  const base = useRef(doc.base);
  const id = useRef(doc.id);
  const sent = useRef(null);
  const [found] = useState(() => kept(doc.id, doc.kind));
  const [values, setValues] = useState(() => ({ ...stored.current, ...found?.values }));
  const [restored, setRestored] = useState(() => Boolean(found) && !same({ ...stored.current, ...found.values }, stored.current));
  const [sending, setSending] = useState("");
  const dirty = !same(values, stored.current);
  if (found && restored && base.current === doc.base) base.current = found.base;

  useEffect(() => {
    keep(doc.id, doc.kind, dirty ? { id: id.current, base: base.current, values } : null);
  }, [doc.id, doc.kind, dirty, values]);

  // What the server has now: after a saving, or because somebody else saved.
  useEffect(() => {
    const mine = sent.current && answer.token === sent.current.token && answer.ok;
    if (doc.base === base.current || (!mine && dirty)) return;
    const next = fromStored(doc.values);
    const untouched = mine ? same(values, sent.current.values) : true;
    if (mine) keep("", doc.kind, null);
    id.current = doc.id;
    base.current = doc.base;
    stored.current = next;
    setRestored(false);
    setValues(untouched ? next : { ...values });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only what comes from the server moves it
  }, [doc.base, answer.token]);

  useEffect(() => {
    if (sent.current && answer.token === sent.current.token) setSending(answer.ok ? "kept" : "refused");
  }, [answer.token, answer.ok]);
  useEffect(() => {
    if (sending !== "sending") return undefined;
    const timer = setTimeout(() => setSending("lost"), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [sending]);

  const send = (submit) => {
    // The same text, however often its first draft is sent.
    id.current ||= found?.id || uuid7();
    sent.current = { token: uuid7(), values };
    setSending("sending");
    onKeep({ id: id.current, kind: doc.kind, base: base.current, token: sent.current.token, submit, values: toStored(values) });
  };
  const drop = () => {
    base.current = doc.base;
    setRestored(false);
    setValues(stored.current);
  };
  return { values, setValues, dirty, sending, restored, send, drop };
}

const SAID = {
  sending: "Menyimpan…",
  lost: "Belum ada jawaban server. Tulisan tetap ada di layar ini dan di tab ini; coba simpan lagi.",
};

const Told = ({ online, sending, dirty }) => {
  if (!online) return "Tanpa jaringan. Tulisan tetap ada di layar ini; simpan setelah tersambung.";
  return SAID[sending] ?? (dirty ? "Ada tulisan yang belum disimpan." : sending === "kept" ? "Semua tersimpan." : "");
};

const Contact = ({ id, place, row, faults, change }) => (
  <div className="grid gap-3 sm:grid-cols-2">
    <Line id={`${id}-nama`} label="Nama" max={160} value={row.name} fault={faults[`${place}.name`]} onChange={(name) => change({ name })} />
    <Line id={`${id}-nomor`} label="Nomor atau alamat situs" max={120} value={row.number} fault={faults[`${place}.number`]} onChange={(number) => change({ number })} />
    <Line id={`${id}-catatan`} label="Catatan (boleh kosong)" max={200} value={row.note} fault={faults[`${place}.note`]} onChange={(note) => change({ note })} />
  </div>
);
const Source = ({ id, place, row, faults, change }) => (
  <div className="grid gap-3 sm:grid-cols-2">
    <Line id={`${id}-judul`} label="Judul sumber" max={300} value={row.title} fault={faults[`${place}.title`]} onChange={(title) => change({ title })} />
    <Line id={`${id}-penerbit`} label="Penerbit" max={160} value={row.publisher} fault={faults[`${place}.publisher`]} onChange={(publisher) => change({ publisher })} />
  </div>
);
const ROWS = { call: Contact, sources: Source, quiz: Question };

/** doc: `{id, kind, base, values}`; answer: `{token, ok}` of the last draft that was sent; faults: by place, as `quiz.0.answer`. */
export const Naskah = ({ doc, labels, topics, audiences, areas, faults, html, answer, onKeep, onShow }) => {
  const { values, setValues, dirty, sending, restored, send, drop } = useDraft(doc, answer, onKeep);
  const online = useOnline();
  const form = useRef(null);
  useWarning(dirty);
  useEffect(() => {
    if (Object.keys(faults).length) lead(form.current.querySelector('[aria-invalid="true"]'));
  }, [faults]);

  const set = (name) => (value) => setValues((before) => ({ ...before, [name]: value }));
  const has = (name) => name in values;
  const tied = (name) => ({ id: `naskah-${name}`, label: labels[name], help: HELP[name], fault: faultOf(faults, name), value: values[name], onChange: set(name) });
  const line = (name, more) => has(name) && <Line key={name} {...tied(name)} max={MAX[name]} {...more} />;
  const busy = sending === "sending" || !online;
  const onKey = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (!busy) send(false);
  };
  const rows = (name) => {
    const Part = ROWS[name];
    const [legend, item, most] = ROW_WORDS[name];
    return has(name) && (
      <Card key={name}>
        <Rows name={name} legend={legend} item={item} most={most} fault={faults[name]} value={values[name]} onChange={set(name)}>
          {(row, change, place) => <Part id={`naskah-${place.replace(".", "-")}`} place={place} row={row} faults={faults} change={change} />}
        </Rows>
      </Card>
    );
  };

  return (
    <form ref={form} onKeyDown={onKey} onSubmit={(event) => event.preventDefault()} noValidate aria-label="Naskah" className="flex flex-col gap-4">
      {restored && (
        <Note title="Tulisan yang belum disimpan dipulihkan" actions={<button type="button" className="btn" onClick={drop}>Pakai yang tersimpan</button>}>
          Anda meninggalkan halaman ini sebelum menyimpannya.
        </Note>
      )}
      <Card>
        <div className="flex flex-col gap-4">
          {line("title")}
          {line("summary", { rows: 2 })}
          <div className="grid gap-4 sm:grid-cols-2">
            <Choice {...tied("topic")} options={topics} none="Tanpa topik" />
            <Choice {...tied("area")} options={areas.map(({ value, label }) => [value, label])} none="Semua wilayah" />
          </div>
          <Chips legend={labels.audience} options={audiences} value={values.audience} onChange={set("audience")} fault={faultOf(faults, "audience")} />
        </div>
      </Card>
      <Card><Body value={values.body} onChange={set("body")} fault={faults.body} html={html} onShow={onShow} /></Card>
      {has("film") && <Card><Film label={labels.film} value={values.film} faults={faults} onChange={set("film")} /></Card>}
      <Card>
        <div className="grid gap-4 sm:grid-cols-2">
          {LISTS.map((name) => line(name, { rows: 4 }))}
          {["where", "when", "cost", "video"].map((name) => line(name, name === "video" ? { type: "url" } : {}))}
        </div>
      </Card>
      {["call", "quiz", "sources"].map(rows)}
      <div className="sticky bottom-0 z-10 -mx-4 border-t border-base-300 bg-base-100 px-4 py-3 sm:mx-0 sm:rounded-box sm:border">
        <p role="status" className="mb-2 text-sm text-muted empty:hidden"><Told online={online} sending={sending} dirty={dirty} /></p>
        <div className="flex flex-wrap gap-2">
          <button type="button" className="btn btn-primary" disabled={busy} aria-keyshortcuts="Control+S" onClick={() => send(false)}><Icon of={Save} />Simpan draf</button>
          <button type="button" className="btn" disabled={busy} onClick={() => send(true)}><Icon of={Send} />Simpan dan ajukan</button>
        </div>
      </div>
    </form>
  );
};
