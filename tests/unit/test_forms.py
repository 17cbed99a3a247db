"""Forms: what is required, what is cleaned, what is refused and in which words."""

from datetime import timedelta
from typing import Any, ClassVar

import pytest

from sambang_digital.forms.base import Form, FormError, Section, SubjectFields
from sambang_digital.forms.fields import Line, optional, required, today
from sambang_digital.forms.registry import FORMS, definitions, parse

PLACE = {"name": "Pasar Malabar", "place_type": "market", "result": {"situation": "safe"}}
HOUSE = {"consent": "given", "name": "Siti Aminah", "result": {"situation": "safe"}}


def faults(kind: str, body: Any, version: int = 1) -> dict[str, str]:
    """Field → message of the refusal; empty when the body is accepted."""
    try:
        parse(kind, version, body)
    except FormError as error:
        return {fault["field"]: fault["message"] for fault in error.errors}
    return {}


def test_a_short_visit_needs_three_answers() -> None:
    assert faults("sambang_tempat", {}) == {
        "name": "Wajib diisi.",
        "place_type": "Wajib diisi.",
        "result.situation": "Wajib diisi.",
    }
    assert faults("sambang_tempat", PLACE) == {}


def test_every_kind_tells_the_register_whom_it_visited() -> None:
    where = {"address": "Jl. Merdeka 1", "neighbourhood": {"rt": "3", "rw": "05"}}
    bodies = {
        "sambang_tempat": PLACE,
        "sambang_warga": HOUSE,
        "sambang_usaha": PLACE | {"business_type": "shop"},
        "sambang_tokoh": PLACE | {"figure_type": "religious"},
    }
    assert bodies.keys() == {kind for kind, form in FORMS.items() if form.subject_kind}
    for kind, body in bodies.items():
        accepted = {key: value for key, value in body.items() if kind == "sambang_tempat" or key != "place_type"}
        form = parse(kind, 1, accepted | where)
        subject = form.subject()
        assert subject is not None
        assert (subject.name, subject.address, subject.rt, subject.rw) == (body["name"], "Jl. Merdeka 1", "003", "005")
        assert form.title_text() == body["name"]


def test_a_household_that_declines_leaves_no_personal_data() -> None:
    body = HOUSE | {
        "consent": "declined",
        "address": "Jl. Merdeka 1",
        "head": {"phone": "0812 3456 7890"},
        "members": [{"name": "Budi", "relation": "child"}],
        "recipient": {"name": "Siti"},
        "emergency_contact": {"name": "Joko"},
        "neighbourhood": {"rt": "3", "rw": "5"},
    }
    form = parse("sambang_warga", 1, body)
    kept = form.model_dump_json()
    assert not any(word in kept for word in ("Siti", "Budi", "Joko", "Merdeka", "812"))
    assert form.subject() == SubjectFields(form.title_text(), rt="003", rw="005", declined=True)
    assert form.title_text() == "Rumah yang menolak didata · RT 003/RW 005"


def test_consent_is_asked_before_any_name() -> None:
    fields = [field["name"] for field in FORMS["sambang_warga"].definition()["fields"]]
    assert fields[0] == "consent"
    assert "Warga boleh menolak" in FORMS["sambang_warga"].definition()["purpose"]


def test_no_form_asks_for_what_must_not_be_asked() -> None:
    def names(fields: list[dict[str, Any]]) -> set[str]:
        return {field["name"] for field in fields} | {
            name for field in fields for name in names(field.get("fields", []))
        }

    for definition in definitions():
        assert names(definition["fields"]).isdisjoint({"nik", "religion", "agama", "ethnicity", "suku"})


def test_trouble_must_be_described() -> None:
    watch = PLACE | {"result": {"situation": "watch"}}
    assert faults("sambang_tempat", watch) == {"result.situation_note": "Wajib diisi."}
    told = PLACE | {"result": {"situation": "watch", "situation_note": "Tawuran tadi malam"}}
    assert faults("sambang_tempat", told) == {}


def test_text_is_cleaned_before_it_is_counted() -> None:
    name = "\u202e  Pos\u200b \t Kamling\u0000\ufeff  RW\u00a005  "
    assert parse("sambang_tempat", 1, PLACE | {"name": name}).title_text() == "Pos Kamling RW 05"
    assert faults("sambang_tempat", PLACE | {"name": "\u200b\u2060 \u00ad"}) == {"name": "Wajib diisi."}
    assert faults("sambang_tempat", PLACE | {"name": "\u200b" * 500 + "Pos"}) == {}
    assert faults("sambang_tempat", PLACE | {"name": "x" * 121}) == {"name": "Paling banyak 120 huruf."}
    # One letter, although written as two characters or beyond the 16-bit plane.
    assert faults("sambang_tempat", PLACE | {"name": "e\u0301" * 120}) == {}
    assert faults("sambang_tempat", PLACE | {"name": "🏠" * 120}) == {}


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE laporan;--", "=1+1", "👨\u200d👩\u200d👧 ❤\ufe0f 👍🏽", "Café"]
)
def test_text_that_looks_dangerous_is_only_text(text: str) -> None:
    assert parse("sambang_tempat", 1, PLACE | {"name": text}).title_text() == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0812-3456-7890", "081234567890"),
        ("+62 812 3456 7890", "081234567890"),
        ("62812.3456.7890", "081234567890"),
        ("(021) 5523003", "0215523003"),
        ("+65 6123 4567", "+6561234567"),
    ],
)
def test_phone_numbers_become_one_way_of_writing(typed: str, kept: str) -> None:
    form = parse("sambang_warga", 1, HOUSE | {"head": {"phone": typed}})
    assert form.model_dump(mode="json")["head"]["phone"] == kept


@pytest.mark.parametrize("typed", ["12345", "0812x345678", "0" * 16, "++62812345678", "٠٨١٢٣٤٥٦٧"])
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert faults("sambang_warga", HOUSE | {"head": {"phone": typed}}) == {
        "head.phone": "Tulis 6 sampai 15 angka, misalnya 0812 3456 7890."
    }


@pytest.mark.parametrize("typed", ["1990-12-31", "31-12-1990", "31/12/1990", "31 12 1990", "31121990"])
def test_a_birth_date_may_be_typed_as_people_write_it(typed: str) -> None:
    form = parse("sambang_warga", 1, HOUSE | {"head": {"birth_date": typed}})
    assert form.model_dump(mode="json")["head"]["birth_date"] == "1990-12-31"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31-02-1990", "Tulis tanggal-bulan-tahun, misalnya 31-12-1990."),
        ("1990-12-31T00:00:00", "Tulis tanggal-bulan-tahun, misalnya 31-12-1990."),
        (0, "Tulis tanggal-bulan-tahun, misalnya 31-12-1990."),
        ("31-12-1899", "Tahun paling awal 1900."),
        ("01-01-2099", "Tanggal ini belum terjadi."),
    ],
)
def test_implausible_birth_dates_are_refused(typed: Any, message: str) -> None:
    assert faults("sambang_warga", HOUSE | {"head": {"birth_date": typed}}) == {"head.birth_date": message}


def test_a_child_born_today_is_plausible_in_every_time_zone() -> None:
    assert faults("sambang_warga", HOUSE | {"head": {"birth_date": today().isoformat()}}) == {}
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert "head.birth_date" in faults("sambang_warga", HOUSE | {"head": {"birth_date": tomorrow}})


def test_unknown_fields_are_refused_by_name_at_every_depth() -> None:
    body = HOUSE | {"nik": "3671", "members": [{"name": "Budi", "relation": "child", "agama": "x"}]}
    assert faults("sambang_warga", body) == {
        "nik": "Isian ini tidak dikenal.",
        "members.0.agama": "Isian ini tidak dikenal.",
    }


@pytest.mark.parametrize("body", [None, [], "teks", 1, True])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    assert faults("sambang_tempat", body) == {"body": "Bentuknya tidak sesuai."}


def test_wrong_kinds_of_json_are_refused_where_they_stand() -> None:
    wrong = {"name": 5, "place_type": ["market"], "neighbourhood": "x", "result": {"situation": True, "concerns": {}}}
    assert faults("sambang_tempat", wrong) == {
        "name": "Harus berupa teks.",
        "place_type": "Pilih salah satu dari daftar.",
        "neighbourhood": "Bentuknya tidak sesuai.",
        "result.situation": "Pilih salah satu dari daftar.",
        "result.concerns": "Harus berupa daftar.",
    }


def test_a_flood_of_unknown_fields_gets_a_short_answer() -> None:
    body = {f"{n}-{'x' * 1000}": n for n in range(5000)}
    with pytest.raises(FormError) as refused:
        parse("sambang_tempat", 1, body)
    assert len(refused.value.errors) == 50
    assert max(len(error["field"]) for error in refused.value.errors) <= 60


def test_versions_and_kinds_never_issued_are_refused() -> None:
    assert faults("sambang_tempat", PLACE, version=3) == {
        "form_version": "Versi formulir 3 tidak dikenal. Perbarui aplikasi."
    }
    assert "form_version" in faults("sambang_tempat", PLACE, version=0)
    assert faults("sambang_pasar", PLACE) == {"kind": "Jenis laporan ini tidak dikenal."}


TEXT = "019ab3c2-7f10-7c4e-8d21-0a1b2c3d4e5f"
GUIDANCE = {
    "theme": "Cegah curanmor", "audience": ["residents"], "participants": 30, "held": {"on": "2026-11-20"}, "outcome": "Warga paham.",
}  # fmt: skip


def test_a_visit_names_texts_and_how_many_it_reached() -> None:
    told = {
        "situation": "safe",
        "counselling": [{"topic": "Kunci ganda", "bacaan": TEXT}, {"topic": "Ronda"}],
        "reached": "4",
    }
    for kind in ("sambang_warga", "sambang_usaha", "sambang_tokoh", "sambang_tempat"):
        fields = {field["name"]: field for field in FORMS[kind].definition()["fields"]}
        inner = [field["name"] for field in fields["result"]["fields"]]
        assert inner[inner.index("counselling") + 1] == "reached"
    form = parse("sambang_tempat", 2, PLACE | {"result": told})
    assert form.model_dump(mode="json", exclude_none=True)["result"]["counselling"] == told["counselling"]
    assert form.model_dump()["result"]["reached"] == 4
    assert faults("sambang_tempat", PLACE | {"result": told | {"reached": 0}}, 2) == {
        "result.reached": "Paling kecil 1."
    }
    for wrong in ("bukan id", TEXT.upper(), f"{TEXT}0"):
        body = PLACE | {"result": {"situation": "safe", "counselling": [{"topic": "Kunci ganda", "bacaan": wrong}]}}
        assert faults("sambang_tempat", body, 2) == {"result.counselling.0.bacaan": "Pilih dari daftar."}


def test_a_visit_of_the_first_version_is_taken_as_it_was() -> None:
    told = PLACE | {"result": {"situation": "safe", "counselling": [{"topic": "Cegah curanmor"}]}}
    assert parse("sambang_tempat", 1, told) == parse("sambang_tempat", 2, told)


def test_material_of_the_first_version_becomes_a_list_and_nothing_is_lost() -> None:
    short = parse("penyuluhan_lapangan", 1, GUIDANCE | {"material": "Kunci\nganda."}).model_dump(mode="json")
    assert (short["counselling"], short["material"]) == ([{"topic": "Kunci ganda.", "bacaan": None}], None)
    words = "Kunci ganda dan portal malam. " * 10
    long = parse("penyuluhan_lapangan", 1, GUIDANCE | {"material": words}).model_dump(mode="json")
    (subject,) = long["counselling"]
    assert words.startswith(subject["topic"].removesuffix("…"))
    assert 60 < len(subject["topic"]) <= 120
    assert long["material"] == words.strip()
    unbroken = parse("penyuluhan_lapangan", 1, GUIDANCE | {"material": "x" * 300}).model_dump(mode="json")
    assert len(unbroken["counselling"][0]["topic"]) == 120
    for material in (None, 5, ["x"], "\u200b"):
        assert "counselling" in faults("penyuluhan_lapangan", GUIDANCE | {"material": material})


class Third(Form):
    """A form in its third version: ``nama`` became ``name``, then ``city`` came."""

    kind: ClassVar[str] = "third"
    version: ClassVar[int] = 3
    title: ClassVar[str] = "Ketiga"
    steps = (
        lambda body: {"name": body.pop("nama"), **body},
        lambda body: {**body, "city": "Tangerang"},
    )

    name: Line = required("Nama", max_length=10)
    city: Line = required("Kota", max_length=20)


def test_older_versions_pass_through_every_step_since() -> None:
    first = {"nama": "Budi"}
    assert Third.parse(1, first).city == "Tangerang"
    assert first == {"nama": "Budi"}, "the stored body stays as it was sent"
    assert Third.parse(2, {"name": "Budi"}).city == "Tangerang"
    assert Third.parse(3, {"name": "Budi", "city": "Serang"}).city == "Serang"
    with pytest.raises(FormError):
        Third.parse(4, {"name": "Budi", "city": "Serang"})


def test_a_new_version_cannot_forget_its_step() -> None:
    with pytest.raises(TypeError, match="needs 1 steps"):

        class Forgetful(Form):
            kind: ClassVar[str] = "forgetful"
            version: ClassVar[int] = 2


def test_show_if_must_name_an_earlier_field() -> None:
    class Wrong(Section):
        later: Line | None = optional("Nanti", max_length=5, show_if={"first": ["x"]})
        first: Line | None = optional("Dulu", max_length=5)

    with pytest.raises(TypeError, match="show_if"):
        Wrong.specs()


def test_every_typed_text_and_list_has_a_limit() -> None:
    def check(fields: list[dict[str, Any]]) -> None:
        for field in fields:
            if field["type"] in ("line", "text", "count", "repeat", "choices"):
                assert "max" in field, field["name"]
            check(field.get("fields", []))

    for definition in definitions():
        check(definition["fields"])
