"""Bytes of unknown origin become text; the declared charset is a hint, never a reason to fail."""

import codecs
import re

ALIASES = {
    "unknown-8bit": "",
    "x-unknown": "",
    "8bit": "",
    "binary": "",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8mb4": "utf-8",
    "cp-1251": "cp1251",
    "windows1251": "cp1251",
    "win-1251": "cp1251",
    "win1251": "cp1251",
    "x-cp1251": "cp1251",
    "koi8": "koi8-r",
    "koi8r": "koi8-r",
    "x-mac-cyrillic": "mac_cyrillic",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "windows-874": "cp874",
}
"""Names used in letters that Python spells otherwise, or whose superset is what senders really mean."""

_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac_cyrillic")
_FREQUENT = frozenset("оеаинтсрвлкмдпу")
_LETTERS = re.compile("[а-яё]", re.IGNORECASE)
_ODD = re.compile("[\u2500-\u259f\u0402-\u040f\u0452-\u045f]|[а-яё][А-ЯЁ]")
_HIGH = re.compile(rb"[\x80-\xff]")
_LATIN_LETTERS = re.compile(rb"[\xc0-\xff]")
_INSIDE_LATIN = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[A-Za-z])")
_SAMPLE = 20_000
_FEW_ERRORS = 0.02


def _score(text: str) -> float:
    letters = _LETTERS.findall(text)
    lower = sum(1 for letter in letters if letter.islower())
    frequent = sum(1 for letter in letters if letter in _FREQUENT)
    return lower + frequent - 3 * len(_ODD.findall(text))


def guess_cyrillic(data: bytes) -> str:
    """Return the single-byte Cyrillic charset in which `data` looks most like words, or '' when none does."""
    sample = data[:_SAMPLE]
    if len(_INSIDE_LATIN.findall(sample)) * 2 > len(_HIGH.findall(sample)):
        return ""
    scored = [(_score(sample.decode(charset, "replace")), charset) for charset in _CYRILLIC]
    best, charset = max(scored, key=lambda pair: pair[0])
    return charset if best > len(_HIGH.findall(sample)) * 0.6 else ""


def _codec(declared: str) -> str:
    name = declared.strip().strip("\"'").lower()
    name = ALIASES.get(name, name)
    if not name or "\0" in name or not name.isascii():
        return ""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return found.name if getattr(found, "_is_text_encoding", True) and _plain(found.name) else ""


def _plain(name: str) -> bool:
    return name not in {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


def _guess(data: bytes) -> str:
    charset = guess_cyrillic(data) or "cp1252"
    return data.decode(charset, "replace")


def _decode_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    high = len(_HIGH.findall(data[:_SAMPLE]))
    return text if wrong <= max(high, 1) * _FEW_ERRORS or (wrong == 1 and high > 1) else None


def _mislabelled(data: bytes, codec: str) -> bool:
    """Say whether text called Latin-1 is mostly high letters, as Russian sent by careless programs is."""
    if codec not in {"cp1252", "iso8859-1"}:
        return False
    high = len(_LATIN_LETTERS.findall(data[:_SAMPLE]))
    return high * 2 > sum(1 for byte in data[:_SAMPLE] if chr(byte).isalpha())


def decode(data: bytes, declared: str = "") -> str:
    """Decode by the declared charset, else UTF-8, else the Cyrillic charset that fits, else Windows-1252."""
    if data.isascii() and not data.count(b"\x1b") and _codec(declared) not in {"utf-7", "utf-16", "utf-32"}:
        return data.decode("ascii")
    codec = _codec(declared)
    if codec and codec != "utf-8":
        try:
            text = data.decode(codec)
        except (UnicodeError, ValueError):
            text = None
        if text is not None and not (_mislabelled(data, codec) and guess_cyrillic(data)):
            return text
    return _decode_utf8(data) or _guess(data)
