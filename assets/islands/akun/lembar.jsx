/* Akun saya, as officers and staff have it in common: who I am, and what I can do about my sign-in. */
import { Suspense, lazy, useState } from "react";
import { CloudOff, KeyRound } from "lucide-react";
import { useOnline } from "../lib/online.js";
import { Stage } from "../lib/submission.jsx";
import { Card, Icon, Note, Skeleton } from "../lib/ui.jsx";
import { Factor } from "./faktor.jsx";
import { Devices } from "./perangkat.jsx";

const Pemberitahuan = lazy(async () => ({ default: (await import("./pemberitahuan.jsx")).Pemberitahuan }));
const NewPassword = lazy(async () => ({ default: (await import("../masuk/sandi.jsx")).NewPassword }));

const Facts = ({ rows }) => (
  <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(12rem,100%),1fr))] gap-3">
    {rows.filter(([, value]) => value).map(([name, value]) => (
      <div key={name}>
        <dt className="text-sm text-muted">{name}</dt>
        <dd className="font-medium">{value}</dd>
      </div>
    ))}
  </dl>
);

const PasswordCard = ({ person }) => {
  const online = useOnline();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  return (
    <Card title="Kata sandi">
      <Stage name={open}>
        <div className="flex flex-col items-start gap-3">
          {done && <Note tone="success" title="Kata sandi diganti. Perangkat lain sudah dikeluarkan." />}
          {!open && <p>Setelah diganti, semua perangkat lain harus masuk lagi.</p>}
          {!open && (online ? (
            <button type="button" className="btn" onClick={() => { setDone(false); setOpen(true); }}><Icon of={KeyRound} />Ganti kata sandi</button>
          ) : (
            <p className="flex items-center gap-2 text-muted"><Icon of={CloudOff} />Perlu sinyal.</p>
          ))}
        </div>
        {open && <Suspense fallback={<Skeleton rows={2} />}><NewPassword nrp={person.nrp} yes="Ganti kata sandi" onCancel={() => setOpen(false)} onDone={() => { setOpen(false); setDone(true); }} /></Suspense>}
      </Stage>
    </Card>
  );
};

/**
 * @param roles `{role: word}`; `units` the same of the units
 * @param villages names, where the person has some
 * @param children what only this frame has, between the person and their sign-in
 */
export const Lembar = ({ person, roles, units, villages = [], children }) => {
  const online = useOnline();
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-2xl">Akun saya</h1>
      <Card title={[person.rank, person.name].filter(Boolean).join(" ")}>
        <Facts
          rows={[
            ["NRP", person.nrp],
            ["Satuan", person.satuan.name],
            ["Unit", units[person.unit]],
            ["Peran", person.roles.map((role) => roles[role] ?? role).join(", ")],
            ["Wilayah tugas", villages.join(", ")],
          ]}
        />
        <p className="mt-3 text-sm text-muted">Ada yang keliru? Admin satuan Anda dapat membetulkannya.</p>
      </Card>
      {!online && <Note tone="info" title="Belum ada sinyal">Pemberitahuan, kata sandi, faktor kedua, dan daftar perangkat perlu sinyal. Yang lain di halaman ini tetap dapat dipakai.</Note>}
      {children}
      <Suspense fallback={<Skeleton rows={1} />}><Pemberitahuan /></Suspense>
      <PasswordCard person={person} />
      <Factor />
      <Devices />
    </div>
  );
};
