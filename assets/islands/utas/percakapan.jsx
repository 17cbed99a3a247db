/* A thread as people see it, at the desk and on the phone: posts with read marks, and the place to write the next one. */
import { ImagePlus, OctagonAlert, RotateCw, Send, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Berkas } from "../lib/berkas.jsx";
import { ago, exact } from "../lib/format.js";
import { marks, mentionAt, suggested } from "../lib/talk.js";
import { Icon } from "../lib/ui.jsx";

const MOST_PHOTOS = 5;
const MOST_LETTERS = 2000;
const NOBODY_YET = {
  laporan: "Belum ada komentar. Tanyakan atau jelaskan sesuatu tentang laporan ini; pembacanya petugas dan para pemeriksa laporan.",
  tugas: "Belum ada komentar. Tanyakan atau jelaskan sesuatu tentang tugas ini; pembacanya petugas, pemberi tugas, dan para pimpinan.",
};
const STATES = { menunggu: "Menunggu dikirim", mengirim: "Mengirim …" };

const called = ({ name, rank }) => [rank, name].filter(Boolean).join(" ");

/** The text in pieces, with the names of those who are mentioned set apart. */
const Words = ({ text, names }) => {
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (!escaped.length) return text;
  return text.split(new RegExp(`(@(?:${escaped.join("|")}))`)).map((piece, index) => (index % 2 ? <strong key={index} className="text-primary">{piece}</strong> : piece));
};

const itemsOf = (photos) =>
  photos.map(({ sha256, url, large }, index) => ({
    key: sha256, name: `Foto ${index + 1} dari ${photos.length}`, small: url, large: large || url, instead: "Foto belum sampai",
  }));

const Post = ({ post, me, names, readers, onRetry, onDiscard }) => {
  const mine = post.sender.id === me;
  const at = post.received_at ?? post.created_at;
  return (
    <li className={`flex flex-col gap-1 ${mine ? "items-end" : "items-start"}`}>
      <div className={`max-w-[90%] rounded-box border px-3 py-2 ${mine ? "border-primary/40 bg-primary/10" : "border-base-300 bg-base-200"}`}>
        <p className="text-sm text-muted">
          <span className="font-semibold text-base-content">{mine ? "Anda" : called(post.sender)}</span>
          {" · "}
          <time dateTime={at} title={exact(at)}>{ago(at) || exact(at)}</time>
        </p>
        {post.text && <p className="whitespace-pre-line wrap-anywhere"><Words text={post.text} names={names} /></p>}
        {post.photos.length > 0 && <Berkas label="Foto" items={itemsOf(post.photos)} look="size-28 object-cover" className="mt-2 flex flex-wrap gap-2" />}
        {STATES[post.state] && <p className="mt-1 text-sm text-muted">{STATES[post.state]}</p>}
        {post.state === "ditolak" && (
          <div role="alert" className="mt-1 text-sm font-semibold text-error">
            <p className="flex items-start gap-1.5"><Icon of={OctagonAlert} size={16} className="mt-0.5" />{post.reason}</p>
            <div className="mt-1 flex flex-wrap gap-2">
              <button type="button" className="btn" onClick={() => onRetry(post)}><Icon of={RotateCw} size={18} />Kirim lagi</button>
              <button type="button" className="btn btn-ghost" onClick={() => onDiscard(post)}><Icon of={Trash2} size={18} />Hapus</button>
            </div>
          </div>
        )}
      </div>
      {readers.length > 0 && <p className="text-xs text-muted">Dibaca sampai sini: {readers.join(", ")}</p>}
    </li>
  );
};

const Composer = ({ id, me, people, onSend, readPhoto, draft, onDraft, kept }) => {
  const [text, setText] = useState(draft);
  const [typed, setTyped] = useState(null);
  const [photos, setPhotos] = useState([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const field = useRef(null);
  const files = useRef(null);
  const list = useRef(null);
  const found = typed === null ? [] : suggested(people, me, typed);

  const look = ({ target }) => setTyped(mentionAt(target.value, target.selectionStart));
  const type = (value) => {
    setText(value);
    onDraft(value);
  };
  const mention = ({ name }) => {
    const caret = field.current.selectionStart;
    const start = text.lastIndexOf("@", caret - 1);
    type(`${text.slice(0, start)}@${name} ${text.slice(caret)}`);
    setTyped(null);
    field.current.focus();
  };
  const take = async (event) => {
    const chosen = [...event.target.files].slice(0, MOST_PHOTOS - photos.length);
    event.target.value = "";
    setFault("");
    setBusy(true);
    for (const file of chosen) {
      try {
        const photo = await readPhoto(file);
        setPhotos((before) => (before.some(({ sha256 }) => sha256 === photo.sha256) ? before : [...before, photo]));
      } catch (error) {
        setFault(error.message || "Foto ini tidak dapat dibaca.");
      }
    }
    setBusy(false);
  };
  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    if (!text.trim() && !photos.length) {
      setFault("Tulis komentar atau tambahkan foto dahulu.");
      field.current.focus();
      return;
    }
    setBusy(true);
    setFault("");
    try {
      const mentions = people.filter(({ id: one, name }) => one !== me && text.includes(`@${name}`)).map(({ id: one }) => one);
      await onSend({ text, mentions, photos });
      photos.forEach(({ url }) => URL.revokeObjectURL(url));
      setText("");
      setPhotos([]);
    } catch (error) {
      setFault(error.message);
    }
    setBusy(false);
  };
  const keys = (event) => {
    if (event.key === "ArrowDown" && found.length) {
      event.preventDefault();
      list.current.querySelector("button").focus();
    }
    if (event.key === "Escape") setTyped(null);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  };
  const step = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") field.current.focus();
    if (!by) return;
    event.preventDefault();
    const buttons = [...list.current.querySelectorAll("button")];
    (buttons[buttons.indexOf(document.activeElement) + by] ?? field.current).focus();
  };

  return (
    <form onSubmit={send} className="flex flex-col gap-2">
      <label htmlFor={id} className="sr-only">Tulis komentar</label>
      <textarea
        id={id} ref={field} rows={2} maxLength={MOST_LETTERS} value={text} placeholder="Tulis komentar; @ untuk menyebut orang"
        className="textarea w-full" aria-invalid={Boolean(fault)} aria-describedby={fault ? `${id}-salah` : undefined}
        onChange={(event) => { type(event.target.value); look(event); }} onClick={look} onKeyDown={keys}
      />
      {found.length > 0 && (
        <ul ref={list} aria-label="Sebut orang" className="flex flex-col rounded-field border border-base-300 bg-base-100" onKeyDown={step}>
          {found.map((person) => (
            <li key={person.id}>
              <button type="button" className="btn btn-ghost w-full justify-start" onClick={() => mention(person)}>{called(person)}</button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="sr-only">{typed !== null && found.length > 0 ? `${found.length} orang dapat disebut; panah bawah untuk memilih` : ""}</p>
      {photos.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {photos.map(({ sha256, url }, index) => (
            <li key={sha256} className="relative">
              <img src={url} alt={`Foto ${index + 1} untuk dikirim`} className="size-24 rounded-field border border-base-300 object-cover" />
              <button type="button" className="btn btn-square absolute right-1 top-1" aria-label={`Buang foto ${index + 1}`} onClick={() => setPhotos(photos.filter((photo) => photo.sha256 !== sha256))}><Icon of={Trash2} size={18} /></button>
            </li>
          ))}
        </ul>
      )}
      {kept instanceof Error && <p role="alert" className="text-sm font-semibold text-error">{kept.message}</p>}
      {kept && text && <p className={`text-sm text-muted ${kept === "tersimpan" ? "" : "invisible"}`}>Draf tersimpan di HP.</p>}
      {fault && <p id={`${id}-salah`} role="alert" className="text-sm font-semibold text-error">{fault}</p>}
      <div className="flex gap-2">
        <button type="button" className="btn" disabled={photos.length >= MOST_PHOTOS} onClick={() => files.current.click()}>
          <Icon of={ImagePlus} />
          Foto
        </button>
        <input ref={files} type="file" accept="image/*" multiple hidden aria-label="Pilih foto untuk komentar" onChange={take} />
        <button type="submit" className="btn btn-primary grow" aria-disabled={busy}>
          <Icon of={Send} />
          {busy ? "Sebentar …" : "Kirim komentar"}
        </button>
      </div>
    </form>
  );
};

/**
 * @param id of the report or task (`about`: "laporan" or "tugas"); the parts of the form are named after it
 * @param posts oldest first: `{id, sender, text, mentions, photos: [{sha256, url, large}], received_at | created_at, state, reason}`
 * @param me id of who reads; `people` may be mentioned; `readers` have read marks
 * @param draft what was written before and not sent; `onDraft` gets it at each key stroke; `kept` is the state of a `writeThrough`
 * @param onSend gets `{text, mentions, photos}`; rejects with an error whose message can be shown
 * @param readPhoto makes a file ready: `{sha256, url, …}`; what it gives comes back with `onSend`
 */
export const Conversation = ({ id, about = "laporan", posts, me, people, readers, onRetry, onDiscard, ...composer }) => {
  const end = useRef(null);
  const known = useRef(posts.length);
  useEffect(() => {
    if (posts.length > known.current) end.current?.scrollIntoView({ block: "nearest" });
    known.current = posts.length;
  }, [posts.length]);
  const names = Object.fromEntries([...people, ...readers, ...posts.map(({ sender }) => sender)].map((person) => [person.id, person.name]));
  const read = marks(posts, readers, me);
  return (
    <div className="flex flex-col gap-3">
      {posts.length === 0 && <p className="text-muted">{NOBODY_YET[about]}</p>}
      <ol aria-label="Komentar" aria-live="polite" className="flex flex-col gap-3">
        {posts.map((post) => (
          <Post key={post.id} post={post} me={me} names={post.mentions.map((one) => names[one]).filter(Boolean)} readers={read[post.id] ?? []} onRetry={onRetry} onDiscard={onDiscard} />
        ))}
      </ol>
      <span ref={end} />
      <Composer id={`komentar-${id}`} me={me} people={people} {...composer} />
    </div>
  );
};
