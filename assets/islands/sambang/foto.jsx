/* Up to five photos by camera or from the gallery, stored with the draft before anything else happens. */
import { useEffect, useRef, useState } from "react";
import { Camera, FileSignature, ImageIcon, Images, Trash2 } from "lucide-react";
import { MOST_PHOTOS, album, readPhoto, release } from "../lib/album.js";
import { Card, Icon, Note } from "../lib/ui.jsx";

/** A photo that the form asks for: what it shows, in a word, and what to do. */
const PURPOSES = { signed_paper: { word: "Surat", wish: "Ambil foto surat yang sudah ditandatangani, lalu tekan Surat pada foto itu." } };

/** The thumbnails of a report, read again when its photos change. */
export const useAlbum = (person, item, photos) => {
  const [shown, setShown] = useState({});
  const names = photos.map(({ sha256 }) => sha256).join();
  useEffect(() => {
    let live = true;
    let mine = {};
    album(person, item).then((found) => {
      mine = found;
      if (live) setShown(found);
      else release(found);
    });
    return () => {
      live = false;
      release(mine);
    };
  }, [person, item, names]);
  return shown;
};

/** A photo of `useAlbum`, small; what only the server has cannot be seen without network. */
export const Thumbnail = ({ photo, number }) => {
  const [unreachable, setUnreachable] = useState(null);
  if (!photo) return null;
  if (photo.url && photo.url !== unreachable) {
    return <img src={photo.url} alt={`Foto ${number}`} className="h-full w-full object-cover" onError={() => setUnreachable(photo.url)} />;
  }
  return (
    <span role="img" aria-label={`Foto ${number}, ${photo.uploaded ? "ada di server" : "belum sampai di server"}`} className="grid h-full place-items-center text-muted">
      <Icon of={ImageIcon} size={28} />
    </span>
  );
};

/**
 * @param flush resolves when the draft is on the disk: the camera may push this page out of memory
 * @param attach stores what `readPhoto` gave, with the draft
 * @param remove takes a photo out of the draft by its hash
 * @param purpose which photo the form asks for, if any; `mark(sha256, purpose | undefined)` says that it is this one
 * @param onTake told of every choice by a promise: whether all its photos have come into the draft
 */
export const Foto = ({ person, draft, flush, attach, remove, purpose: wanted, mark, onTake }) => {
  const [working, setWorking] = useState(0);
  const [fault, setFault] = useState("");
  const camera = useRef(null);
  const gallery = useRef(null);
  const shown = useAlbum(person, draft.id, draft.photos);
  const room = MOST_PHOTOS - draft.photos.length - working;

  const open = async (input) => {
    await flush();
    input.current.click();
  };
  const take = async (event, source) => {
    const files = [...event.target.files];
    event.target.value = "";
    let complete = true;
    const fitting = files.slice(0, room);
    setFault(files.length > fitting.length ? `Paling banyak ${MOST_PHOTOS} foto; sisanya tidak ditambahkan.` : "");
    setWorking((before) => before + fitting.length);
    for (const file of fitting) {
      try {
        // No longer in the making before it is counted in the draft: counted twice, it would take a place from the next choice.
        const photo = await readPhoto(file, source).finally(() => setWorking((left) => left - 1));
        await attach(photo);
      } catch (error) {
        complete = false;
        setFault(error.name === "StorageFull" ? error.message : `${file.name}: ${error.message || "foto ini tidak dapat dibaca."}`);
      }
    }
    return complete;
  };

  return (
    <Card title={`Foto (${draft.photos.length} dari ${MOST_PHOTOS})`}>
      <div className="flex flex-col gap-3">
        {wanted && !draft.photos.some(({ purpose }) => purpose === wanted) && <p>{PURPOSES[wanted].wish}</p>}
        {(draft.photos.length > 0 || working > 0) && (
          <ul className={`grid gap-2 ${wanted || draft.photos.some(({ purpose }) => purpose) ? "grid-cols-2 sm:grid-cols-3" : "grid-cols-3"}`}>
            {draft.photos.map(({ sha256, purpose }, index) => (
              <li key={sha256} className="relative aspect-square overflow-hidden rounded-field border border-base-300 bg-base-200">
                <Thumbnail photo={shown[sha256]} number={index + 1} />
                <button type="button" className="btn btn-square absolute right-1 top-1 opacity-95" aria-label={`Hapus foto ${index + 1}`} onClick={() => remove(sha256)}>
                  <Icon of={Trash2} />
                </button>
                {(wanted || purpose) && (
                  <button
                    type="button" className={`btn absolute inset-x-1 bottom-1 px-1 ${purpose ? "btn-primary" : "opacity-95"}`} aria-pressed={Boolean(purpose)}
                    aria-label={`Foto ${index + 1} adalah ${PURPOSES[purpose ?? wanted].word.toLowerCase()} yang ditandatangani`} onClick={() => mark(sha256, purpose ? undefined : wanted)}
                  >
                    <Icon of={FileSignature} size={18} />
                    {PURPOSES[purpose ?? wanted].word}
                  </button>
                )}
              </li>
            ))}
            {Array.from({ length: working }, (_, index) => (
              <li key={index} className="skeleton aspect-square rounded-field" aria-label="Foto sedang disiapkan" role="status" />
            ))}
          </ul>
        )}
        {room > 0 && (
          <div className="grid grid-cols-2 gap-2">
            <button type="button" className="btn" onClick={() => open(camera)}>
              <Icon of={Camera} />
              Kamera
            </button>
            <button type="button" className="btn" onClick={() => open(gallery)}>
              <Icon of={Images} />
              Galeri
            </button>
          </div>
        )}
        <input ref={camera} type="file" accept="image/*" capture="environment" hidden aria-label="Ambil foto" onChange={(event) => onTake(take(event, "camera"))} />
        <input ref={gallery} type="file" accept="image/*" multiple hidden aria-label="Pilih foto" onChange={(event) => onTake(take(event, "gallery"))} />
        {fault && <Note tone="error" title="Foto tidak ditambahkan">{fault}</Note>}
      </div>
    </Card>
  );
};
