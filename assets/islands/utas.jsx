/* The thread of a report or a task at the desk: read and written over REST, read again whenever the live page says that it changed. */
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "./lib/api.js";
import { useLatest } from "./lib/latest.js";
import { uuid7 } from "./lib/uuid.js";
import { Conversation } from "./utas/percakapan.jsx";

const shown = (post) => ({
  ...post,
  photos: post.photos.map(({ sha256, media }) => ({ sha256, url: media && `/api/v1/media/${media}/kecil`, large: media && `/api/v1/media/${media}/besar` })),
});

async function readPhoto(file) {
  const { prepare } = await import("./lib/photos.js");
  const photo = await prepare(file, "gallery");
  return { ...photo, url: URL.createObjectURL(photo.blob) };
}

/* In this tab alone, and gone when somebody signs in or out: a desk may be shared. */
const draftKey = (laporan) => `sambang.komentar.${laporan}`;
const keepDraft = (laporan, text) => (text ? sessionStorage.setItem(draftKey(laporan), text) : sessionStorage.removeItem(draftKey(laporan)));

/** laporan: id of the report, or of the task with `about` "tugas"; changed: says something else whenever the thread has to be read again. */
export const Utas = ({ laporan, changed, about }) => {
  const [thread, setThread] = useState(null);
  const [fault, setFault] = useState("");
  // A sending that failed halfway is repeated under its own id: nothing is stored twice.
  const unsent = useRef(null);

  const ask = useLatest();
  const read = useCallback(
    () =>
      ask(() => api(`utas/${laporan}`), async (found, error) => {
        setFault(error?.message ?? "");
        if (error) return;
        setThread(found);
        if (found.unread > 0 && document.visibilityState === "visible") {
          await api(`utas/${laporan}/dibaca`, { method: "PUT", json: { until: found.posts.at(-1).received_at } }).catch(() => {}); // said again with the next look
        }
      }),
    [ask, laporan],
  );
  useEffect(() => {
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [read, changed]);

  const send = async ({ text, mentions, photos }) => {
    const content = JSON.stringify([text, mentions, photos.map(({ sha256 }) => sha256)]);
    if (unsent.current?.content !== content) unsent.current = { content, id: uuid7(), at: new Date().toISOString() };
    for (const { blob, sha256, name } of photos) await (await import("./lib/upload.js")).upload(blob, { sha256, name });
    const { id, at } = unsent.current;
    await api(`utas/${laporan}`, { method: "POST", json: { id, text, mentions, photos: photos.map(({ sha256 }) => sha256), created_at: at } });
    unsent.current = null;
    keepDraft(laporan, "");
    await read();
  };

  if (fault && !thread) {
    return (
      <div role="alert" className="flex flex-wrap items-center gap-3">
        <p>Percakapan belum dapat dibuka. {fault}</p>
        <button type="button" className="btn" onClick={read}>Coba lagi</button>
      </div>
    );
  }
  if (!thread) {
    return (
      <div role="status" aria-busy="true" className="flex flex-col gap-2">
        <span className="sr-only">Memuat percakapan</span>
        <div className="skeleton h-12 w-2/3" />
        <div className="skeleton h-12 w-1/2" />
      </div>
    );
  }
  return (
    <Conversation
      id={laporan} about={about} posts={thread.posts.map(shown)} me={thread.me} people={thread.people} readers={thread.readers}
      onSend={send} readPhoto={readPhoto} draft={sessionStorage.getItem(draftKey(laporan)) ?? ""} onDraft={(text) => keepDraft(laporan, text)}
    />
  );
};
