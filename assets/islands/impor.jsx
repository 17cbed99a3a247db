/* Import of people: choose a file, see every fault by row and column, then add all of them at once. */
import { useRef, useState } from "react";
import { CircleCheck, Download, FileUp, RotateCcw, UserPlus } from "lucide-react";
import { api } from "./lib/api.js";
import { number } from "./lib/format.js";
import { Card, Icon, Note } from "./lib/ui.jsx";

const SHOWN = 200;
const MINUTES = 60_000;

const save = (name, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  // The browser reads the blob after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), MINUTES);
};

/** A cell that no spreadsheet runs, quoted. */
const cell = (value) => `"${String(value).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

const faultsAsCsv = (faults) =>
  "\ufeff" + [["Baris", "Kolom", "Kesalahan"], ...faults.map(({ row, column, message }) => [row, column, message])].map((line) => line.map(cell).join(";")).join("\r\n");

const Faults = ({ faults }) => (
  <Card title={`${number(faults.length)} kesalahan, tidak ada yang diimpor`}>
    <p className="mb-3 text-muted">Perbaiki di berkas Anda, simpan, lalu pilih lagi.</p>
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Daftar kesalahan">
      <table className="w-full text-left">
        <thead className="text-sm text-muted">
          <tr>
            <th scope="col" className="py-2 pr-4 font-medium">Baris</th>
            <th scope="col" className="py-2 pr-4 font-medium">Kolom</th>
            <th scope="col" className="py-2 font-medium">Kesalahan</th>
          </tr>
        </thead>
        <tbody>
          {faults.slice(0, SHOWN).map(({ row, column, message }) => (
            <tr key={`${row} ${column} ${message}`} className="border-t border-base-300 align-top">
              <td className="py-2 pr-4 tabular-nums">{row}</td>
              <td className="py-2 pr-4 font-semibold">{column}</td>
              <td className="py-2">{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {faults.length > SHOWN && <p className="mt-3 text-muted">Ditampilkan {SHOWN} yang pertama. Seluruhnya ada di unduhan.</p>}
    <button type="button" className="btn mt-4" onClick={() => save("kesalahan-impor.csv", faultsAsCsv(faults))}>
      <Icon of={Download} />
      Unduh daftar kesalahan
    </button>
  </Card>
);

const Ready = ({ result, busy, onRun }) => (
  <Card title={`${number(result.count)} orang siap ditambahkan`}>
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Orang yang akan ditambahkan">
      <table className="w-full text-left">
        <thead className="text-sm text-muted">
          <tr>
            {["NRP", "Nama", "Satuan", "Peran", "Wilayah"].map((word) => (
              <th key={word} scope="col" className="py-2 pr-4 font-medium">{word}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.people.map((one) => (
            <tr key={one.nrp} className="border-t border-base-300 align-top">
              <td className="py-2 pr-4 tabular-nums">{one.nrp}</td>
              <td className="py-2 pr-4 font-semibold">{one.name}</td>
              <td className="py-2 pr-4">{one.satuan}</td>
              <td className="py-2 pr-4">{one.roles}</td>
              <td className="py-2 tabular-nums">{one.villages || "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    {result.count > result.people.length && <p className="mt-3 text-muted">Dan {number(result.count - result.people.length)} orang lain.</p>}
    <button type="button" className="btn btn-primary mt-4" aria-disabled={busy} onClick={onRun}>
      <Icon of={UserPlus} />
      {busy ? "Menambahkan … biarkan halaman ini terbuka" : `Tambahkan ${number(result.count)} orang`}
    </button>
  </Card>
);

const Done = ({ done, onAgain }) => (
  <Card title={`${number(done.created)} orang ditambahkan`}>
    <Note tone="success" title="Unduh kata sandi sementaranya sekarang">
      Daftar ini hanya ada di halaman ini dan tidak dapat dibuat lagi. Sampaikan kepada tiap orang secara langsung, lalu hapus berkasnya.
    </Note>
    <div className="mt-4 flex flex-wrap gap-2">
      <button type="button" className="btn btn-primary" onClick={() => save("kata-sandi-sementara.csv", done.passwords)}>
        <Icon of={Download} />
        Unduh kata sandi
      </button>
      <button type="button" className="btn btn-ghost" onClick={onAgain}>
        <Icon of={RotateCcw} />
        Impor berkas lain
      </button>
    </div>
  </Card>
);

/** The page `/administrasi/impor/`. */
export const Impor = () => {
  const [file, setFile] = useState(null);
  const [busy, setBusy] = useState("");
  const [result, setResult] = useState(null);
  const [done, setDone] = useState(null);
  const [fault, setFault] = useState("");
  const input = useRef(null);
  const send = async (path, body, word) => {
    setBusy(word);
    setFault("");
    try {
      return await api(path, { method: "POST", body, timeout: 5 * MINUTES });
    } catch (error) {
      setFault(error.errors?.length ? `${error.message} ${error.errors[0].field}: ${error.errors[0].message}` : error.message);
      return null;
    } finally {
      setBusy("");
    }
  };
  const choose = async (event) => {
    const chosen = event.target.files[0];
    if (!chosen || busy) return;
    setFile(chosen);
    setResult(null);
    setResult(await send("personel/impor/periksa", chosen, "periksa"));
    // The same file, corrected, is to be chosen again.
    input.current.value = "";
  };
  const run = async () => {
    if (busy) return;
    const answer = await send("personel/impor", file, "impor");
    if (answer) setDone(answer);
    else setResult(null);
  };
  const again = () => {
    setDone(null);
    setResult(null);
    setFile(null);
  };
  if (done) return <Done done={done} onAgain={again} />;
  return (
    <div className="flex flex-col gap-4">
      <Card title="Pilih berkas">
        <p className="mb-3 text-muted">
          CSV atau Excel (.xlsx), paling banyak 10.000 baris. Baris pertama berisi judul kolom: NRP, Nama, Satuan dan Peran wajib; Pangkat, Telepon, Unit,
          Wilayah, Mulai dan Berakhir boleh kosong.
        </p>
        <div className="flex flex-wrap gap-2">
          <label className={`btn ${result?.count ? "" : "btn-primary"} focus-within:outline-3 focus-within:outline-offset-2`}>
            <Icon of={FileUp} />
            <span>{file ? "Pilih berkas lain" : "Pilih berkas"}</span>
            <input
              ref={input}
              type="file"
              accept=".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
              className="sr-only"
              onChange={choose}
            />
          </label>
          <a href="/api/v1/personel/contoh" download className="btn btn-ghost">
            <Icon of={Download} />
            Unduh contoh
          </a>
        </div>
        <p role="status" className="mt-3 font-medium empty:hidden">
          {busy === "periksa" ? `Memeriksa ${file.name} …` : result && `${file.name}: ${number(result.rows)} baris diperiksa.`}
        </p>
      </Card>
      {fault && <Note tone="error" title={fault}>Tidak ada yang berubah.</Note>}
      {result && result.faults.length > 0 && <Faults faults={result.faults} />}
      {result && result.faults.length === 0 && <Ready result={result} busy={busy === "impor"} onRun={run} />}
      {!result && !fault && !busy && (
        <p className="flex items-center gap-2 text-muted">
          <Icon of={CircleCheck} />
          Berkas diperiksa dahulu. Tidak ada yang berubah sebelum Anda menekan Tambahkan.
        </p>
      )}
    </div>
  );
};
