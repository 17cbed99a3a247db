/* Danger now: the call first, always; writing is for when nobody can call. */
import { MessageSquareText, Phone } from "lucide-react";
import { plea } from "../lib/lapor.js";
import { useOnline } from "../lib/online.js";
import { Icon } from "../lib/ui.jsx";

export const Telepon = () => (
  <a href="tel:110" className="flex min-h-24 w-full items-center justify-center gap-4 rounded-box bg-darurat px-4 text-darurat-content">
    <Icon of={Phone} size={32} />
    <span className="text-3xl leading-tight font-extrabold normal-nums">Telepon 110</span>
  </a>
);

/** What did not arrive, said so that nobody waits for help that does not come. */
export const BelumTerkirim = ({ draft }) => (
  <div role="alert" className="flex flex-col gap-3 rounded-box border-4 border-error bg-base-100 p-4">
    <p className="text-2xl font-extrabold text-error">BELUM TERKIRIM, telepon 110</p>
    <p>Polisi belum menerima apa pun. Menelepon tetap bisa walau internet mati.</p>
    <Telepon />
    <a href={`sms:?&body=${encodeURIComponent(plea(draft ?? {}))}`} className="btn w-full">
      <Icon of={MessageSquareText} />
      SMS orang yang bisa menelepon 110
    </a>
    <p className="text-sm text-muted">110 menerima telepon. Pesan SMS-nya sudah kami tuliskan; Anda memilih penerimanya.</p>
  </div>
);

/** The screen after "Ya". */
export const Darurat = ({ heading, draft, onWrite, onBack }) => {
  const online = useOnline();
  return (
    <div className="flex flex-col gap-4">
      <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">Respon Cepat</h1>
      {online ? <Telepon /> : <BelumTerkirim draft={draft} />}
      <p className="text-lg">Menjauhlah ke tempat aman. Sebut tempat Anda, apa yang terjadi, dan apakah ada yang terluka.</p>
      <div className="rounded-box border border-base-300 bg-base-100 p-4">
        <h2 className="text-lg">Tidak bisa menelepon?</h2>
        <p className="mt-1 text-muted">Tulis di sini hanya bila bicara tidak mungkin. Kami tidak dapat menjanjikan tulisan ini segera dibaca.</p>
        <button type="button" className="btn mt-3 w-full" onClick={onWrite}>Saya tidak bisa menelepon</button>
      </div>
      <button type="button" className="btn btn-ghost" onClick={onBack}>Kembali</button>
    </div>
  );
};
