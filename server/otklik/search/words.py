"""What was typed becomes words: cleaned as the index cleans, in the other keyboard layout, mended by likeness."""

import re
from collections.abc import Sequence

from otklik.kit.text import clean_text
from otklik.search.records import Likeness

WORDS_MAX = 10
QUERY_MAX = 200
_WORD = re.compile(r"[^\W_]+")
_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC = str.maketrans(_LATIN + _LATIN.upper(), _CYRILLIC + _CYRILLIC.upper())
_TO_LATIN = str.maketrans(_CYRILLIC + _CYRILLIC.upper(), _LATIN + _LATIN.upper())
_SHORT = 5


def split_words(text: str) -> list[str]:
    """Return the words and numbers of a text as the index knows them: lower case, ё as е."""
    return [word.lower().replace("ё", "е") for word in _WORD.findall(text)]


def read_query(typed: str) -> list[str]:
    """Return the words to look for, each once, ten at most."""
    return list(dict.fromkeys(split_words(clean_text(typed, QUERY_MAX))))[:WORDS_MAX]


def other_layout(typed: str) -> str:
    """Return what the same keys give in the other layout; the text itself when it is in neither or in both."""
    cyrillic = sum("а" <= letter <= "я" or letter == "ё" for letter in typed.lower())
    latin = sum("a" <= letter <= "z" for letter in typed.lower())
    if cyrillic and not latin:
        return typed.translate(_TO_LATIN)
    return typed.translate(_TO_CYRILLIC) if latin and not cyrillic else typed


def choose_mend(word: str, likenesses: Sequence[Likeness]) -> str | None:
    """Return the word that was probably meant: the fewest slips of a finger, then the most written; None if unlike."""
    allowed = 1 if len(word) <= _SHORT else 2
    near = [(slips(word, one.word, allowed), -one.seen, one.word) for one in likenesses]
    return min((one for one in near if one[0] <= allowed), default=(0, 0, None))[2]


def slips(one: str, other: str, limit: int) -> int:
    """Count letters put in, left out, mistaken or swapped with a neighbour; more than `limit` is `limit` + 1."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for down, letter in enumerate(one, 1):
        earlier, before, row = before, row, [down]
        for across, sign in enumerate(other, 1):
            cost = min(before[across] + 1, row[-1] + 1, before[across - 1] + (letter != sign))
            if down > 1 and across > 1 and letter == other[across - 2] and one[down - 2] == sign:
                cost = min(cost, earlier[across - 2] + 1)
            row.append(cost)
    return min(row[-1], limit + 1)


def mark_words(text: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Return the places (offset, length in code points) of words that are among `wanted`."""
    return [
        (found.start(), len(found.group()))
        for found in _WORD.finditer(text)
        if found.group().lower().replace("ё", "е") in wanted
    ]
