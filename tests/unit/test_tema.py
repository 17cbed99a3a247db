"""The theme's colours keep WCAG AA, computed from the stylesheet itself."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "assets/tema.css").read_text()


def palette(selector: str) -> dict[str, str]:
    block = re.search(rf"^{re.escape(selector)} {{(.*?)^}}", CSS, re.S | re.M)
    assert block, f"{selector} is missing"
    return dict(re.findall(r"--color-([\w-]+): (#[0-9a-f]{6});", block[1]))


THEMES = {"light": palette(":root"), "dark": palette(":root.dark")}
STATUS = ("info", "success", "warning", "error", "primary")
FILLED = ("primary", "secondary", "accent", "neutral", "info", "success", "warning", "error")


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def mix(top: str, share: float, ground: str) -> str:
    """``top`` at ``share`` opacity over ``ground``, as the browser paints a soft badge."""
    blended = (share * a + (1 - share) * b for a, b in zip(channels(top), channels(ground), strict=True))
    return "#" + "".join(f"{round(c * 255):02x}" for c in blended)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_dark_redefines_every_colour_but_the_emergency() -> None:
    assert THEMES["light"].keys() - THEMES["dark"].keys() == {"darurat", "darurat-content"}
    assert contrast(THEMES["light"]["darurat"], THEMES["light"]["darurat-content"]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["base-100", "base-200"])
def test_text_is_readable_on_pages_and_cards(name: str, ground: str) -> None:
    colours = THEMES[name]
    assert contrast(colours["base-content"], colours[ground]) >= 12, "body text for sunlight"
    for text in ("muted", *STATUS):
        assert contrast(colours[text], colours[ground]) >= 5.5, text


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("fill", FILLED)
def test_text_is_readable_on_filled_parts(name: str, fill: str) -> None:
    assert contrast(THEMES[name][f"{fill}-content"], THEMES[name][fill]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("tone", STATUS)
def test_soft_badges_are_readable(name: str, tone: str) -> None:
    colours = THEMES[name]
    for ground in ("base-100", "base-200"):
        assert contrast(colours[tone], mix(colours[tone], 0.1, colours[ground])) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_focus_and_field_edges_are_visible(name: str) -> None:
    colours = THEMES[name]
    for ground in ("base-100", "base-200"):
        assert contrast(colours["focus"], colours[ground]) >= 3
        assert contrast(colours["muted"], colours[ground]) >= 3
