"""Cutting texts, and buttons for those who have none."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.capabilities import TextUnit
from otklik.channelkit.content import Button, Mark
from otklik.channelkit.fitting import (
    Limits,
    Piece,
    answered_button,
    buttons_as_text,
    find_button,
    is_boundary,
    measure,
    short_payload,
    shorten,
    split_text,
)

_FAMILY, _FLAGS, _SKIN = "👨\u200d👩\u200d👧", "🇷🇺🇩🇪", "👍🏽"


def cut(text: str, limit: int, marks: Sequence[Mark] = (), unit: TextUnit = TextUnit.CHARS) -> list[str]:
    return [piece.text for piece in split_text(text, marks, Limits(each=limit, unit=unit, numbered=False))]


@pytest.mark.parametrize("text, limit, pieces", [
    ("", 10, [""]),
    ("коротко", 10, ["коротко"]),
    ("раз два три", 7, ["раз два", "три"]),
    ("Первая часть.\n\nВторая, и дальше ещё слова", 40, ["Первая часть.\n\nВторая, и дальше ещё", "слова"]),
    ("Один абзац здесь.\n\nДругой абзац. Здесь слова", 30, ["Один абзац здесь.", "Другой абзац. Здесь слова"]),
    ("Кончилась мысль. Началась другая", 28, ["Кончилась мысль.", "Началась другая"]),
    ("строка один\nстрока два три", 20, ["строка один", "строка два три"]),
    ("аааааааааа", 4, ["аааа", "аааа", "аа"]),
    ("см. https://shop.example/very/long", 31, ["см.", "https://shop.example/very/long"]),
])  # fmt: skip
def test_texts_are_cut_where_a_reader_would(text: str, limit: int, pieces: list[str]) -> None:
    assert cut(text, limit) == pieces


@pytest.mark.parametrize("cluster", [_FAMILY, _SKIN, "e\u0301", "한", "\u1112\u1161\u11ab", "1️⃣", "क्षि", "🇷🇺"])
def test_what_looks_like_one_character_stays_one(cluster: str) -> None:
    text = "аб" + cluster + "вг"
    inside = range(3, 2 + len(cluster))
    assert [n for n in range(len(text) + 1) if not is_boundary(text, n)] == list(inside)


def test_flags_are_cut_between_and_not_through() -> None:
    assert [n for n in range(5) if is_boundary(_FLAGS, n)] == [0, 2, 4]


@pytest.mark.parametrize("unit, limit", [(TextUnit.CHARS, 7), (TextUnit.UTF16, 8), (TextUnit.BYTES, 18)])
def test_length_is_counted_in_the_unit_of_the_channel(unit: TextUnit, limit: int) -> None:
    assert cut(_FAMILY + "ab" + _FAMILY, limit, unit=unit)[0].startswith(_FAMILY)
    assert all(
        measure(piece, unit) <= max(limit, measure(_FAMILY, unit)) for piece in cut("я😀" * 30, limit, unit=unit)
    )


def test_a_marked_link_is_kept_whole_and_a_long_mark_goes_on() -> None:
    text = "Вот здесь наш длинный сайт магазина"
    first, second = split_text(text, [Mark("link", 10, 16, "https://a.b/")], Limits(each=25))
    assert (first.text, first.marks) == ("Вот здесь", ())
    assert second.marks == (Mark("link", 0, 16, "https://a.b/"),)
    pieces = split_text("слово " * 4, [Mark("bold", 0, 23)], Limits(each=12))
    assert [piece.marks for piece in pieces] == [(Mark("bold", 0, 11),)] * 2


def test_a_cut_outside_a_mark_is_preferred() -> None:
    first, _ = split_text("один два три четыре", [Mark("bold", 9, 10)], Limits(each=16))
    assert first == Piece("один два")


def test_more_than_three_pieces_are_numbered_and_marks_move_along() -> None:
    pieces = split_text("словечко " * 30, [Mark("bold", 0, 8)], Limits(each=80))
    assert [piece.text[:6] for piece in pieces] == [f"({n}/{len(pieces)}) " for n in range(1, len(pieces) + 1)]
    assert len(pieces) > 3
    assert all(len(piece.text) <= 80 for piece in pieces)
    assert pieces[0].marks == (Mark("bold", 6, 8),)
    three = split_text("словечко " * 26, [], Limits(each=80))
    assert [piece.text[0] for piece in three] == ["с"] * 3


def test_the_first_piece_may_have_a_limit_of_its_own() -> None:
    pieces = split_text("слово " * 19, [], Limits(each=100, first=20))
    assert [len(piece.text) for piece in pieces] == [17, 96]


_ALPHABET = st.sampled_from(["a", "б", " ", "\n", "\n\n", ". ", "😀", _FAMILY, _SKIN, "e\u0301", "🇷🇺", "https://a.b/c"])


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(_ALPHABET, max_size=60).map("".join), limit=st.integers(20, 60), unit=st.sampled_from(list(TextUnit)),
    spans=st.lists(st.tuples(st.sampled_from(["bold", "link"]), st.integers(0, 60), st.integers(1, 30)), max_size=4),
    numbered=st.booleans(),
)  # fmt: skip
def test_nothing_is_lost_and_every_piece_fits(
    text: str, limit: int, unit: TextUnit, spans: list[tuple[str, int, int]], *, numbered: bool
) -> None:
    marks = [Mark(kind, low, min(length, len(text) - low)) for kind, low, length in spans if low < len(text)]
    pieces = split_text(text, marks, Limits(each=limit, unit=unit, numbered=numbered))
    bare = [re.sub(r"^\(\d+/\d+\) ", "", piece.text) for piece in pieces]
    assert "".join("".join(bare).split()) == "".join(text.split())
    for piece in pieces:
        assert measure(piece.text, unit) <= max(limit, measure(_FAMILY, unit))
        for mark in piece.marks:
            assert 0 <= mark.offset < mark.offset + mark.length <= len(piece.text)


def test_cutting_a_huge_text_is_quick() -> None:
    assert sum(len(piece) for piece in cut("слово " * 50_000, 4096)) > 250_000


def test_labels_are_shortened_between_characters() -> None:
    assert shorten("короткая", 20) == "короткая"
    assert shorten("очень длинная", 8) == "очень д…"
    assert shorten("аб" + _FAMILY, 5) == "аб…"


BUTTONS = ((Button("Да", "yes"), Button("Нет", "no")), (Button("Сайт", url="https://a.b/"),))


def test_buttons_become_a_numbered_list() -> None:
    piece = buttons_as_text(Piece("Решено?", (Mark("bold", 0, 7),)), BUTTONS)
    assert piece.text == "Решено?\n\n1. Да\n2. Нет\n3. Сайт: https://a.b/"
    assert piece.marks == (Mark("bold", 0, 7),)
    assert buttons_as_text(Piece("Решено?"), ()) == Piece("Решено?")


@pytest.mark.parametrize("text, payload", [("1", "yes"), (" 2. ", "no"), ("да", "yes"), ("НЕТ", "no")])
def test_an_answer_in_words_chooses_a_button(text: str, payload: str) -> None:
    button = answered_button(text, BUTTONS)
    assert button is not None
    assert button.payload == payload


@pytest.mark.parametrize("text", ["3", "Сайт", "4", "", "да, но", "12"])
def test_other_words_choose_nothing(text: str) -> None:
    assert answered_button(text, BUTTONS) is None


def test_payloads_are_short_stable_and_unambiguous() -> None:
    assert short_payload("yes", 64) == "yes"
    long = short_payload("x" * 65, 64)
    assert long == short_payload("x" * 65, 64)
    assert len(long.encode()) <= 64
    tricky = Button("Хитрая", long)
    assert short_payload(tricky.payload, 64) != long
    assert find_button(long, ((tricky, Button("Длинная", "x" * 65)),), 64) == Button("Длинная", "x" * 65)
    assert find_button("Без груза", ((Button("Без груза"),),), 64) == Button("Без груза")
