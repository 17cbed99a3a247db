/* The search box of every desk: Enter opens what was found, "/" leads here, the arrows go through what was found. */
import { useEffect, useId, useRef } from "react";
import { Search } from "lucide-react";
import { useLocation, useNavigate } from "react-router";
import { Icon } from "./lib/ui.jsx";

const PAGE = "/cari/";
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");

/** large: the box of the page itself, to which "/" leads before any other. */
export const Pencarian = ({ large = false }) => {
  const input = useRef(null);
  const id = useId();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const asked = pathname === PAGE ? (new URLSearchParams(search).get("q") ?? "") : "";
  const hidden = !large && pathname === PAGE;

  useEffect(() => {
    if (input.current) input.current.value = asked;
    if (large && !asked) input.current?.focus();
  }, [asked, large, hidden]);

  useEffect(() => {
    if (hidden) return undefined;
    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "/" && !typing(event.target) && input.current?.checkVisibility()) {
        event.preventDefault();
        input.current.select();
        return;
      }
      const here = event.target.closest("[data-hasil]") ?? (event.target === input.current ? input.current : null);
      if (!here || !STEPS[event.key]) return;
      const stops = [input.current, ...document.querySelectorAll("[data-hasil]")];
      const next = stops[stops.indexOf(here) + STEPS[event.key]];
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [hidden]);

  const submit = (event) => {
    event.preventDefault();
    const q = input.current.value.trim();
    navigate(q ? `${PAGE}?${new URLSearchParams({ q })}` : PAGE);
  };

  if (hidden) return null;
  return (
    <form role="search" onSubmit={submit} className={large ? "flex gap-2" : "hidden gap-1 md:flex"}>
      <label htmlFor={id} className="sr-only">
        Cari
      </label>
      <div className="relative min-w-0 grow">
        <input
          id={id}
          ref={input}
          type="search"
          name="q"
          defaultValue={asked}
          maxLength={100}
          autoComplete="off"
          placeholder={large ? "Nama, kata, nomor, atau tempat" : "Cari"}
          aria-keyshortcuts="/"
          className={large ? "input w-full" : "input w-40 pr-8 lg:w-64"}
        />
        {!large && <kbd className="kbd kbd-sm pointer-events-none absolute top-1/2 right-2 -translate-y-1/2">/</kbd>}
      </div>
      <button type="submit" aria-label="Cari" className={`btn btn-square ${large ? "btn-primary" : "btn-ghost"}`}>
        <Icon of={Search} />
      </button>
    </form>
  );
};
