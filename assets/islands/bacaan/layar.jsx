/* One text on the whole screen, in large letters, for the person who is visited: nothing of the officer's is seen around it. */
import { useEffect, useId, useRef, useState } from "react";
import { AArrowDown, AArrowUp, CircleCheck, CirclePlay, CircleX, ListChecks, Phone, Plus, Route, Share2, Wifi, X } from "lucide-react";
import { Icon } from "../lib/ui.jsx";

const SIZES = [1, 1.25, 1.6, 2];
const KEPT = "sambang.huruf";
const LOOKS = {
  do: { icon: CircleCheck, tone: "border-success/40", title: "text-success" },
  dont: { icon: CircleX, tone: "border-error/40", title: "text-error" },
  bring: { icon: ListChecks, tone: "border-primary/40", title: "text-primary" },
  steps: { icon: Route, tone: "border-primary/40", title: "text-primary" },
};

const Points = ({ sort, title, items }) => {
  const { icon, tone, title: colour } = LOOKS[sort];
  const List = sort === "steps" ? "ol" : "ul";
  return (
    <section className={`rounded-box border bg-base-100 p-4 ${tone}`}>
      <h2 className={`mb-2 flex items-center gap-2 text-xl ${colour}`}><Icon of={icon} size={26} />{title}</h2>
      <List className={`flex flex-col gap-2 pl-6 ${sort === "steps" ? "list-decimal" : "list-disc"}`}>{items.map((item) => <li key={item}>{item}</li>)}</List>
    </section>
  );
};

const Calls = ({ calls }) => (
  <section className="rounded-box border border-base-300 p-4">
    <h2 className="mb-1 flex items-center gap-2 text-xl"><Icon of={Phone} size={26} className="text-error" />Hubungi</h2>
    <ul className="divide-y divide-base-300">
      {calls.map(({ name, number, note }) => (
        <li key={`${name} ${number}`} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
          <span className="min-w-0 wrap-anywhere">{name}{note && <span className="block text-base text-muted">{note}</span>}</span>
          <strong className="tabular-nums">{number}</strong>
        </li>
      ))}
    </ul>
  </section>
);

/* What a phone has of a video without network: a picture of it, and in words what it says. */
const Film = ({ film, address }) => (
  <figure className="rounded-box border border-base-300 p-4">
    {film.poster && <img src={film.poster} alt="" className="mb-3 w-full rounded-field" />}
    <figcaption><strong className="block">{film.caption}</strong><span className="flex items-center gap-2 text-base text-muted"><Icon of={Wifi} size={18} />Video {film.length}, perlu sinyal.</span></figcaption>
    <p className="mt-3 whitespace-pre-line wrap-anywhere">{film.transcript}</p>
    <a href={address} target="_blank" rel="noreferrer" className="btn mt-3"><Icon of={CirclePlay} />Tonton videonya</a>
  </figure>
);

function useSize() {
  const [place, setPlace] = useState(() => Math.min(SIZES.length - 1, Math.max(0, Number(localStorage.getItem(KEPT) ?? 1) || 0)));
  const step = (by) => {
    const next = Math.min(SIZES.length - 1, Math.max(0, place + by));
    localStorage.setItem(KEPT, String(next));
    setPlace(next);
  };
  return [place, step];
}

/**
 * @param text as it came down
 * @param onTake puts it into the form; left out where there is none, or where it is there already
 */
export const Layar = ({ text, onTake, onClose }) => {
  const dialog = useRef(null);
  const heading = useId();
  const [size, step] = useSize();
  useEffect(() => dialog.current.showModal(), []);
  const address = `${location.origin}/baca/${text.slug}`;
  return (
    <dialog ref={dialog} className="fixed inset-0 m-0 h-dvh max-h-none w-screen max-w-none overflow-y-auto bg-base-100 p-0 text-base-content" aria-labelledby={heading} onClose={onClose}>
      <div className="sticky top-0 z-10 border-b border-base-300 bg-base-100">
        <div className="mx-auto flex max-w-3xl items-center gap-1 px-2 py-1">
          <button type="button" className="btn btn-ghost btn-square" aria-label="Perkecil huruf" aria-disabled={size === 0} onClick={() => step(-1)}><Icon of={AArrowDown} size={24} /></button>
          <button type="button" className="btn btn-ghost btn-square" aria-label="Perbesar huruf" aria-disabled={size === SIZES.length - 1} onClick={() => step(1)}><Icon of={AArrowUp} size={24} /></button>
          <button type="button" className="btn btn-ghost ml-auto" onClick={() => dialog.current.close()}><Icon of={X} />Tutup</button>
        </div>
      </div>
      <article className="baca mx-auto flex max-w-3xl flex-col gap-5 px-4 pt-5 pb-10 text-lg" style={{ zoom: SIZES[size] }}>
        <div>
          <p className="text-base font-semibold text-muted">{text.topic ?? text.kind}</p>
          <h1 id={heading} tabIndex={-1} autoFocus className="mt-1 text-3xl font-extrabold outline-none wrap-anywhere">{text.title}</h1>
          <p className="mt-2">{text.summary}</p>
        </div>
        {text.lists.map((list) => <Points key={list.sort} {...list} />)}
        {text.lines.length > 0 && (
          <dl className="grid gap-3 rounded-box border border-base-300 p-4">
            {text.lines.map((line) => <div key={line.title}><dt className="font-bold">{line.title}</dt><dd>{line.text}</dd></div>)}
          </dl>
        )}
        {text.call.length > 0 && <Calls calls={text.call} />}
        {/* The server made this HTML out of Markdown, with a list of what may be in it (services/bacaan_markdown.py). */}
        <div className="isi wrap-anywhere" dangerouslySetInnerHTML={{ __html: text.html }} />
        {text.film && <Film film={text.film} address={address} />}
        <p className="border-t border-base-300 pt-4 text-base text-muted">Dapat dibaca lagi di <strong className="wrap-anywhere">{address.replace(/^https?:\/\//, "")}</strong></p>
      </article>
      <div className="mx-auto flex max-w-3xl flex-wrap gap-2 px-4 pb-[calc(2rem+env(safe-area-inset-bottom))]">
        {onTake && <button type="button" className="btn btn-primary grow" onClick={() => { onTake(); dialog.current.close(); }}><Icon of={Plus} />Sampaikan bacaan ini</button>}
        <a href={`https://wa.me/?text=${encodeURIComponent(`${text.title}\n${address}`)}`} target="_blank" rel="noreferrer" className="btn grow"><Icon of={Share2} />Bagikan ke WhatsApp</a>
      </div>
    </dialog>
  );
};
