/** A citizen's reports and steps on their way: kept on the disk first, sent whenever there is a way, any number of times without harm. Runs in pages and in the worker. */
import { api, ApiError } from "./api.js";
import { again, isBegun, toReport } from "./lapor.js";
import { oneSender, pause } from "./sending.js";
import { all, commit, get, update } from "./warga.js";

const SENDER = "sender";
/** Answers that another try will not change. */
const REFUSED = new Set([400, 403, 404, 409, 413, 422]);

/** Keep a finished report and forget its draft, in one durable step. */
export async function save(draft, rules) {
  const now = new Date();
  const { id, secret, urgent } = draft;
  const row = { id, secret, urgent, draft, report: toReport(draft, now), guarded: rules.guarded.includes(draft.kind), saved_at: now.toISOString(), state: "menunggu", errors: [], reason: "" };
  await commit([{ store: "outbox", put: row }, { store: "draft", remove: draft.key }]);
}

/** A refused report becomes a draft again; returns that. One that was begun meanwhile waits until this one has gone. */
export async function mend(row) {
  const fresh = again(row);
  const other = await get("draft", fresh.key);
  const draft = { ...fresh, touched_at: new Date().toISOString(), ...(isBegun(other) && other.id !== fresh.id && { key: fresh.id }) };
  await commit([{ store: "draft", put: draft }, { store: "outbox", remove: row.id }]);
  return draft;
}

/** Take a ticket off this phone, at once here, and on the server as soon as there is a way. The report itself stays. */
export async function forget(code) {
  const mine = (await all("deeds")).filter((row) => row.code === code);
  const row = { id: `lupa-${code}`, code, forget: true, state: "menunggu", reason: "", saved_at: new Date().toISOString() };
  await commit([...mine.map(({ id }) => ({ store: "deeds", remove: id })), { store: "deeds", put: row }, { store: "tickets", remove: code }]);
}

/** Keep what the citizen does about a ticket: `{id, step, note, rating}`. */
export const saveDeed = (code, deed) =>
  commit([{ store: "deeds", put: { id: deed.id, code, deed, state: "menunggu", reason: "", saved_at: new Date().toISOString() } }]);

const oldest = (rows) => rows.filter(({ state }) => state !== "ditolak").sort((a, b) => (a.saved_at < b.saved_at ? -1 : 1));

/** What still has to reach the server, oldest first: `[store, row]`; danger before all else. */
export async function waiting() {
  const [reports, deeds] = await Promise.all([all("outbox"), all("deeds")]);
  const urgent = oldest(reports).sort((a, b) => b.urgent - a.urgent);
  return [...urgent.map((row) => ["outbox", row]), ...oldest(deeds).map((row) => ["deeds", row])];
}

/** `{phase, message, retry_at, by_server, failures}`; phases: diam, mengirim, sinyal, gangguan. */
export const senderState = async () => (await get("meta", SENDER)) ?? { phase: "diam", message: "", retry_at: 0, by_server: false, failures: 0 };

const setSender = (change) => update("meta", SENDER, () => ({ phase: "diam", message: "", retry_at: 0, by_server: false, failures: 0, ...change, key: SENDER }));

/**
 * Send everything that is due.
 * @param force do not wait out our own pause (the server's `Retry-After` still holds)
 */
export const drain = (options) => sender("warga", options);

const sender = oneSender(() => "kirim-warga", send);

async function send(_owner, { force = false } = {}) {
  const before = await senderState();
  if (before.retry_at > Date.now() && (before.by_server || !force)) return;
  const tried = new Set();
  try {
    for (;;) {
      const [next] = (await waiting()).filter(([, { id }]) => !tried.has(id));
      if (!next) break;
      if (!tried.size) await setSender({ phase: "mengirim" });
      const [store, row] = next;
      tried.add(row.id);
      await (store === "outbox" ? sendReport(row) : sendDeed(row));
    }
    if (before.phase !== "diam" || tried.size) await setSender({});
  } catch (error) {
    if (!(error instanceof ApiError)) {
      await setSender({});
      throw error;
    }
    const known = pause(error, before.failures + 1);
    if (error.status === 0) await setSender({ ...known, phase: "sinyal", failures: before.failures + 1 });
    else await setSender({ ...known, phase: "gangguan", message: error.message, failures: before.failures + 1 });
  }
}

/** The answer of `call()`; what the server will never take is written to the row, which stays for its owner to mend, and null is returned. */
async function answered(store, row, call) {
  try {
    return await call();
  } catch (error) {
    if (!REFUSED.has(error.status)) throw error;
    const said = error.errors.map(({ message }) => message).join(" ");
    await update(store, row.id, (now) => now && { ...now, state: "ditolak", reason: said || error.message, status: error.status, errors: error.errors });
    return null;
  }
}

async function sendReport(row) {
  const told = await answered("outbox", row, () => api("lapor", { method: "POST", json: row.report }));
  if (!told) return;
  const { code, received_at, late_s } = told;
  const ticket = { code, id: row.id, files_key: row.draft.files_key, secret: row.secret, urgent: row.urgent, guarded: row.guarded, category: row.report.category, received_at, late_s, stand: UNTOLD, seen: null, seen_at: null };
  // Taken back by its owner while it was on its way: the server has it, and the ticket is all that is left to follow it.
  await commit([{ store: "tickets", put: ticket }, { store: "outbox", remove: row.id }]);
}

async function sendForget(row) {
  await api(`lapor/tiket/${row.code}`, { method: "DELETE" }).catch((error) => {
    if (error.status !== 404) throw error; // forgotten already
  });
  await commit([{ store: "deeds", remove: row.id }]);
}

async function sendDeed(row) {
  if (row.forget) return sendForget(row);
  const seen = await answered("deeds", row, () => withKey(row.code, () => api(`lapor/tiket/${row.code}/langkah`, { method: "POST", json: row.deed })));
  if (!seen) return undefined;
  await commit([{ store: "deeds", remove: row.id }]);
  return remember(seen);
}

/** `call()`, and once more after showing the ticket's secret if this phone's cookie has been lost meanwhile. */
export async function withKey(code, call) {
  try {
    return await call();
  } catch (error) {
    const known = error.status === 404 && (await get("tickets", code));
    if (!known?.secret) throw error;
    await api("lapor/tiket", { method: "POST", json: { code, secret: known.secret } });
    return call();
  }
}

/** What the desk has told of a ticket, so that two looks can be compared; `UNTOLD` before it told anything. */
export const standOf = ({ told_at, merged_state }) => [told_at, merged_state].join();
export const UNTOLD = standOf({});

/**
 * Keep what the server told of a ticket, for reading without network; of what is guarded only that it is there.
 * @param guarded kinds of reports about people who may be watched by whom they report
 */
export const remember = (seen, guarded = []) =>
  update("tickets", seen.code, (known) => {
    if (!known) return undefined;
    const hidden = known.guarded || guarded.includes(seen.kind);
    const stand = standOf(seen);
    return { ...known, guarded: hidden, category: seen.category, state: seen.state, stand, read: stand, seen: hidden ? null : seen, seen_at: new Date().toISOString() };
  });
