/** What takes data from the phone: all of a lost one's, the register after too long without the server, most at signing out. */
import { announce, changeKeys, erase, using } from "./disk.js";
import { currentPerson, forget } from "./person.js";

/** Everything of a person goes from a lost phone, sent or not; open pages leave. */
export async function wipe(person) {
  const here = currentPerson()?.id === person;
  // First, so that no open page asks for the lock of a database that is about to go.
  if (here) forget();
  await erase(person);
  if (here) location.replace("/masuk/?hilang");
}

/** Take the register from the phone; with the next contact it comes down anew. */
export async function eraseRegister(person, more = []) {
  const stores = ["subjects", "houses", "tasks", ...more];
  await using(person, async (db) => {
    const tx = db.transaction([...stores, "meta"], "readwrite", { durability: "strict" });
    for (const store of stores) tx.objectStore(store).clear().catch(() => {});
    for (const key of ["cursor", "scope"]) tx.objectStore("meta").delete(key).catch(() => {});
    await tx.done;
  });
}

const UNFINISHED = ["menunggu", "mengirim", "akun_lain", "ditolak"];

/**
 * The person signs out. Work that the server does not have stays, sealed, until they come back; the register goes, and if
 * nothing is left to do, everything does.
 */
export async function leave(person) {
  const left = await using(person, async (db) => {
    const counts = await Promise.all([db.count("drafts"), db.count("blobs"), db.count("posts"), db.count("deeds"), db.count("moves"), ...UNFINISHED.map((state) => db.countFromIndex("items", "state", state))]);
    return counts.some(Boolean);
  });
  if (!left) return erase(person);
  await changeKeys(person, "open", () => undefined);
  await eraseRegister(person, ["territory", "results", "threads", "news"]);
  announce(person, { stores: ["keys", "subjects"] });
}
