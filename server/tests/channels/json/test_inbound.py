import base64
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    HookCall,
    MessageDeleted,
    MessageEdited,
    MessageReceived,
    Proof,
    Quoted,
    ReachChanged,
    ReactionChanged,
    TypingShown,
)
from otklik.channels.json import JsonChannel
from tests.channels.json.bench import AT, MESSAGE, PERSON, Loose, call_of, settings_of

_USER = {"id": PERSON}
_ON_M = {"user": _USER, "message": {"id": "m"}}


def read(event: Loose, **changed: Loose) -> list[Happening]:
    settings = settings_of(**changed)
    return list(JsonChannel().parse(call_of(event, settings), settings))


def read_message(event: Loose, **changed: Loose) -> MessageReceived:
    found = read(event, **changed)
    assert len(found) == 1
    assert isinstance(found[0], MessageReceived)
    return found[0]


def test_a_message_of_our_own_shape() -> None:
    message = read_message(
        {
            "event": "message", "id": "e1", "at": AT, "entry": "promo",
            "user": {"id": 9007199254740993, "name": " Вера\u0000 ", "username": "vera", "language": "ru",
                     "email": "vera@customer.example", "phone": "+79161234567"},
            "message": {"id": "m1", "text": "Привет 👋", "reply_to": "m0"},
        }
    )  # fmt: skip
    assert message.key == "message#e1"
    assert message.sender.external_id == "9007199254740993"
    assert (message.sender.name, message.sender.proof) == ("Вера", Proof.SELF)
    assert (message.message_id, message.content.text, message.quoted) == ("m1", "Привет 👋", Quoted("m0"))
    assert message.sent_at == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert message.entry == Entry("start", "promo")


@pytest.mark.parametrize(
    ("event", "kind", "fields"),
    [
        ({"event": "edited", "user": _USER, "message": {"id": "m", "text": "b"}}, MessageEdited, {"message_id": "m"}),
        ({"event": "deleted", "user": _USER, "message": {"id": "m"}}, MessageDeleted, {"key": "deleted:m"}),
        ({"event": "reaction", **_ON_M, "reaction": "👍"}, ReactionChanged, {"emojis": ("👍",)}),
        ({"event": "reaction", **_ON_M, "reaction": ["👍", "❤", "👍"]}, ReactionChanged, {"emojis": ("👍", "❤")}),
        ({"event": "reaction", **_ON_M, "reaction": []}, ReactionChanged, {"emojis": ()}),
        ({"event": "button", **_ON_M, "button": "yes"}, ButtonPressed, {"payload": "yes"}),
        ({"event": "typing", "user": _USER}, TypingShown, {"on": True}),
        ({"event": "typing", "user": _USER, "typing": False}, TypingShown, {"on": False}),
        ({"event": "delivered", "message": {"id": "m"}}, DeliveryReported, {"status": DeliveryStatus.DELIVERED}),
        ({"event": "read", "message": {"id": "m"}}, DeliveryReported, {"status": DeliveryStatus.READ}),
        ({"event": "failed", "message": {"id": "m"}, "error": {"code": "x", "detail": "why"}}, DeliveryReported,
         {"status": DeliveryStatus.FAILED, "code": "x", "detail": "why"}),
        ({"event": "started", "user": _USER, "entry": "ad"}, ChatStarted, {"entry": Entry("start", "ad")}),
        ({"event": "blocked", "user": _USER}, ReachChanged, {"reachable": False}),
        ({"event": "unblocked", "user": _USER}, ReachChanged, {"reachable": True}),
    ],
)  # fmt: skip
def test_every_event_of_our_own_shape(event: Loose, kind: type[Happening], fields: dict[str, Loose]) -> None:
    found = read(event)
    assert len(found) == 1
    assert isinstance(found[0], kind)
    assert {name: getattr(found[0], name) for name in fields} == fields


def test_files_come_by_address_or_inside() -> None:
    files = [
        {"url": "https://files.example/a.png", "name": "a.png", "type": "image/png", "size": 5},
        {"data": base64.b64encode(b"voice").decode(), "type": "audio/ogg", "kind": "voice"},
        "https://files.example/b.pdf", {"url": "javascript:alert(1)"}, {"data": "кот"}, 7, None,
    ]  # fmt: skip
    message = read_message({"event": "message", "user": _USER, "message": {"id": "m", "files": files}})
    shown = [(one.kind, one.ref, one.data, bool(one.reason)) for one in message.content.attachments]
    assert shown == [
        (Kind.IMAGE, "https://files.example/a.png", None, False), (Kind.VOICE, "", b"voice", False),
        (Kind.DOCUMENT, "https://files.example/b.pdf", None, False), (Kind.DOCUMENT, "", None, True),
        (Kind.DOCUMENT, "", None, True), (Kind.DOCUMENT, "", None, True),
    ]  # fmt: skip
    assert message.content.kind is Kind.IMAGE


@pytest.mark.parametrize(
    ("place", "found"),
    [({"latitude": 55.75, "longitude": "37.61", "title": "Офис"}, True), ({"latitude": 91, "longitude": 0}, False),
     ({"latitude": "x", "longitude": 0}, False), ({"latitude": 1e400, "longitude": 0}, False),
     ({"latitude": 1}, False)],
)  # fmt: skip
def test_a_place_is_a_point_on_the_globe(place: Loose, found: bool) -> None:  # noqa: FBT001
    message = read_message({"event": "message", "user": _USER, "message": {"id": "m", "location": place}})
    assert (message.content.location is not None) is found
    assert message.content.kind is (Kind.LOCATION if found else Kind.UNSUPPORTED)


@pytest.mark.parametrize(
    "at", ["2026-11-22T10:00:00Z", "2026-11-22T13:00:00+03:00", "2026-11-22T10:00:00", 1795341600, 1795341600000,
           "1795341600", 1795341600000000]
)  # fmt: skip
def test_times_are_read_in_the_usual_ways(at: Loose) -> None:
    assert read_message({**MESSAGE, "at": at}).sent_at == datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "at", [None, "soon", 0, -5, 1e300, float(10**17), True, {}, "9999-12-31T23:59:59-12:00", "2200-01-01"]
)
def test_a_time_that_cannot_be_believed_is_the_time_of_arrival(at: Loose) -> None:
    settings = settings_of()
    call = call_of({**MESSAGE, "at": at}, settings)
    found = JsonChannel().parse(call, settings)[0]
    assert isinstance(found, MessageReceived)
    assert found.sent_at == call.received_at


def test_the_same_delivery_again_is_the_same_fact_and_equal_words_are_two() -> None:
    settings, bare = settings_of(), {"user": _USER, "message": {"text": "да"}}
    first, again = call_of(bare, settings), call_of(bare, settings)
    keys = [JsonChannel().parse(call, settings)[0].key for call in (first, first, again)]
    assert keys[0] == keys[1] == keys[2]
    later = HookCall(body=first.body, headers={**first.headers, "webhook-id": "msg_2"}, received_at=first.received_at)
    assert JsonChannel().parse(later, settings)[0].key != keys[0]
    twice = read([bare, bare])
    assert twice[0].key != twice[1].key


def test_a_batch_lives_with_a_poisoned_element() -> None:
    batch = {"events": [MESSAGE, {"event": "edited", "user": _USER}, {"event": "message"}, 5,
                        {**MESSAGE, "id": "e2", "message": {"id": "m2", "text": "второе"}}]}  # fmt: skip
    first, strange, last = read(batch)
    assert isinstance(first, MessageReceived)
    assert isinstance(last, MessageReceived)
    assert isinstance(strange, MessageReceived)
    assert (strange.content.kind, strange.content.note) == (Kind.UNSUPPORTED, "edited")
    assert last.content.text == "второе"


def test_an_event_without_a_name_is_a_message_and_an_unknown_one_is_shown() -> None:
    assert read_message({"user": _USER, "message": {"id": "m", "text": "да"}}).content.text == "да"
    strange = read_message({"event": "payment", "user": _USER})
    assert (strange.content.kind, strange.content.note) == (Kind.UNSUPPORTED, "payment")
    assert read({"event": "payment", "user": _USER}, names="* = ignore") == []


def test_a_foreign_shape_is_read_by_its_mapping() -> None:
    mapping = """
        events = updates
        event = kind
        id = uid
        at = ts
        user.id = from.chat
        user.name = from.first + " " + from.last
        message.id = from.chat + ":" + body.no
        message.text = body.text | body.caption
        message.files = body.media
        file.url = link
        file.type = mime
    """
    names = "incoming = message\nincoming_gone = deleted"
    foreign = {"updates": [
        {"kind": "incoming", "uid": 1, "ts": 1795341600, "from": {"chat": 5, "first": "Вера", "last": "Иванова"},
         "body": {"no": 3, "caption": "Фото", "media": {"link": "https://x.example/1", "mime": "image/jpeg"}}},
        {"kind": "incoming_gone", "uid": 2, "from": {"chat": 5}, "body": {"no": 3}},
    ]}  # fmt: skip
    message, gone = read(foreign, mapping=mapping, names=names)
    assert isinstance(message, MessageReceived)
    assert (message.sender.name, message.message_id, message.content.text) == ("Вера Иванова", "5:3", "Фото")
    assert message.content.attachments[0].kind is Kind.IMAGE
    assert isinstance(gone, MessageDeleted)
    assert gone.message_id == "5:3"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[]", b"5", b'"x"', b"{}", b'{"events": []}', b"\xff", b"[" * 100_000,
             b'{"event": "message"}', msgspec.json.encode({"events": [MESSAGE] * 201})]
)  # fmt: skip
def test_what_cannot_be_read_is_kept_as_unreadable(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        JsonChannel().parse(HookCall(body=body), settings_of())


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_ODD = st.fixed_dictionaries(
    {},
    optional={
        "event": st.sampled_from(["message", "edited", "reaction", "read", "started", "payment"]) | _JSON, "id": _JSON,
        "at": _JSON, "reaction": _JSON, "button": _JSON, "entry": _JSON, "error": _JSON,
        "user": _JSON | st.fixed_dictionaries({"id": _JSON}, optional={"name": _JSON, "email": _JSON}),
        "message": _JSON
        | st.fixed_dictionaries({"id": _JSON}, optional={"text": _JSON, "files": _JSON, "location": _JSON}),
    },
)  # fmt: skip


@given(_ODD | st.lists(_ODD, max_size=3))
def test_whatever_comes_is_read_or_refused_in_words(event: Any) -> None:
    channel, settings = JsonChannel(), settings_of()
    call = HookCall(body=msgspec.json.encode(event))
    try:
        found = list(channel.parse(call, settings))
    except UnknownShape:
        found = []
    for happening in found:
        assert happening.key
        assert "\0" not in repr(msgspec.to_builtins(happening))
    channel.read_sample(call.body, settings)
