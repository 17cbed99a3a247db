/* The step of photos and videos. */
import { Pilih } from "./berkas.jsx";

export const Foto = ({ draft, onChange }) => (
  <div className="flex flex-col gap-4">
    <p>Boleh dilewati. Jangan mendekati bahaya untuk memotret.</p>
    <Pilih id={draft.files_key} onFiles={(files) => onChange({ files })} />
    <p className="text-muted">Paling banyak 10. Foto sampai 12 MB, video sampai 100 MB dan 10 menit. Lokasi di dalam foto hanya dilihat yang menangani laporan ini.</p>
  </div>
);
