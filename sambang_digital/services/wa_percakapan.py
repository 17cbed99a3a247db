"""The conversation by WhatsApp: where it stands and what was written give where it stands then and what is answered. Nothing else.

``awal`` (nothing begun) → ``kategori`` (the menu was shown) → ``isi`` (words, photos, place) → ``setuju`` (asked for consent) → sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sambang_digital.forms.pengaduan import MAX_FILES, MAX_TEXT, MIN_TEXT, Kategori
from sambang_digital.services import wa_kata as kata
from sambang_digital.services.wa_kata import Balasan
from sambang_digital.services.wa_lindung import is_guarded
from sambang_digital.services.wa_pesan import Pesan

PATIENCE = timedelta(hours=24)
"""A report that was begun and left is forgotten after that."""
CATEGORIES = (Kategori.INFORMASI, Kategori.KRITIK_SARAN, Kategori.APRESIASI, Kategori.TINDAK_PIDANA)
"""Of the menu, in its order: the four of Banpol. A fifth entry leads to the private page."""
GUARDED = "lindung"
CANCEL = frozenset({"batal", "batalkan", "cancel", "tidak jadi"})
MENU = frozenset({"menu", "mulai", "start"})
STOP = frozenset({"berhenti", "stop", "unsubscribe"})
SEND = frozenset({"kirim", "selesai", "sudah", "sudah selesai", "done"})
AGREE = frozenset({"setuju", "ya", "iya", "ok", "oke", "ya setuju", "setuju kirim"})
CHANGE = frozenset({"ubah", "tambah", "belum", "tidak"})
THANKS = frozenset({"terima kasih", "terimakasih", "makasih", "trims", "ok", "oke", "baik", "siap"})
GREETINGS = frozenset(
    {"halo", "hallo", "hai", "hi", "hello", "p", "pagi", "siang", "sore", "malam", "permisi", "tes", "test"}
)
WORTH = 25
"""So many letters written before the menu was shown are the beginning of a report, not a greeting."""
MOST_PARTS = 60


class Bagian(BaseModel):
    """Words of one message, by its id: it may be edited or taken back."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str


class Lampiran(BaseModel):
    """A photo or video of the draft; ``id`` is its message's."""

    model_config = ConfigDict(frozen=True)

    id: str
    media_id: str
    sha256: str
    mime: str


class Keadaan(BaseModel):
    """Where a conversation stands. ``draft_id`` and ``secret`` of the report are kept with it, so that sending twice sends once."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    step: Literal["awal", "kategori", "isi", "setuju"] = "awal"
    category: Kategori | None = None
    texts: tuple[Bagian, ...] = ()
    files: tuple[Lampiran, ...] = ()
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    draft_id: str = ""
    secret: str = ""
    at: datetime | None = None

    @property
    def text(self) -> str:
        """All words of the draft."""
        return "\n".join(one.text for one in self.texts)

    @property
    def has_content(self) -> bool:
        """Whether anything was written, sent or shown."""
        return bool(self.texts or self.files or self.lat is not None)


@dataclass(frozen=True, slots=True)
class Sekarang:
    """What a turn may know besides: id and secret for a report that begins now, and the address of the pages."""

    draft_id: str
    secret: str
    url: str


@dataclass(frozen=True, slots=True)
class Hasil:
    """What a message led to. ``send``: the report of the *former* state is to be stored, or was; ``stop``: they want no news any more."""

    state: Keadaan
    replies: tuple[Balasan, ...] = ()
    send: bool = False
    stop: bool = False


def step(state: Keadaan, pesan: Pesan, here: Sekarang) -> Hasil:
    """One turn."""
    if pesan.kind == "diam":
        return Hasil(state)
    forgotten = state.step != "awal" and state.at is not None and pesan.at - state.at > PATIENCE
    if forgotten:
        state = Keadaan()
    if _is_guarded(state, pesan):
        return Hasil(Keadaan(), (kata.guarded(here.url),))
    command = _command(pesan)
    if command in STOP:
        return Hasil(Keadaan(), (kata.STOPPED,), stop=True)
    if command in CANCEL:
        return Hasil(Keadaan(), (kata.CANCELLED if state.step != "awal" else kata.menu(here.url),))
    turn = {"awal": _begin, "kategori": _choose, "isi": _collect, "setuju": _agree}[state.step]
    done = turn(state, pesan, command, here)
    if forgotten and done.replies:
        done = Hasil(done.state, (kata.FORGOTTEN, *done.replies), done.send)
    return Hasil(done.state.model_copy(update={"at": pesan.at}), done.replies, done.send)


def _is_guarded(state: Keadaan, pesan: Pesan) -> bool:
    """By these words, or together with those before: who types on a phone cuts sentences."""
    if pesan.kind == "pilihan":
        return pesan.choice == GUARDED
    return bool(pesan.text) and is_guarded(f"{state.text} {pesan.text}")


def _command(pesan: Pesan) -> str:
    """A short answer as one of our words: the id of what was chosen, else what was typed, without marks."""
    if pesan.kind == "pilihan":
        return pesan.choice
    if pesan.kind != "teks" or len(pesan.text) > 30:
        return ""
    return " ".join("".join(one if one.isalnum() else " " for one in pesan.text.lower()).split())


def _category(command: str) -> Kategori | None:
    if command.isdecimal() and 1 <= int(command) <= len(CATEGORIES):
        return CATEGORIES[int(command) - 1]
    words = {one.label.lower(): one for one in CATEGORIES} | {one.value: one for one in CATEGORIES}
    return words.get(command) or {"kritik": Kategori.KRITIK_SARAN, "saran": Kategori.KRITIK_SARAN}.get(command)


def _begin(state: Keadaan, pesan: Pesan, command: str, here: Sekarang) -> Hasil:
    if command in THANKS:
        return Hasil(state, (kata.WELCOME,))
    if pesan.kind in ("lain", "ubah", "hapus"):
        return Hasil(
            Keadaan(step="kategori"), (kata.UNREADABLE if pesan.kind == "lain" else kata.GONE, kata.menu(here.url))
        )
    if pesan.kind == "pilihan" and (category := _category(command)):
        # A menu of long ago still works.
        return _open(Keadaan(), category, here)
    fresh = Keadaan(step="kategori")
    if pesan.kind == "teks" and (len(pesan.text) < WORTH or command in GREETINGS):
        return Hasil(fresh, (kata.menu(here.url),))
    kept, refused = _add(fresh, pesan)
    return Hasil(kept, refused or (kata.menu(here.url, noted=kept.has_content),))


def _choose(state: Keadaan, pesan: Pesan, command: str, here: Sekarang) -> Hasil:
    if category := _category(command):
        return _open(state, category, here)
    if command == str(len(CATEGORIES) + 1):
        return Hasil(Keadaan(), (kata.guarded(here.url),))
    if pesan.kind == "teks" and (len(pesan.text) < WORTH or command in GREETINGS):
        return Hasil(state, (kata.menu_again(),))
    if pesan.kind == "lain":
        return Hasil(state, (kata.UNREADABLE, kata.menu_again()))
    kept, refused = _add(state, pesan)
    return Hasil(kept, refused or (kata.menu_again(noted=True),))


def _open(state: Keadaan, category: Kategori, here: Sekarang) -> Hasil:
    new = {"draft_id": here.draft_id, "secret": here.secret} if not state.secret else {}
    opened = state.model_copy(update={"step": "isi", "category": category, **new})
    return Hasil(opened, (kata.tell_us(category.label, opened.has_content),))


def _collect(state: Keadaan, pesan: Pesan, command: str, here: Sekarang) -> Hasil:
    if command in MENU:
        return Hasil(state.model_copy(update={"step": "kategori"}), (kata.menu_again(),))
    if command in SEND:
        if len(state.text.strip()) < MIN_TEXT:
            return Hasil(state, (kata.TOO_SHORT,))
        return _ask(state)
    if pesan.kind == "lain":
        return Hasil(state, (kata.UNREADABLE,))
    if pesan.kind == "pilihan":
        if category := _category(command):
            return _open(state, category, here)
        return Hasil(state, (kata.added(state.text, len(state.files), state.lat is not None),))
    kept, refused = _add(state, pesan)
    return Hasil(kept, refused or (kata.added(kept.text, len(kept.files), kept.lat is not None),))


def _ask(state: Keadaan) -> Hasil:
    label = state.category.label if state.category else ""
    asked = kata.consent(label, state.text, len(state.files), state.lat is not None)
    return Hasil(state.model_copy(update={"step": "setuju"}), (asked,))


def _agree(state: Keadaan, pesan: Pesan, command: str, here: Sekarang) -> Hasil:
    if command in AGREE:
        # What is answered depends on what becomes of it: see sent(), not_now() and where_is_it().
        return Hasil(state, send=True)
    if command in CHANGE or command in MENU:
        return Hasil(state.model_copy(update={"step": "isi"}), (kata.GO_ON,))
    if pesan.kind == "lain":
        return Hasil(state, (kata.UNREADABLE,))
    if pesan.kind == "pilihan" or command in SEND:
        return _ask(state)
    kept, refused = _add(state, pesan)
    if refused:
        return Hasil(kept, refused)
    return (
        _ask(kept)
        if len(kept.text.strip()) >= MIN_TEXT
        else Hasil(kept.model_copy(update={"step": "isi"}), (kata.TOO_SHORT,))
    )


def _add(state: Keadaan, pesan: Pesan) -> tuple[Keadaan, tuple[Balasan, ...]]:
    """The draft with what was written, and why something of it was not taken."""
    if pesan.kind in ("ubah", "hapus"):
        return _edited(state, pesan)
    changes: dict[str, object] = {}
    if pesan.kind == "lokasi":
        changes = {"lat": pesan.lat, "lon": pesan.lon, "place": pesan.text}
    elif pesan.text:
        texts = (*state.texts, Bagian(id=pesan.id, text=pesan.text))
        if not _fits(texts):
            return state, (kata.TOO_LONG,)
        changes["texts"] = texts
    if pesan.file and pesan.file.sha256 not in {one.sha256 for one in state.files}:
        if len(state.files) >= MAX_FILES:
            return state.model_copy(update=changes), (kata.TOO_MANY_FILES,)
        file = Lampiran(id=pesan.id, media_id=pesan.file.media_id, sha256=pesan.file.sha256, mime=pesan.file.mime)
        changes["files"] = (*state.files, file)
    return state.model_copy(update=changes), ()


def _fits(texts: tuple[Bagian, ...]) -> bool:
    return len(texts) <= MOST_PARTS and sum(len(one.text) + 1 for one in texts) - 1 <= MAX_TEXT


def _edited(state: Keadaan, pesan: Pesan) -> tuple[Keadaan, tuple[Balasan, ...]]:
    """The draft with a message edited or taken back; one that is not in it any more was sent or never taken."""
    known = {one.id for one in state.texts} | {one.id for one in state.files}
    if pesan.target not in known:
        return state, (kata.GONE,)
    if pesan.kind == "hapus":
        texts = tuple(one for one in state.texts if one.id != pesan.target)
        files = tuple(one for one in state.files if one.id != pesan.target)
        return state.model_copy(update={"texts": texts, "files": files}), ()
    texts = tuple(Bagian(id=one.id, text=pesan.text) if one.id == pesan.target else one for one in state.texts)
    return (state.model_copy(update={"texts": texts}), ()) if _fits(texts) else (state, (kata.TOO_LONG,))


def sent(state: Keadaan, code: str, url: str) -> Hasil:
    """The report was stored under this code: the chat is told, and the draft with its secret is forgotten."""
    return Hasil(Keadaan(), (kata.ticket(code, f"{url}/tiket/#{code}.{state.secret}"),), send=True)


def not_now(state: Keadaan, retry_after_s: int) -> Hasil:
    """Too many reports in too short a time; the draft stays."""
    return Hasil(state, (kata.too_many(retry_after_s),))


def where_is_it(state: Keadaan) -> Hasil:
    """It cannot be told which Polres it is for."""
    return Hasil(state.model_copy(update={"step": "isi"}), (kata.WHERE,))


def held_back(state: Keadaan, until: str) -> Hasil:
    """Earlier reports were pranks: new ones wait until then; the draft is not kept that long."""
    return Hasil(state, (kata.held_back(until),))
