"""The gate, over a raw websocket: who may send which event, and what comes back."""

import json
from hashlib import sha256
from types import SimpleNamespace

import httpx
import pytest
from redis import asyncio as redis
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler
from sqlalchemy import select, update
from websockets.exceptions import InvalidStatus

from sambang_digital import db
from sambang_digital.models import Akun, PeranAkun
from sambang_digital.security import gate
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.services import akun
from tests.events.conftest import NEWCOMER, OFFICER, PROMOTED, REVIEWERS, Open, SignIn
from tests.events.probe import ChildState, ProbeState
from tests.servers import PATIENCE_S, wait_for

SIGN_IN = "/masuk/?lanjut=%2Fuji%2F"
"""Where a refused event leads a person without a session, and the way back."""
ONLY_FOR_TESTS = {"forgotten", "unannotated"}


def name_of(handler) -> str:
    """Full name of a handler."""
    return format_event_handler(handler)


REACH = name_of(ProbeState.reach)
LOAD = name_of(ProbeState.load)
LOAD_CHILD = name_of(ChildState.load_child)
DECIDE = name_of(ProbeState.decide)
CHOOSE = name_of(ProbeState.choose)
WATCH = name_of(ProbeState.watch)
UNANNOTATED = name_of(ProbeState.unannotated)
HYDRATE = "reflex___state____state.hydrate_and_load"


def registered() -> dict[str, object]:
    """Every handler that a message can name, the probe's included."""
    return {name: entry.handler.fn for name, entry in RegistrationContext.get().event_handlers.items()}


def test_every_handler_says_who_may_call_it() -> None:
    """A handler without a permission, or with an argument without a type, is a defect of ours."""
    for name, fn in registered().items():
        if name.endswith(".setvar") or name.rpartition(".")[2] in ONLY_FOR_TESTS:
            assert gate.rule_of(name) is None or name.endswith("unannotated")
            continue
        assert isinstance(gate.rule_of(name), Permission) or gate.rule_of(name) == gate.ANYBODY, name
        gate._arguments_of(fn)


def test_the_list_of_reflex_own_handlers_is_complete() -> None:
    """A new Reflex version with another handler of its own must be looked at."""
    own = {name for name in registered() if "probe" not in name and "sambang" not in name and ".setvar" not in name}
    assert own == gate.REFLEX_OWN


def changes(answer: str) -> dict[str, object]:
    """What the states changed, by var; ``answer`` as ``Wire.settled`` gives it, its fence and Reflex's router left out."""
    found: dict[str, object] = {}
    for message in json.loads(answer):
        for state in (message.get("delta") or {}).values():
            found |= {var.removesuffix("_rx_state_"): value for var, value in state.items()}
    return {var: value for var, value in found.items() if var != "fence" and not var.startswith("rx_router")}


async def test_every_handler_is_refused_without_a_session(connect: Open) -> None:
    """Nobody signed in: whatever is sent, nothing changes; a page that needs a person is led to the sign-in."""
    wire = await connect()
    await wire.settled(REACH)
    for name in registered():
        rule = gate.rule_of(name)
        if rule == gate.ANYBODY:
            continue
        await wire.event(name, {"var_name": "secret", "value": "x"} if name.endswith(".setvar") else {})
        if isinstance(rule, Permission):
            (answer,) = await wire.until("_redirect")
            assert answer["events"][0]["payload"]["path"] == SIGN_IN
            assert not answer.get("delta"), name
        assert changes(await wire.settled(REACH)) == {}, name


async def test_reflex_own_handlers_give_nothing_away(connect: Open, sign_in: SignIn) -> None:
    """Each of Reflex's own handlers, sent by nobody, shows defaults only and changes no var of ours."""
    reviewer = await connect(await sign_in(REVIEWERS[0]))
    await reviewer.event(LOAD)
    await reviewer.until("rahasia")
    secret = f"{ProbeState.get_full_name()}.secret"
    payloads = {
        "hydrate": {},
        "hydrate_and_load": {"vars": {secret: "x", f"{secret}_rx_state_": "x"}, "hashes": None},
        "set_is_hydrated": {"value": True},
        "on_load_internal": {},
        "update_vars_internal": {"vars": {secret: "x"}},
        "handle_frontend_exception": {"info": "TypeError: Cannot read properties of null", "component_stack": ""},
    }
    wire = await connect()
    for name in sorted(gate.REFLEX_OWN):
        await wire.event(name, payloads[name.rpartition(".")[2]])
    answer = await wire.settled(REACH) + await wire.settled(REACH)
    assert "rahasia" not in answer
    assert "_call_function" not in answer
    assert "_eval" not in answer
    await wire.event(HYDRATE, {})
    assert changes(await wire.settled(REACH))["secret"] == ""


@pytest.mark.parametrize(
    ("nrp", "away"), [(OFFICER, "/petugas/"), (NEWCOMER, SIGN_IN)], ids=["no permission", "password to change"]
)
async def test_a_session_without_the_permission_is_refused(connect: Open, sign_in: SignIn, nrp: str, away: str) -> None:
    """Signed in is not enough; who must change their first password may do nothing yet."""
    wire = await connect(await sign_in(nrp))
    await wire.event(LOAD)
    answer = json.dumps(await wire.until("_redirect"))
    assert f'"path": "{away}"' in answer
    assert "rahasia" not in answer + await wire.settled(REACH)


async def test_a_permitted_handler_runs_with_checked_arguments(connect: Open, sign_in: SignIn) -> None:
    """Both orders of the decorators, defaults, and models built from the payload."""
    wire = await connect(await sign_in(REVIEWERS[0]))
    code = "01930000-0000-7000-8000-000000000001"
    await wire.event(DECIDE, {"text": "setuju", "revision": 2})
    await wire.event(DECIDE, {"text": "🚓 مرحبا"})
    await wire.event(CHOOSE, {"choice": {"code": code, "days": [1, 2]}})
    assert changes(await wire.settled(REACH))["ran"] == [
        "decide setuju 2",
        "decide 🚓 مرحبا 1",
        f"choose Choice {code} [1, 2]",
    ]


WRONG_ARGUMENTS: list[tuple[str, object]] = [
    (DECIDE, {"text": 5}),
    (DECIDE, {"text": None}),
    (DECIDE, {"text": ["a"]}),
    (DECIDE, {"text": {"a": 1}}),
    (DECIDE, {"text": "x" * 21}),
    (DECIDE, {"text": "a\x00b"}),
    (DECIDE, {"text": "a\ud800b"}),
    (DECIDE, {"text": "a", "revision": "1"}),
    (DECIDE, {"text": "a", "revision": 1.5}),
    (DECIDE, {"text": "a", "revision": True}),
    (DECIDE, {"text": "a", "revision": float("nan")}),
    (DECIDE, {"text": "a", "more": 1}),
    (DECIDE, {"text": "a", "self": 1}),
    (DECIDE, {}),
    (DECIDE, []),
    (DECIDE, "text"),
    (CHOOSE, {"choice": {"code": "x", "days": []}}),
    (CHOOSE, {"choice": {"code": "01930000-0000-7000-8000-000000000001", "days": [0]}}),
    (CHOOSE, {"choice": "x" * 70_000}),
    (LOAD, {"extra": 1}),
    (UNANNOTATED, {"text": "a"}),
]


async def test_wrong_arguments_are_refused_not_run(connect: Open, sign_in: SignIn) -> None:
    """Even with the permission: another type, a missing or a further argument never reaches the handler."""
    wire = await connect(await sign_in(REVIEWERS[0]))
    await wire.settled(REACH)
    for name, payload in WRONG_ARGUMENTS:
        await wire.event(name, payload)
        assert changes(await wire.settled(REACH)) == {}, (name, payload)


MALFORMED: list[list[object]] = [
    ["event"],
    ["event", None],
    ["event", 5],
    ["event", "{"],
    ["event", {"name": 5}],
    ["event", {"name": DECIDE, "router_data": 5}],
    ["event", {"name": DECIDE, "payload": 5}],
    ["event", {"name": "reflex___state____state.tidak_ada"}],
    ["event", {"payload": {}}],
    ["lain", {}],
]


async def test_malformed_messages_do_no_harm(connect: Open) -> None:
    """The server goes on serving everybody."""
    for message in MALFORMED:
        wire = await connect()
        await wire.raw(message)
        await wire.close()
    other = await connect()
    await other.event(DECIDE, {"text": "a"})
    await other.until(SIGN_IN)


async def test_a_handler_does_not_lend_its_right_to_the_next(connect: Open) -> None:
    """An event that a handler queues is checked like one from outside."""
    wire = await connect()
    await wire.event(name_of(ProbeState.chain))
    assert SIGN_IN in json.dumps(await wire.until("_redirect"))
    assert changes(await wire.settled(REACH)) == {}


async def test_page_load_fills_a_fresh_state(connect: Open, sign_in: SignIn) -> None:
    """The page's ``on_load`` passes the gate with the session of the handshake; without one it leads away."""
    boot = {"event": {"name": HYDRATE, "payload": {}, "router_data": {"pathname": "/uji/", "asPath": "/uji/"}}}
    wire = await connect(await sign_in(REVIEWERS[0]), auth=boot)
    await wire.until(f"rahasia {REVIEWERS[0]}")
    stranger = await connect(auth=boot)
    assert SIGN_IN in json.dumps(await stranger.until("_redirect"))


async def test_a_state_is_never_shown_to_another_session(connect: Open, sign_in: SignIn) -> None:
    """The same tab token with another person's cookie, or with none, finds an empty state; its owner finds it again."""
    owner, tab = await sign_in(REVIEWERS[0]), "11111111-1111-4111-8111-111111111111"
    wire = await connect(owner, token=tab)
    await wire.event(LOAD)
    await wire.event(LOAD_CHILD)
    await wire.settled(REACH)
    for stranger in (await sign_in(REVIEWERS[1]), None):
        other = await connect(stranger, token=tab)
        await other.event("reflex___state____state.hydrate")
        answer = await other.settled(REACH)
        assert "rahasia" not in answer
        assert changes(answer)["secret"] == ""
    await wire.close()
    again = await connect(owner, token=tab)
    await again.event("reflex___state____state.hydrate")
    assert changes(await again.settled(REACH))["child_secret"] == f"rahasia {REVIEWERS[0]}"


async def test_what_is_still_running_for_a_session_does_not_reach_the_next(connect: Open, sign_in: SignIn) -> None:
    """Somebody signs out and another in on the same tab while a background task of the first is running."""
    tab = "22222222-2222-4222-8222-222222222222"
    first = await connect(await sign_in(REVIEWERS[0]), token=tab)
    await first.event(WATCH)
    await first.until("rahasia")
    await first.close()
    second = await connect(await sign_in(REVIEWERS[1]), token=tab)
    await second.event(WATCH)
    await second.until(f"rahasia {REVIEWERS[1]}")
    assert REVIEWERS[0] not in await second.settled(REACH)


async def test_revocation_closes_the_connection_and_empties_the_state(connect: Open, sign_in: SignIn) -> None:
    """Signed out on another device: this one's live page ends at once, and its state is gone."""
    lost, kept = await sign_in(REVIEWERS[0]), await sign_in(REVIEWERS[0])
    tab = "33333333-3333-4333-8333-333333333333"
    wire = await connect(lost, token=tab)
    await wire.event(LOAD)
    await wire.event(LOAD_CHILD)
    await wire.until(f"rahasia {REVIEWERS[0]}")
    devices = (await kept.get("/api/v1/session/perangkat")).json()
    current = (await lost.get("/api/v1/session/perangkat")).json()
    (mine,) = [device["id"] for device in current if device["current"]]
    assert mine in [device["id"] for device in devices]
    assert (await kept.delete(f"/api/v1/session/perangkat/{mine}")).status_code == 204
    await wire.closed()
    again = await connect(lost, token=tab)
    await again.event("reflex___state____state.hydrate")
    answer = await again.settled(REACH)
    assert "rahasia" not in answer
    assert changes(answer)["child_secret"] == ""


async def test_errors_of_a_handler_stay_on_the_server(connect: Open, server: SimpleNamespace) -> None:
    """No toast, no text of the exception; it stands in the log."""
    wire = await connect()
    await wire.event(name_of(ProbeState.fail))
    answer = await wire.settled(REACH) + await wire.settled(REACH)
    assert "kunci rahasia" not in answer
    assert "toast" not in answer
    wait_for(lambda: "kunci rahasia" in server.log(), "log line")


async def test_reports_of_browsers_cannot_flood_the_log(connect: Open, server: SimpleNamespace) -> None:
    """Anybody may report an error: it becomes one short line, and only a few of many are kept."""
    wire = await connect()
    report = {"info": "galat di layar\nWARNING palsu " + "x" * 5000, "component_stack": ""}
    for _ in range(30):
        await wire.event(
            "reflex___state____state.reflex___state____frontend_event_exception_state.handle_frontend_exception", report
        )
    await wire.settled(REACH)
    lines = [line for line in server.log().splitlines() if "galat di layar" in line]
    assert 0 < len(lines) <= 20
    assert all("galat di layar WARNING palsu x" in line and len(line) < 2100 for line in lines)


@pytest.mark.usefixtures("beside")
async def test_a_session_ended_in_another_process_ends_here(
    connect: Open, sign_in: SignIn, server: SimpleNamespace
) -> None:
    """With Redis every worker hears at once; this test is the other worker."""
    if not server.redis_url:
        pytest.skip("one process only")
    client = await sign_in(REVIEWERS[0])
    wire = await connect(client)
    await wire.event(LOAD)
    await wire.until("rahasia")
    actor = await akun.actor_of_hash(akun.token_hash(client.cookies["sambang"]))
    assert actor is not None
    await akun.sign_out(actor)
    await wire.closed()
    assert (await client.get("/api/v1/session")).status_code == 401


@pytest.mark.usefixtures("beside")
async def test_rights_that_change_empty_the_state(connect: Open, sign_in: SignIn) -> None:
    """The session lives on, but what it was shown under other rights goes, and the page is loaded anew."""
    wire = await connect(await sign_in(PROMOTED))
    await wire.event(LOAD)
    await wire.event(LOAD_CHILD)
    assert changes(await wire.settled(REACH))["child_secret"] == f"rahasia {PROMOTED}"
    async with db.transaction() as session:
        session.add(PeranAkun(akun_id=await session.scalar(_id_of(PROMOTED)), role=Peran.ADMIN))
    await sign_in(OFFICER)  # a change of sessions makes the server read everybody afresh
    await wire.event(DECIDE, {"text": "lama"})
    answer = json.dumps(await wire.until(f"rahasia {PROMOTED}"))
    assert '"child_secret_rx_state_": ""' in answer
    assert "decide lama" not in answer + await wire.settled(REACH)
    async with db.transaction() as session:
        await session.execute(
            update(PeranAkun)
            .where(PeranAkun.akun_id == _id_of(PROMOTED).scalar_subquery(), PeranAkun.role == Peran.KANIT_POLSEK)
            .values(role=Peran.BHABINKAMTIBMAS)
        )
    await sign_in(OFFICER)
    await wire.event(LOAD)
    answer = json.dumps(await wire.until("_redirect"))
    assert '"secret_rx_state_": ""' in answer
    assert '"path": "/petugas/"' in answer
    assert "rahasia" not in answer


def _id_of(nrp: str):
    return select(Akun.id).where(Akun.nrp == nrp)


async def test_only_websockets_are_served(server: SimpleNamespace) -> None:
    """The other way that Socket.IO knows would pass by the door at which connections are sealed."""
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S) as client:
        for method in ("GET", "POST"):
            answer = await client.request(method, "/_event/?EIO=4&transport=polling&token=a")
            assert answer.status_code == 400


async def test_the_cookie_stays_at_the_door(connect: Open, sign_in: SignIn, server: SimpleNamespace) -> None:
    """The session's token is in nothing that the browser gets, nor in Redis or the log."""
    client = await sign_in(REVIEWERS[0])
    (token,) = client.cookies.values()
    wire = await connect(client)
    await wire.event(HYDRATE, {})
    await wire.event(LOAD)
    answer = await wire.settled(REACH)
    assert "rahasia" in answer
    assert token not in answer
    assert sha256(token.encode()).hexdigest() not in answer
    assert token not in server.log()
    if server.redis_url:
        async with redis.from_url(server.redis_url) as store:
            values = [await store.get(key) for key in await store.keys("*")]
        assert any(b"rahasia" in value for value in values if value)
        assert not any(token.encode() in value for value in values if value)


async def test_other_sites_cannot_open_a_live_connection(
    connect: Open, sign_in: SignIn, server: SimpleNamespace
) -> None:
    """A page of another origin would come with our cookie; the handshake is refused."""
    client = await sign_in(REVIEWERS[0])
    await connect(client, origin=server.url)
    await connect(client, origin=server.url.replace("localhost", "127.0.0.1"))
    with pytest.raises(InvalidStatus, match="403"):
        await connect(client, origin="https://situs-lain.example")
