"""Photo: 12 megapixels to 1600 px and a thumbnail.

Both read the same JPEG from memory, turn it by EXIF and write two JPEGs of quality 82 without metadata. Ours also makes the
perceptual hash. Runs alternate, so that both meet the same machine, and the best counts; processor time tells the cost,
as libvips may use several cores.
"""

import time
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PIL import Image

from sambang_digital.services import gambar
from tests import pictures
from tests.bench.report import Row

ROUNDS = 25
WIDTH, HEIGHT = 4000, 3000


@lru_cache
def photo() -> bytes:
    """A camera's picture: a scene with texture from coarse to fine, about 2.8 MB, held upright."""
    random = np.random.default_rng(1)
    pixels = np.asarray(pictures.scene(WIDTH, HEIGHT)).astype(np.float32)
    for grain in (500, 125, 30, 8, 2):
        noise = random.integers(0, 256, (HEIGHT // grain + 1, WIDTH // grain + 1), dtype=np.uint8)
        texture = np.asarray(Image.fromarray(noise).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
        pixels += (texture.astype(np.float32)[..., None] - 128) * 0.12
    picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return pictures.encoded(picture, quality=90, exif=pictures.exif(6))


def _ours() -> None:
    gambar.process(photo(), WIDTH * HEIGHT)


def _libvips() -> Callable[[], None] | None:
    try:
        import pyvips
    except (ImportError, OSError):
        return None

    def run() -> None:
        besar = pyvips.Image.thumbnail_buffer(photo(), gambar.BESAR, height=gambar.BESAR, size="down").copy_memory()
        besar.jpegsave_buffer(Q=gambar.QUALITY, keep="none")
        kecil = besar.thumbnail_image(gambar.KECIL, height=gambar.KECIL)
        kecil.jpegsave_buffer(Q=gambar.QUALITY, keep="none")

    return run


def _measure(calls: dict[str, Callable[[], None]]) -> dict[str, tuple[float, float]]:
    """Best of the rounds of each, milliseconds: on the clock, and of the processor."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for call in calls.values():
        call()
    for _ in range(ROUNDS):
        for name, call in calls.items():
            clock, processor = time.perf_counter(), time.process_time()
            call()
            took[name].append(((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000))
    return {name: (min(wall for wall, _ in runs), min(cpu for _, cpu in runs)) for name, runs in took.items()}


def run() -> list[Row]:
    """Ours beside libvips."""
    libvips = _libvips()
    found = _measure({"ours": _ours} | ({"libvips": libvips} if libvips else {}))
    rows = []
    for index, what in enumerate(("elapsed", "processor time")):
        ours = found["ours"][index]
        beside, budget = "libvips is not installed", ""
        if libvips:
            peer = found["libvips"][index]
            beside, budget = f"libvips: {peer:.0f} ms, ours {ours / peer:.2f} of it", "≤ 1.0 × libvips"
        rows.append(Row(f"12 megapixels to 1600 px and thumbnail, {what}", f"{ours:.0f} ms", beside, budget))
    return rows
