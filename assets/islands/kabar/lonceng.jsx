/* The officer's bell: how much news was not read, from the phone alone. */
import { Bell } from "lucide-react";
import { useStored } from "../lib/hooks.js";
import { countUnread } from "../lib/kabar.js";
import { Count, Icon } from "../lib/ui.jsx";

export const Lonceng = ({ person }) => {
  const unread = useStored(person, ["news", "meta"], () => countUnread(person.id)) ?? 0;
  return (
    <a href="/petugas/kabar/" className="btn btn-square relative border-base-300 bg-base-100" aria-label={unread ? `Kabar, ${unread} belum dibaca` : "Kabar"}>
      <Icon of={Bell} />
      {unread > 0 && <Count n={unread} />}
    </a>
  );
};
