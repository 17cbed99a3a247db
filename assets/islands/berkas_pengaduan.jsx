/* Photos and videos of a citizen's report at the desk, with what the camera wrote and the way to the original. */
import { Download } from "lucide-react";
import { Berkas } from "./lib/berkas.jsx";
import { Icon } from "./lib/ui.jsx";

const Below = ({ trace, original }) => (
  <>
    {trace && <p className="mt-1 text-sm text-muted wrap-anywhere">{trace}</p>}
    {original && <a href={original} download className="mt-1 flex min-h-12 items-center gap-2 text-sm underline"><Icon of={Download} size={18} />Unduh aslinya (tercatat)</a>}
  </>
);

/** files: [{name, small, large, film, instead, trace, original}]; no address while it is not there. */
export const BerkasPengaduan = ({ files }) => (
  <Berkas
    label="Foto dan video" look="aspect-video w-full object-contain" className="grid gap-3 sm:grid-cols-2"
    items={files.map(({ trace, original, ...file }, index) => ({ ...file, key: index, below: <Below trace={trace} original={original} /> }))}
  />
);
