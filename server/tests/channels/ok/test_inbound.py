"""Events of Odnoklassniki as facts: its pages leave their forms half open, so every half is read."""

import copy
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import ButtonPressed, Happening, HookCall, MessageEchoed, MessageReceived, Quoted
from otklik.channels.ok.inbound import parse, verify
from tests.channels.ok.bench import SECRET, TEXT, T, call_of, event

MID = "mid:C3e1.1"


def read(value: Any) -> Sequence[Happening]:
    return parse(call_of(value))


def received(value: Any) -> MessageReceived:
    (fact,) = read(value)
    assert isinstance(fact, MessageReceived)
    return fact


def attached(kind: str, payload: Any) -> dict[str, Any]:
    return event({"mid": MID, "attachments": [{"type": kind, "payload": payload}]})


PRESS = event(webhookType="MESSAGE_CALLBACK", callbackId="cb1", payload="yes", mid="mid:C3e1.9")
PRESSES = {
    "flat": PRESS,
    "in a callback": event(webhookType="MESSAGE_CALLBACK", mid="mid:C3e1.9",
                           callback={"callback_id": "cb1", "payload": "yes"}),
    "in the message": event({"mid": "mid:C3e1.9", "payload": "yes", "callbackId": "cb1"},
                            webhookType="MESSAGE_CALLBACK"),
}  # fmt: skip
KEPT = [
    TEXT, event({"mid": MID, "text": "да"}, webhookType=None), event({"mid": MID, "text": "да", "reply_to": "mid:0"}),
    attached("IMAGE", {"url": "https://i.mycdn.test/1", "id": 7, "token": "t"}),
    attached("LOCATION", {"latitude": 55.7, "longitude": 37.6}),
    attached("CONTACT", {"name": "Пётр", "phone": "+7916"}),
    event({"mid": MID, "text": "из группы"}, sender={"user_id": "group:77", "name": "Анна"}), *PRESSES.values(),
    event(webhookType="CHAT_SYSTEM"), event({"mid": MID, "text": "тихо"}, webhookType="MESSAGE_WHISPERED"),
]  # fmt: skip


def test_a_text() -> None:
    fact = received(TEXT)
    assert (fact.key, fact.message_id) == (f"message:{MID}", MID)
    assert (fact.sender.external_id, fact.sender.name) == ("chat:C3e1", "Вера")
    assert fact.sent_at == datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    assert (fact.content.kind, fact.content.text) == (Kind.TEXT, "Здравствуйте")


@pytest.mark.parametrize("odd", [{"webhookType": None}, {"webhookType": "message_created"}])
def test_older_events_name_no_kind(odd: dict[str, Any]) -> None:
    assert received({**event(**odd), "message": TEXT["message"]}) == received(TEXT)


@pytest.mark.parametrize("answered", ["mid:0", {"mid": "mid:0", "text": "?"}])
def test_an_answer_names_its_message_in_either_form(answered: Any) -> None:
    assert received(event({"mid": MID, "text": "да", "reply_to": answered})).quoted == Quoted("mid:0")
    assert received(event({"mid": MID, "text": "да", "reply_to": 5})).quoted is None


@pytest.mark.parametrize("kind, wanted", [
    ("IMAGE", Kind.IMAGE), ("VIDEO", Kind.VIDEO), ("AUDIO", Kind.VOICE), ("FILE", Kind.DOCUMENT),
    ("STICKER", Kind.STICKER), ("image", Kind.IMAGE),
])  # fmt: skip
def test_files(kind: str, wanted: Kind) -> None:
    content = received(attached(kind, {"url": "https://i.mycdn.test/1", "name": "счёт.pdf", "size": 7})).content
    (file,) = content.attachments
    assert (content.kind, file.ref, file.name, file.size) == (wanted, "https://i.mycdn.test/1", "счёт.pdf", 7)
    assert received(attached(kind, {"token": "t"})).content.attachments[0].reason


def test_the_older_form_with_a_single_attachment() -> None:
    body = {"mid": MID, "attachment": {"type": "IMAGE", "payload": {"url": "https://i.mycdn.test/1"}}}
    assert received(event(body)).content.kind is Kind.IMAGE


@pytest.mark.parametrize("payload, kind", [
    ({"latitude": 55.7, "longitude": 37.6}, Kind.LOCATION), ({"lat": 55.7, "lng": 37.6}, Kind.LOCATION),
    ({"latitude": 155.7, "longitude": 37.6}, Kind.UNSUPPORTED), ({"place": "Тверская"}, Kind.UNSUPPORTED),
    (None, Kind.UNSUPPORTED),
])  # fmt: skip
def test_places_that_are_and_are_not(payload: Any, kind: Kind) -> None:
    assert received(attached("LOCATION", payload)).content.kind is kind


def test_a_card_proves_nothing() -> None:
    fact = received(attached("CONTACT", {"name": "Пётр", "phone": "+79160000000"}))
    assert fact.content.card is not None
    assert (fact.content.card.phone, fact.content.card.own, fact.sender.phone) == ("+79160000000", False, "")


def test_a_shared_link_is_words_and_a_call_is_not_supported() -> None:
    assert received(attached("SHARE", {"url": "https://ya.ru/"})).content.text == "https://ya.ru/"
    content = received(attached("CALL", {"duration": 3})).content
    assert (content.kind, content.note) == (Kind.UNSUPPORTED, "call")


def test_what_a_moderator_writes_on_the_site_is_an_echo() -> None:
    (fact,) = read(event({"mid": MID, "text": "из группы"}, sender={"user_id": "group:77", "name": "Анна"}))
    assert isinstance(fact, MessageEchoed)
    assert (fact.sender.external_id, fact.author_name, fact.content.text) == ("chat:C3e1", "Анна", "из группы")


@pytest.mark.parametrize("name", PRESSES)
def test_a_press_wherever_its_fields_stand(name: str) -> None:
    (fact,) = read(PRESSES[name])
    assert isinstance(fact, ButtonPressed)
    assert (fact.payload, fact.message_id, fact.key) == ("yes", "mid:C3e1.9", f"press:cb1:{T}")
    assert fact.answer_ref == "", "it could only be answered with a message"


def test_system_events_are_nobodys_and_unknown_ones_are_shown() -> None:
    assert read(event(webhookType="CHAT_SYSTEM")) == ()
    assert read({"webhookType": "MOON"}) == ()
    content = received(event({"mid": MID, "text": "тихо"}, webhookType="MESSAGE_WHISPERED")).content
    assert (content.kind, content.text, content.note) == (Kind.UNSUPPORTED, "тихо", "message_whispered")
    odd = received(event({"mid": MID, "text": {"rich": 1}}))
    assert odd.content.kind is Kind.UNSUPPORTED


@pytest.mark.parametrize("user", ["user:42", "42", 42])
def test_a_person_without_a_chat_can_still_be_answered(user: Any) -> None:
    fact = received({**TEXT, "recipient": {}, "sender": {"user_id": user}})
    assert fact.sender.external_id == "user:42"


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"sender": 1}', b"\xff", b'{"a":' * 9000])
def test_what_is_no_event_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        parse(HookCall(body=body))


@pytest.mark.parametrize("query", ["", "key=", f"key={SECRET}x", "key=%D1%8F", "Key=" + SECRET, "other=" + SECRET])
def test_a_wrong_key_is_refused(query: str) -> None:
    verify(HookCall(body=b"{}", query=f"key={SECRET}"), SECRET)
    with pytest.raises(BadSignature):
        verify(HookCall(body=b"{}", query=query), SECRET)
    with pytest.raises(BadSignature):
        verify(HookCall(body=b"{}", query=query), "")


_ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([2**63, 10**400, -1, 0]), st.text(),
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["\x00", "\ud800", "\u202eabc"]),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


def _places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        found += _places(one, (*path, key))
    return found


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_kept_event_with_an_odd_value_anywhere(data: st.DataObject) -> None:
    update = copy.deepcopy(data.draw(st.sampled_from(KEPT)))
    places = _places(update)
    for number in data.draw(st.lists(st.integers(0, len(places) - 1), min_size=1, max_size=3)):
        *steps, last = places[number]
        target: Any = update
        with suppress(KeyError, IndexError, TypeError):
            for step in steps:
                target = target[step]
            target[last] = data.draw(_ODD)
    _store(json.dumps(update).encode())


@settings(max_examples=80, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    _store(body)


def _store(body: bytes) -> None:
    facts: Sequence[Happening] = ()
    with suppress(UnknownShape):
        facts = parse(HookCall(body=body))
    for fact in facts:
        stored = msgspec.json.encode(fact)
        assert b"\\u0000" not in stored
        stored.decode("utf-8")
        assert fact.key
