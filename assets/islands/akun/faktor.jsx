/* The second factor of whoever is signed in: set up, new recovery codes, and away again where no role needs it. */
import { Suspense, lazy, useState } from "react";
import { ListRestart, ShieldCheck, ShieldOff } from "lucide-react";
import { api } from "../lib/api.js";
import { Stage } from "../lib/submission.jsx";
import { Badge, Icon, Note, Skeleton } from "../lib/ui.jsx";
import { Part, useAsked } from "./bagian.jsx";

// Loaded by whoever sets something up.
const part = (name) => lazy(async () => ({ default: (await import("../masuk/faktor.jsx"))[name] }));
const FactorProof = part("FactorProof");
const FactorSetup = part("FactorSetup");
const RecoveryCodes = part("RecoveryCodes");

/** So few recovery codes left are worth a warning. */
const FEW = 2;

const Standing = ({ standing: { enrolled, required, codes_left: left }, onStep }) => {
  if (!enrolled) {
    return (
      <>
        <p>Dengan faktor kedua, kata sandi yang bocor saja tidak membuka akun Anda: setiap kali masuk juga ditanyakan kode dari HP Anda.</p>
        <button type="button" className="btn self-start" onClick={() => onStep("add")}><Icon of={ShieldCheck} />Pasang faktor kedua</button>
      </>
    );
  }
  return (
    <>
      <p className="flex flex-wrap items-center gap-2"><Badge tone="success" icon={ShieldCheck}>Terpasang</Badge>{left} kode pemulihan tersisa</p>
      {left <= FEW && <Note tone="warning" title="Kode pemulihan hampir habis">Buat yang baru selagi HP Anda ada.</Note>}
      <div className="flex flex-wrap gap-2">
        <button type="button" className="btn" onClick={() => onStep("renew")}><Icon of={ListRestart} />Buat kode pemulihan baru</button>
        {!required && <button type="button" className="btn btn-ghost text-error" onClick={() => onStep("remove")}><Icon of={ShieldOff} />Lepas faktor kedua</button>}
      </div>
      {required && <p className="text-sm text-muted">Peran Anda memerlukan faktor kedua, jadi tidak dapat dilepas. Pindah HP? Admin satuan Anda dapat mengatur ulang.</p>}
    </>
  );
};

const Proof = ({ means, ...proof }) => (
  <>
    <p>{means}</p>
    <FactorProof {...proof} />
  </>
);

export const Factor = () => {
  const asked = useAsked("session/faktor");
  const [step, setStep] = useState("");
  const [codes, setCodes] = useState(null);
  const [said, setSaid] = useState("");
  const leave = (words) => {
    setStep("");
    setCodes(null);
    setSaid(words);
    return asked.again();
  };
  const cancel = () => setStep("");
  const renew = async (code) => setCodes((await api("session/faktor/pemulihan", { method: "POST", json: { code } })).recovery_codes);
  const remove = async (code) => {
    await api("session/faktor/lepas", { method: "POST", json: { code } });
    await leave("Faktor kedua dilepas.");
  };
  const panes = {
    "": (standing) => <Standing standing={standing} onStep={(next) => { setSaid(""); setStep(next); }} />,
    renew: () => <Proof means="Kode pemulihan yang lama langsung tidak berlaku." yes="Buat kode baru" recovery={false} send={renew} onCancel={cancel} />,
    remove: () => <Proof means="Sesudahnya kata sandi saja membuka akun Anda, dan kode pemulihan terhapus." yes="Lepas" send={remove} onCancel={cancel} />,
  };
  const shown = () => {
    if (codes) return <RecoveryCodes codes={codes} onDone={() => leave("Kode pemulihan baru berlaku; yang lama tidak lagi.")} />;
    if (step === "add") return <FactorSetup why="Setelah terpasang, perangkat lain keluar dan masuk lagi dengan kode." onCancel={cancel} onDone={() => leave("Faktor kedua terpasang. Perangkat lain masuk lagi dengan kode.")} />;
    return (
      <Part title="Faktor kedua" asked={asked}>
        {(standing) => (
          <div className="flex flex-col gap-3">
            {said && <Note tone="success" title={said} />}
            {panes[step](standing)}
          </div>
        )}
      </Part>
    );
  };
  return <Stage name={codes ? "codes" : step}><Suspense fallback={<Skeleton rows={2} />}>{shown()}</Suspense></Stage>;
};
