"""HTML letters as plain text: what a reader sees, with quoted parts behind `> ` so that the quote rules apply."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from otklik.kit.html import parse_html


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section table tbody tfoot thead tr ul"
)
_APART = _words("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre dl")
_SKIPPED = _words("script style head title template noscript object applet iframe svg math select textarea")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACE = re.compile("[ \t\r\n\f]+")
_MANY_LINES = re.compile(r"(?:[ \t]*\n){3,}")
_TAIL_IDS = frozenset({"appendonsend", "divRplyFwdMsg", "mail-editor-reference-message-container"})
_QUOTE_CLASSES = frozenset({"gmail_attr", "yahoo_quoted", "moz-cite-prefix"})
_QUOTE_IDS = frozenset({"mail-app-auto-quote"})
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature"})
_MAX_QUOTES = 8
_MAX_STEPS = 120_000


class _Writer:
    """Collects lines; every line begins with the marks of the quotes around it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.level = 0
        self.kept = 0

    def words(self, text: str) -> None:
        """Add text with the white space of HTML."""
        if self.kept:
            return self._verbatim(text)
        text = _SPACE.sub(" ", text)
        self.line += text.lstrip(" ") if not self.line or self.line.endswith(" ") else text
        return None

    def _verbatim(self, text: str) -> None:
        first, *rest = text.replace("\r\n", "\n").split("\n")
        self.line += first
        for line in rest:
            self.break_line()
            self.line = line

    def break_line(self) -> None:
        """End the line, empty or not."""
        self.lines.append("> " * self.level + self.line.rstrip())
        self.line = ""

    def block(self, *, apart: bool = False) -> None:
        """End the line if there is one; leave one empty line when paragraphs stand apart."""
        if self.line.strip():
            self.break_line()
        self.line = ""
        if apart and self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * self.level)

    def text(self) -> str:
        """Return everything written."""
        self.block()
        joined = "\n".join(line.rstrip() for line in self.lines)
        return _MANY_LINES.sub("\n\n", joined).strip("\n").rstrip()


class _Walk:
    """Opens and closes elements in document order."""

    def __init__(self) -> None:
        self.out = _Writer()
        self.tail = False

    def open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if not self.tail and element.get("id") in _TAIL_IDS:
            self.out.block()
            self.tail = True
            self.out.level += 1
        if tag == "br":
            self.out.break_line()
        elif tag == "li":
            self.out.block()
            self.out.words("- ")
        elif tag in _BLOCKS:
            self.out.block(apart=tag in _APART)
        if tag == "pre":
            self.out.kept += 1
        if _signature(element):
            self.out.block()
            self.out.words("-- ")
            self.out.lines.append("> " * self.out.level + "-- ")
            self.out.line = ""
        if _quotes(element):
            self.out.block()
            self.out.level = min(self.out.level + 1, _MAX_QUOTES)
        if element.text:
            self.out.words(element.text)

    def close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "a":
            self._address(element)
        elif tag in {"td", "th"} and self.out.line.strip():
            self.out.words(" ")
        elif tag in _BLOCKS or _quotes(element):
            self.out.block(apart=tag in _APART)
        if tag == "pre":
            self.out.kept -= 1
        if _quotes(element):
            self.out.level = max(self.out.level - 1, int(self.tail))

    def _address(self, element: etree._Element) -> None:
        href = (element.get("href") or "").strip()
        shown = "".join(str(text) for text in element.itertext())
        plain = href.removeprefix("https://").removeprefix("http://").rstrip("/")
        if href.startswith(("http://", "https://")) and plain not in shown and len(href) <= 300:  # noqa: PLR2004
            self.out.words(f" ({href})" if shown.strip() else href)


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def _quotes(element: etree._Element) -> bool:
    if element.tag == "blockquote" or element.get("id") in _QUOTE_IDS:
        return True
    return bool(_QUOTE_CLASSES & _classes(element))


def _signature(element: etree._Element) -> bool:
    return bool(_SIGNATURE_CLASSES & _classes(element)) and any(str(text).strip() for text in element.itertext())


def _hidden(element: etree._Element) -> bool:
    if element.tag in _SKIPPED:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _steps(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield open, close and tail steps without recursion: the depth is the sender's choice."""
    stack: list[tuple[str, etree._Element]] = [("open", root)]
    while stack:
        step, element = stack.pop()
        if step != "open":
            yield step, element
            continue
        stack.append(("tail", element))
        if _hidden(element):
            continue
        yield "open", element
        stack.append(("close", element))
        stack.extend(("open", child) for child in reversed(element))


def html_to_text(html: str) -> str:
    """Return the visible text of a letter. Never raises; hidden parts, scripts and styles are left out."""
    root = parse_html(html)
    if root is None:
        return ""
    walk = _Walk()
    for step, element in islice(_steps(root), _MAX_STEPS):
        if step == "open":
            walk.open(element)
        elif step == "close":
            walk.close(element)
        elif element.tail and element is not root:
            walk.out.words(element.tail)
    return walk.out.text()
