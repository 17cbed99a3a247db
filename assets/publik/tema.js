// Light or dark, as chosen on the app's own pages (Reflex keeps it there). Before the first paint; without it, the device decides.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.classList.add(chosen);
} catch {
  // A browser that keeps nothing for us.
}
