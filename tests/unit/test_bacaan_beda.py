"""Differences between versions of a text, and what a draft says of itself."""

from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from sambang_digital.forms.bacaan import FORMS, Khalayak, Topik
from sambang_digital.forms.bacaan_naskah import LABELS, Naskah, fields_of, lacking, pictures_in
from sambang_digital.services.bacaan_beda import differences
from sambang_digital.services.bacaan_terbit import shipped


def test_only_what_differs_is_marked_word_by_word() -> None:
    before = {"title": "Jaga motor", "body": "Kunci setang.\nPakai gembok.\n", "quiz": []}
    after = before | {"body": "Kunci setang.\nPakai dua gembok.\n", "topic": "curanmor"}
    body, topic = sorted(differences(before, after), key=lambda one: one.title)
    assert (body.title, topic.title) == ("Isi", "Topik")
    assert [text.strip() for text, differs in body.after if differs] == ["dua"]
    assert not any(differs for _, differs in body.before)
    assert (topic.before, topic.after) == ([], [("Pencurian motor", True)])


def test_a_question_is_compared_with_its_right_answer() -> None:
    question = {"question": "Apa?", "options": ["Ya", "Tidak"], "answer": 0, "explanation": "Karena aman."}
    (changed,) = differences({"quiz": [question]}, {"quiz": [question | {"answer": 1}]})
    assert "".join(text for text, _ in changed.before) == "Apa?\n✓ Ya\n– Tidak\nKarena aman."
    assert "".join(text for text, _ in changed.after) == "Apa?\n– Ya\n✓ Tidak\nKarena aman."


words = st.text(st.sampled_from("ab \n"), max_size=40)


@given(words, words)
def test_nothing_is_lost_in_the_pieces(old: str, new: str) -> None:
    for one in differences({"body": old}, {"body": new}):
        assert "".join(text for text, _ in one.before) == old
        assert "".join(text for text, _ in one.after) == new


def test_the_longest_text_is_compared_in_bounded_time() -> None:
    """The worst case: the longest text of one line, of which nothing stays."""
    began = process_time()
    differences({"body": "a b " * 5_000}, {"body": "b c " * 5_000})
    differences({"body": "a\n" * 10_000}, {"body": "b\n" * 10_000})
    assert process_time() - began < 5


def test_a_draft_has_room_for_everything_that_a_form_asks() -> None:
    """Each field of each kind, under a name that people know; what came with the product fits as it is."""
    for kind, form in FORMS.items():
        assert set(form.model_fields) <= set(Naskah.model_fields), kind
        assert set(form.model_fields) == set(fields_of(kind))
    assert set(LABELS) == set(Naskah.model_fields)
    for text in shipped():
        values = text.isi.model_dump(mode="json")
        assert Naskah.model_validate(values).values(text.isi.kind) == values
        assert lacking(text.isi.kind, values) == {}


def test_pictures_are_found_by_their_ids() -> None:
    id_ = "01934567-89ab-7def-8123-456789abcdef"
    assert pictures_in(f"![Peta titik rawan](gambar:{id_}) ![x](https://a.id/b.jpg) ![y](gambar:bukan)") == {id_}


def test_empty_choices_are_no_choice() -> None:
    draft = Naskah.model_validate({"topic": "", "area": "", "audience": []})
    assert (draft.topic, draft.area, draft.audience) == (None, None, ())
    assert Naskah().audience == (Khalayak.UMUM,)
    assert Naskah.model_validate({"topic": "tawuran"}).topic is Topik.TAWURAN
