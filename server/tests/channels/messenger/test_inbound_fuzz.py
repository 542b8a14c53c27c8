"""Whatever comes, reading it gives facts that can be stored, or UnknownShape."""

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import Happening, HookCall
from otklik.channelkit.meta.messaging import parse
from tests.channels.messenger.wire import Loose, fixture_names, read_fixture

_KEPT = [read_fixture(name) for name in fixture_names()]
_ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([2**31, 2**53, 2**63, -(2**63), 10**400, -1, 0]),
    st.floats(allow_nan=False, allow_infinity=False), st.text(),
    st.sampled_from(["\x00", "\ud800", "a\udfffb", "😀" * 9, "9" * 400, "1e999", "https://[", "https://x/%ff%00"]),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


def _places(value: Loose, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        found += _places(one, (*path, key))
    return found


def _read(body: bytes) -> Sequence[Happening]:
    facts: Sequence[Happening] = ()
    with suppress(UnknownShape):
        facts = parse(HookCall(body=body), "")
    for fact in facts:
        stored = msgspec.json.encode(fact)
        assert b"\\u0000" not in stored
        assert fact.key
        stored.decode("utf-8")
    return facts


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_kept_delivery_with_an_odd_value_anywhere(data: st.DataObject) -> None:
    delivery = json.loads(json.dumps(data.draw(st.sampled_from(_KEPT))))
    places = _places(delivery)
    for number in data.draw(st.lists(st.integers(0, len(places) - 1), min_size=1, max_size=3)):
        *steps, last = places[number]
        target = delivery
        with suppress(KeyError, IndexError, TypeError):
            for step in steps:
                target = target[step]
            target[last] = data.draw(_ODD)
    _read(json.dumps(delivery).encode())


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    _read(body)


def test_nesting_without_end() -> None:
    _read(b'{"entry": [{"id": "1", "messaging": [{"app_roles": ' + b'{"a":' * 900 + b"1" + b"}" * 905)
    _read(b'{"entry": ' + b'{"a":' * 20000 + b"1" + b"}" * 20001)
