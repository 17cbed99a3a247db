/** What a thread says by itself: what is new to a reader, who has read how far, who may be meant by "@". */

/** The later of two moments (ISO, or null). */
export const later = (one, two) => (one && (!two || Date.parse(one) > Date.parse(two)) ? one : two);

/** How far this person has read a thread: here, or as the server knows. */
export const readUntil = ({ readers, seen }, me) => later(seen, readers.find(({ id }) => id === me)?.read_at ?? null);

/** How many posts of others came since. */
export const unreadOf = (thread, me) => {
  const until = readUntil(thread, me);
  return thread.posts.filter(({ sender, received_at }) => sender.id !== me && later(received_at, until) !== until).length;
};

/** Names whose read mark stands at each post: `{"<post id>": [name]}`; of those who wrote it themselves none. */
export const marks = (posts, readers, me) => {
  const found = {};
  for (const { id, name, read_at } of readers) {
    if (id === me || !read_at) continue;
    const last = posts.findLast(({ received_at }) => received_at && Date.parse(received_at) <= Date.parse(read_at));
    if (last && last.sender.id !== id) (found[last.id] ??= []).push(name);
  }
  return found;
};

/** The part after the last "@" that is being typed before the caret, or null. */
export const mentionAt = (text, caret) => /(?:^|\s)@([\p{L}\p{M}. ]{0,40})$/u.exec(text.slice(0, caret))?.[1] ?? null;

/** Who may be meant by these letters, at most six. */
export const suggested = (people, me, typed) => {
  const wanted = typed.toLowerCase().trim();
  return people.filter(({ id, name }) => id !== me && name.toLowerCase().split(" ").some((_, at, words) => words.slice(at).join(" ").startsWith(wanted))).slice(0, 6);
};
