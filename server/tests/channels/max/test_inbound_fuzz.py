"""Whatever comes, reading it gives facts that can be stored, or UnknownShape."""

import copy
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import Happening, HookCall, MessageEdited, MessageReceived
from otklik.channels.max.inbound import parse
from tests.channels.max.test_inbound import NAMES, kept

_KEPT = [kept(name) for name in NAMES]
_ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([2**31, 2**53, 2**63, -(2**63), 10**400, -1, 0]),
    st.floats(allow_nan=False, allow_infinity=False), st.text(),
    st.sampled_from(["\x00", "\ud800", "a\udfffb", "😀" * 9, "\u202eabc"]),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


def _places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        found += _places(one, (*path, key))
    return found


def _read(body: bytes) -> Sequence[Happening]:
    facts: Sequence[Happening] = ()
    with suppress(UnknownShape):
        facts = parse(HookCall(body=body))
    for fact in facts:
        stored = msgspec.json.encode(fact)
        assert b"\\u0000" not in stored
        stored.decode("utf-8")
        assert fact.key
        if isinstance(fact, MessageReceived | MessageEdited):
            for mark in fact.content.marks:
                assert 0 <= mark.offset < mark.offset + mark.length <= len(fact.content.text)
    return facts


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_kept_event_with_an_odd_value_anywhere(data: st.DataObject) -> None:
    update = copy.deepcopy(data.draw(st.sampled_from(_KEPT)))
    places = _places(update)
    for number in data.draw(st.lists(st.integers(0, len(places) - 1), min_size=1, max_size=3)):
        *steps, last = places[number]
        target = update
        with suppress(KeyError, IndexError, TypeError):
            for step in steps:
                target = target[step]
            target[last] = data.draw(_ODD)
    _read(json.dumps(update).encode())


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    _read(body)


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.characters(), min_size=1, max_size=60), data=st.data())
def test_marks_always_lie_within_the_text(text: str, data: st.DataObject) -> None:
    mark = st.fixed_dictionaries({
        "type": st.sampled_from(["strong", "link", "heading", "quote", "user_mention"]),
        "from": st.integers(-5, 150), "length": st.integers(-5, 150), "url": st.text(max_size=5),
    })  # fmt: skip
    update = copy.deepcopy(kept("forwarded"))
    for body in (update["message"]["body"], update["message"]["link"]["message"]):
        body |= {"text": text, "markup": data.draw(st.lists(mark, max_size=6))}
    _read(json.dumps(update).encode())


def test_nesting_without_end() -> None:
    _read(b'{"update_type": "message_created", "message": ' + b'{"a":' * 20000 + b"1" + b"}" * 20001)
