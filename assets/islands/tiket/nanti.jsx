/* What the first paint does without: fetched where there is something to hear of or to see, and nothing, or a word, where it cannot be fetched. */
import { lazy, Suspense } from "react";

const part = (load, name, without = () => null) => {
  const Part = lazy(() => load().then((found) => ({ default: found[name] }), () => ({ default: without })));
  return (props) => <Suspense fallback={null}><Part {...props} /></Suspense>;
};

const telling = () => import("./beritahu.jsx");
export const Beritahu = part(telling, "Beritahu");
export const BeritahuDijaga = part(telling, "BeritahuDijaga");
export const Tawaran = part(telling, "Tawaran");

const Kelak = () => <p className="mt-3 text-muted">Foto dan video tampil begitu ada sinyal.</p>;
export const BerkasTiket = part(() => import("./berkas.jsx"), "BerkasTiket", Kelak);
