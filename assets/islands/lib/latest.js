/** Of several questions that are under way only the latest counts. */
import { useCallback, useRef } from "react";

/** `ask(question, told)`: `told(found, error)` once `question()` is answered, unless it was asked anew meanwhile: a later answer knows more. */
export function useLatest() {
  const turns = useRef(0);
  return useCallback(async (question, told) => {
    const turn = ++turns.current;
    const [found, error] = await question().then((answer) => [answer, null], (fault) => [null, fault]);
    if (turn === turns.current) await told(found, error);
  }, []);
}
