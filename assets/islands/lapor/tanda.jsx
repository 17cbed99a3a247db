/* A ticket's code and private link, to keep. */
import { useState } from "react";
import { Copy, Share2 } from "lucide-react";
import { linkOf } from "../lib/tiket.js";
import { Icon } from "../lib/ui.jsx";

export const Tanda = ({ ticket }) => {
  const [told, setTold] = useState("");
  const copy = (text, words) => navigator.clipboard.writeText(text).then(() => setTold(words), () => setTold("Tidak dapat menyalin. Tulis kodenya di kertas."));
  const share = () => {
    const url = linkOf(ticket);
    if (!navigator.share) return copy(url, "Tautan rahasia disalin.");
    return navigator.share({ title: "Laporan saya", url }).catch(() => {}); // closed without choosing
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-2 sm:grid-cols-2">
        <button type="button" className="btn" onClick={() => copy(ticket.code, "Kode disalin.")}><Icon of={Copy} />Salin kode</button>
        {ticket.secret && <button type="button" className="btn" onClick={share}><Icon of={Share2} />Bagikan tautan rahasia</button>}
      </div>
      <p role="status" className="text-sm font-semibold empty:hidden">{told}</p>
      {ticket.secret && <p className="text-sm text-muted">Dengan tautan rahasia laporan dapat dibuka di HP lain. Siapa pun yang memegangnya dapat membaca laporan ini.</p>}
    </div>
  );
};
