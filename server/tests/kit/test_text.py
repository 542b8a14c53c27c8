import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.kit.text import clean_name, clean_text, utf16_length

_ANY = st.text(st.characters(codec=None))
_NASTY = st.text(st.sampled_from("aé e\u0301\x00\x07\t\r\n\u200b\u202e\u2066\ufeff\ud800\u00a0\u3000Вера👩‍👩‍👧"))


@given(_ANY | _NASTY)
def test_clean_text_can_be_stored_and_stays_what_it_is(text: str) -> None:
    cleaned = clean_text(text)
    assert not any(
        unicodedata.category(character) == "Cs" or (character < " " and character not in "\t\n")
        for character in cleaned
    )
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_text(cleaned) == cleaned
    cleaned.encode()


@given(_ANY | _NASTY)
def test_a_clean_name_is_one_visible_line(text: str) -> None:
    name = clean_name(text)
    assert name == " ".join(name.split())
    assert not set(name) & set("\u200b\u200f\u202a\u202e\u2060\u2069\ufeff\x00\n\t\r\u00a0")
    assert len(name) <= 200


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Вера  Иванова ", "Вера Иванова"),
        ("Вера\u00a0Иванова", "Вера Иванова"),
        ("\u202eаревВ", "аревВ"),
        ("e\u0301", "é"),
        ("👩\u200d👩\u200d👧", "👩👩👧"),
        ("a\x00b\ud800c", "ab\ufffdc"),
        ("", ""),
    ],
)
def test_names_from_outside(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_a_text_is_cut_at_its_limit() -> None:
    assert clean_text("é" * 10, 4) == "é" * 4
    assert clean_text("e\u0301" * 10, 4) == "é" * 4


def test_utf16_counts_what_lies_beyond_the_first_plane_twice() -> None:
    assert utf16_length("a👩é") == 4
