/* One's own account: reports of all phones, data, password, other phones, the way out, and the end of it. */
import { useEffect, useState } from "react";
import { ChevronRight, KeyRound, ListChecks, LogOut, PenLine, Save, Smartphone, Trash2 } from "lucide-react";
import { Isian } from "../lapor/bagian.jsx";
import { change, changePassword, erase, signOut, signOutOthers } from "../lib/akun_warga.js";
import { exact } from "../lib/format.js";
import { Password, Stage, Submit, useSubmission } from "../lib/submission.jsx";
import { mine, refresh, stateOf } from "../lib/tiket.js";
import { Badge, Card, Icon, Note, Skeleton } from "../lib/ui.jsx";
import { all, commit } from "../lib/warga.js";
import { PHRASE, emailRow, require_ } from "./bagian.jsx";
import { Judul } from "./judul.jsx";

const SHOWN = 5;

const Laporan = ({ rules }) => {
  const [found, setFound] = useState(null); // {tickets, fault}
  useEffect(() => {
    let live = true;
    const look = async (fault) => {
      const { tickets } = await mine();
      if (live) setFound({ tickets, fault });
    };
    refresh(rules.guarded).then(() => look(null), look);
    return () => {
      live = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the rules are those of the page
  }, []);
  if (!found) return <Skeleton rows={1} />;
  const { tickets, fault } = found;
  const word = (category) => rules.categories.find(({ value }) => value === category)?.label ?? "Laporan";
  return (
    <Card title="Laporan saya">
      {fault && <p className="mb-2 text-muted">Daftar belum dapat diperbarui: {fault.message}</p>}
      {!tickets.length && <p className="text-muted">Belum ada laporan. Yang Anda kirim dari HP ini, atau dari HP lain dengan akun ini, muncul di sini. Laporan yang perlu dijaga hanya ada di HP pengirimnya.</p>}
      <ul aria-label="Laporan dari semua HP saya" className="flex flex-col">
        {tickets.slice(0, SHOWN).map(({ code, category, state, received_at }) => (
          <li key={code}>
            <a href={`/tiket/#${code}`} className="-mx-2 flex min-h-14 items-center gap-3 rounded-field px-2 py-2 hover:bg-base-200">
              <span className="flex min-w-0 grow flex-col items-start gap-1">
                <span className="font-semibold">{word(category)} · {code}</span>
                <span className="text-sm text-muted">{exact(received_at)}</span>
              </span>
              <Badge tone={stateOf(state ?? "baru").tone}>{stateOf(state ?? "baru").word}</Badge>
              <Icon of={ChevronRight} />
            </a>
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        <a href="/lapor/" className="btn btn-primary"><Icon of={PenLine} />Lapor</a>
        <a href="/tiket/" className="btn"><Icon of={ListChecks} />{tickets.length > SHOWN ? `Semua ${tickets.length} laporan` : "Halaman Laporan saya"}</a>
      </div>
    </Card>
  );
};

const Facts = ({ rows }) => (
  <dl className="grid grid-cols-[repeat(auto-fill,minmax(min(12rem,100%),1fr))] gap-3">
    {rows.map(([name, value]) => (
      <div key={name} className="min-w-0">
        <dt className="text-sm text-muted">{name}</dt>
        <dd className="font-medium wrap-anywhere">{value || "Tidak diisi"}</dd>
      </div>
    ))}
  </dl>
);

const UbahData = ({ me, onDone, onCancel }) => {
  const [typed, setTyped] = useState({ name: me.name, address: me.address ?? "", email: me.email ?? "" });
  const [secret, setSecret] = useState("");
  const type = (fields) => setTyped({ ...typed, ...fields });
  const asks = typed.email.trim().toLowerCase() !== (me.email ?? "");
  const { busy, faults: { fields, general }, submit, form } = useSubmission(async () => {
    require_([
      ["name", typed.name.trim().length < 2, "Tulis nama Anda."],
      emailRow(typed.email),
      ["password", asks && !secret, "Tulis kata sandi Anda untuk mengganti alamat surel."],
    ]);
    await change({ ...typed, password: asks ? secret : "" });
    await onDone();
  });
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {general && <Note tone="error" title="Belum disimpan">{general}</Note>}
      <Isian name="name" label="Nama" autoComplete="name" maxLength={120} value={typed.name} onChange={(name) => type({ name })} error={fields.name} />
      <Isian name="address" label="Alamat (boleh dikosongkan)" autoComplete="street-address" maxLength={300} value={typed.address} onChange={(address) => type({ address })} error={fields.address} />
      <Isian name="email" type="email" label="Alamat surel (boleh dikosongkan)" autoComplete="email" maxLength={200} value={typed.email} onChange={(email) => type({ email })} error={fields.email} />
      {asks && <Password id="data-password" label="Kata sandi" value={secret} onChange={setSecret} error={fields.password} autoComplete="current-password" help="Ditanyakan karena alamat surel berganti." />}
      <Submit busy={busy} icon={Save}>Simpan</Submit>
      <button type="button" className="btn btn-ghost" onClick={onCancel}>Batal</button>
    </form>
  );
};

const GantiSandi = ({ me, onDone, onCancel }) => {
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const { busy, faults: { fields, general }, submit, form } = useSubmission(async () => {
    require_([["current", !current, "Tulis kata sandi yang sekarang."], ["new", !fresh, "Pilih kata sandi baru."]]);
    await changePassword(current, fresh);
    await onDone();
  });
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {general && <Note tone="error" title="Belum diganti">{general}</Note>}
      {/* Tells the password manager whose password this is. */}
      <input type="text" hidden readOnly autoComplete="username" value={me.phone} />
      <Password id="current" label="Kata sandi sekarang" value={current} onChange={setCurrent} error={fields.current} autoComplete="current-password" />
      <Password id="new" label="Kata sandi baru" value={fresh} onChange={setFresh} error={fields.new} autoComplete="new-password" help={PHRASE} />
      <Submit busy={busy} icon={KeyRound}>Ganti kata sandi</Submit>
      <button type="button" className="btn btn-ghost" onClick={onCancel}>Batal</button>
    </form>
  );
};

const HapusAkun = ({ onDone, onCancel }) => {
  const [secret, setSecret] = useState("");
  const { busy, faults: { fields, general }, submit, form } = useSubmission(async () => {
    require_([["password", !secret, "Tulis kata sandi Anda untuk menghapus akun."]]);
    await erase(secret);
    await onDone();
  });
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
      <div>
        <p className="font-semibold">Yang hilang, dan tidak dapat dikembalikan:</p>
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>nama, nomor, alamat, surel, dan kata sandi akun ini;</li>
          <li>jalan dari satu HP ke laporan yang dikirim dari HP lain.</li>
        </ul>
      </div>
      <div>
        <p className="font-semibold">Yang tetap ada:</p>
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>laporan yang sudah dikirim, dengan kontak yang Anda tulis di dalamnya: tetap ditangani, dan dihapus menurut masa simpannya;</li>
          <li>setiap HP tetap membuka laporan yang dikirim dari HP itu, dan tautan rahasia tetap membuka laporannya.</li>
        </ul>
      </div>
      {general && <Note tone="error" title="Akun belum dihapus">{general}</Note>}
      <Password id="hapus-password" label="Kata sandi" value={secret} onChange={setSecret} error={fields.password} autoComplete="current-password" />
      <button type="submit" className="btn btn-error w-full" aria-disabled={busy}><Icon of={Trash2} />{busy ? "Sebentar …" : "Hapus akun saya"}</button>
      <button type="button" className="btn btn-ghost" onClick={onCancel}>Batal</button>
    </form>
  );
};

/** Tickets that only the account brought here leave the phone; those that are its own come back. */
async function tidy(guarded) {
  const loose = (await all("tickets")).filter(({ secret }) => !secret);
  if (loose.length) await commit(loose.map(({ code }) => ({ store: "tickets", remove: code })));
  await refresh(guarded).catch(() => {}); // they come with the next look at Laporan saya
}

/** A part of the account: what became of the last deed in it, and one form that takes the place of `children` while it is open. */
const Bagian = ({ title, said, form, children }) => (
  <Card title={title}>
    <div role="status" className="empty:hidden">{said && <div className="mb-3"><Note {...said} /></div>}</div>
    <Stage name={Boolean(form)}>{form || children}</Stage>
  </Card>
);

const Lain = ({ others, onChange }) => {
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState(null);
  const go = async () => {
    setAsking(false);
    try {
      await signOutOthers();
      setSaid({ tone: "success", title: "HP lain sudah dikeluarkan dari akun ini." });
      await onChange();
    } catch (error) {
      setSaid({ tone: "error", title: "HP lain belum dikeluarkan", children: error.message });
    }
  };
  const ask = () => {
    setSaid(null);
    setAsking(true);
  };
  const actions = (
    <>
      <button type="button" className="btn" onClick={go}>Ya, keluarkan</button>
      <button type="button" className="btn btn-ghost" onClick={() => setAsking(false)}>Batal</button>
    </>
  );
  const question = asking && <Note tone="warning" title="Keluarkan semua HP lain?" actions={actions}>HP itu harus masuk lagi. Laporan yang dikirim dari sana tetap ada di sana dan di akun ini. Ada yang tidak Anda kenal? Ganti juga kata sandi.</Note>;
  return (
    <Bagian title="HP lain" said={said} form={question}>
      <p className="flex items-center gap-2"><Icon of={Smartphone} />{others ? `Akun ini juga masuk di ${others} HP lain.` : "Akun ini masuk di HP ini saja."}</p>
      {others > 0 && <button type="button" className="btn mt-3" onClick={ask}><Icon of={LogOut} />Keluarkan HP lain</button>}
    </Bagian>
  );
};

export const Saya = ({ lead, told: { me, others }, rules, onChange, onLeft }) => {
  const [open, setOpen] = useState({}); // forms that are open, by their part
  const [said, setSaid] = useState({}); // what became of the last deed, by its part
  const turn = (part, on, words) => {
    setOpen((before) => ({ ...before, [part]: on }));
    setSaid((before) => ({ ...before, [part]: words && { tone: "success", title: words } }));
  };
  const show = (part) => () => turn(part, true);
  const close = (part) => () => turn(part, false);
  const done = (part, words) => async () => {
    turn(part, false, words);
    await onChange();
  };
  const leave = async (words) => {
    await tidy(rules.guarded);
    await onLeft(words);
  };
  const out = async () => {
    try {
      await signOut();
    } catch (error) {
      const why = error.status === 0 ? "Keluar memerlukan sinyal, supaya akun benar-benar ditutup di HP ini." : error.message;
      setSaid({ ...said, keluar: { tone: "error", title: "Belum keluar", children: why } });
      return;
    }
    await leave("Anda sudah keluar. Laporan yang dikirim dari HP ini tetap ada di Laporan saya.");
  };
  const erased = () => leave("Akun Anda sudah dihapus. Laporan yang dikirim dari HP ini tetap ada di Laporan saya.");
  return (
    <div className="flex flex-col gap-4">
      <Judul lead={lead}>Akun warga</Judul>
      <Laporan rules={rules} />
      <Bagian title="Data saya" said={said.data} form={open.data && <UbahData me={me} onDone={done("data", "Data tersimpan.")} onCancel={close("data")} />}>
        <Facts rows={[["Nama", me.name], ["Nomor telepon", me.phone], ["Alamat", me.address], ["Surel", me.email]]} />
        <p className="mt-3 text-sm text-muted">Petugas melihat data ini hanya bila Anda mengirimnya bersama laporan. Nomor berganti? Buat akun baru, lalu hapus yang ini.</p>
        <button type="button" className="btn mt-3" onClick={show("data")}><Icon of={PenLine} />Ubah data</button>
      </Bagian>
      <Bagian title="Kata sandi" said={said.sandi} form={open.sandi && <GantiSandi me={me} onDone={done("sandi", "Kata sandi diganti. HP lain sudah dikeluarkan.")} onCancel={close("sandi")} />}>
        <p>Setelah diganti, semua HP lain keluar dari akun ini.</p>
        <button type="button" className="btn mt-3" onClick={show("sandi")}><Icon of={KeyRound} />Ganti kata sandi</button>
      </Bagian>
      <Lain others={others} onChange={onChange} />
      <Bagian title="Keluar dan hapus" said={said.keluar} form={open.keluar && <HapusAkun onDone={erased} onCancel={close("keluar")} />}>
        <div className="flex flex-wrap gap-2">
          <button type="button" className="btn" onClick={out}><Icon of={LogOut} />Keluar dari HP ini</button>
          <button type="button" className="btn btn-ghost text-error" onClick={show("keluar")}><Icon of={Trash2} />Hapus akun</button>
        </div>
      </Bagian>
    </div>
  );
};
