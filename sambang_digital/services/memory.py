"""How often Python looks for garbage: tuned for a large program that parses many small requests.

Pages and forms alone are half a million objects that live as long as the process. By default each few thousand parsed
fields make Python walk through all of them, which costs the intake a large part of its time and frees nothing.
"""

import gc

THRESHOLDS = 50_000, 20, 10
"""New objects before the youngest generation is looked at, and how many such rounds before the next older ones are."""


async def settle() -> None:
    """Once everything is loaded: leave it out of all later rounds, and make these rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
