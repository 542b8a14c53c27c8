"""Every kept event, and what the desk makes of it."""

from datetime import UTC, datetime

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Content, Location, Poll, PollOption
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    Happening,
    HookCall,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    Quoted,
    ReachChanged,
    ReactionChanged,
    Sender,
    TypingShown,
)
from otklik.channels.vk.inbound import is_confirmation, parse, verify
from otklik.channels.vk.proof import secret_for
from tests.channels.vk.bench import SECRET, TOKEN, Loose, call_of, fixture_names, read_fixture

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
VERA = Sender(external_id="42")
SETTINGS = {"token": TOKEN}


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def said(number: int, content: Content, when: int = 0, **fields: Loose) -> MessageReceived:
    return MessageReceived(
        key=f"message:42:{number}", sender=VERA, message_id=f"42:{number}", content=content,
        sent_at=at(when or 1795341600 + number), **fields,
    )  # fmt: skip


def filed(kind: Kind, ref: str, text: str = "", **fields: Loose) -> Content:
    return Content(kind=kind, text=text, attachments=(Attachment(kind=kind, ref=ref, **fields),))


def words(text: str) -> Content:
    return Content(text=text)


def pressed(event: str, payload: str) -> ButtonPressed:
    return ButtonPressed(
        key=f"press:42:{event}", sender=VERA, message_id="42:3", payload=payload, pressed_at=NOW,
        answer_ref=f"42:42:{event}",
    )  # fmt: skip


PHOTO = Attachment(kind=Kind.IMAGE, ref="https://sun.example/z.jpg", mime="image/jpeg", width=1280, height=960)
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MEANT: dict[str, list[Happening]] = {
    "confirmation": [],
    "text": [said(101, words("Где мой заказ?"))],
    "photo_with_ref": [
        said(7, filed(Kind.IMAGE, "https://sun.example/p.jpg", "Есть размер 42?", mime="image/jpeg", width=604,
                      height=453), 1795341600, entry=Entry("ref", "promo_42", {"source": "site"}))
    ],
    "start": [
        ChatStarted(key="message:42:102", sender=VERA, at=at(1795341702),
                    entry=Entry("ref", "promo_42", {"source": "site"}))
    ],
    "start_bare": [ChatStarted(key="message:42:103", sender=VERA, at=at(1795341703))],
    "voice": [said(11, filed(Kind.VOICE, "https://psv.example/a.ogg", mime="audio/ogg", duration_s=3))],
    "document": [
        said(12, filed(Kind.DOCUMENT, "https://vk.example/doc", name="счёт.pdf", mime="application/pdf", size=81230))
    ],
    "sticker": [said(13, filed(Kind.STICKER, "https://vk.example/s", mime="image/png", width=64, height=64))],
    "keyboard_answer": [said(14, Content(kind=Kind.BUTTON_PRESS, text="Да", note='{"c":81,"a":"yes"}'))],
    "keyboard_of_others": [said(127, Content(kind=Kind.BUTTON_PRESS, text="Каталог", note='{"menu":3}'))],
    "location": [said(15, Content(kind=Kind.LOCATION, text="вот тут", location=Location(55.7558, 37.6173)))],
    "venue": [
        said(126, Content(kind=Kind.LOCATION, location=Location(55.7558, 37.6173, "Пункт выдачи", "Тверская, 1")))
    ],
    "reply": [said(16, words("об этом"), quoted=Quoted("42:3"))],
    "edited": [
        MessageEdited(key="e0017", sender=VERA, message_id="42:14", content=words("Да, спасибо"),
                      edited_at=at(1795341690))
    ],
    "edited_by_us": [],
    "answered_in_vk": [
        MessageEchoed(key="message:42:18", sender=VERA, message_id="42:18", content=words("Ответ из ВК"),
                      sent_at=at(1795341618))
    ],
    "our_tagged_answer": [
        DeliveryReported(key="e0139", message_id="42:20", status=DeliveryStatus.SENT, at=at(1795341620),
                         tag="otk.7.0")
    ],
    "our_answer": [],
    "allowed": [ChatStarted(key="e0019", sender=VERA, at=NOW, entry=Entry("allow", "promo_42"))],
    "allowed_bare": [ReachChanged(key="e0134", sender=VERA, reachable=True, at=NOW)],
    "blocked": [ReachChanged(key="e0020", sender=VERA, reachable=False, at=NOW, reason="denied")],
    "button": [pressed("ab12", '{"c":81,"a":"yes"}')],
    "button_string": [pressed("ab13", "yes")],
    "button_in_chat": [],
    "typing": [TypingShown(key="e0022", sender=VERA)],
    "typing_number": [TypingShown(key="e0135", sender=VERA, on=False)],
    "read": [
        DeliveryReported(key="e0023", message_id="42:18", status=DeliveryStatus.READ, at=NOW, sender=VERA,
                         watermark=True)
    ],
    "reaction": [ReactionChanged(key="e0024", sender=VERA, message_id="42:18", emojis=("👍",))],
    "reaction_removed": [ReactionChanged(key="e0132", sender=VERA, message_id="42:18", emojis=())],
    "reaction_unknown": [ReactionChanged(key="e0133", sender=VERA, message_id="42:18", emojis=("✨",))],
    "video": [said(104, words("вот\nРаспаковка\nhttps://vk.com/video42_7_ak"))],
    "gif": [
        said(105, filed(Kind.ANIMATION, "https://vk.example/gif", name="cat.gif", mime="image/gif", size=90210))
    ],
    "audio": [said(106, words("Кино — Кукушка"))],
    "graffiti": [said(107, filed(Kind.IMAGE, "https://vk.example/g.png", mime="image/png", width=586, height=293))],
    "link": [said(108, words("смотрите https://shop.example/p/1"))],
    "link_alone": [said(109, words("Товар\nhttps://shop.example/p/1"))],
    "wall": [said(110, words("Скидки недели\nhttps://vk.com/wall-1_12"))],
    "wall_reply": [said(111, words("а мне?\nhttps://vk.com/wall-1_12?reply=13"))],
    "market": [said(112, words("есть?\nКуртка\nhttps://vk.com/market-1_14"))],
    "poll": [
        said(113, Content(
            kind=Kind.POLL, text="Когда доставка?",
            poll=Poll(options=(PollOption("Утром", 2), PollOption("Вечером", 1)), votes=3),
        ))
    ],
    "gift": [said(114, Content(kind=Kind.UNSUPPORTED, note="gift"))],
    "call": [said(115, Content(kind=Kind.UNSUPPORTED, note="call"))],
    "story": [said(116, words("отвечаю\nhttps://vk.com/story-1_17"))],
    "album": [
        said(117, Content(kind=Kind.IMAGE, text="фото и смета", attachments=(
            PHOTO,
            Attachment(kind=Kind.DOCUMENT, ref="https://vk.example/xlsx", name="смета.xlsx", mime=SHEET, size=5),
        )))
    ],
    "forwarded": [
        said(118, Content(
            kind=Kind.IMAGE, text="перешлю вам\nПриезжайте в пять\nи адрес", forwarded_from="vk.com/id77",
            attachments=(Attachment(kind=Kind.IMAGE, ref="https://sun.example/f.jpg", mime="image/jpeg", width=604,
                                    height=453),),
        ))
    ],
    "cropped": [said(119, Content(text="начало длинного", note="cropped"))],
    "from_chat": [],
    "from_community": [],
    "service": [],
    "future_attachment": [
        said(123, Content(
            kind=Kind.IMAGE, text="лови", note="hologram",
            attachments=(Attachment(kind=Kind.IMAGE, ref="https://sun.example/h.jpg", mime="image/jpeg", width=1,
                                    height=1),),
        ))
    ],
    "future_attachment_alone": [said(124, Content(kind=Kind.UNSUPPORTED, note="hologram"))],
    "odd_details": [said(125, Content(kind=Kind.UNSUPPORTED, text="слово"))],
    "future_event": [said(128, Content(kind=Kind.UNSUPPORTED, text="шёпотом", note="message_whisper"))],
    "wall_post": [],
    "group_leave": [],
}  # fmt: skip


@pytest.mark.parametrize("name", fixture_names())
def test_a_kept_event_means(name: str) -> None:
    call = msgspec.structs.replace(call_of(name), received_at=NOW)
    assert list(parse(call)) == MEANT[name]


def test_every_kept_event_has_its_own_keys() -> None:
    keys = [one.key for name in fixture_names() for one in parse(call_of(name))]
    assert len(keys) == len(set(keys))


def test_a_message_has_one_key_whichever_way_and_however_often_it_comes() -> None:
    called = read_fixture("text")
    polled = {**called, "event_id": "another"}
    del polled["secret"]
    [first], [second] = (parse(HookCall(body=msgspec.json.encode(one))) for one in (called, polled))
    assert first == second


def test_an_event_without_a_number_is_known_by_its_content() -> None:
    bare = [{k: v for k, v in read_fixture(name).items() if k != "event_id"} for name in ("read", "typing", "read")]
    first, other, again = (parse(HookCall(body=msgspec.json.encode(one)))[0].key for one in bare)
    assert first == again != other


def test_a_message_without_its_number_in_the_conversation_keeps_the_one_it_has() -> None:
    event = read_fixture("text")
    del event["object"]["message"]["conversation_message_id"]
    [message] = parse(HookCall(body=msgspec.json.encode(event)))
    assert isinstance(message, MessageReceived)
    assert message.message_id == "42:m101"


def test_the_older_form_without_a_frame_is_read_too() -> None:
    event = read_fixture("text")
    event["object"] = event["object"]["message"]
    assert list(parse(HookCall(body=msgspec.json.encode(event)))) == MEANT["text"]


@pytest.mark.parametrize("body", [
    b"", b"null", b"[]", b'{"type": 5}', b'{"type":"message_new"}', b'{"type":"message_new","group_id":1,"object":[]}',
    b'{"type":"message_new","group_id":1,"object":{"message":{"date":"x"}}}',
    b'{"type":"message_read","group_id":1,"object":{}}',
    b'{"type":"message_new","group_id":1,"object":{"message":{"date":99999999999999,"peer_id":42,"from_id":42}}}',
])  # fmt: skip
def test_what_cannot_be_read_is_said(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        parse(HookCall(body=body))


def test_a_poisoned_attachment_does_its_neighbours_no_harm() -> None:
    event = read_fixture("album")
    event["object"]["message"]["attachments"].insert(0, {"type": "photo", "photo": {"sizes": "none"}})
    event["object"]["message"]["attachments"].insert(0, 7)
    [message] = parse(HookCall(body=msgspec.json.encode(event)))
    assert isinstance(message, MessageReceived)
    assert message.content.attachments[0] == PHOTO
    assert message.content.note == "?, photo"


@pytest.mark.parametrize("text, shown", [
    ("а\x00б", "аб"), ("\u202eпривет", "\u202eпривет"), ("😀" * 3, "😀" * 3), ("x\ud800y", "x\ufffdy"),
])  # fmt: skip
def test_odd_letters_become_storable(text: str, shown: str) -> None:
    event = read_fixture("text")
    event["object"]["message"]["text"] = text
    body = msgspec.json.encode(event) if "\ud800" not in text else _escaped(event)
    found = parse(HookCall(body=body))
    assert isinstance(found[0], MessageReceived)
    assert found[0].content.text == shown


def _escaped(event: Loose) -> bytes:
    import json  # noqa: PLC0415 - the only writer of lone surrogates

    return json.dumps(event).encode()


# Is it genuine? -------------------------------------------------------------------------------------------------


def test_the_secret_in_the_body_proves_a_delivery() -> None:
    verify(call_of("text"), SETTINGS, SECRET)
    verify(call_of("text", "ByHand1"), {**SETTINGS, "secret": "ByHand1"}, SECRET)
    verify(HookCall(body=b"whatever", polled=True), SETTINGS, SECRET)


@pytest.mark.parametrize("call, settings, hook_secret", [
    (call_of("text", "s3cr3t"), SETTINGS, SECRET),
    (call_of("text"), SETTINGS, ""),
    (call_of("text"), {"token": ""}, SECRET),
    (call_of("text"), {"token": TOKEN + "2"}, SECRET),
    (call_of("text", "ByHand1"), {**SETTINGS, "secret": "ByHand1"}, ""),
    (HookCall(body=msgspec.json.encode({**read_fixture("text"), "secret": ""})), SETTINGS, SECRET),
    (HookCall(body=b"{}"), SETTINGS, SECRET),
    (HookCall(body=b"\xff"), SETTINGS, SECRET),
    (call_of("confirmation", "wrong"), SETTINGS, SECRET),
    (HookCall(body=b'{"type":"confirmation","group_id":1}'), SETTINGS, ""),
])  # fmt: skip
def test_what_proves_nothing_is_refused(call: HookCall, settings: dict[str, str], hook_secret: str) -> None:
    with pytest.raises(BadSignature):
        verify(call, settings, hook_secret)


def test_the_first_call_may_come_with_the_secret_or_before_it() -> None:
    bare = HookCall(body=b'{"type":"confirmation","group_id":1}')
    for call in (call_of("confirmation"), bare):
        verify(call, SETTINGS, SECRET)
        assert is_confirmation(call)
    assert not is_confirmation(call_of("text"))
    assert not is_confirmation(HookCall(body=b'"confirmation"'))


def test_the_secret_suits_vk_and_changes_with_the_key() -> None:
    secret = secret_for(SECRET, TOKEN)
    assert len(secret) <= 50
    assert secret.isalnum()
    assert secret != secret_for(SECRET, TOKEN + "2") != secret_for(SECRET + "2", TOKEN)
