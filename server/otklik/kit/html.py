"""HTML from strangers becomes HTML that may stand in a sandboxed frame of the desk, by a parser and an allow-list.

Nothing here is a licence to leave the sandbox out: the frame has no scripts and no origin of its own, and the page
that holds it sends a strict content policy.
"""

import re
from collections.abc import Callable
from itertools import islice
from typing import Final

import nh3
from lxml import etree
from msgspec import Struct

ImageAddress = Callable[[str], str | None]
"""Gives the address under which an image may be shown, or None to leave it out."""

MAX_HTML: Final = 2_000_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TAGS: Final = _words(
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details "
    "dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q "
    "rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul "
    "var wbr"
)
_WITH_CONTENT: Final = _words(
    "script style title template noscript noembed noframes object applet embed iframe frame frameset svg math "
    "textarea select option audio video canvas xmp plaintext"
)
_ATTRIBUTES: Final = {
    "*": {"dir", "lang", "title", "style", "align", "valign", "width", "height", "bgcolor"},
    "a": {"href"},
    "img": {"src", "alt", "border"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value"},
    "blockquote": {"type"},
    "details": {"open"},
}
_LINK: Final = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_PICTURE: Final = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_STYLES: Final = _words(
    "background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse "
    "border-color border-left border-left-color border-left-style border-left-width border-radius border-right "
    "border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-color "
    "border-top-style border-top-width border-width clear color direction display float font font-family font-size "
    "font-style font-variant font-weight height letter-spacing line-height list-style-type margin margin-bottom "
    "margin-left margin-right margin-top max-height max-width min-height min-width padding padding-bottom padding-left "
    "padding-right padding-top table-layout text-align text-decoration text-indent text-transform vertical-align "
    "white-space width word-break word-spacing word-wrap overflow-wrap"
)
_VALUE: Final = re.compile(r"(?:[\w\s#%.,!'\"+/-]|(?:rgb|rgba|hsl|hsla)\([\d\s.,%/]+\))+")
_HUGE: Final = re.compile(r"(?<![#\da-fA-F])\d{5,}")
_STYLE_MAX: Final = 4000
_REFERENCES_MAX: Final = 50_000
_OVERLOADED: Final = re.compile(
    r"<(?=[a-zA-Z][^\s/>]*+"
    r"(?>[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*\"|'[^']*'|[^\s>]*+))?+){200})"
)
"""The beginning of a tag with 200 attributes or more, counted as a browser counts them."""
_NEGATIVE_MARGIN: Final = re.compile(r"margin[a-z-]*")


class CleanHtml(Struct, frozen=True):
    """Cleaned HTML, and how many pictures from outside were left out."""

    html: str
    blocked_images: int = 0


def _clean_declaration(text: str) -> str:
    name, _, value = text.partition(":")
    name, value = name.strip().lower(), value.strip()
    if name not in _STYLES or not value or not _VALUE.fullmatch(value) or _HUGE.search(value):
        return ""
    if _NEGATIVE_MARGIN.fullmatch(name) and "-" in value:
        return ""
    return f"{name}:{value}"


def clean_style(style: str) -> str:
    """Keep declarations that colour and space text; whatever positions, loads or computes goes."""
    if "\\" in style or "/*" in style or len(style) > _STYLE_MAX:
        return ""
    return ";".join(kept for part in style.split(";") if (kept := _clean_declaration(part)))


class _Filter:
    """Judges attributes, counting the pictures it leaves out."""

    def __init__(self, image_address: ImageAddress | None) -> None:
        self._image_address = image_address
        self.blocked = 0

    def __call__(self, _tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return clean_style(value) or None
        if name == "src":
            return self._picture(value.strip())
        if name == "href":
            return value if _LINK.match(value.strip()) else None
        if name in {"width", "height", "border", "size"} and _HUGE.search(value):
            return None
        return value

    def _picture(self, source: str) -> str | None:
        if _PICTURE.fullmatch(source):
            return source
        shown = self._image_address(source) if self._image_address else None
        if shown is None:
            self.blocked += source.lower().startswith(("http:", "https:", "//"))
        return shown


def parse_html(html: str) -> etree._Element | None:
    """Return the tree of a stranger's HTML, nested at most 256 deep; None when there is none. Never raises.

    The work of HTML parsers grows with the square of the depth and of a tag's attributes, and the sender chooses
    both: libxml2 bounds the first, and a tag with hundreds of attributes becomes text here.
    """
    data = _OVERLOADED.sub("&lt;", html[:MAX_HTML].replace("\0", "")).encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _serialised(root: etree._Element) -> str:
    """Write the tree; text of nothing but character references costs the cleaner the square of their number."""
    text = str(etree.tostring(root, method="html", encoding="unicode"))
    ends = list(islice((match.end() for match in re.finditer("&", text)), _REFERENCES_MAX, _REFERENCES_MAX + 1))
    return text[: ends[0] - 1] if ends else text


def clean_html(html: str, image_address: ImageAddress | None = None) -> CleanHtml:
    """Return safe HTML. Pictures show only if they are inside the letter or `image_address` names a place for them.

    Links open in a new window and tell nothing of where they stood. Ids, classes and names go, so that nothing of the
    page around can be taken over; relative links go, since they would lead into the desk.
    """
    root = parse_html(html)
    if root is None:
        return CleanHtml("")
    judge = _Filter(image_address)
    cleaned = nh3.clean(
        _serialised(root),
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes=dict(_ATTRIBUTES),
        attribute_filter=judge,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )
    return CleanHtml(cleaned, judge.blocked)
