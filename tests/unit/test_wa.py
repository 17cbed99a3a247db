"""The conversation by WhatsApp, and the reading of Meta's webhooks: pure rules."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sambang_digital.forms.pengaduan import Kategori
from sambang_digital.services import wa_graf, wa_kata, wa_pesan
from sambang_digital.services.wa_lindung import is_guarded
from sambang_digital.services.wa_percakapan import Hasil, Keadaan, Sekarang, sent, step
from sambang_digital.services.wa_pesan import Berkas, Pesan
from tests import wa

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
HERE = Sekarang("0193-draft", "S" * 22, "https://sambang.example.id")
LONG = "Dua motor dicuri dari parkiran pasar tadi malam."


def said(text: str, id_: str = "m1", at: datetime = AT) -> Pesan:
    return Pesan(id_, "teks", at, text=text)


def chosen(choice: str) -> Pesan:
    return Pesan("c", "pilihan", AT, text=choice, choice=choice)


def photo(number: int) -> Pesan:
    return Pesan(f"f{number}", "berkas", AT, file=Berkas(f"media{number}", f"{number:064x}", "image/jpeg"))


def talk(*messages: Pesan, state: Keadaan | None = None) -> Hasil:
    """The last turn of these."""
    done = Hasil(state or Keadaan())
    for one in messages:
        done = step(done.state, one, HERE)
    return done


def test_a_greeting_shows_the_menu_who_carries_it_and_what_to_do_in_danger() -> None:
    (reply,) = talk(said("halo")).replies
    assert all(word in reply.text for word in ("110", "Meta", "WhatsApp", "1. Informasi", "4. Tindak pidana"))
    assert [id_ for id_, _ in reply.rows][:4] == ["informasi", "kritik_saran", "apresiasi", "tindak_pidana"]


@pytest.mark.parametrize(
    ("answer", "category"),
    [
        ("1", Kategori.INFORMASI),
        (" 2. ", Kategori.KRITIK_SARAN),
        ("kritik dan saran", Kategori.KRITIK_SARAN),
        ("Apresiasi", Kategori.APRESIASI),
        ("4", Kategori.TINDAK_PIDANA),
    ],
)
def test_the_menu_takes_numbers_and_words(answer: str, category: Kategori) -> None:
    done = talk(said("halo"), said(answer))
    assert (done.state.step, done.state.category) == ("isi", category)


def test_the_whole_way_asks_for_consent_and_sends_only_then() -> None:
    collected = talk(
        said("halo"), chosen("tindak_pidana"), said(LONG), photo(1), Pesan("l", "lokasi", AT, "Pasar", "", -6.2, 106.6)
    )
    assert (collected.state.text, len(collected.state.files), collected.state.place) == (LONG, 1, "Pasar")
    asked = talk(chosen("kirim"), state=collected.state)
    assert (asked.send, asked.state.step) == (False, "setuju")
    assert [id_ for id_, _ in asked.replies[0].buttons] == ["setuju", "ubah", "batal"]
    agreed = talk(chosen("setuju"), state=asked.state)
    assert agreed.send
    told = sent(agreed.state, "K7M3-9QXT", HERE.url)
    assert f"https://sambang.example.id/tiket/#K7M3-9QXT.{HERE.secret}" in told.replies[0].text
    assert told.state == Keadaan()


def test_words_instead_of_buttons_do_the_same() -> None:
    done = talk(said("halo"), said("4"), said(LONG), said("Selesai."), said("Ya"))
    assert done.send


@pytest.mark.parametrize("when", ["awal", "kategori", "isi", "setuju"])
def test_cancelling_forgets_everything_at_any_point(when: str) -> None:
    state = talk(said("halo"), said("4"), said(LONG)).state.model_copy(update={"step": when})
    assert talk(said("BATAL"), state=state).state.model_copy(update={"at": None}) == Keadaan()


def test_a_complaint_written_at_once_is_not_lost() -> None:
    done = talk(said(LONG))
    assert (done.state.step, done.state.text) == ("kategori", LONG)
    assert "sudah kami catat" in done.replies[0].text
    assert talk(said("4"), state=done.state).state.text == LONG


def test_too_little_is_not_sent() -> None:
    done = talk(said("halo"), said("4"), said("maling"), chosen("kirim"))
    assert (done.state.step, done.replies) == ("isi", (wa_kata.TOO_SHORT,))


def test_a_text_that_is_too_long_is_refused_and_what_was_there_stays() -> None:
    before = talk(said("halo"), said("4"), said("a" * 3990)).state
    done = talk(said("b" * 20, "m2"), state=before)
    assert (done.state.text, done.replies) == ("a" * 3990, (wa_kata.TOO_LONG,))
    assert talk(said("b" * 9, "m2"), state=before).state.text.endswith("b")


def test_ten_files_and_no_more_and_none_twice() -> None:
    done = talk(said("halo"), said("4"), *(photo(number) for number in (*range(10), 3)))
    assert len(done.state.files) == 10
    assert talk(photo(10), state=done.state).replies == (wa_kata.TOO_MANY_FILES,)


def test_an_edited_message_counts_as_edited_and_one_taken_back_is_gone() -> None:
    state = talk(said("halo"), said("4"), said("Motor merah hilang"), said("di pasar", "m2"), photo(1)).state
    edited = talk(Pesan("e", "ubah", AT, text="Motor biru hilang", target="m1"), state=state)
    assert edited.state.text == "Motor biru hilang\ndi pasar"
    gone = talk(Pesan("r", "hapus", AT, target="m2"), Pesan("r2", "hapus", AT, target="f1"), state=edited.state).state
    assert (gone.text, gone.files) == ("Motor biru hilang", ())
    assert talk(Pesan("e", "ubah", AT, text="lain", target="m9"), state=gone).replies == (wa_kata.GONE,)


def test_consent_is_asked_again_after_more_was_written() -> None:
    asked = talk(said("halo"), said("4"), said(LONG), chosen("kirim"))
    more = talk(said("Ada saksi.", "m2"), state=asked.state)
    assert (more.send, more.state.step) == (False, "setuju")
    assert "Ada saksi." in more.replies[0].text


def test_a_draft_of_yesterday_is_forgotten_and_said_to_be() -> None:
    state = talk(said("halo"), said("4"), said(LONG)).state
    done = talk(said("kirim", "m2", AT + timedelta(hours=25)), state=state)
    assert done.replies[0] == wa_kata.FORGOTTEN
    assert (done.state.text, done.send) == ("", False)


def test_what_cannot_be_read_gets_a_calm_answer() -> None:
    for state in ("kategori", "isi", "setuju"):
        done = talk(
            Pesan("x", "lain", AT),
            state=talk(said("halo"), said("4"), said(LONG)).state.model_copy(update={"step": state}),
        )
        assert wa_kata.UNREADABLE in done.replies
        assert done.state.text == LONG


def test_who_wants_no_news_is_left_alone() -> None:
    assert talk(said("Berhenti")).stop


def test_no_button_or_row_is_longer_than_whatsapp_takes() -> None:
    replies = [
        wa_kata.menu("https://x"),
        wa_kata.menu_again(),
        wa_kata.tell_us("Kritik dan saran", True),
        wa_kata.added("a", 1, True),
    ]
    replies += [
        wa_kata.consent("Kritik dan saran", "a" * 4000, 10, True),
        wa_kata.too_many(60),
        wa_kata.guarded("https://x"),
    ]
    for one in (*replies, wa_kata.TOO_LONG, wa_kata.TOO_MANY_FILES, wa_kata.GO_ON, wa_kata.WHERE):
        assert len(one.text) <= 1024
        assert len(one.buttons) <= 3
        assert all(len(title) <= 20 for _, title in one.buttons)
        assert all(len(title) <= 24 for _, title in one.rows)


GUARDED = [
    "Suami saya memukul saya tiap malam", "tetangga saya KDRT", "anak saya dipukuli gurunya", "ada anak disiksa ayah tirinya",
    "Istri tetangga ditampar suaminya", "pencabulan di kos", "guru melecehkan murid", "dipukul suami", "Bapak saya nendang ibu saya",
    "kekerasan pada anak", "anak-anak dipukuli di panti", "pemerkosaan di kebun", "bayi itu disundut rokok",
]  # fmt: skip
FREE = [
    "Kelompok anak muda saling pukul di gang", "anak geng motor bacok orang", "Motor saya dicuri di depan rumah",
    "anak-anak main petasan", "Terima kasih pak polisi anak saya ditemukan", "Kekerasan oleh preman di pasar",
    "ibu-ibu senam di lapangan", "Preman memukul sopir angkot", "suami saya kehilangan dompet",
]  # fmt: skip


@pytest.mark.parametrize("words", GUARDED)
def test_violence_at_home_is_moved_to_the_private_page_and_nothing_is_kept(words: str) -> None:
    assert is_guarded(words)
    state = talk(said("halo"), said("4"), said(LONG), photo(1)).state
    done = talk(said(words, "m9"), state=state)
    (reply,) = done.replies
    assert done.state.model_copy(update={"at": None}) == Keadaan()
    assert all(one in reply.text for one in ("https://sambang.example.id/lapor/", "110", "129"))
    assert words not in reply.text


def test_a_sentence_in_two_messages_is_one() -> None:
    assert (
        "/lapor/"
        in talk(said("halo"), said("4"), said("Suami saya tadi malam"), said("mukulin saya lagi", "m2")).replies[0].text
    )


@pytest.mark.parametrize("words", FREE)
def test_other_reports_stay(words: str) -> None:
    assert not is_guarded(words)


@pytest.mark.parametrize("message", [chosen("lindung"), said("5")])
def test_the_menu_has_the_private_page_too(message: Pesan) -> None:
    (reply,) = talk(said("halo"), message).replies
    assert "/lapor/" in reply.text


def test_the_caption_of_a_photo_counts_as_words() -> None:
    told = Pesan("f", "berkas", AT, text="suami saya memukul saya", file=Berkas("1", "0" * 64, "image/jpeg"))
    assert "/lapor/" in talk(said("halo"), told).replies[0].text


def test_signatures() -> None:
    body = wa.webhook(wa.text("halo"))
    good = wa.signature(body)
    assert wa_pesan.is_signed(body, good, wa.SECRET)
    for bad in ("", "sha256=", good[:-1], good.replace("sha256=", "sha1="), wa.signature(body, "lain"), "sha256=é"):
        assert not wa_pesan.is_signed(body, bad, wa.SECRET)
    assert not wa_pesan.is_signed(body + b" ", good, wa.SECRET)


def test_a_webhook_with_several_messages_is_several_parts_and_a_strange_one_is_one() -> None:
    body = wa.webhook(wa.text("satu"), wa.text("dua", wa.BUDI), statuses=[wa.status("wamid.OUT1", "read")])
    parts = wa_pesan.split(body)
    assert [one.kind for one in parts] == ["pesan", "pesan", "status"]
    assert parts[0].sender != parts[1].sender
    for strange in (b"{}", b"[]", b"no json", b"\xff\x00", b'{"entry":[{"changes":[{"value":7}]}]}', b'"\\ud800"'):
        (one,) = wa_pesan.split(strange)
        assert (one.kind, one.sender) == ("lain", None)
    assert "\\u0000" not in json.dumps(wa_pesan.split(wa.webhook(wa.text("a\0b")))[0].payload)


def test_who_hides_their_number_is_known_by_the_id_that_meta_gives() -> None:
    hidden = wa.text("halo") | {"from_user_id": "ID.13491208655302741918"}
    del hidden["from"]
    body = json.loads(wa.webhook(hidden))
    body["entry"][0]["changes"][0]["value"]["contacts"] = [
        {"user_id": "ID.13491208655302741918", "profile": {"username": "siti"}}
    ]
    (part,) = wa_pesan.split(json.dumps(body).encode())
    assert part.payload["wa_id"] == "ID.13491208655302741918"


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("audio", {"id": "1", "mime_type": "audio/ogg", "sha256": "x", "voice": True}, "lain"),
        ("sticker", {"id": "1", "mime_type": "image/webp", "sha256": "x"}, "lain"),
        ("contacts", [{"name": {"formatted_name": "A"}}], "lain"),
        ("reaction", {"message_id": "x", "emoji": "👍"}, "lain"),
        ("unsupported", {}, "lain"),
        ("location", {"latitude": 900, "longitude": 1}, "lain"),
        ("image", {"id": "1", "mime_type": "image/jpeg", "sha256": "not base64"}, "lain"),
        ("document", {"id": "1", "mime_type": "application/pdf", "sha256": "A" * 43 + "="}, "lain"),
        ("image", {"id": "1", "mime_type": "image/jpeg; x=y", "sha256": "A" * 43 + "="}, "berkas"),
        ("system", {"body": "number changed", "type": "user_changed_number"}, "diam"),
        ("button", {"payload": "p", "text": "Batal"}, "teks"),
        ("edit", {"original_message_id": "m", "message": {"type": "text", "text": {"body": "b"}}}, "ubah"),
        ("revoke", {"original_message_id": "m"}, "hapus"),
    ],
)
def test_every_kind_of_message_is_read_as_something(
    kind: str, content: Any, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with wa.channel(monkeypatch):
        payload = {"message": wa.message(kind, content), "to": wa.PHONE_ID, "wa_id": wa.SITI}
        assert wa_pesan.read(payload, AT).kind == expected
        assert wa_pesan.read(payload | {"to": "999999"}, AT).kind == "diam"
        group = payload | {"message": wa.message(kind, content, group_id="120363")}
        assert wa_pesan.read(group, AT).kind == "diam"


def test_the_token_goes_to_named_hosts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with wa.channel(monkeypatch) as graph:
        assert wa_graf._may_fetch(f"http://127.0.0.1:{graph.port}/files/1")
        assert wa_graf._may_fetch("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1")
        for bad in (
            "http://lookaside.fbsbx.com/x", "https://lookaside.fbsbx.com.evil.example/x", "https://evil.example/x",
            f"http://127.0.0.1:{graph.port + 1}/x", "https://a@lookaside.fbsbx.com/x", "file:///etc/passwd", "https://lookaside.fbsbx.com:444/x",
        ):  # fmt: skip
            assert not wa_graf._may_fetch(bad), bad
