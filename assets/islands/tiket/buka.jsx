/* A ticket from elsewhere: by its private link, or by code and secret typed in. */
import { useState } from "react";
import { KeyRound } from "lucide-react";
import { Isian } from "../lapor/bagian.jsx";
import { codeOf, parsed } from "../lib/tiket.js";
import { Card, Icon } from "../lib/ui.jsx";

const SHORTEST_SECRET = 22;

export const Buka = ({ onOpen }) => {
  const [code, setCode] = useState("");
  const [secret, setSecret] = useState("");
  const [faults, setFaults] = useState({});
  const open = (event) => {
    event.preventDefault();
    // Whoever has the link may put it whole into either field.
    const link = parsed(secret) ?? parsed(code);
    const wrong = link ? {} : {
      ...(code.replace(/[^A-Za-z0-9]/g, "").length !== 8 && { kode: "Kode terdiri atas 8 huruf dan angka, misalnya 7KQM-3XWP." }),
      ...(secret.trim().length < SHORTEST_SECRET && { rahasia: "Rahasia adalah bagian tautan sesudah titik, paling sedikit 22 huruf." }),
    };
    setFaults(wrong);
    const [first] = Object.keys(wrong);
    if (first) document.getElementById(first)?.focus();
    else onOpen(link ?? { code: codeOf(code), secret: secret.trim() });
  };
  return (
    <Card>
      <details>
        <summary className="flex min-h-12 items-center gap-2 font-semibold"><Icon of={KeyRound} />Buka dengan kode dan rahasia</summary>
        <form noValidate onSubmit={open} className="mt-2 flex flex-col gap-4">
          <Isian name="kode" label="Kode tiket" autoComplete="off" autoCapitalize="characters" spellCheck={false} value={code} onChange={setCode} error={faults.kode} />
          <Isian name="rahasia" label="Rahasia, atau tautan lengkapnya" autoComplete="off" autoCapitalize="none" spellCheck={false} value={secret} onChange={setSecret} error={faults.rahasia} />
          <button type="submit" className="btn btn-primary">Tampilkan laporan</button>
        </form>
      </details>
    </Card>
  );
};
