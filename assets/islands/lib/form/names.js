/** People as they are typed or pasted into a list of those present. */

/** The field that says that somebody was there. */
export const MARK = "present";

/** Nothing written yet. */
export const NOBODY = { name: "", role: "" };

/**
 * The people in a text, one a line: `Siti Aminah, Kader PKK`, also numbered as in a copied list. Who has no word behind a comma
 * is what the last one was (`role`).
 * @returns `[{name, role}]`
 */
export const names = (text, role = "") =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\d{1,3}[.)]\s*/, "").trim())
    .filter(Boolean)
    .map((line) => {
      const [name, ...more] = line.split(/[,;\t]/);
      return { name: name.trim(), role: more.join(",").trim() || role.trim() };
    })
    .filter(({ name }) => name);
