"""Every kept event, and what the desk makes of it."""

from datetime import UTC, datetime

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Card, Content, Location
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    HookCall,
    MessageReceived,
    ReachChanged,
    Sender,
)
from otklik.channels.viber.fake.app import sign
from otklik.channels.viber.inbound import parse, verify
from tests.channels.viber.bench import TOKEN, Loose, call_of, fixture_names, read_fixture, signed

ID = "01234567890A="
VERA = Sender(external_id=ID, name="Вера", language="ru")
BARE = Sender(external_id=ID)
FIRST = 5741311803571721000
START = 1795341600000


def at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def said(token: int, content: Content, when: int = START, sender: Sender = VERA) -> MessageReceived:
    number = str(FIRST + token)
    return MessageReceived(
        key=f"message:{number}:{ID}", sender=sender, message_id=number, content=content, sent_at=at(when)
    )


def later(number: int, content: Content, sender: Sender = VERA) -> MessageReceived:
    return said(2000 + number, content, 1795341700000 + number, sender)


def filed(kind: Kind, url: str, text: str = "", **fields: Loose) -> Content:
    ref = f"https://dl-media.example/{url}"
    return Content(kind=kind, text=text, attachments=(Attachment(kind=kind, ref=ref, **fields),))


def reported(event: str, status: DeliveryStatus, **fields: Loose) -> DeliveryReported:
    number = str(FIRST + 3)
    return DeliveryReported(
        key=f"{event}:{number}:{ID}", message_id=number, status=status, at=at(START), sender=BARE, **fields
    )


def pressed(number: int, message_id: str, tag: str = "") -> ButtonPressed:
    return ButtonPressed(
        key=f"message:{FIRST + 2000 + number}:{ID}", sender=VERA, message_id=message_id, payload="yes",
        pressed_at=at(1795341700000 + number), tag=tag,
    )  # fmt: skip


MEANT: dict[str, list[Happening]] = {
    "webhook": [],
    "client_status": [],
    "conversation_started": [
        ChatStarted(key=f"conversation_started:5741311803571721087:{ID}", sender=VERA, at=at(START),
                    entry=Entry("link", "promo_42"))
    ],
    "conversation_started_bare": [
        ChatStarted(key=f"conversation_started:{FIRST + 2011}:{ID}", sender=VERA, at=at(START))
    ],
    "subscribed": [ReachChanged(key=f"subscribed:{FIRST + 1}:{ID}", sender=VERA, reachable=True, at=at(START))],
    "unsubscribed": [
        ReachChanged(key=f"unsubscribed:{FIRST + 2}:{ID}", sender=BARE, reachable=False, at=at(START),
                     reason="unsubscribed")
    ],
    "delivered": [reported("delivered", DeliveryStatus.DELIVERED)],
    "seen": [reported("seen", DeliveryStatus.READ)],
    "failed": [reported("failed", DeliveryStatus.FAILED, code="failed", detail="failure description")],
    "text": [said(1000, Content(text="Да"))],
    "picture": [
        said(90, filed(Kind.IMAGE, "p.jpg", "царапина", name="p.jpg", mime="image/jpeg", size=151002), START + 10000)
    ],
    "video": [
        said(1001, filed(Kind.VIDEO, "v.mp4", name="v.mp4", mime="video/mp4", size=3300111, duration_s=12), START + 1)
    ],
    "file": [
        said(1002, filed(Kind.DOCUMENT, "f.pdf", name="счёт.pdf", mime="application/pdf", size=81230), START + 2)
    ],
    "sticker": [said(1003, filed(Kind.STICKER, "s.png", mime="image/png"), START + 3)],
    "contact": [said(1004, Content(kind=Kind.CONTACT, card=Card("Пётр", "+79160000000")), START + 4)],
    "location": [said(1005, Content(kind=Kind.LOCATION, location=Location(55.7558, 37.6173)), START + 5)],
    "url": [said(1006, Content(text="https://shop.example/p/1"), START + 6)],
    "button": [pressed(1, "otk.7.0", "otk.7.0")],
    "button_without_tag": [pressed(2, f"press:{FIRST + 2002}")],
    "button_foreign_tag": [pressed(3, f"press:{FIRST + 2003}")],
    "gif": [later(4, filed(Kind.ANIMATION, "g.gif", name="g.gif", mime="image/gif", size=9))],
    "future_kind": [later(6, Content(kind=Kind.UNSUPPORTED, text="лови", note="hologram"))],
    "odd_details": [later(7, Content(kind=Kind.UNSUPPORTED, text="слово"))],
    "no_media": [later(8, Content(kind=Kind.UNSUPPORTED, text="подпись", note="picture"))],
    "odd_location": [later(9, Content(kind=Kind.UNSUPPORTED, note="location"))],
    "nameless": [later(10, Content(text="аноним"), BARE)],
    "future_event": [
        MessageReceived(key=f"whisper:{FIRST + 2012}:{ID}", sender=VERA, message_id=str(FIRST + 2012),
                        content=Content(kind=Kind.UNSUPPORTED, text="шёпотом", note="whisper"), sent_at=at(START))
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in fixture_names() if name != "sound"])
def test_a_kept_event_means(name: str) -> None:
    assert list(parse(call_of(name))) == MEANT[name]


def test_sound_that_comes_as_a_file_is_sound() -> None:
    [message] = parse(call_of("sound"))
    assert isinstance(message, MessageReceived)
    assert message.content.kind is Kind.AUDIO


def test_every_kept_event_has_its_own_keys() -> None:
    keys = [one.key for name in fixture_names() for one in parse(call_of(name))]
    assert len(keys) == len(set(keys))


def test_a_number_of_64_bits_is_kept_to_the_last_digit_also_as_a_word() -> None:
    event = read_fixture("text") | {"message_token": str(2**63 - 1)}
    [as_word] = parse(signed(msgspec.json.encode(event)))
    [as_number] = parse(signed(msgspec.json.encode(event | {"message_token": 2**63 - 1})))
    assert as_word == as_number
    assert isinstance(as_word, MessageReceived)
    assert as_word.message_id == "9223372036854775807"


@pytest.mark.parametrize("body", [
    b"", b"null", b"[]", b'{"event": 5}', b'{"event":"message"}', b'{"event":"message","message_token":1,"sender":{}}',
    b'{"event":"delivered"}', b'{"event":"subscribed","user":7}', b'{"event":"unsubscribed","user_id":""}',
    b'{"event":"seen","timestamp":99999999999999999999,"message_token":1,"user_id":"x"}',
    b'{"event":"message","sender":{"id":"x"},"message":{"type":"text","text":"a"}}',
])  # fmt: skip
def test_what_cannot_be_read_is_said(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        parse(HookCall(body=body))


@pytest.mark.parametrize("text, shown", [
    ('"а\\u0000б"', "аб"), ('"\\u202eпривет"', "\u202eпривет"), ('"😀😀"', "😀😀"), ('"x\\ud800y"', "x\ufffdy"),
])  # fmt: skip
def test_odd_letters_become_storable(text: str, shown: str) -> None:
    raw = msgspec.json.encode(read_fixture("text")).decode().replace('"Да"', text)
    [message] = parse(signed(raw.encode()))
    assert isinstance(message, MessageReceived)
    assert message.content.text == shown


# Is it genuine? -------------------------------------------------------------------------------------------------

VECTOR = b'{"event":"webhook","timestamp":1795341600000,"message_token":5741311803571721000}'
SIGNED = "47e1b4a8ab454301ac120a6112f039503c202e93f4e434d53f75c4845dbe9685"


def test_the_known_signature_is_made_and_accepted_in_the_header_and_in_the_address() -> None:
    assert sign("viber-token", VECTOR) == SIGNED
    for call in (
        HookCall(body=VECTOR, headers={"x-viber-content-signature": SIGNED}),
        HookCall(body=VECTOR, headers={"x-viber-content-signature": SIGNED.upper()}),
        HookCall(body=VECTOR, query=f"sig={SIGNED}"),
    ):
        verify(call, {"token": "viber-token"})


@pytest.mark.parametrize("call, token", [
    (HookCall(body=VECTOR), "viber-token"),
    (HookCall(body=VECTOR, headers={"x-viber-content-signature": SIGNED}), "another"),
    (HookCall(body=VECTOR, headers={"x-viber-content-signature": SIGNED}), ""),
    (HookCall(body=VECTOR + b" ", headers={"x-viber-content-signature": SIGNED}), "viber-token"),
    (HookCall(body=VECTOR, headers={"x-viber-content-signature": "ю"}), "viber-token"),
    (HookCall(body=VECTOR, query="sig="), "viber-token"),
    (HookCall(body=b"", headers={"x-viber-content-signature": sign("", b"")}), ""),
])  # fmt: skip
def test_what_proves_nothing_is_refused(call: HookCall, token: str) -> None:
    with pytest.raises(BadSignature):
        verify(call, {"token": token})


def test_the_kept_events_are_genuine() -> None:
    for name in fixture_names():
        verify(call_of(name), {"token": TOKEN})
