/** Shrinks photos off the main thread, so that the form stays quick while it happens. */
import { NotAPhoto, shrink } from "./picture.js";

addEventListener("message", async ({ data: { id, file } }) => {
  try {
    postMessage({ id, photo: await shrink(file) });
  } catch (error) {
    postMessage({ id, error: error instanceof NotAPhoto ? "NotAPhoto" : String(error) });
  }
});
