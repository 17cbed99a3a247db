/* What the parts of Akun saya are made of: facts that only the server has. */
import { useCallback, useEffect, useState } from "react";
import { CloudOff } from "lucide-react";
import { api } from "../lib/api.js";
import { useOnline } from "../lib/online.js";
import { Card, Icon, Note, Skeleton } from "../lib/ui.jsx";

/** What the server says at `path`: `{value, fault, again}`; asked by itself, and once more when the signal comes back. */
export const useAsked = (path) => {
  const online = useOnline();
  const [found, setFound] = useState({});
  const again = useCallback(() => api(path).then((value) => setFound({ value }), (fault) => setFound(({ value }) => ({ value, fault }))), [path]);
  useEffect(() => {
    if (online) again();
  }, [again, online]);
  return { ...found, again };
};

/** A card of Akun saya with `children(value)`, once the server has said it; says so while there is no signal. */
export const Part = ({ title, asked: { value, fault, again }, children }) => {
  const online = useOnline();
  const offline = !value && (!online || fault?.status === 0);
  return (
    <Card title={title}>
      {value && children(value)}
      {offline && <p className="flex items-center gap-2 text-muted"><Icon of={CloudOff} />Perlu sinyal.</p>}
      {!value && !offline && (fault ? <Note tone="error" title={fault.message} actions={<button type="button" className="btn" onClick={again}>Coba lagi</button>} /> : <Skeleton rows={1} />)}
    </Card>
  );
};
