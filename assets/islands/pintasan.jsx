/* Keys of the reviewer's desk. A control says its own key (aria-keyshortcuts); pressing it clicks the control. The person can
   switch them off (WCAG 2.1.4): speech input and trembling hands press letters by accident. */
import { useEffect, useRef, useState } from "react";

const STORE = "sambang.pintasan";
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");

/** keys: [[key, what it does]] as shown in the help. */
export const Pintasan = ({ keys }) => {
  const dialog = useRef(null);
  const [on, setOn] = useState(true);
  useEffect(() => setOn(localStorage.getItem(STORE) !== "mati"), []);
  useEffect(() => {
    if (!on) return undefined;
    const press = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
      if (event.key === "?") {
        dialog.current.showModal();
        return;
      }
      const control = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key.toUpperCase())}"]`);
      if (!control || control.disabled) return;
      event.preventDefault();
      control.click();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [on]);

  // The row that a key leads to may stand outside of what its list shows.
  useEffect(() => {
    const follow = (changes) => {
      for (const { target } of changes) {
        if (target.getAttribute("aria-current") === "true") target.scrollIntoView({ block: "nearest" });
      }
    };
    const observer = new MutationObserver(follow);
    observer.observe(document.getElementById("isi"), { subtree: true, attributeFilter: ["aria-current"] });
    return () => observer.disconnect();
  }, []);

  const toggle = (event) => {
    setOn(event.target.checked);
    localStorage.setItem(STORE, event.target.checked ? "hidup" : "mati");
  };

  return (
    <>
      <button type="button" className="btn btn-ghost hidden lg:inline-flex" onClick={() => dialog.current.showModal()}>
        Pintasan <kbd className="kbd kbd-sm">?</kbd>
      </button>
      <dialog ref={dialog} className="modal" aria-labelledby="judul-pintasan">
        <div className="modal-box max-w-sm">
          <h2 id="judul-pintasan" className="text-lg">
            Pintasan papan ketik
          </h2>
          <dl className="my-4 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
            {keys.map(([key, what]) => (
              <div key={key} className="contents">
                <dt>
                  <kbd className="kbd">{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <label className="flex min-h-12 items-center gap-3">
            <input type="checkbox" className="checkbox checkbox-primary" checked={on} onChange={toggle} />
            Pintasan aktif
          </label>
          <form method="dialog" className="mt-4">
            <button className="btn btn-block">Tutup</button>
          </form>
        </div>
      </dialog>
    </>
  );
};
