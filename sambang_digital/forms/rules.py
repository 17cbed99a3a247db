"""Rules over a form as a whole, declared as hints of one of its fields; ``assets/islands/lib/rules.js`` says the same.

``signers`` (of a repeated section with ``role`` and ``name``): each option of ``role`` names a repeated section of the form whose
people, by ``name``, must all have signed; an option that names none (the officer) needs one signature, whoever it is.

``photo`` (of a choice): option → the purpose of a photo that the report then has to have.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sambang_digital.forms.fields import Spec, is_shown
from sambang_digital.forms.messages import MESSAGES

Fault = dict[str, str]
Specs = tuple[Spec, ...]
Check = Callable[[Spec, Any], str | None]


def has(specs: Specs, hint: str) -> bool:
    """Whether a field with this hint is among them, sections included."""
    return any(spec.hints.get(hint) or (spec.type == "section" and has(spec.section.specs(), hint)) for spec in specs)


def signature_faults(specs: Specs, body: Mapping[str, Any]) -> list[Fault]:
    """Who has not signed, and which signature is nobody's, by the field of the signatures."""
    return list(_check(specs, body, "signers", lambda spec, given: _signatures(spec, given or [], body)))


def photo_faults(specs: Specs, body: Mapping[str, Any], purposes: Collection[str | None]) -> list[Fault]:
    """Which photos are missing, by the field that asks for them; ``purposes``: of the photos that are there."""

    def missing(spec: Spec, given: Any) -> str | None:
        wanted = spec.hints["photo"].get(given)
        return MESSAGES["photo"] if wanted and wanted not in purposes else None

    return list(_check(specs, body, "photo", missing))


def _check(specs: Specs, body: Mapping[str, Any], hint: str, check: Check, path: str = "") -> Iterator[Fault]:
    for spec in specs:
        if not is_shown(spec, body):
            continue
        given, here = body.get(spec.name), f"{path}{spec.name}"
        if spec.hints.get(hint) and (message := check(spec, given)):
            yield {"field": here, "message": message}
        if spec.type == "section" and given:
            yield from _check(spec.section.specs(), given, hint, check, f"{here}.")


def _signatures(spec: Spec, given: list[Mapping[str, Any]], body: Mapping[str, Any]) -> str | None:
    role = next(inner for inner in spec.section.specs() if inner.name == "role")
    waiting: list[tuple[str, str | None]] = []
    for code in map(str, role.options):
        waiting += [(code, one["name"]) for one in body[code] or []] if code in body else [(code, None)]
    labels, unowned = {str(option): option.label for option in role.options}, []
    for one in given:
        mine = next((who for who in waiting if who[0] == one["role"] and who[1] in (None, one["name"])), None)
        if mine:
            waiting.remove(mine)
        else:
            unowned.append(f"{one['name']} ({labels[one['role']]})")
    if unowned:
        return MESSAGES["unowned"].format(names=", ".join(unowned))
    missing = [f"{name} ({labels[code]})" if name else labels[code] for code, name in waiting]
    return MESSAGES["unsigned"].format(names=", ".join(missing)) if missing else None
