/* The body of a text: Markdown with a row of buttons, and beside it how citizens will see it, drawn by the server as their page is. */
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Bold, Heading2, ImagePlus, Italic, Link, List, ListOrdered, Quote } from "lucide-react";
import { Icon } from "../lib/ui.jsx";
import { Labelled } from "./bagian.jsx";
import { written } from "./isian.js";

/** How long nobody types before the preview follows. */
const PAUSE_MS = 400;
const MOST = 20_000;
const TOOLS = [
  ["bold", "Tebal", Bold],
  ["italic", "Miring", Italic],
  ["heading", "Judul bagian", Heading2],
  ["list", "Daftar", List],
  ["numbers", "Daftar bernomor", ListOrdered],
  ["quote", "Kutipan", Quote],
  ["link", "Tautan", Link],
];

async function sendPicture(file) {
  const [{ prepare }, { upload }] = await Promise.all([import("../lib/photos.js"), import("../lib/upload.js")]);
  const { blob, sha256, name } = await prepare(file, "gallery");
  return upload(blob, { sha256, name });
}

export const Body = ({ value, onChange, fault, html, onShow }) => {
  const area = useRef(null);
  const file = useRef(null);
  const [said, setSaid] = useState("");
  // Typed since the last preview, or the first time at all.
  const seen = useRef(null);
  useEffect(() => {
    if (seen.current === null) {
      seen.current = value;
      if (!value) return undefined;
    }
    const timer = setTimeout(() => {
      seen.current = value;
      onShow(value);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handler is made anew with each picture of the page
  }, [value]);

  // Where the selection goes once the text is there.
  const select = useRef(null);
  useLayoutEffect(() => {
    if (!select.current) return;
    area.current.focus();
    area.current.setSelectionRange(...select.current);
    select.current = null;
  }, [value]);
  const put = (how, inserted) => {
    // As the field has it now: somebody may have typed on while a picture was under way.
    const { value: text, selectionStart, selectionEnd } = area.current;
    const next = written(text, selectionStart, selectionEnd, how, inserted);
    select.current = [next.from, next.to];
    onChange(next.text);
  };
  const picture = async ({ target }) => {
    const [chosen] = target.files;
    target.value = "";
    if (!chosen) return;
    setSaid("Mengunggah gambar…");
    try {
      put("picture", await sendPicture(chosen));
      setSaid("Gambar diunggah. Tulis keterangannya di antara kurung siku.");
    } catch (error) {
      setSaid(`Gambar belum terunggah. ${error.message}`);
    }
  };

  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Labelled id="naskah-body" label="Isi" fault={fault} help="Markdown: satu baris kosong memisahkan paragraf.">
        {(tied) => (
          <>
            <div role="group" aria-label="Bentuk tulisan" className="flex flex-wrap gap-1">
              {TOOLS.map(([how, word, glyph]) => (
                <button key={how} type="button" className="btn btn-ghost btn-square" aria-label={word} title={word} onClick={() => put(how)}><Icon of={glyph} /></button>
              ))}
              <button type="button" className="btn btn-ghost" onClick={() => file.current.click()}><Icon of={ImagePlus} />Gambar</button>
              <input ref={file} type="file" accept="image/jpeg,image/png,image/webp" className="hidden" aria-label="Berkas gambar" onChange={picture} />
            </div>
            <p role="status" className="text-sm text-muted">{said}</p>
            <textarea {...tied} ref={area} rows={16} maxLength={MOST} value={value} onChange={(event) => onChange(event.target.value)} className="textarea min-h-80 w-full font-mono text-base aria-invalid:border-error" />
          </>
        )}
      </Labelled>
      <section aria-labelledby="naskah-pratinjau" className="min-w-0 xl:sticky xl:top-32 xl:max-h-[calc(100dvh-16rem)] xl:self-start xl:overflow-y-auto" tabIndex={0}>
        <h2 id="naskah-pratinjau" className="mb-1 text-base font-semibold">Pratinjau isi</h2>
        <div className="rounded-box border border-base-300 bg-base-100 p-4">
          {html ? (
            // The server has left out all but harmless markup.
            <div className="isi wrap-anywhere" dangerouslySetInnerHTML={{ __html: html }} />
          ) : (
            <p className="text-muted">Yang Anda tulis tampil di sini seperti warga melihatnya.</p>
          )}
        </div>
      </section>
    </div>
  );
};
