"""The letter of agreement (*surat kesepakatan bersama*) of a dispute that was settled: parties, points, signatures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sambang_digital.forms.base import Section
from sambang_digital.forms.pemecahan_masalah import Outcome, Party, PemecahanMasalah, Signer
from sambang_digital.forms.reading import is_empty, text_of
from sambang_digital.services.dokumen import kop as letterhead
from sambang_digital.services.dokumen.bagian import Part, facts, paragraph, points
from sambang_digital.services.dokumen.report import DokumenLaporan, Report
from sambang_digital.services.format import weekday_text
from sambang_digital.services.waktu import local_time

SIDES = {"first_party": "PIHAK PERTAMA", "second_party": "PIHAK KEDUA"}
WITNESS = "SAKSI"
NOT_SAID = frozenset({"phone"})
"""Of people, what a letter that goes from hand to hand does not tell."""


class SuratKesepakatan(DokumenLaporan):
    """Made when the sides agreed; signed with what they drew on the screen, or by hand."""

    name = "kesepakatan"
    title = "Surat kesepakatan bersama"
    kinds = frozenset({PemecahanMasalah.kind})

    @classmethod
    def takes(cls, kind: str, body: Mapping[str, Any]) -> bool:
        """Only of an agreement."""
        return super().takes(kind, body) and body.get("outcome") == Outcome.AGREED

    @classmethod
    def parts(cls, report: Report) -> list[Part]:
        """Who, when and where; what about; the points; that nobody was forced."""
        body = report.body
        return [
            paragraph(_beginning(report)),
            *_side(body, "first_party"),
            *_side(body, "second_party"),
            paragraph(_purpose(body)),
            points([one["text"] for one in body["agreement"]["points"]]),
            paragraph(
                "Demikian surat kesepakatan bersama ini kami buat dengan sadar dan tanpa paksaan dari pihak mana pun, untuk "
                "dipergunakan sebagaimana mestinya."
            ),
        ]

    @classmethod
    def signatures(cls, report: Report) -> list[Part]:
        """Both sides, the witnesses, and the officer; those who drew theirs with what they drew."""
        drawn = {(one["role"], one["name"]): one for one in report.body["agreement"].get("signatures", ())}
        people = [*_people(report.body)]
        officer = letterhead.by_officer(report.kop, report.author, _day(report))
        ink: Mapping[str, Any] = next((one for (role, _), one in drawn.items() if role == Signer.OFFICER), {})
        blocks = [_block(office, name, drawn.get((role, name), {})) for role, office, name in people]
        return [*blocks, officer | _signed(ink)]


def _people(body: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Role, office and name of each who signs."""
    offices = [*SIDES.items(), (Signer.WITNESS.value, WITNESS)]
    for role, office in offices:
        for one in body.get(role) or ():
            yield role, office, one["name"]


def _block(office: str, name: str, signature: Mapping[str, Any]) -> Part:
    return letterhead.signature([office]) | {"nama": name.upper()} | _signed(signature)


def _signed(signature: Mapping[str, Any]) -> Part:
    if signature.get("ink"):
        return {"goresan": signature["ink"]}
    return {"catatan": "Dikonfirmasi tanpa tanda tangan"} if signature.get("typed") else {}


def _day(report: Report) -> date:
    """The day of the mediation, which is that of the letter."""
    mediation = report.body.get("mediation") or {}
    return date.fromisoformat(mediation["day"]) if mediation.get("day") else _captured(report)


def _captured(report: Report) -> date:
    return local_time(report.laporan.captured_at).date()


def _beginning(report: Report) -> str:
    mediation = report.body.get("mediation") or {}
    zone = local_time(report.laporan.captured_at).tzname()
    when = f"Pada hari {weekday_text(_day(report)).replace(', ', ' tanggal ')}"
    clock = f", pukul {mediation['time'].replace(':', '.')} {zone}" if mediation.get("time") else ""
    place = f", bertempat di {mediation['place']}" if mediation.get("place") else ""
    return f"{when}{clock}{place}, kami yang bertanda tangan di bawah ini:"


def _purpose(body: Mapping[str, Any]) -> str:
    mediator = (body.get("mediation") or {}).get("mediator")
    helped = f", dimediasi oleh {mediator}" if mediator else ""
    return (
        f"PIHAK PERTAMA dan PIHAK KEDUA telah bermusyawarah{helped}, dan sepakat menyelesaikan masalah {body['name']} secara "
        "kekeluargaan dengan butir-butir sebagai berikut:"
    )


def _side(body: Mapping[str, Any], role: str) -> list[Part]:
    people = body.get(role) or ()
    listed = [facts(*_person(Party, one)) for one in people]
    return [*listed, paragraph(f"Selanjutnya disebut {SIDES[role]}.")]


def _person(section: type[Section], person: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    said = [(spec, person.get(spec.name)) for spec in section.specs() if spec.name not in NOT_SAID]
    return [(spec.title, text_of(spec, value)) for spec, value in said if not is_empty(spec, value)]
