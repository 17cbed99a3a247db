"""The table of a task's steps, and the forms of both sides."""

from datetime import date, time

import pytest
from pydantic import ValidationError

from sambang_digital.forms.registry import FORMS
from sambang_digital.forms.tugas import ANSWERED_BY, Jenis, Langkah, TugasBaru, faults_of
from sambang_digital.models.tugas import OPEN, STATES
from sambang_digital.services.tugas import TRANSITIONS
from tests.tugas import deed, task_form


def test_every_state_has_its_row_and_leads_to_states() -> None:
    assert TRANSITIONS.keys() == set(STATES)
    assert {after for row in TRANSITIONS.values() for after in row.values()} <= set(STATES)


def test_open_tasks_can_be_answered_refused_postponed_and_cancelled() -> None:
    for state in OPEN:
        row = TRANSITIONS[state]
        assert row[Langkah.ANSWERED] == "selesai"
        assert row[Langkah.IMPOSSIBLE] == "tidak_dapat"
        assert row[Langkah.CANCELLED] == "dibatalkan"
        assert row[Langkah.POSTPONED] == state


def test_what_is_over_stays_over() -> None:
    """A cancelled task is not begun again, and only a report that went back reopens one that was answered."""
    assert TRANSITIONS["dibatalkan"] == {}
    assert TRANSITIONS["selesai"] == {Langkah.SENT_BACK: "dikerjakan"}


def test_answers_begin_with_forms_that_exist() -> None:
    """A kind whose form is not part of this build is left to the officer's choice on the phone, so no name may be misspelt."""
    assert ANSWERED_BY.keys() == set(Jenis)
    assert set(filter(None, ANSWERED_BY.values())) <= FORMS.keys() | {"deteksi_dini", "penyuluhan_lapangan"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"officer_ids": ()}, "officer_ids"), ({"officer_ids": tuple(range(51))}, "officer_ids"), ({"text": "  a "}, "text"),
        ({"text": "x" * 2001}, "text"), ({"kind": "lain"}, "kind"), ({"due_day": ""}, "due_day"),
        ({"due_hour": "25.00"}, "due_hour"), ({"lat": 91.0, "lon": 1.0}, "lat"), ({"subject_id": "7"}, "subject_id"),
        ({"hadiah": 1}, "hadiah"),
    ],
)  # fmt: skip
def test_a_wrong_task_names_the_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as raised:
        task_form(1, **change)
    faults = faults_of(raised.value.errors())
    assert faults.keys() == {field}
    assert all(text.endswith(".") for text in faults.values()), faults


def test_empty_fields_are_left_out() -> None:
    form = task_form(1, due_day="2026-11-25", due_hour="", area_code="", subject_id="", source_id="")
    assert (form.due_day, form.due_hour, form.area_code, form.subject_id) == (date(2026, 11, 25), None, None, None)
    assert task_form(1, due_hour="16:30").due_hour == time(16, 30)
    assert isinstance(form, TugasBaru)


def test_whoever_cannot_says_why() -> None:
    with pytest.raises(ValidationError):
        deed("tidak_dapat", "  ")
    with pytest.raises(ValidationError):
        deed("selesai")
    assert deed("tidak_dapat", "Jembatan putus.").note == "Jembatan putus."
