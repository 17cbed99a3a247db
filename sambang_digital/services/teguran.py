"""Strikes for pranks: proposed by who refused the report, confirmed by somebody else, and open to one appeal that a third person decides.

Nobody is shut out in silence: the citizen sees each strike with its report, until when it counts, and how to appeal. So many strikes
that count at once hold new reports of the phone and of the account back for some days; Respon Cepat and 110 are never held back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.forms.pengaduan import Alasan
from sambang_digital.forms.teguran import Banding, TeguranSettings
from sambang_digital.models import Pengaduan, Teguran
from sambang_digital.models.base import now
from sambang_digital.repositories import pengaduan as reports
from sambang_digital.repositories import teguran as repository
from sambang_digital.repositories import warga_akun as accounts
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, kabar, kabar_warga_antrean, pengaturan, percobaan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.warga import Warga

PAGE = 100
PER_DEVICE = 10
"""Appeals tried in a quarter of an hour."""
KEPT = timedelta(days=365)
"""So long after its end a strike can still be looked up."""
BATCH = 200


class NotFound(Exception):
    """No such strike, or none of this citizen, or on no report within the actor's reach."""


class TooLate(Exception):
    """It was decided already, or there is nothing left to decide; the words say what is the case."""


class NotYou(Exception):
    """Whoever had a part in it does not decide it; the words say which part."""


class Blocked(Exception):
    """New reports are held back: ``since``, ``until``, and ``strikes`` that count."""

    def __init__(self, block: "Block") -> None:
        super().__init__(block)
        self.block = block


@dataclass(frozen=True, slots=True)
class Block:
    """A pause: from the strike that brought it until its end."""

    since: datetime
    until: datetime
    strikes: int


@dataclass(frozen=True, slots=True)
class Strike:
    """A strike as its citizen sees it. ``counts``: now; ``can_appeal``: once, while it counts; ``outcome`` of the appeal."""

    id: UUID
    code: str
    category: str
    reported_at: datetime
    confirmed_at: datetime
    expires_at: datetime
    counts: bool
    can_appeal: bool
    appealed_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """All strikes of a citizen, the latest first, and the present pause."""

    strikes: list[Strike]
    limit: int
    block: Block | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal, or with ``appeal`` an appeal, that waits for a decision; ``mine``: the reader may take it."""

    id: UUID
    pengaduan_id: UUID
    code: str
    category: str
    text: str
    proposed_at: datetime
    appeal: str | None
    appealed_at: datetime | None
    mine: bool


async def propose(session: AsyncSession, actor: Actor, row: Pengaduan) -> None:
    """Propose a strike for a report that the actor just refused as a prank, in the same transaction. Once for each report.

    Nothing for one about an officer: whoever complains about the police must not fear to be punished by the police for it.
    """
    if row.about_police or row.reason != Alasan.PRANK:
        return
    actor.require(Permission.PENGADUAN_TRIAGE)
    account = await accounts.account_of(session, row.device_id)
    values = {"pengaduan_id": row.id, "device_id": row.device_id, "akun_warga_id": account}
    await repository.propose(session, values | {"proposed_by": actor.id, "proposed_at": now()})
    await audit.record(session, actor, Aksi.TEGURAN_DIUSULKAN, row.id)
    await _tell(session, row, actor.id)


async def decide(session: AsyncSession, actor: Actor, teguran_id: UUID, *, confirm: bool) -> Teguran:
    """Confirm a proposal, or turn it down. Raises :class:`NotFound`, :class:`NotYou`, :class:`TooLate`."""
    strike, report = await _find(session, actor, teguran_id)
    if strike.state != "diusulkan":
        raise TooLate("Usulan teguran ini sudah diputus.")
    if strike.proposed_by == actor.id:
        raise NotYou("Anda yang mengusulkan teguran ini. Orang lain yang mengesahkannya.")
    if confirm and (report.state, report.reason) != ("ditolak", Alasan.PRANK):
        raise TooLate("Laporan ini tidak lagi ditolak sebagai laporan palsu. Batalkan usulannya.")
    at = now()
    strike.state = "berlaku" if confirm else "tidak_terbukti"
    strike.confirmed_by, strike.confirmed_at = actor.id, at
    if confirm:
        rules = await _rules(session, report.satuan_id)
        strike.expires_at = at + timedelta(days=rules.expiry_days)
        await kabar_warga_antrean.struck(session, report, strike)
    deed = Aksi.TEGURAN_DISAHKAN if confirm else Aksi.TEGURAN_DIBATALKAN
    await audit.record(session, actor, deed, report.id, teguran=str(strike.id))
    return strike


async def decide_appeal(session: AsyncSession, actor: Actor, teguran_id: UUID, *, grant: bool) -> Teguran:
    """Take a strike away, or let it stand. Raises :class:`NotFound`, :class:`NotYou`, :class:`TooLate`."""
    strike, report = await _find(session, actor, teguran_id)
    if strike.appealed_at is None or strike.outcome is not None:
        raise TooLate("Tidak ada keberatan yang menunggu putusan.")
    if actor.id in (strike.confirmed_by, strike.proposed_by):
        raise NotYou("Anda ikut memutus teguran ini. Keberatannya diputus orang lain.")
    strike.decided_by, strike.decided_at = actor.id, now()
    strike.outcome = "dikabulkan" if grant else "ditolak"
    if grant:
        strike.state = "dicabut"
    await audit.record(
        session, actor, Aksi.TEGURAN_BANDING_DIPUTUS, report.id, teguran=str(strike.id), outcome=strike.outcome
    )
    await kabar_warga_antrean.struck(session, report, strike)
    return strike


async def _find(session: AsyncSession, actor: Actor, teguran_id: UUID) -> Row[Teguran, Pengaduan]:
    actor.require(Permission.PENGADUAN_PRANK)
    found = await repository.find(session, actor, teguran_id)
    if found is None:
        raise NotFound
    return found


async def waiting(session: AsyncSession, actor: Actor) -> list[Waiting]:
    """What waits for a decision within the actor's reach, the longest wait first."""
    actor.require(Permission.PENGADUAN_PRANK)
    rows = await repository.waiting(session, actor, PAGE)
    return [_waiting(actor, strike, report) for strike, report in rows]


def _waiting(actor: Actor, strike: Teguran, report: Pengaduan) -> Waiting:
    parts = {strike.proposed_by, strike.confirmed_by if strike.appealed_at else None}
    return Waiting(
        strike.id,
        report.id,
        report.code,
        report.category,
        report.text,
        strike.proposed_at,
        strike.appeal,
        strike.appealed_at,
        actor.id not in parts,
    )


async def of_report(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> Teguran | None:
    """The strike for a report that the actor may read, for its desk."""
    return await repository.of_report(session, actor, pengaduan_id)


async def count(session: AsyncSession, actor: Actor, pengaduan_id: UUID) -> int:
    """How many strikes count now against the phone or account that a report came from; 0 for what the actor may not read."""
    report = await reports.find(session, actor, pengaduan_id)
    if report is None or report.about_police:
        return 0
    account = await accounts.account_of(session, report.device_id)
    at = now()
    return sum(_counts(strike, at) for strike in await repository.held(session, report.device_id, account))


async def blocked(session: AsyncSession, warga: Warga) -> Block | None:
    """The pause of this phone, or of the account signed in on it, if there is one now."""
    account = await accounts.account_of(session, warga.device_id)
    strikes = await repository.held(session, warga.device_id, account)
    if not strikes:
        return None
    return pause(strikes, await _rules_for(session, strikes[-1]), now())


def pause(strikes: Sequence[Teguran], rules: TeguranSettings, at: datetime) -> Block | None:
    """The pause at a moment, from strikes in the order in which they were confirmed.

    The strike that makes the number full, and each after it, begins one; what expires afterwards does not shorten it.
    """
    found = None
    for last in strikes:
        if last.state != "berlaku" or last.confirmed_at is None or last.confirmed_at > at:
            continue
        full = sum(_counts(strike, last.confirmed_at) for strike in strikes)
        until = last.confirmed_at + timedelta(days=rules.block_days)
        if full >= rules.strikes and at < until and (found is None or until > found.until):
            since = min(last.confirmed_at, found.since) if found else last.confirmed_at
            found = Block(since, until, full)
    return found


def _counts(strike: Teguran, at: datetime) -> bool:
    if strike.state != "berlaku" or strike.confirmed_at is None or strike.expires_at is None:
        return False
    return strike.confirmed_at <= at < strike.expires_at


async def require_free(session: AsyncSession, warga: Warga) -> None:
    """Raises :class:`Blocked` while new reports of this phone are held back."""
    if block := await blocked(session, warga):
        raise Blocked(block)


async def standing(session: AsyncSession, warga: Warga) -> Standing:
    """What this phone, and the account signed in on it, was told off for."""
    account = await accounts.account_of(session, warga.device_id)
    rows = await repository.own(session, warga.device_id, account)
    at = now()
    rules = await _rules(session, rows[0][1].satuan_id) if rows else TeguranSettings()
    strikes = [_strike(strike, report, at) for strike, report in rows]
    return Standing(strikes, rules.strikes, pause([row[0] for row in reversed(rows)], rules, at))


def _strike(strike: Teguran, report: Pengaduan, at: datetime) -> Strike:
    counts = _counts(strike, at)
    return Strike(
        id=strike.id,
        code=report.code,
        category=report.category,
        reported_at=report.received_at,
        confirmed_at=strike.confirmed_at or at,
        expires_at=strike.expires_at or at,
        counts=counts,
        can_appeal=counts and strike.appealed_at is None,
        appealed_at=strike.appealed_at,
        outcome=strike.outcome,
    )


async def appeal(warga: Warga, teguran_id: UUID, said: Banding) -> None:
    """The citizen appeals, once; the same words again change nothing.

    Raises :class:`NotFound`, :class:`TooLate`, or ``TooManyAttempts`` of :mod:`~sambang_digital.services.percobaan`.
    """
    await percobaan.begin([(f"banding:{warga.device_id}", PER_DEVICE)])
    async with db.transaction() as session:
        account = await accounts.account_of(session, warga.device_id)
        strike = await repository.own_one(session, warga.device_id, account, teguran_id)
        if strike is None:
            raise NotFound
        if strike.appealed_at is not None and strike.appeal == said.text:
            return
        if strike.appealed_at is not None:
            raise TooLate("Keberatan atas teguran ini sudah Anda sampaikan.")
        at = now()
        if not _counts(strike, at):
            raise TooLate("Teguran ini sudah tidak berlaku.")
        strike.appeal, strike.appealed_at = said.text, at
        row = await reports.stored(session, strike.pengaduan_id)
        await audit.record(
            session,
            None,
            Aksi.TEGURAN_BANDING,
            strike.pengaduan_id,
            teguran=str(strike.id),
            text=audit.keyed(said.text),
        )
        if row:
            await _tell(session, row, strike.proposed_by, strike.confirmed_by)


async def _tell(session: AsyncSession, row: Pengaduan, *but: int | None) -> None:
    told = await repository.deciders(session, row.satuan_id, but)
    await kabar.notify(session, told, kabar.Jenis.PENGADUAN, row.id)


async def _rules(session: AsyncSession, satuan_id: int) -> TeguranSettings:
    return (await pengaturan.of(session, satuan_id)).teguran


async def _rules_for(session: AsyncSession, strike: Teguran) -> TeguranSettings:
    report = await reports.stored(session, strike.pengaduan_id)
    return await _rules(session, report.satuan_id) if report else TeguranSettings()


async def sweep() -> int:
    """Delete strikes that ended long ago (run now and then); gives how many."""
    async with db.transaction() as session:
        return await repository.drop(session, now() - KEPT, BATCH)
