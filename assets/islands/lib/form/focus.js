// Leading the eye and the keyboard to a place in the form.

/** Opens whatever is folded around an element. */
export function unfold(element) {
  for (let fold = element?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  return element;
}

/** Puts the focus on an element in the middle of the screen, clear of the bars above and below. */
export function lead(element) {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "center" });
}
