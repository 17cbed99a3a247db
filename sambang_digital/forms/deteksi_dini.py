"""Early detection: what threatens a place, how urgent it is and how often it comes, by whoever told of it."""

from typing import ClassVar

from sambang_digital.forms.base import Form, Group, Section
from sambang_digital.forms.fields import Choice, Day, Line, Phone, Point, Text, Time, optional, required, section
from sambang_digital.forms.parts import Neighbourhood, neighbourhood


class Threat(Choice):
    """What a place is vulnerable to (kerawanan)."""

    THEFT = "theft", "Pencurian"
    VEHICLE_THEFT = "vehicle_theft", "Curanmor"
    ROBBERY = "robbery", "Begal atau perampasan"
    BRAWL = "brawl", "Tawuran"
    DRUGS = "drugs", "Narkoba"
    ALCOHOL = "alcohol", "Miras"
    THUGGERY = "thuggery", "Premanisme"
    DOMESTIC_VIOLENCE = "domestic_violence", "KDRT"
    STREET_RACING = "street_racing", "Balap liar"
    FIRE = "fire", "Kebakaran"
    HOAX = "hoax", "Hoaks"
    ONLINE_FRAUD = "online_fraud", "Penipuan online"
    SOCIAL_CONFLICT = "social_conflict", "Konflik sosial"
    TRAFFICKING = "trafficking", "TPPO"
    OTHER = "other", "Lainnya"


class Urgency(Choice):
    """How soon somebody has to act; least first."""

    WATCH = "watch", "Dipantau"
    SOON = "soon", "Perlu tindakan"
    URGENT = "urgent", "Mendesak"


class Frequency(Choice):
    """How often it comes."""

    ONCE = "once", "Baru sekali"
    SELDOM = "seldom", "Sesekali"
    WEEKLY = "weekly", "Tiap pekan"
    DAILY = "daily", "Tiap hari"


class Informant(Section):
    """Who told of it."""

    name: Line | None = optional("Nama", max_length=120, autocapitalize="words")
    status: Line | None = optional("Status", max_length=60, placeholder="Misalnya ketua RT, satpam")
    phone: Phone | None = optional("Nomor telepon")


class DeteksiDini(Form):
    """A threat at a place; it makes the place a vulnerable spot for a while (:mod:`services.rawan`)."""

    kind: ClassVar[str] = "deteksi_dini"
    title: ClassVar[str] = "Deteksi dini"
    group: ClassVar[Group] = Group.LAPORAN

    threat: Threat = required("Kerawanan")
    threat_other: Line | None = required(
        "Kerawanan apa?", min_length=3, max_length=60, show_if={"threat": [Threat.OTHER]}
    )
    urgency: Urgency = required("Urgensi")
    frequency: Frequency = required("Keseringan")
    description: Text = required(
        "Uraian", min_length=10, max_length=3000, placeholder="Apa yang terlihat atau didengar, siapa, bagaimana?"
    )
    date: Day = required("Tanggal", today=True)
    time: Time | None = optional("Jam")
    place: Line = required("Tempat", min_length=3, max_length=200, placeholder="Nama tempat atau patokan")
    neighbourhood: Neighbourhood = neighbourhood()
    point: Point | None = optional(
        "Titik di peta", help="Kosongkan bila tempatnya di posisi Anda sekarang; posisi laporan yang dipakai."
    )
    informant: Informant | None = section(
        "Narasumber", folded=True, help="Tulis hanya bila yang bersangkutan bersedia. Hanya dilihat petugas berwenang."
    )
    advice: Text | None = optional("Saran tindakan", max_length=1000)

    @property
    def threat_text(self) -> str:
        """The threat in a word or two."""
        return self.threat_other or self.threat.label

    def title_text(self) -> str:
        """What threatens which place."""
        return f"{self.threat_text}, {self.place}"
