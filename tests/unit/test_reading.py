"""A stored body becomes lines that a reviewer can read."""

from sambang_digital.forms.perubahan import compare
from sambang_digital.forms.reading import Line, Table, linked, read, sheet
from sambang_digital.forms.registry import parse

BODY = {
    "consent": "given",
    "name": "Siti Aminah",
    "address": "Jl. Merdeka 5",
    "neighbourhood": {"rt": "3", "rw": "7"},
    "result": {
        "situation": "watch",
        "situation_note": "Sering ada orang asing di gang.",
        "concerns": [{"topic": "drugs", "description": "Ada yang minum-minum di pos."}],
        "accompanied_by": ["babinsa", "rt_rw"],
        "follow_up": {},
    },
    "head": {"birth_date": "1979-08-17"},
    "members": [{"name": "Budi", "relation": "child"}, {"name": "Rina", "relation": "spouse"}],
}


def stored() -> dict:
    return parse("sambang_warga", 1, BODY).model_dump(mode="json", exclude_none=True)


def test_titles_and_labels_stand_in_for_keys_and_codes() -> None:
    lines = read("sambang_warga", 1, stored())
    assert lines[:3] == [
        Line(0, "Kesediaan warga", "Bersedia didata"),
        Line(0, "Nama kepala keluarga", "Siti Aminah"),
        Line(0, "Alamat", "Jl. Merdeka 5"),
    ]
    assert Line(1, "Keadaan keamanan", "Perlu dipantau") in lines
    assert Line(1, "Didampingi", "Babinsa, Ketua RT/RW") in lines
    assert Line(1, "Tanggal lahir", "17 Agustus 1979") in lines
    assert Line(1, "RT", "003") in lines


def test_repeats_are_numbered_under_their_heading() -> None:
    lines = read("sambang_warga", 1, stored())
    start = lines.index(Line(0, "Anggota serumah"))
    assert lines[start + 1 : start + 5] == [
        Line(1, "Anggota 1"),
        Line(2, "Nama", "Budi"),
        Line(2, "Hubungan dengan kepala keluarga", "Anak"),
        Line(1, "Anggota 2"),
    ]


def test_what_is_empty_is_left_out() -> None:
    titles = {line.title for line in read("sambang_warga", 1, stored())}
    assert not titles & {"Kontak darurat", "Tindak lanjut", "Pekerjaan", "Penyuluhan yang disampaikan"}


def test_an_unknown_form_is_shown_as_it_is() -> None:
    assert read("kuno", 1, {"isi": "apa adanya"}) == [Line(0, "isi", "apa adanya")]
    assert read("sambang_warga", 99, {"name": "Siti"}) == [Line(0, "name", "Siti")]


def test_a_list_of_people_is_a_line_each() -> None:
    body = {
        "theme": "Ronda malam",
        "held": {"on": "21-11-2025", "at": "7.30"},
        "participants": 2,
        "outcome": "Aman terkendali",
        "attendees": [{"name": "Siti Aminah", "role": "Kader PKK", "present": True}, {"name": "Budi"}],
    }
    lines = read("siskamling", 1, parse("siskamling", 1, body).model_dump(mode="json"))
    start = lines.index(Line(0, "Daftar hadir"))
    assert lines[start + 1 :] == [Line(1, "1", "Siti Aminah · Kader PKK · Hadir"), Line(1, "2", "Budi")]
    assert Line(1, "Tanggal", "21 November 2025") in lines
    assert Line(1, "Jam mulai", "07.30") in lines


def test_guidance_is_numbered_and_names_the_text_that_it_was() -> None:
    """Its id is no answer to be read: the desk makes a link of it, a sheet of paper and a comparison leave it out."""
    text = "019ab3c2-7f10-7c4e-8d21-0a1b2c3d4e5f"
    told = [{"topic": "Jaga motor", "bacaan": text}, {"topic": "Ronda"}]
    body = {"name": "Pos", "result": {"situation": "safe", "counselling": told, "reached": 4}}
    lines = read("sambang_tempat", 2, body)
    start = lines.index(Line(1, "Penyuluhan yang disampaikan"))
    assert lines[start + 1 :] == [
        Line(2, "1", "Jaga motor", text),
        Line(2, "2", "Ronda"),
        Line(1, "Jumlah orang yang menerima", "4"),
    ]
    assert linked(lines, {text: "/baca/jaga-motor"})[start + 1] == Line(2, "1", "Jaga motor", "/baca/jaga-motor")
    assert linked(lines, {})[start + 1] == Line(2, "1", "Jaga motor")
    (table,) = [part for part in sheet("sambang_tempat", 2, body) if isinstance(part, Table)]
    assert (table.columns, table.rows) == ([("Materi", "line")], [["Jaga motor"], ["Ronda"]])
    other = body | {"result": body["result"] | {"counselling": [{"topic": "Jaga motor"}, {"topic": "Ronda"}]}}
    assert compare("sambang_tempat", (2, body), (2, other)) == []
