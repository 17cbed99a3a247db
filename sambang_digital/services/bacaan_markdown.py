"""Markdown as HTML that is safe in any page: what people write is text, never markup of its own."""

import re
from collections.abc import Sequence
from enum import StrEnum

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "img",
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "img": {"src", "alt", "loading"}}
SCHEMES = {"https", "tel", "mailto"}
HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
"""The page has its own first heading; and nobody sees six sizes."""
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_PICTURE = re.compile(r"gambar:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class Pictures(StrEnum):
    """Where pictures are fetched: by everybody, or by those who write and see what is not published yet."""

    PUBLIC = "/baca/gambar/{}.jpg"
    DESK = "/api/v1/media/{}/besar"


def html(text: str, pictures: Pictures = Pictures.PUBLIC) -> str:
    """The text as HTML. Pictures other than our own (``gambar:<id>``), classes and foreign schemes are left out."""
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
        _show(token.children or (), pictures)
    rendered = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener").strip()


def _show(tokens: Sequence[Token], pictures: Pictures) -> None:
    """Give each picture the address where it is; of a foreign one its words are left."""
    for token in tokens:
        if token.type != "image":
            continue
        ours = _PICTURE.fullmatch(str(token.attrGet("src") or ""))
        if ours:
            token.attrSet("src", pictures.format(ours[1]))
            token.attrSet("loading", "lazy")
        else:
            token.type, token.tag, token.content, token.children = "text", "", token.content, None


def points(text: str) -> list[str]:
    """The lines of the first list of the text, as plain text; without a list none."""
    found: list[str] = []
    in_list = False
    for token in _markdown.parse(text):
        if token.type in ("bullet_list_close", "ordered_list_close"):
            break
        in_list = in_list or token.type in ("bullet_list_open", "ordered_list_open")
        if in_list and token.type == "inline":
            found.append("".join(part.content for part in token.children or ()))
    return found
