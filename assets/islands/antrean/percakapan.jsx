/* The thread of a report or a task on its officer's phone: read and written without network, kept in step while it is open. */
import { useEffect, useMemo, useState } from "react";
import { album, readPhoto, release } from "../lib/album.js";
import { useStored } from "../lib/hooks.js";
import { refresh, requestSend, sendNow } from "../lib/runner.js";
import { Skeleton } from "../lib/ui.jsx";
import { discardPost, draftWriter, markSeen, readDraft, readThread, retryPost, savePost } from "../lib/utas.js";
import { Conversation } from "../utas/percakapan.jsx";

const LOOK_MS = 20_000;

/** Pictures of the posts: those of this phone from here, the others from the server. */
const usePictures = (person, posts) => {
  const [shown, setShown] = useState({});
  const own = posts.filter(({ state, photos }) => state && photos.length).map(({ id }) => id).join();
  useEffect(() => {
    let live = true;
    let mine = [];
    Promise.all(own.split(",").filter(Boolean).map(async (id) => [id, await album(person, id)])).then((found) => {
      mine = found.map(([, pictures]) => pictures);
      if (live) setShown(Object.fromEntries(found));
      else mine.forEach(release);
    });
    return () => {
      live = false;
      mine.forEach(release);
    };
  }, [person, own]);
  return (post) => ({
    ...post,
    photos: post.photos.map(({ sha256, media }) => ({
      sha256, url: media ? `/api/v1/media/${media}/kecil` : shown[post.id]?.[sha256]?.url, large: media && `/api/v1/media/${media}/besar`,
    })),
  });
};

async function read(file) {
  const photo = await readPhoto(file, "gallery");
  return { ...photo, sha256: photo.described.sha256, url: URL.createObjectURL(new Blob([photo.thumb.bytes], { type: photo.thumb.type })) };
}

/** @param report id of a report that the server has, or with `about` "tugas" of a task */
export const Percakapan = ({ person, report, about }) => {
  const thread = useStored(person, ["threads", "posts", "photos", "meta"], () => readThread(person.id, report), report);
  const draft = useStored(person, [], () => readDraft(person.id, report), report);
  const [kept, setKept] = useState("");
  const disk = useMemo(() => draftWriter(person.id, report, setKept), [person.id, report]);
  const pictured = usePictures(person.id, thread?.posts ?? []);
  const last = thread?.posts.at(-1)?.id;
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && markSeen(person.id, report).then(refresh).catch(() => {});
    look();
    // The server has no way to ring at a phone: an open thread asks.
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [person.id, report, last]);
  if (!thread || draft === undefined) return <Skeleton rows={2} />;
  const send = async (post) => {
    await disk.stop();
    await savePost(person.id, report, post);
    requestSend(person.id).catch(() => {}); // why it waits is shown with the queue
  };
  return (
    <section aria-label="Percakapan" className="flex flex-col gap-3">
      <h2 className="text-lg">Percakapan</h2>
      <Conversation
        id={report} about={about} posts={thread.posts.map(pictured)} me={person.id} people={thread.people} readers={thread.readers} readPhoto={read} onSend={send}
        draft={draft} onDraft={disk.write} kept={kept}
        onRetry={({ id }) => retryPost(person.id, id).then(sendNow)} onDiscard={({ id }) => discardPost(person.id, id)}
      />
    </section>
  );
};
