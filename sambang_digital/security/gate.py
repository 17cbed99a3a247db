"""Every event of a live page passes here first: denied unless its handler says who may call it.

Any method of a Reflex state can be called by anybody with a websocket and any JSON. So each handler names its
permission with :func:`allow` or :func:`allow_anonymous`, its arguments are checked against its annotations, and the
state of a session that ended is emptied before anything of it is sent.
"""

import inspect
import logging
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NotRequired, TypeVar, get_type_hints
from urllib.parse import quote

import reflex as rx
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from pydantic_core import PydanticSerializationError, to_json
from reflex.middleware.middleware import Middleware
from reflex.state import (
    BaseState,
    FrontendEventExceptionState,
    OnLoadInternalState,
    State,
    StateUpdate,
    UpdateVarsInternalState,
)
from reflex_base.event import Event, EventCallback, EventSpec
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import form_data_as_dict
from reflex_base.utils.format import format_event_handler
from typing_extensions import TypedDict

from sambang_digital.security import live
from sambang_digital.security.actor import Actor, Forbidden, NotSignedIn
from sambang_digital.security.permissions import Permission
from sambang_digital.services import akun

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])

MARK = "_sambang_allow"
ANYBODY = "anybody"
MAX_PAYLOAD_BYTES = 64 * 1024
SIGN_IN = "/masuk/"
_reports: deque[float] = deque(maxlen=20)

REFLEX_OWN = frozenset(
    format_event_handler(state.event_handlers[name])
    for state, name in (
        (State, "hydrate"),
        (State, "hydrate_and_load"),
        (State, "set_is_hydrated"),
        (OnLoadInternalState, "on_load_internal"),
        (OnLoadInternalState, "set_is_hydrated"),
        (UpdateVarsInternalState, "update_vars_internal"),
        (FrontendEventExceptionState, "handle_frontend_exception"),
    )
)
"""Reflex's own handlers that a page cannot do without; all others of its own (``setvar``) are refused."""

# It would answer some errors of the browser with a script to evaluate, which the CSP forbids.
FrontendEventExceptionState.auto_reload_on_errors = []


def _marked(fn: F, rule: Permission | str) -> F:
    # A function that rx.event already turned into a handler carries the mark on the function inside.
    setattr(getattr(fn, "fn", fn), MARK, rule)
    return fn


def allow(permission: Permission) -> Callable[[F], F]:
    """Decorator of an event handler (above or below ``rx.event``): the signed-in person needs ``permission``."""
    return lambda fn: _marked(fn, permission)


def allow_anonymous(fn: F) -> F:
    """Decorator of an event handler that anybody may call, signed in or not."""
    return _marked(fn, ANYBODY)


def rule_of(name: str) -> Permission | str | None:
    """Who may send the event: a permission, :data:`ANYBODY`, or nobody."""
    if name in REFLEX_OWN:
        return ANYBODY
    return getattr(RegistrationContext.get().event_handlers[name].handler.fn, MARK, None)


@lru_cache(maxsize=1024)
def _arguments_of(fn: Callable[..., Any]) -> TypeAdapter[dict[str, Any]]:
    """Checks a payload against the annotations of ``fn``; an argument without one is an error."""
    hints = get_type_hints(fn, include_extras=True)
    fields = {
        name: hints[name] if parameter.default is parameter.empty else NotRequired[hints[name]]
        for name, parameter in list(inspect.signature(fn).parameters.items())[1:]
    }
    config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
    return TypeAdapter(with_config(config)(TypedDict(fn.__name__, fields)))  # type: ignore[operator]


def checked_payload(fn: Callable[..., Any], payload: Any) -> dict[str, Any]:
    """The payload with each argument in the type that ``fn`` asks for. Raises ``ValueError``."""
    try:
        if isinstance(payload, dict):
            # A submitted form travels as pairs; its handler names the fields in a TypedDict.
            payload = {name: form_data_as_dict(value) for name, value in payload.items()}
        text = to_json(payload)
    except (PydanticSerializationError, TypeError, ValueError) as error:
        raise ValueError("not JSON, or not the fields of a form") from error
    if len(text) > MAX_PAYLOAD_BYTES or b"\\u0000" in text:
        raise ValueError("too long, or with NUL characters")
    return _arguments_of(fn).validate_json(text)


def owner_of(actor: Actor | None) -> str:
    """What a state is bound to: the session, and what it allowed and reached when the state was filled."""
    return f"{actor.session_id}:{actor.satuan_path}:{','.join(sorted(actor.permissions))}" if actor else ""


async def actor_of(state: BaseState) -> Actor | None:
    """Who opened the live connection behind ``state``; nobody once the session ended."""
    digest = live.session_hash(state.router.headers.cookie)
    return await akun.actor_of_hash(digest) if digest else None


class ActorState(rx.State):
    """Base of the states whose handlers act for a person; the gate keeps here to whom a tab's states belong."""

    _owner: str = ""

    async def actor(self) -> Actor:
        """Who acts. A background loop asks again in each turn; raises ``NotSignedIn`` once the session ended."""
        actor = await actor_of(self)
        if actor is None:
            raise NotSignedIn
        return actor

    # Reflex would make an event handler of any public method that lacks this mark.
    actor.__override_base_method__ = True  # type: ignore[attr-defined]


def _way_out(root: BaseState, actor: Actor | None) -> str:
    """Where a person is led whom this page is not for: to their own, or to the sign-in and from there back here."""
    if actor and not actor.pending:
        return actor.home
    here = root.router.url
    return f"{SIGN_IN}?lanjut={quote(f'{here.path}?{here.query}' if here.query else here.path, safe='')}"


async def _reset_tree(root: BaseState) -> None:
    # With Redis only the states that this event needs are loaded yet.
    for state in _classes(type(root)):
        await root.get_state(state)
    root.reset()  # type: ignore[no-untyped-call]


def _classes(state: type[BaseState]) -> list[type[BaseState]]:
    return [found for child in state.get_substates() for found in (child, *_classes(child))]


class EventGate(Middleware):
    """Runs before every event, background events included."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event pass (``None``) or answer it without running its handler."""
        root = state._get_root_state()
        actor = await actor_of(root)
        session = await root.get_state(ActorState)
        before, session._owner = session._owner, owner_of(actor)
        if before and before != session._owner:
            await _reset_tree(root)
            session._owner = owner_of(actor)
            if actor and event.name not in REFLEX_OWN:
                # The event was meant for what the page showed under other rights: the page is loaded anew instead.
                return await _answer(root, OnLoadInternalState.on_load_internal)
        rule = rule_of(event.name)
        if rule is None:
            return await self._refuse(root, event, "no handler of this name may be called")
        if isinstance(rule, Permission) and (actor is None or not actor.may(rule)):
            return await self._refuse(root, event, f"needs {rule}", rx.redirect(_way_out(root, actor)))
        try:
            arguments = checked_payload(RegistrationContext.get().event_handlers[event.name].handler.fn, event.payload)
        except ValidationError as error:
            where = str([fault["loc"] for fault in error.errors()])[:200]
            return await self._refuse(root, event, f"wrong arguments {where}")
        except ValueError as error:
            return await self._refuse(root, event, str(error))
        event.payload.clear()
        event.payload.update(arguments)
        return None

    @staticmethod
    async def _refuse(root: BaseState, event: Event, why: str, *events: EventSpec) -> StateUpdate:
        log.warning("event %s refused: %s", event.name, why)
        return await _answer(root, *events)


async def _answer(root: BaseState, *events: EventSpec | EventCallback[()]) -> StateUpdate:
    """Instead of running the event: what a reset changed, nothing else, and where to go on."""
    delta = await root._get_resolved_delta()
    root._clean()  # type: ignore[no-untyped-call]
    return StateUpdate(delta=delta, events=Event.from_event_type(events))


def on_backend_error(exception: Exception) -> None:
    """Log what a handler raised. No toast: it would be evaluated as a script, which the CSP forbids."""
    if isinstance(exception, NotSignedIn | Forbidden):
        log.info("handler stopped: %r", exception)
        return
    log.error("error in an event handler", exc_info=exception)


def on_frontend_error(exception: Exception) -> None:
    """Log what a browser reports: in one line, shortened, and a few a minute, because anybody can send it."""
    moment = time.monotonic()
    if len(_reports) == _reports.maxlen and moment - _reports[0] < 60:
        return
    _reports.append(moment)
    log.warning("browser: %s", " ".join(str(exception).split())[:2000])
