"""Every kept update, and what the desk makes of it."""

from datetime import UTC, datetime

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Attachment, Card, Content, Location, Mark, Poll, PollOption
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    ButtonPressed,
    ChatStarted,
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
    Sender,
)
from otklik.channels.telegram.inbound import parse, verify
from tests.channels.telegram.bench import SECRET, Loose, call_of, fixture_names

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BARE = Sender(external_id="77", name="Вера")
VERA = Sender(external_id="77", name="Вера", username="vera", language="ru")
FULL = Sender(external_id="77", name="Вера Иванова", username="vera", language="ru")
BUSINESS = Sender(external_id="bc-1/77", name="Вера")


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


ASKED = Content(kind=Kind.POLL, text="Когда доставка?", poll=Poll(options=(PollOption("Утром"), PollOption("Вечером"))))


def said(key: int, sender: Sender, number: int, when: int, content: Content, **fields: Loose) -> MessageReceived:
    chat = sender.external_id
    return MessageReceived(
        key=str(key), sender=sender, message_id=f"{chat}:{number}", content=content, sent_at=at(when), **fields
    )


def filed(kind: Kind, ref: str, text: str = "", **fields: Loose) -> Content:
    return Content(kind=kind, text=text, attachments=(Attachment(kind=kind, ref=ref, **fields),))


def place(latitude: float, longitude: float, note: str = "") -> Content:
    return Content(kind=Kind.LOCATION, location=Location(latitude, longitude), note=note)


MEANT: dict[str, list[Happening]] = {
    "text": [said(830001, FULL, 1001, 1795342600, Content(text="Где мой заказ?"))],
    "text_with_marks": [
        said(830002, FULL, 1002, 1795342600, Content(
            text="👍 Смотрите наш сайт: код и тайна",
            marks=(Mark("link", 2, 8, "https://shop.example/"), Mark("code", 21, 3), Mark("spoiler", 27, 5)),
        ))
    ],
    "start_with_payload": [ChatStarted(key="820031", sender=FULL, at=at(1795341600), entry=Entry("start", "promo_42"))],
    "start_bare": [ChatStarted(key="830003", sender=FULL, at=at(1795342600))],
    "start_with_words": [said(830004, FULL, 1004, 1795342600, Content(text="/start помогите с заказом"))],
    "photo_of_album": [
        said(820032, BARE, 4022, 1795341610, Content(
            kind=Kind.IMAGE, text="Вот царапина", group_id="13577",
            attachments=(Attachment(
                kind=Kind.IMAGE, ref="AgAC2", mime="image/jpeg", size=151002, width=1280, height=960,
            ),),
        ))
    ],
    "voice_reply_with_quote": [
        said(820033, BARE, 4023, 1795341620,
             filed(Kind.VOICE, "AwAC1", mime="audio/ogg", size=8123, duration_s=3),
             quoted=Quoted("77:4010", "номер заказа"))
    ],
    "video": [
        said(820902, VERA, 901, 1795342501, filed(
            Kind.VIDEO, "BAAC1", "видео", name="IMG_1.MP4", mime="video/mp4", size=3300111, width=1280, height=720,
            duration_s=12,
        ))
    ],
    "video_note": [
        said(820904, VERA, 903, 1795342503, filed(
            Kind.VIDEO_NOTE, "DQAC1", mime="video/mp4", size=700111, width=384, height=384, duration_s=7
        ))
    ],
    "audio": [
        said(820906, VERA, 905, 1795342505, filed(
            Kind.AUDIO, "CQAC1", mime="audio/mpeg", size=4300111, duration_s=181
        ))
    ],
    "animation": [
        said(820908, VERA, 907, 1795342507, filed(
            Kind.ANIMATION, "CgAC1", mime="video/mp4", width=320, height=240, duration_s=2
        ))
    ],
    "document": [
        said(820910, VERA, 909, 1795342509, filed(
            Kind.DOCUMENT, "BQAC1", name="счёт.pdf", mime="application/pdf", size=81230
        ))
    ],
    "sticker": [
        said(820912, VERA, 911, 1795342511, Content(
            kind=Kind.STICKER, emoji="👍",
            attachments=(Attachment(kind=Kind.STICKER, ref="CAAC1", mime="image/webp", width=512, height=512),),
        ))
    ],
    "location": [said(820914, VERA, 913, 1795342513, place(55.7558, 37.6173))],
    "venue": [
        said(820916, VERA, 915, 1795342515, Content(
            kind=Kind.LOCATION, location=Location(55.7558, 37.6173, "Пункт выдачи", "Тверская, 1")
        ))
    ],
    "live_location": [said(830006, FULL, 1006, 1795342600, place(55.1, 37.2, "live"))],
    "live_location_moved": [
        MessageEdited(key="830100", sender=FULL, message_id="77:1006", content=place(55.2, 37.3, "live"),
                      edited_at=at(1795342700))
    ],
    "own_contact": [
        said(820918, Sender(external_id="77", name="Вера", username="vera", language="ru", phone="+79161234567",
                            proof=Proof.PROVIDER),
             917, 1795342517, Content(kind=Kind.CONTACT, card=Card("Вера", "+79161234567", own=True)))
    ],
    "foreign_contact": [
        said(830005, FULL, 1005, 1795342600, Content(kind=Kind.CONTACT, card=Card("Пётр", "+79160000000")))
    ],
    "forwarded_bold": [
        said(820920, VERA, 919, 1795342519, Content(
            text="👍 ок", marks=(Mark("bold", 2, 2),), forwarded_from="Пётр"
        ))
    ],
    "forwarded_from_channel": [
        said(830013, FULL, 1013, 1795342600, Content(text="Акция!", forwarded_from="Новости магазина"))
    ],
    "forwarded_from_user": [
        said(830014, FULL, 1014, 1795342600, Content(text="Он писал", forwarded_from="Пётр Петров"))
    ],
    "edited_text": [
        MessageEdited(key="820922", sender=VERA, message_id="77:921", content=Content(text="Где заказ 43?"),
                      edited_at=at(1795346600))
    ],
    "button": [
        ButtonPressed(key="820034", sender=BARE, message_id="77:4010", payload="c:81:yes", pressed_at=NOW,
                      answer_ref="43219")
    ],
    "button_of_old_message": [
        ButtonPressed(key="830105", sender=FULL, message_id="77:4010", payload="c:81:no", pressed_at=NOW,
                      answer_ref="77")
    ],
    "button_inline_mode": [],
    "blocked": [ReachChanged(key="820035", sender=BARE, reachable=False, at=at(1795341700), reason="blocked")],
    "unblocked": [ReachChanged(key="820925", sender=VERA, reachable=True, at=at(1795341600))],
    "bot_added_to_group": [],
    "reaction": [ReactionChanged(key="820036", sender=BARE, message_id="77:4010", emojis=("👍",))],
    "reaction_removed": [ReactionChanged(key="830107", sender=FULL, message_id="77:4010", emojis=())],
    "reaction_custom": [ReactionChanged(key="830108", sender=FULL, message_id="77:4010", emojis=("✨", "⭐"))],
    "business_text": [said(820037, BUSINESS, 12, 1795341720, Content(text="Добрый день"))],
    "business_edited": [
        MessageEdited(
            key="830104", message_id="bc-1/77:12", content=Content(text="Добрый вечер"), edited_at=at(1795342650),
            sender=Sender(external_id="bc-1/77", name="Вера Иванова", username="vera", language="ru"),
        )
    ],
    "business_deleted": [
        MessageDeleted(key=f"820924:{number}", message_id=f"bc-1/77:{number}", deleted_at=NOW,
                       sender=Sender(external_id="bc-1/77", name="Вера", username="vera"))
        for number in (12, 13)
    ],
    "business_echo": [],
    "business_connection": [],
    "dice": [said(830007, FULL, 1007, 1795342600, Content(text="🎲 4"))],
    "poll": [said(830008, FULL, 1008, 1795342600, ASKED)],
    "story": [said(830009, FULL, 1009, 1795342600, Content(kind=Kind.UNSUPPORTED, note="story"))],
    "unknown_content": [
        said(830010, FULL, 1010, 1795342600, Content(kind=Kind.UNSUPPORTED, text="посмотрите", note="hologram"))
    ],
    "future_message_kind": [
        said(830111, FULL, 77, 1795342600, Content(kind=Kind.UNSUPPORTED, text="тихо", note="whispered_message"))
    ],
    "future_other_kind": [],
    "pinned": [],
    "auto_delete_timer": [],
    "web_app_data": [],
    "poll_answer": [],
    "group_text": [],
    "group_migrated": [],
    "channel_post": [],
}  # fmt: skip


@pytest.mark.parametrize("name", fixture_names())
def test_every_kept_update_is_read_as_meant(name: str) -> None:
    call = msgspec.structs.replace(call_of(name), received_at=NOW)
    assert list(parse(call)) == MEANT[name]


def test_every_meaning_has_its_update() -> None:
    assert set(MEANT) == set(fixture_names())


@pytest.mark.parametrize("name", fixture_names())
def test_what_is_read_survives_the_journal(name: str) -> None:
    for happening in parse(call_of(name)):
        again = msgspec.json.decode(msgspec.json.encode(happening), type=type(happening))
        assert again == happening


def _update(**fields: Loose) -> HookCall:
    message = {
        "message_id": 1, "date": 1795342600, "from": {"id": 77, "is_bot": False, "first_name": "Вера"},
        "chat": {"id": 77, "type": "private"}, **fields,
    }  # fmt: skip
    return HookCall(body=msgspec.json.encode({"update_id": 5, "message": message}))


def _content(**fields: Loose) -> Content:
    (happening,) = parse(_update(**fields))
    assert isinstance(happening, MessageReceived)
    return happening.content


def test_a_message_with_one_field_of_a_new_shape_is_shown_and_not_lost() -> None:
    content = _content(text="важно", entities="changed in version 11")
    assert content == Content(kind=Kind.UNSUPPORTED, text="важно")


def test_marks_stay_on_their_words_when_the_text_is_cleaned() -> None:
    text = "a\x00b e\u0301 жир"
    entities = [{"type": "bold", "offset": 7, "length": 3}, {"type": "italic", "offset": 4, "length": 2}]
    content = _content(text=text, entities=entities)
    assert content.text == "ab é жир"
    assert content.marks == (Mark("bold", 5, 3), Mark("italic", 3, 1))


def test_marks_outside_the_text_are_cut_to_it() -> None:
    content = _content(text="👍", entities=[{"type": "bold", "offset": -3, "length": 99}])
    assert content.marks == (Mark("bold", 0, 1),)
    content = _content(text="👍 да", entities=[{"type": "bold", "offset": 3, "length": 99}])
    assert content.marks == (Mark("bold", 2, 2),)


def test_a_start_link_through_the_name_of_the_bot_counts() -> None:
    (happening,) = parse(_update(text="/start@shop_bot promo-1"))
    assert isinstance(happening, ChatStarted)
    assert happening.entry == Entry("start", "promo-1")


def test_a_message_of_another_bot_is_ignored() -> None:
    assert parse(_update(**{"from": {"id": 77, "is_bot": True, "first_name": "Бот"}}, text="спам")) == ()


def test_names_are_one_visible_line() -> None:
    sender = {"id": 77, "is_bot": False, "first_name": "Ве\u202eра\n", "last_name": "\u200b"}
    (happening,) = parse(_update(**{"from": sender}, text="a"))
    assert isinstance(happening, MessageReceived)
    assert happening.sender.name == "Вера"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"update_id": "5"}', b'{"update_id": true, "message": {}}'])
def test_what_is_no_update_is_refused(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        parse(HookCall(body=body))


def test_an_update_without_a_body_is_nothing() -> None:
    assert parse(HookCall(body=b'{"update_id": 5}')) == ()


# Signature ------------------------------------------------------------------------------------------------------


def _with_secret(value: str | None) -> HookCall:
    headers = {} if value is None else {"x-telegram-bot-api-secret-token": value}
    return HookCall(body=b"{}", headers=headers)


def test_our_secret_is_accepted() -> None:
    verify(_with_secret(SECRET), SECRET)


@pytest.mark.parametrize("given", [None, "", "hook-secret_", "HOOK-SECRET_1", "сек\u0440ет", "\udcff\udcfe", "\x00"])
def test_any_other_secret_is_refused(given: str | None) -> None:
    with pytest.raises(BadSignature):
        verify(_with_secret(given), SECRET)


@pytest.mark.parametrize("given", [None, "", "x"])
def test_without_a_secret_of_ours_everything_is_refused(given: str | None) -> None:
    with pytest.raises(BadSignature):
        verify(_with_secret(given), "")


def test_what_we_fetched_ourselves_needs_no_secret() -> None:
    verify(HookCall(body=b"{}", polled=True), "")
