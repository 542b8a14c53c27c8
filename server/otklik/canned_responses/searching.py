"""How prepared answers are found: by beginnings of words, also when they are typed in the other keyboard layout."""

import re
import unicodedata

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_SWAP = str.maketrans(_LATIN + _CYRILLIC, _CYRILLIC + _LATIN)
_GAPS = re.compile(r"[\W_]+")
_WORDS_MAX = 8


def fold(text: str) -> str:
    """Return the words of a text as they are compared: small letters, one space before each."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    return " " + _GAPS.sub(" ", plain).strip()


def readings(query: str) -> list[list[str]]:
    """Return the words somebody may have meant: as typed, and as typed in the other layout."""
    typed = query.lower()
    found = [_split(typed), _split(typed.translate(_SWAP))]
    return [words for number, words in enumerate(found) if words and words not in found[:number]]


def _split(text: str) -> list[str]:
    return fold(text).split()[:_WORDS_MAX]
