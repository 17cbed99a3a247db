/* The contact of whoever is signed in, filled in once and taken out again by a button. A report that is to hide who sends it is left alone. */
import { useEffect, useState } from "react";
import { Eraser, UserRound } from "lucide-react";
import { standing } from "../lib/akun_warga.js";
import { Icon } from "../lib/ui.jsx";

const EMPTY = { name: "", phone: "", address: "" };

const IsiAkun = ({ draft, onChange, rules }) => {
  const [me, setMe] = useState(null);
  useEffect(() => {
    let live = true;
    standing().then((told) => live && setMe(told.me), () => {}); // without network it is typed, as ever
    return () => {
      live = false;
    };
  }, []);
  const { name, phone, address, hide_identity, about_police, urgent, kind, filled } = draft;
  const empty = !name && !phone && !address;
  const hides = hide_identity || about_police || rules.guarded.includes(kind);
  const fill = () => onChange({ name: me.name, phone: me.phone, address: urgent ? "" : me.address ?? "", filled: true });
  const due = Boolean(me && empty && !hides && !filled);
  useEffect(() => {
    if (due) fill();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when it is due
  }, [due]);
  if (!me) return null;
  const mine = name === me.name && phone === me.phone;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-box border border-base-300 bg-base-200 p-3">
      <p role="status" className="flex min-w-0 items-center gap-2"><Icon of={UserRound} />{mine ? "Diisi dari akun Anda." : "Anda masuk dengan akun warga."}</p>
      {mine && <button type="button" className="btn" onClick={() => onChange({ ...EMPTY, filled: true })}><Icon of={Eraser} />Kosongkan</button>}
      {!mine && empty && <button type="button" className="btn" onClick={fill}><Icon of={UserRound} />Isi dari akun saya</button>}
    </div>
  );
};

export default IsiAkun;
