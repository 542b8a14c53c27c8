"""The words and files of a letter, gathered from its parts."""

import html as markup
import re
from typing import Final

from msgspec import Struct, field

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment
from otklik.channels.email.charsets import decode
from otklik.channels.email.headers import file_name, header_text, message_ids
from otklik.channels.email.htmltext import html_to_text
from otklik.channels.email.mime import Entity, read_headers, split_head
from otklik.channels.email.quotes import Split, split_text
from otklik.channels.email.tnef import open_winmail
from otklik.kit.html import MAX_HTML
from otklik.kit.text import clean_name, clean_text

MAX_VISIBLE: Final = 100_000
_CONTAINERS = {"multipart/alternative", "multipart/mixed", "multipart/related", "multipart/signed"}
_META = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([a-zA-Z0-9_-]{2,40})", re.IGNORECASE)
_NO_HTML = re.compile(r"(?:does not|doesn't|не) (?:support|display|поддерживает).{0,40}html", re.IGNORECASE)
_FLOWED_QUOTE = re.compile(r">*")
_POOR_PLAIN = 4
_EXTENSIONS = {
    "text/calendar": ".ics", "text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "image/jpeg": ".jpg",
    "image/png": ".png", "image/gif": ".gif", "application/pdf": ".pdf", "text/x-vcard": ".vcf", "text/vcard": ".vcf",
    "application/pkcs7-signature": ".p7s", "application/pgp-signature": ".asc",
}  # fmt: skip
_NOTES = {
    "application/pkcs7-mime": "encrypted",
    "application/x-pkcs7-mime": "encrypted",
    "multipart/encrypted": "encrypted",
    "multipart/signed": "signed",
    "text/calendar": "calendar",
}
_WINMAIL = {"application/ms-tnef", "application/vnd.ms-tnef"}
_LETTERS = {"message/rfc822", "message/global"}


class Block(Struct, frozen=True):
    """One stretch of the letter in one or two forms."""

    plain: str = ""
    html: str = ""


class Found(Struct, kw_only=True):
    """What the walk has gathered."""

    blocks: list[Block] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, word: str) -> None:
        """Remember a remark once."""
        if word not in self.notes:
            self.notes.append(word)


class Body(Struct, frozen=True, kw_only=True):
    """The readable letter. `notes` are words for the operator: encrypted, signed, calendar, cut, too_many_parts."""

    visible: str
    folded: str
    html: str
    files: tuple[Attachment, ...]
    notes: tuple[str, ...]


def _unflow(text: str, *, delsp: bool) -> str:
    """Join the soft line ends of format=flowed (RFC 3676)."""
    lines: list[str] = []
    joined_to = ""
    flowing = False
    for line in text.split("\n"):
        mark = (_FLOWED_QUOTE.match(line) or [""])[0]
        words = line[len(mark) :].removeprefix(" ") if mark or line.startswith(" ") else line
        soft = words.endswith(" ") and words != "-- "
        if flowing and joined_to == mark and lines:
            lines[-1] += words
        else:
            lines.append(f"{mark} {words}" if mark else words)
        if soft and delsp:
            lines[-1] = lines[-1][:-1]
        flowing, joined_to = soft, mark
    return "\n".join(lines)


def _text_of(part: Entity) -> str:
    data = part.content()
    charset = part.params.get("charset", "")
    if not charset and part.kind == "text/html" and (match := _META.search(data[:4000])):
        charset = match[1].decode("ascii")
    text = clean_text(decode(data, charset))
    if part.kind == "text/plain" and part.params.get("format", "").lower() == "flowed":
        return _unflow(text, delsp=part.params.get("delsp", "").lower() == "yes")
    return text


def _file_kind(mime: str) -> Kind:
    family, _, kind = mime.partition("/")
    if family == "image" and not kind.startswith(("svg", "vnd", "x-")):
        return Kind.IMAGE
    return {"video": Kind.VIDEO, "audio": Kind.AUDIO}.get(family, Kind.DOCUMENT)


def _letter_name(data: bytes) -> str:
    headers = dict(reversed(read_headers(split_head(data)[0])))
    return clean_name(
        header_text(headers.get("subject", b"")).translate({ord(sign): "_" for sign in '/\\:*?"<>|'}), 100
    )


def _file(part: Entity) -> Attachment:
    data = part.content()
    name = file_name(part.disposition_params, part.params)
    if not name:
        stem = _letter_name(data) if part.kind in _LETTERS else ""
        name = (stem or part.kind.partition("/")[0]) + _EXTENSIONS.get(part.kind, "")
    ids = message_ids(part.raw("content-id"))
    return Attachment(
        kind=_file_kind(part.kind),
        data=data,
        name=name,
        mime=part.kind,
        size=len(data),
        content_id=ids[0] if ids else "",
        inline=bool(ids) and part.disposition != "attachment",
    )


def _open_winmail(part: Entity, found: Found) -> None:
    packed = open_winmail(part.content())
    if packed.text.strip() and not any(block.plain.strip() or block.html for block in found.blocks):
        found.blocks.append(Block(plain=clean_text(packed.text)))
    for file in packed.files:
        mime = file.mime if re.fullmatch(r"[\w.+-]+/[\w.+-]+", file.mime) else "application/octet-stream"
        name = clean_name(re.split(r"[/\\]", file.name)[-1], 180) or "file"
        found.files.append(Attachment(kind=_file_kind(mime), data=file.data, name=name, mime=mime, size=len(file.data)))
    if not packed.files:
        found.files.append(_file(part))


def _is_words(part: Entity) -> bool:
    if part.kind not in {"text/plain", "text/html", "text/enriched"} or part.disposition == "attachment":
        return False
    return not file_name(part.disposition_params, part.params)


def _gather(part: Entity, found: Found) -> None:
    if part.kind in _NOTES:
        found.note(_NOTES[part.kind])
    if part.kind == "multipart/alternative":
        _gather_alternative(part, found)
    elif part.children:
        for child in part.children:
            _gather(child, found)
    elif part.kind in _WINMAIL:
        _open_winmail(part, found)
    elif _is_words(part):
        text = _text_of(part)
        found.blocks.append(Block(html=text) if part.kind == "text/html" else Block(plain=text))
    elif part.body or not part.kind.startswith("multipart/"):
        found.files.append(_file(part))


def _gather_alternative(part: Entity, found: Found) -> None:
    """Take the first plain and the last HTML form; files inside belong to the letter."""
    inner = Found(files=found.files, notes=found.notes)
    for child in part.children:
        _gather(child, inner)
    plain = "\n".join(block.plain for block in inner.blocks if block.plain.strip())
    html = next((block.html for block in reversed(inner.blocks) if block.html.strip()), "")
    found.blocks.append(Block(plain=plain, html=html))


def _better(plain: str, html: str) -> Split:
    """Choose the form that shows best what was written; HTML when the plain form is empty or an excuse."""
    by_plain = split_text(plain)
    if not html:
        return by_plain
    shown = html_to_text(html)
    by_html = split_text(shown)
    poor = len(plain.strip()) * _POOR_PLAIN < len(shown) or _NO_HTML.search(plain[:400])
    if not plain.strip() or (shown.strip() and poor):
        return by_html
    if by_html.folded and not by_plain.folded and by_html.visible.strip():
        return by_html
    return by_plain


def _whole_html(blocks: list[Block]) -> str:
    if not any(block.html for block in blocks):
        return ""
    pieces = (
        block.html or f"<pre>{markup.escape(block.plain)}</pre>"
        for block in blocks
        if block.html or block.plain.strip()
    )
    return "\n".join(pieces)


def read_body(letter: Entity) -> Body:
    """Read the words and files of a letter; never raises."""
    found = Found()
    _gather(letter, found)
    html = _whole_html(found.blocks)
    plain = "\n".join(
        block.plain if block.plain.strip() or len(found.blocks) == 1 else html_to_text(block.html)
        for block in found.blocks
    )
    split = _better(plain, html)
    if letter.cut:
        found.note("too_many_parts")
    if len(split.visible) > MAX_VISIBLE or len(split.folded) > MAX_VISIBLE or len(html) > MAX_HTML:
        found.note("cut")
    return Body(
        visible=clean_text(split.visible, MAX_VISIBLE),
        folded=clean_text(split.folded, MAX_VISIBLE),
        html=html if len(html) <= MAX_HTML else "",
        files=tuple(found.files),
        notes=tuple(found.notes),
    )
