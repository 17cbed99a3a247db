/** What a reviewer decided, laid over the phone's own record of a report. */

const DECIDED = new Set(["diterima", "dikembalikan"]);

/**
 * The record that this phone would have of a returned report which another phone sent, or it before a reinstall.
 * @param result as below, with `item` and `title`
 */
export const fromServer = (result) => withReview({ ...result.item, title: result.title, attempted: true, errors: [] }, result);

/**
 * `item` with the server's knowledge of it.
 * @param result `{id, revision, state, receipt, verdict, note, reviewer, changed_at, escalation}` of the way down, or undefined
 */
export function withReview(item, result) {
  if (!result) return item;
  const escalation = result.escalation ?? null;
  const review = { revision: result.revision, state: result.state, note: result.note, reviewer: result.reviewer, changed_at: result.changed_at };
  // A correction that waits here is newer than what was decided: only the note is of use.
  if (result.revision !== item.revision) return { ...item, review, escalation };
  const state = DECIDED.has(result.state) ? result.state : "terkirim";
  return { ...item, review, escalation, state, receipt: result.receipt ?? item.receipt, number: result.number ?? item.number, verdict: result.verdict ?? item.verdict, reason: null };
}
