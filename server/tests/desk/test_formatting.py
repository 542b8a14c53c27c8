"""Formatting by signs: the examples that the web is held to as well, and what a channel does not carry."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.desk.formatting import fit_marks, read_signs
from tests.desk.scene import Scene, reply

_WEB = Path(__file__).parents[3] / "web/apps/desk/src/shared/formatting.vectors.json"
EXAMPLES: list[dict[str, Any]] = json.loads(_WEB.read_text("utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=[one["typed"] for one in EXAMPLES])
def test_the_examples(example: dict[str, Any]) -> None:
    found = read_signs(example["typed"])
    assert found.text == example["text"]
    assert [[mark.kind, mark.offset, mark.length, mark.url] for mark in found.marks] == example["marks"]


def test_a_link_that_is_not_carried_is_spelled_out_and_what_follows_moves() -> None:
    read = read_signs("Вот [чай](https://a.example) и **чашка**, [https://b.example](https://b.example)")
    plain = fit_marks(read, {"bold"})
    assert plain.text == "Вот чай (https://a.example) и чашка, https://b.example"
    [bold] = plain.marks
    assert plain.text[bold.offset : bold.offset + bold.length] == "чашка"
    assert fit_marks(read_signs("**[x](https://a.example)**"), {"bold"}).marks[0].length == len("x (https://a.example)")
    assert fit_marks(read, set()).marks == ()


@given(st.text(alphabet="*_~`[]()a 🫖\nhttps:/.", max_size=60))
def test_marks_lie_within_the_text(typed: str) -> None:
    found = read_signs(typed)
    assert len(found.text) <= len(typed)
    assert all(mark.length > 0 and mark.offset + mark.length <= len(found.text) for mark in found.marks)


async def test_signs_are_read_where_the_author_says_so(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    raw = (await reply(scene.a.anna_browser, number, "2**8 и **да**")).json()
    assert (raw["text"], raw["marks"]) == ("2**8 и **да**", [])
    read = (await reply(scene.a.anna_browser, number, "Готово: **да**", formatting="signs")).json()
    assert (read["text"], [mark["kind"] for mark in read["marks"]]) == ("Готово: да", ["bold"])
    note = (await reply(scene.a.anna_browser, number, "**смотри** `A-17`", kind="note", formatting="signs")).json()
    assert (note["text"], [mark["kind"] for mark in note["marks"]]) == ("смотри A-17", ["bold", "code"])
    empty = await reply(scene.a.anna_browser, number, "** **", formatting="signs")
    assert empty.status_code == 201, "signs without a partner are words"
