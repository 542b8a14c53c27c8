"""Text from outside becomes text that PostgreSQL, JSON and people can hold."""

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def _replace_unstorable(match: re.Match[str]) -> str:
    return "\ufffd" if match.group() >= "\ud800" else ""


def _is_plain(text: str) -> bool:
    """Say whether there is nothing to clean: printable excludes control characters, surrogates and invisible marks."""
    return text.isprintable() and unicodedata.is_normalized("NFC", text)


def clean_text(text: str, limit: int | None = None) -> str:
    """Drop NUL and control characters, replace lone surrogates, normalise to NFC, cut at `limit` characters.

    PostgreSQL refuses U+0000 and lone surrogates; one such character would make a whole batch fail.
    """
    if not _is_plain(text):
        text = _UNSTORABLE.sub(_replace_unstorable, text.replace("\r\n", "\n").replace("\r", "\n"))
        text = unicodedata.normalize("NFC", text)
    return text if limit is None else text[:limit]


def clean_name(text: str, limit: int = 200) -> str:
    """Make one visible line of a person's or file's name; direction overrides and invisible marks go."""
    if not text:
        return ""
    if _is_plain(text):
        return " ".join(text.split())[:limit]
    return _SPACES.sub(" ", _INVISIBLE.sub("", clean_text(text))).strip()[:limit]


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, the unit in which Telegram counts."""
    return len(text) + sum(1 for character in text if character > "\uffff")
