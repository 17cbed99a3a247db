"""Markdown as HTML that is safe in any page: what people write is text, never markup of its own."""

import nh3
from markdown_it import MarkdownIt

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
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "tel", "mailto"}
HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
"""The page has its own first heading; and nobody sees six sizes."""
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def html(text: str) -> str:
    """The text as HTML. Pictures, classes and foreign schemes are left out."""
    tokens = _markdown.parse(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    rendered = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(rendered, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener").strip()


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
