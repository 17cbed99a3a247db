/* The page `/petugas/akun/`: the officer, their phone, and the way out; opens without network. */
import { Suspense, lazy } from "react";
import { Lembar } from "./akun/lembar.jsx";
import { Keluar } from "./akun/keluar.jsx";
import { useOfficer, useStored } from "./lib/hooks.js";
import { territory } from "./lib/sync.js";
import { Card, Skeleton } from "./lib/ui.jsx";

const Perawatan = lazy(async () => ({ default: (await import("./kunci/perawatan.jsx")).Perawatan }));

export const AkunPetugas = ({ roles, units }) => {
  const person = useOfficer();
  const villages = useStored(person, ["territory"], async () => ((await territory(person.id))?.areas ?? []).map(({ name }) => name));
  if (!person || !villages) return <Skeleton />;
  return (
    <>
      <Lembar person={person} roles={roles} units={units} villages={villages}>
        <Card title="HP ini">
          <Suspense fallback={<Skeleton rows={1} />}>
            <Perawatan person={person} />
          </Suspense>
        </Card>
      </Lembar>
      <div className="mt-4 flex justify-end"><Keluar person={person} /></div>
    </>
  );
};
