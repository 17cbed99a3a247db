/* What the first paint does without: fetched where there is something to hear of, and nothing where it cannot be fetched. */
import { lazy, Suspense } from "react";

const part = (name) => {
  const Part = lazy(() => import("./beritahu.jsx").then((found) => ({ default: found[name] }), () => ({ default: () => null })));
  return (props) => <Suspense fallback={null}><Part {...props} /></Suspense>;
};

export const Beritahu = part("Beritahu");
export const BeritahuDijaga = part("BeritahuDijaga");
export const Tawaran = part("Tawaran");
