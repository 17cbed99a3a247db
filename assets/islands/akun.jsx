/* Who is signed in at this desk, and the way out. */
import { useEffect, useRef, useState } from "react";
import { CircleUser, LogOut, UserCog } from "lucide-react";
import { currentPerson } from "./lib/person.js";
import { signOut } from "./lib/signout.js";
import { Icon } from "./lib/ui.jsx";

export const Akun = () => {
  const [person] = useState(currentPerson);
  const [fault, setFault] = useState("");
  const menu = useRef(null);
  useEffect(() => {
    const close = (event) => {
      if (event.key === "Escape" || !menu.current.contains(event.target)) menu.current.open = false;
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const leave = async () => {
    try {
      await signOut();
      location.replace("/masuk/");
    } catch (error) {
      setFault(error.status === 0 ? "Keluar memerlukan sambungan, supaya sesi benar-benar ditutup di server." : error.message);
    }
  };
  const name = person ? [person.rank, person.name].filter(Boolean).join(" ") : "Akun";

  return (
    <details ref={menu} className="relative">
      <summary className="btn btn-ghost list-none px-3 [&::-webkit-details-marker]:hidden" aria-label={`Akun: ${name}`}>
        <Icon of={CircleUser} />
        <span className="hidden max-w-48 truncate sm:inline">{name}</span>
      </summary>
      <div className="absolute right-0 z-40 mt-1 w-72 rounded-box border border-base-300 bg-base-100 p-4 shadow-lg">
        <p className="font-semibold">{name}</p>
        {person && <p className="text-sm text-muted">{person.satuan.name}</p>}
        <a href="/akun/" className="btn btn-ghost mt-3 w-full">
          <Icon of={UserCog} />
          Akun saya
        </a>
        <button type="button" className="btn mt-2 w-full" onClick={leave}>
          <Icon of={LogOut} />
          Keluar dari perangkat ini
        </button>
        <p role="alert" className="mt-2 text-sm text-error empty:hidden">
          {fault}
        </p>
      </div>
    </details>
  );
};
