"""Build plugin: makes the production build independent of host and port, then adds the service worker."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from reflex_base.plugins.base import Plugin

from sambang_digital.forms import turunan
from sambang_digital.forms.registry import definitions
from sambang_digital.security import csp
from sambang_digital.services import bacaan, cari_cuplikan, kata

PLACEHOLDER_ORIGIN = "http://sambang.invalid"
SHELL_PAGES = ("/", "/masuk/", "/lapor/", "/tiket/", "/akun-warga/")
"""Kept by everybody's device, to open without network."""
OFFICER_PAGES = (
    "/petugas/",
    "/petugas/wilayah/",
    "/petugas/sambang/",
    "/petugas/antrean/",
    "/petugas/tugas/",
    "/petugas/kinerja/",
    "/petugas/akun/",
    "/petugas/kabar/",
    "/petugas/cari/",
    "/petugas/bacaan/",
)
"""Kept after an officer has signed in on the device."""
VITE_CONFIG = "vite.config.js"
BUILD_SCRIPT = Path(__file__).with_name("build.mjs")


class PwaPlugin(Plugin):
    """Runs after the pages are built and before they are compressed."""

    def get_frontend_development_dependencies(self, **context: Any) -> list[str]:
        """npm packages needed only to build."""
        return ["workbox-build@7.4.1"]

    def pre_compile(self, **context: Any) -> None:
        """Put what is made from Python beside the islands that import it, and leave out what no page needs of libraries."""
        context["add_save_task"](form_definitions)
        context["add_modify_task"](VITE_CONFIG, with_own_parts)

    def post_build(self, **context: Any) -> None:
        """Finish the static files in ``static_dir``."""
        static_dir = Path(context["static_dir"]).resolve()
        use_page_origin(static_dir)
        in_indonesian(static_dir)
        add_service_worker(static_dir)
        # Sources of the islands: bundled by now, nobody asks for them.
        shutil.rmtree(static_dir / "islands")
        # Last: the pages do not change any more.
        csp.write(static_dir)


def form_definitions() -> tuple[str, str]:
    """Path and text of the module with the definitions of all forms, by kind, what can be made of what, and how words are cut: a file of
    its own, loaded with the first form or the first search."""
    made = {
        "definitions": {one["kind"]: one for one in definitions()},
        "turunan": turunan.table(),
        "kata": kata.table() | cari_cuplikan.table(),
        "spoken": bacaan.SPOKEN,
    }
    lines = (f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in made.items())
    return "public/islands/formulir.js", "".join(lines)


INSTEAD = {
    r"/^@emotion\/react$/": "jsx.js",
    r"/^\.\/transports\/index\.js$/": "transports.js",
    r"/^universal-cookie$/": "cookies.js",
}
"""What pages need of a library, by how its import is written: files of ``assets/islands/lib/`` built in in their place, so that every first
load is smaller."""


def with_own_parts(vite_config: str) -> str:
    """Vite's configuration with :data:`INSTEAD`. Raises ValueError if it has changed."""
    before, found, after = vite_config.partition("    alias: [\n")
    if not found:
        raise ValueError("vite.config.js has no list of aliases")
    lines = (
        f'      {{ find: {spec}, replacement: fileURLToPath(new URL("./public/islands/lib/{ours}", import.meta.url)) }},\n'
        for spec, ours in INSTEAD.items()
    )
    return f"{before}{found}{''.join(lines)}{after}"


def use_page_origin(static_dir: Path) -> None:
    """Let the live connection go to whatever origin served the page, so that one build fits every host and port."""
    socket = re.compile(r"([\"'`])ws://sambang\.invalid([^\"'`]*)\1")
    pages = re.compile(r"([\"'`])http://sambang\.invalid([^\"'`]*)\1")
    for script in (static_dir / "assets").glob("*.js"):
        text = script.read_text()
        if "sambang.invalid" not in text:
            continue
        text = socket.sub(
            lambda m: f'((globalThis.location?.origin??"http://localhost").replace(/^http/,"ws")+"{m[2]}")', text
        )
        text = pages.sub(lambda m: f'((globalThis.location?.origin??"http://localhost")+"{m[2]}")', text)
        script.write_text(text)


def in_indonesian(static_dir: Path) -> None:
    """Translate Reflex's own banner for a page that an update left behind. Raises ValueError if its words have changed."""
    words = (("A new version of this app is available.", "Ada versi baru aplikasi ini."), ("Reload", "Muat ulang"))
    for script in (static_dir / "assets").glob("*.js"):
        if words[0][0] in (text := script.read_text()):
            for english, ours in words:
                text, times = re.subn(rf"([\"'`]){re.escape(english)}\1", f'"{ours}"', text)
                if times != 1:
                    raise ValueError(f"{english!r} stands {times} times in {script.name}")
            script.write_text(text)
            return
    raise ValueError("Reflex's banner for a new version was not found")


def add_service_worker(static_dir: Path) -> None:
    """Write ``sw.js`` with the list of files that each kind of visitor keeps for use without network."""
    web = static_dir.parent.parent
    command = ["node", str(BUILD_SCRIPT), str(static_dir), ",".join(SHELL_PAGES), ",".join(OFFICER_PAGES)]
    done = subprocess.run(command, cwd=web, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"The service worker could not be built:\n{done.stderr}")
