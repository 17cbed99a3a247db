"""Every setting of the installation, read once from the environment.

Names in the environment are the upper-case field names (``PORT``, ``DATABASE_URL``); those that are ours
alone carry the prefix ``SAMBANG_`` (see each field's alias). ``docs/settings.md`` is made from this table.
"""

from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, computed_field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".web" / "build"
"""What the production build leaves: ``client/`` with the pages, and what the server has to know about them."""

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _is_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("Tidak dikenal. Contoh: Asia/Jakarta.") from None
    return name


def _is_private(address: str) -> str:
    """A token goes there: in the clear on this machine only."""
    url = urlsplit(address)
    if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)):
        raise ValueError("Harus https://…")
    return address.rstrip("/")


class Settings(BaseSettings):
    """The installation's settings; units stand in the descriptions."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    host: Annotated[str, Field(description="Address to listen on. Anything but loopback turns demo mode off.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Field(ge=1, le=65535, description="Port of pages, API and live connection.")] = 3000
    workers: Annotated[
        int, Field(ge=1, le=64, alias="SAMBANG_WORKERS", description="Server processes; more than one needs REDIS_URL.")
    ] = 1
    public_url_override: Annotated[
        str | None,
        Field(
            alias="PUBLIC_URL",
            description="Address people type, e.g. https://sambang.example.id. Default http://localhost:PORT.",
        ),
    ] = None
    data_dir: Annotated[Path, Field(description="Folder of the default database, media and keys.")] = ROOT / "data"
    database_url_override: Annotated[
        str | None,
        Field(alias="DATABASE_URL", description="postgresql://… or sqlite:///…; default: SQLite in DATA_DIR."),
    ] = None
    redis_url: Annotated[str | None, Field(description="redis://…; needed with more than one worker.")] = None
    media_url_override: Annotated[
        str | None, Field(alias="MEDIA_URL", description="file:///… or s3://bucket/prefix; default: DATA_DIR/media.")
    ] = None
    audit_url_override: Annotated[
        str | None,
        Field(
            alias="AUDIT_URL",
            description="file:///… or s3://bucket/prefix for the signed heads of the audit trail, best on another machine; "
            "default: DATA_DIR/audit.",
        ),
    ] = None
    demo: Annotated[
        bool,
        Field(
            alias="SAMBANG_DEMO",
            description="Load demo data into an empty database and show its accounts; on loopback without a proxy only.",
        ),
    ] = True
    demo_days: Annotated[
        int, Field(alias="SAMBANG_DEMO_DAYS", ge=1, le=365, description="Days of visits that the demo data go back.")
    ] = 60
    trusted_proxy_hops: Annotated[
        int, Field(ge=0, le=8, description="Reverse proxies in front whose X-Forwarded-For is believed.")
    ] = 0
    secret_key_override: Annotated[
        SecretStr | None,
        Field(alias="SECRET_KEY", description="Key of receipts and keyed hashes; default: made once in DATA_DIR."),
    ] = None
    timezone: Annotated[
        str,
        Field(alias="SAMBANG_TIMEZONE", description="Time zone in which days are counted."),
        AfterValidator(_is_zone),
    ] = "Asia/Jakarta"
    tile_url: Annotated[
        str | None, Field(description="Map tiles, e.g. https://tile.example/{z}/{x}/{y}.png; none: polygons alone.")
    ] = None
    tile_attribution: Annotated[str, Field(description="Who made the tiles; shown on every map that has them.")] = (
        "© kontributor OpenStreetMap"
    )
    geocoder_url: Annotated[
        str | None,
        Field(
            pattern="^https?://",
            description="Nominatim that tells the address of a position, e.g. https://nominatim.example.id; it learns the positions. None: no address.",
        ),
    ] = None
    push_contact_override: Annotated[
        str | None,
        Field(
            alias="PUSH_CONTACT",
            pattern=r"^(mailto:[^@\s]+@\S+|https://[\w.-]+)$",
            description="Whom push services reach about our messages, mailto:… or https://…; default: mailto:admin@ the host of PUBLIC_URL.",
        ),
    ] = None
    push_hosts: Annotated[
        str,
        Field(
            description="Push services that messages may go to, by the end of their host names; a loopback address may be named to test."
        ),
    ] = "fcm.googleapis.com push.services.mozilla.com push.apple.com notify.windows.com"
    whatsapp_phone_id: Annotated[
        str | None,
        Field(
            pattern=r"^\d{5,20}$",
            description="Id of the WhatsApp number at Meta; the channel is off until all four are set.",
        ),
    ] = None
    whatsapp_token: Annotated[
        SecretStr | None, Field(description="Permanent token of the system user that may send for that number.")
    ] = None
    whatsapp_app_secret: Annotated[
        SecretStr | None, Field(description="Secret of the app at Meta: what comes in is signed with it.")
    ] = None
    whatsapp_verify_token: Annotated[
        SecretStr | None, Field(description="A word of our own that Meta repeats when the webhook is set up.")
    ] = None
    whatsapp_template: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z0-9_]{1,512}$",
            description="Approved template with two parameters for news after 24 hours; none: such news is held back.",
        ),
    ] = None
    whatsapp_code_template: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z0-9_]{1,512}$",
            description="Approved authentication template that brings citizens the codes of their accounts; needed for WARGA_PESAN=whatsapp.",
        ),
    ] = None
    whatsapp_template_language: Annotated[
        str, Field(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$", description="Language code of those templates.")
    ] = "id"
    whatsapp_api: Annotated[
        str, Field(description="Graph API of Meta with its version."), AfterValidator(_is_private)
    ] = "https://graph.facebook.com/v26.0"
    whatsapp_media_hosts: Annotated[
        str, Field(description="Hosts besides WHATSAPP_API from which photos and videos are fetched, with the token.")
    ] = "lookaside.fbsbx.com"
    citizens_messenger: Annotated[
        Literal["console", "smtp", "whatsapp"] | None,
        Field(
            alias="WARGA_PESAN",
            description="What brings citizens the codes of their accounts: smtp (SMTP_URL), whatsapp (with WHATSAPP_CODE_TEMPLATE), or in demo mode console (the log). None: console in demo mode, else there are no accounts for citizens.",
        ),
    ] = None
    smtp_url: Annotated[
        SecretStr | None,
        Field(
            description="Mail server, smtp://user:password@host:587 (STARTTLS; without it to loopback only) or smtps://user:password@host:465."
        ),
    ] = None
    smtp_from: Annotated[
        str | None,
        Field(pattern=r"^[^@\s]+@[^@\s]+$", description="Sender of mail; default: noreply@ the host of PUBLIC_URL."),
    ] = None
    max_body_bytes: Annotated[int, Field(ge=1024, description="Largest body of an API request, bytes.")] = 1_048_576
    max_media_bytes: Annotated[int, Field(ge=1024, description="Largest photo accepted, bytes.")] = 12_000_000
    max_pixels: Annotated[int, Field(ge=1_000_000, description="Largest photo accepted, pixels.")] = 40_000_000
    max_unattached_files: Annotated[
        int, Field(ge=1, description="Photos one person may have waiting for their report.")
    ] = 300
    max_unattached_bytes: Annotated[
        int, Field(ge=1024, description="Bytes of photos one person may have waiting for their report.")
    ] = 300_000_000
    max_video_bytes: Annotated[int, Field(ge=1024, description="Largest video accepted, bytes.")] = 100_000_000
    max_video_seconds: Annotated[int, Field(ge=1, description="Longest video accepted, seconds.")] = 600
    max_warga_files: Annotated[
        int, Field(ge=1, description="Files one citizen's phone may have waiting for their report.")
    ] = 20
    max_warga_bytes: Annotated[
        int, Field(ge=1024, description="Bytes of files one citizen's phone may have waiting for their report.")
    ] = 300_000_000
    unattached_days: Annotated[int, Field(ge=1, description="Days until a photo that no report names is deleted.")] = 14
    max_requests_per_minute: Annotated[
        int,
        Field(
            ge=1,
            description="Requests of one person to kiriman and sinkron that a process answers in the long run; "
            "three times as many may come at once.",
        ),
    ] = 1200
    session_days: Annotated[int, Field(ge=1, description="Days a device stays signed in without being used.")] = 180
    access_log: Annotated[
        bool, Field(alias="SAMBANG_ACCESS_LOG", description="Log each request, without its query string.")
    ] = False
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Field(description="How much is logged: debug, info, warning or error."),
    ] = "info"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def public_url(self) -> str:
        """Origin that browsers use, without a trailing slash."""
        return (self.public_url_override or f"http://localhost:{self.port}").rstrip("/")

    @property
    def origins(self) -> list[str]:
        """Origins whose pages get a live connection: on a machine that serves only itself also its loopback address."""
        own = [] if self.public_url_override else [f"http://127.0.0.1:{self.port}"]
        return [self.public_url, *own]

    @property
    def tiles(self) -> dict[str, str]:
        """What a map needs to know of its tiles: ``url`` and ``by``; empty without tiles."""
        return {"url": self.tile_url, "by": self.tile_attribution} if self.tile_url else {}

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL with the async driver named."""
        url = self.database_url_override or f"sqlite:///{self.data_dir / 'sambang.db'}"
        for bare, driver in (
            ("sqlite://", "sqlite+aiosqlite://"),
            ("postgresql://", "postgresql+asyncpg://"),
            ("postgres://", "postgresql+asyncpg://"),
        ):
            if url.startswith(bare):
                return driver + url.removeprefix(bare)
        return url

    @property
    def media_url(self) -> str:
        """Where photos are kept, as a URL."""
        return self.media_url_override or (self.data_dir / "media").resolve().as_uri()

    @property
    def audit_url(self) -> str:
        """Where the audit trail's signed heads are exported to, as a URL."""
        return self.audit_url_override or (self.data_dir / "audit").resolve().as_uri()

    @cached_property
    def secret_key(self) -> bytes:
        """Key of receipts and keyed hashes; made at first use and then kept, readable by this user alone."""
        if self.secret_key_override:
            return self.secret_key_override.get_secret_value().encode()
        return own_key(self.data_dir / "secret.key").encode()

    @cached_property
    def vapid_key(self) -> bytes:
        """Number by which push services know this installation; made at first use. Browsers subscribe to it alone."""
        return bytes.fromhex(own_key(self.data_dir / "vapid.key"))

    @property
    def push_contact(self) -> str:
        """Whom push services reach about our messages."""
        return self.push_contact_override or f"mailto:admin@{urlsplit(self.public_url).hostname}"

    @property
    def whatsapp_on(self) -> bool:
        """Whether everything is set that the WhatsApp channel needs."""
        needed = (self.whatsapp_phone_id, self.whatsapp_token, self.whatsapp_app_secret, self.whatsapp_verify_token)
        return all(needed)

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us over https, so that cookies can be ``__Host-`` ones."""
        return self.public_url.startswith("https://")

    @property
    def is_demo(self) -> bool:
        """Demo accounts exist on loopback only: an exposed server must never carry known passwords.

        A server behind a proxy listens on loopback too; that it is exposed then shows in its address or its proxies.
        """
        reached_at = urlsplit(self.public_url).hostname
        return self.demo and self.host in LOOPBACK and reached_at in LOOPBACK and not self.trusted_proxy_hops


def own_key(path: Path) -> str:
    """32 random bytes (hexadecimal) kept at ``path``: made at first use, readable by this user alone."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{token_hex(8)}")
        draft.touch(0o600)
        draft.write_text(token_hex(32))
        # Of several workers that start at once exactly one link succeeds, and never half a key is seen.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


def table() -> str:
    """All settings as a Markdown table: ``docs/settings.md``, written by ``cli settings``."""
    lines = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = default.relative_to(ROOT)
        shown = "" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"
        lines.append(f"| `{field.alias or name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines)


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read at first use."""
    return Settings()
