/* The page `/petugas/bacaan/`: what citizens read, on the officer's phone, to be shown without network. `?buka=<id>` opens one. */
import { ChevronRight } from "lucide-react";
import { Daftar, Judul, useLibrary } from "./bacaan/daftar.jsx";
import { Layar } from "./bacaan/layar.jsx";
import { useAddress, useOfficer } from "./lib/hooks.js";
import { Icon, Skeleton } from "./lib/ui.jsx";

export const BacaanSaya = () => {
  const person = useOfficer();
  const found = useLibrary(person);
  const [query, setQuery] = useAddress("q", "");
  const [open, setOpen] = useAddress("buka", "");
  if (!person) return <Skeleton />;
  const shown = found?.texts.find(({ id }) => id === open);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-2xl">Bacaan untuk warga</h1>
        <p className="text-muted">Tunjukkan kepada warga saat sambang, juga tanpa sinyal. Lampirkan pada laporan lewat isian Penyuluhan yang disampaikan.</p>
      </div>
      <Daftar
        found={found} query={query} onQuery={setQuery}
        row={(text) => (
          <li key={text.id} className="border-t border-base-300 first:border-t-0">
            <button type="button" className="flex min-h-14 w-full items-center gap-3 px-4 py-3 text-left hover:bg-base-200" onClick={() => setOpen(text.id)}>
              <Judul text={text} />
              <Icon of={ChevronRight} className="text-muted" />
            </button>
          </li>
        )}
      />
      {shown && <Layar key={shown.id} text={shown} onClose={() => setOpen("")} />}
    </div>
  );
};
