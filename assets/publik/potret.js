/** A portrait that does not come, as without network, leaves the initials that stand behind it. */
for (const picture of document.querySelectorAll("[data-potret]")) {
  const leave = () => picture.remove();
  if (picture.complete && !picture.naturalWidth) leave();
  else picture.addEventListener("error", leave);
}
