// Runs before anything else of /tiket/: the secret of a private link leaves the address before any other script can read or tell it.
if (/^#[A-Za-z0-9-]{8,9}\.[A-Za-z0-9_-]{22,64}$/.test(location.hash)) {
  globalThis.sambangTiket = location.hash;
  history.replaceState(history.state, "", location.pathname);
}
