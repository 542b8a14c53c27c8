"""Everything of a delivery is read, in its order and in any of its shapes; nothing odd stops its neighbours."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.meta.deliveries import Change, Event, read_changes, read_events
from otklik.channelkit.meta.reading import decode, moment, number, part, word


def body_of(*entries: Any) -> bytes:
    return json.dumps({"object": "page", "entry": list(entries)}).encode()


def test_one_envelope_of_a_thousand_events() -> None:
    events = [{"sender": {"id": str(n)}, "message": {"mid": f"m{n}"}} for n in range(1000)]
    poisoned: list[Any] = [*events[:300], None, 7, [], *events[300:]]
    first: Any = {"id": "1001", "messaging": poisoned[:500]}
    second: Any = {"id": 1002, "messaging": poisoned[500:]}
    found = list(read_events(body_of(first, "?", None, second)))
    assert [event.body["message"]["mid"] for event in found] == [f"m{n}" for n in range(1000)]
    assert {event.account for event in found} == {"1001", "1002"}
    assert not any(event.standby for event in found)


def test_one_envelope_of_a_thousand_changes() -> None:
    changes = [{"field": "messages", "value": {"n": n}} for n in range(1000)]
    found = list(read_changes(body_of({"id": "1", "changes": [None, *changes, {"field": 3, "value": 7}]})))
    assert [change.value["n"] for change in found[:-1]] == list(range(1000))
    assert (found[-1].field, dict(found[-1].value)) == ("3", {})


def test_events_come_in_three_shapes_and_on_standby() -> None:
    entry = {"id": "9", "messaging": [{"n": 1}], "standby": [{"n": 2}], "changes": [{"field": "m", "value": {"n": 3}}]}
    assert list(read_events(body_of(entry))) == [
        Event("9", {"n": 1}), Event("9", {"n": 2}, standby=True), Event("9", {"n": 3})
    ]  # fmt: skip
    assert list(read_events(b'{"field": "messages", "value": {"n": 4}}')) == [Event("", {"n": 4})]


def test_a_bare_change() -> None:
    bare = {"field": "messages", "value": {"n": 4}}
    assert list(read_changes(json.dumps(bare).encode())) == [Change("", "messages", {"n": 4}, bare)]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"entry": 7}', b"\xff", b"[" * 9000, b'{"field": "x"}', b'"x"', b"null"]
)
def test_what_is_no_delivery(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        list(read_changes(body))
    with pytest.raises(UnknownShape):
        list(read_events(body))


def test_half_a_character_is_survived() -> None:
    assert word(decode(b'{"name": "a\\ud800b"}'), "name") == "a\ufffdb"


@pytest.mark.parametrize(
    ("given", "read"),
    [("1795341600", 1795341600), (1795341600123, 1795341600.123), ("1795341600123", 1795341600.123), (0, None),
     ("soon", None), (10**400, None), (True, None), (None, None), ("1e999", None), (9e15, None)],
)  # fmt: skip
def test_seconds_and_milliseconds(given: object, read: float | None) -> None:
    fallback = datetime(2026, 1, 1, tzinfo=UTC)
    found = moment({"at": given}, "at", fallback)
    assert found == (fallback if read is None else datetime.fromtimestamp(read, UTC))


def test_ids_lose_no_digits() -> None:
    assert word({"id": 9007199254740993}, "id") == "9007199254740993"
    assert word({"id": 10**5000}, "id") == ""
    assert number({"n": "12.5"}, "n") == 12.5
    assert part({"a": {"b": 1}}, "a", "b") == {}


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["entry", "changes", "messaging", "standby", "field", "value", "id"]), inner, max_size=4
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(value=_ANY)
def test_whatever_comes(value: object) -> None:
    body = json.dumps(value).encode()
    for read in (read_changes, read_events):
        try:
            list(read(body))
        except UnknownShape:
            continue
