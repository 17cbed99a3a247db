/* What the keyboard needs on every desk: Escape gives up what is open, and the focus is never lost.
   A form that Escape closes has a control that says so (aria-keyshortcuts="Escape"); a dialog closes by itself. */
import { useEffect } from "react";

const GIVE_UP = '[aria-keyshortcuts="Escape"]';
const AROUND = "form, li, section, article, dialog, main";

/** All that holds an element, the nearest first. */
function* around(element) {
  for (let part = element.closest(AROUND); part; part = part.parentElement?.closest(AROUND)) yield part;
}

/* The nearest form with a way out; typing elsewhere closes none. */
function giveUp(event) {
  if (event.key !== "Escape" || event.defaultPrevented || event.target.closest("dialog[open]")) return;
  const form = event.target.closest("form");
  const control = form ? form.querySelector(GIVE_UP) : document.querySelector(GIVE_UP);
  if (!control) return;
  event.preventDefault();
  control.click();
}

/* What had the focus may go with an answer: the keyboard then goes on from the part that held it, never from the top of the page.
   Not from a control beside it: a key pressed once more would do what nobody asked for. */
function land(parts) {
  // Of a screen that has gone nothing is left: then it is the next screen as a whole.
  const part = parts.find((each) => each.isConnected && each.checkVisibility()) ?? document.querySelector("main");
  if (!part) return;
  if (!part.hasAttribute("tabindex")) {
    part.tabIndex = -1;
    part.addEventListener("blur", () => part.removeAttribute("tabindex"), { once: true });
  }
  part.focus({ preventScroll: true });
}

let last = null; // {element, parts} that had the focus, on this screen or the one before
const remember = ({ target }) => {
  last = { element: target, parts: [...around(target)] };
};
const keep = () => {
  if (!last || last.element.isConnected || document.activeElement !== document.body) return;
  const { parts } = last;
  last = null;
  land(parts);
};

export const PapanKetik = () => {
  useEffect(() => {
    const watch = new MutationObserver(keep);
    document.addEventListener("keydown", giveUp);
    document.addEventListener("focusin", remember);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("keydown", giveUp);
      document.removeEventListener("focusin", remember);
      watch.disconnect();
    };
  }, []);
  return null;
};
