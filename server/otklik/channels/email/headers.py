"""Header values as text: folding, encoded words, parameters and ids, read without ever raising.

The standard library's header objects raise on values of a few characters (`Message-ID: <`), so a stranger could
stop the reader for ever; these functions accept any bytes.
"""

import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_tz

from otklik.channels.email.charsets import decode
from otklik.kit.text import clean_name, clean_text

Params = dict[str, str]

_FOLD = re.compile(rb"[\r\n]+[ \t]?")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_PARAM = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
_SECTION = re.compile(r"^(?P<name>[^*]+)(?:\*(?P<number>\d{1,3}))?(?P<coded>\*)?$")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_ID = re.compile(r"<([^<>]{1,900})>")
_BARE_ID = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
_SPACE = re.compile(r"\s+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PATH = re.compile(r"^.*[/\\]", re.DOTALL)
_ID_MAX = 400
_SUBJECT_MAX = 500
_FILE_NAME_MAX = 180
_IDS_MAX = 200
_YEAR_MIN, _YEAR_MAX = 1970, 2200


def unfold(value: bytes) -> str:
    """Join folded lines and read bytes without a declared charset: UTF-8 first, then a guess."""
    return decode(_FOLD.sub(b" ", value).replace(b"\0", b"")).strip()


def _word_bytes(encoding: str, body: str) -> bytes:
    raw = body.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    return base64_bytes(body)


def base64_bytes(text: str) -> bytes:
    """Decode base64 that may be broken: foreign characters are skipped, missing padding is added."""
    digits = _NOT_BASE64.sub("", text)
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    return binascii.a2b_base64(digits + "=" * (-len(digits) % 4))


def decode_words(text: str) -> str:
    """Decode RFC 2047 words. Neighbours in one charset are joined as bytes: senders split them inside letters."""
    pieces: list[str] = []
    run: tuple[str, bytes] | None = None
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        charset = match[1].split("*", 1)[0].lower()
        data = _word_bytes(match[2], match[3])
        if run and run[0] == charset and not gap.strip():
            run = (charset, run[1] + data)
        else:
            pieces += _flush(run, gap)
            run = (charset, data)
        end = match.end()
    pieces += _flush(run, text[end:], last=True)
    return "".join(pieces)


def _flush(run: tuple[str, bytes] | None, gap: str, *, last: bool = False) -> list[str]:
    if run is None:
        return [gap]
    return [decode(run[1], run[0]), gap if last or gap.strip() else ""]


def header_text(value: bytes, limit: int = _SUBJECT_MAX) -> str:
    """Return one line of text: decoded, without control, direction and zero-width characters."""
    return clean_name(decode_words(unfold(value)), limit)


def _unquote(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        return _ESCAPED.sub(r"\1", value.strip('"'))
    return value


def _percent(value: str) -> bytes:
    return _PERCENT.sub(lambda match: bytes([int(match[1], 16)]), value.encode("utf-8", "replace"))


def _join_sections(sections: dict[int, tuple[bool, str]]) -> str:
    data, charset = b"", ""
    for number in sorted(sections):
        coded, value = sections[number]
        if coded and not data and value.count("'") >= 2:  # noqa: PLR2004 - charset'language'value
            charset, _, value = value.split("'", 2)
        data += _percent(value) if coded else value.encode("utf-8", "replace")
    return decode(data, charset)


def parameters(value: bytes) -> tuple[str, Params]:
    """Split `type/subtype; name=value` into its first word and parameters, RFC 2231 pieces joined and decoded."""
    text = unfold(value)
    first = text.split(";", 1)[0].strip().lower()
    plain: Params = {}
    sections: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _PARAM.finditer(text):
        parts = _SECTION.match(match[1].lower())
        if parts is None or (parts["number"] is None and not parts["coded"]):
            plain.setdefault(match[1].lower(), decode_words(_unquote(match[2])))
        else:
            number = int(parts["number"] or 0)
            sections.setdefault(parts["name"], {})[number] = (bool(parts["coded"]), _unquote(match[2]))
    plain.update({name: _join_sections(found) for name, found in sections.items()})
    return first, plain


def file_name(disposition: Params, kind: Params) -> str:
    """Return the name of a file without folders and tricks, or ''."""
    name = disposition.get("filename") or kind.get("name") or ""
    return clean_name(_PATH.sub("", decode_words(name)), _FILE_NAME_MAX).strip(". ")


def message_ids(value: bytes) -> tuple[str, ...]:
    """Return the ids in a Message-ID, In-Reply-To or References header, without brackets, each once."""
    text = unfold(value)
    found = _ID.findall(text) or _BARE_ID.findall(text)
    ids = (clean_text(_SPACE.sub("", item)) for item in found)
    return tuple(dict.fromkeys(item for item in ids if item and len(item) <= _ID_MAX))[:_IDS_MAX]


def header_date(value: bytes) -> datetime | None:
    """Return the instant a date header names, or None."""
    try:
        fields = parsedate_tz(unfold(value))
        if fields is None or not _YEAR_MIN <= fields[0] <= _YEAR_MAX:
            return None
        local = datetime(*fields[:6], tzinfo=UTC).timestamp()
        return datetime.fromtimestamp(local - (fields[9] or 0), UTC)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None
