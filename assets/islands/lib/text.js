// Cleaning of typed text, character for character as sambang_digital/forms/text.py does it on the server.

const SYMBOLS = "\\u203c-\\u3299\\u{1f000}-\\u{1faff}";
const INVISIBLE = new RegExp(
  "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u200c" +
    "\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164\\ud800-\\udfff\\ufe00-\\ufe0d\\ufeff\\uffa0\\ufff0-\\ufffb" +
    `\\u{e0000}-\\u{e0fff}]|\\u200d(?![${SYMBOLS}])|(?<![#*0-9\\xa9\\xae${SYMBOLS}])[\\ufe0e\\ufe0f]`,
  "gu",
);

/** Text of several lines: visible characters only, NFC, at most one blank line in a row, trimmed. */
export function cleanText(value) {
  const lines = value.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").replaceAll("\t", " ");
  return lines.replace(INVISIBLE, "").normalize("NFC").replace(/\n{3,}/g, "\n\n").trim();
}

/** The same on one line: every run of white space becomes one space. */
export function cleanLine(value) {
  return cleanText(value).replace(/\s+/g, " ");
}
