"""Every kept event of MAX, read as facts of the desk."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Mark
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
)
from otklik.channels.max.addresses import FileRef, read_ref
from otklik.channels.max.inbound import SECRET_HEADER, parse, verify
from otklik.channels.max.vcard import Written, read_vcard

FIXTURES = Path(__file__).with_name("fixtures")
SECRET = "hook-secret_1"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))
SILENT = {
    "dialog_cleared", "dialog_muted", "dialog_unmuted", "bot_added", "group_text", "channel_post",
    "own_echo", "future_other_kind", "button_of_gone_message",
}  # fmt: skip


def kept(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    return loaded


def read(value: object) -> Sequence[Happening]:
    return parse(HookCall(body=json.dumps(value).encode()))


def received(name: str) -> MessageReceived:
    (fact,) = read(kept(name))
    assert isinstance(fact, MessageReceived)
    return fact


@pytest.mark.parametrize("name", NAMES)
def test_every_kept_event_is_read_and_nothing_that_is_nobodys_is_kept(name: str) -> None:
    facts = read(kept(name))
    assert len(facts) == (0 if name in SILENT else 1)
    assert all(msgspec.json.encode(fact) for fact in facts)


def test_keys_are_different_for_different_facts() -> None:
    keys = [fact.key for name in NAMES for fact in read(kept(name))]
    assert len(keys) == len(set(keys))


def test_a_text() -> None:
    fact = received("text")
    assert (fact.key, fact.message_id) == ("message_created:mid.0001", "mid.0001")
    assert (fact.sender.external_id, fact.sender.name, fact.sender.language) == ("9001", "Вера", "ru")
    assert fact.sent_at == datetime(2026, 11, 22, 10, 0, 0, 1000, UTC)
    assert (fact.content.kind, fact.content.text) == (Kind.TEXT, "Здравствуйте, где мой заказ?")


def test_an_answer_with_a_picture() -> None:
    fact = received("reply_with_image")
    assert fact.quoted == Quoted("mid.0000")
    (file,) = fact.content.attachments
    assert (fact.content.kind, file.kind, fact.content.text) == (Kind.IMAGE, Kind.IMAGE, "42, вот фото")
    assert read_ref(file.ref) == FileRef("mid.0002", 0, "https://i.oneme.test/image")


def test_marks_are_counted_in_utf16_and_mentions_are_plain_words() -> None:
    content = received("marked").content
    assert [(content.text[m.offset : m.offset + m.length], m.kind) for m in content.marks] == [
        ("Жирно", "bold"), ("ссылка", "link"),
    ]  # fmt: skip
    assert content.marks[1] == Mark("link", 10, 6, "https://shop.example/")


@pytest.mark.parametrize("name, kind, text", [
    ("video", Kind.VIDEO, ""), ("audio", Kind.VOICE, ""), ("audio_transcribed", Kind.VOICE, "Перезвоните мне"),
    ("file", Kind.DOCUMENT, ""), ("sticker", Kind.STICKER, ""), ("album", Kind.IMAGE, "Два"),
])  # fmt: skip
def test_files(name: str, kind: Kind, text: str) -> None:
    content = received(name).content
    assert (content.kind, content.text) == (kind, text)
    assert all(file.ref and file.kind is kind for file in content.attachments)


def test_a_file_has_name_size_and_a_video_its_token_and_measures() -> None:
    (file,) = received("file").content.attachments
    assert (file.name, file.size) == ("счёт.pdf", 81230)
    (video,) = received("video").content.attachments
    assert (video.width, video.height, video.duration_s) == (640, 360, 12)
    assert read_ref(video.ref).video == "t-video"
    assert len(received("album").content.attachments) == 2


def test_a_place_and_a_shared_link() -> None:
    place = received("location").content
    assert place.location is not None
    assert (place.kind, place.location.latitude, place.location.longitude) == (Kind.LOCATION, 55.7558, 37.6173)
    assert received("share").content.text == "Ваш заказ\nhttps://shop.example/t/42"


def test_a_card_proves_nothing_even_when_max_says_it_is_the_senders() -> None:
    """The hash that would prove it has no published algorithm."""
    own = received("own_contact")
    assert own.content.card is not None
    assert (own.content.card.name, own.content.card.phone, own.content.card.own) == ("Вера", "+79161234567", False)
    assert (own.sender.phone, own.sender.proof) == ("+79161234567", Proof.SELF)
    foreign = received("foreign_contact")
    assert foreign.content.card is not None
    assert (foreign.content.card.phone, foreign.sender.phone, foreign.sender.proof) == ("+79160000000", "", Proof.NONE)


def test_a_forwarded_message_names_its_author() -> None:
    content = received("forwarded").content
    assert (content.text, content.forwarded_from) == ("Скидка 10%", "Сергей")
    update = kept("forwarded")
    update["message"]["body"] = None
    (bare,) = read(update)
    assert isinstance(bare, MessageReceived)
    assert (bare.message_id, bare.content.text) == ("9001@1795341600014", "Скидка 10%")
    update = kept("forwarded")
    update["message"]["body"] |= {"text": "Смотрите", "markup": [{"type": "strong", "from": 0, "length": 8}]}
    update["message"]["link"]["message"]["markup"] = [{"type": "underline", "from": 0, "length": 6}]
    (fact,) = read(update)
    assert isinstance(fact, MessageReceived)
    assert fact.content.text == "Смотрите\n\nСкидка 10%"
    assert [fact.content.text[m.offset : m.offset + m.length] for m in fact.content.marks] == ["Смотрите", "Скидка"]


def test_several_edits_of_one_message_are_several_facts() -> None:
    (first,), (second,) = read(kept("edited")), read(kept("edited_again"))
    assert isinstance(first, MessageEdited)
    assert isinstance(second, MessageEdited)
    assert first.message_id == second.message_id == "mid.0001"
    assert first.key != second.key
    assert (first.content.text, second.content.text) == ("Где мой заказ 42?", "Где заказ 42?")


def test_a_removal() -> None:
    (fact,) = read(kept("removed"))
    assert isinstance(fact, MessageDeleted)
    assert (fact.message_id, fact.sender.external_id) == ("mid.0001", "9001")


def test_a_press_and_another_press_of_the_same_keyboard() -> None:
    """Whether the id is that of the press or of the keyboard, sources disagree: both readings keep every press."""
    (fact,) = read(kept("button"))
    assert isinstance(fact, ButtonPressed)
    assert (fact.payload, fact.message_id, fact.answer_ref) == ("c:81:yes", "mid.0020", "cb1")
    assert fact.sender.external_id == "9001"
    later = kept("button")
    later["callback"]["timestamp"] += 900
    assert read(later)[0].key != fact.key
    assert read(kept("button"))[0].key == fact.key


def test_starting_and_stopping() -> None:
    (start,) = read(kept("started"))
    assert isinstance(start, ChatStarted)
    assert start.entry == Entry("start", "promo_42")
    assert (start.sender.external_id, start.sender.username) == ("9001", "vera")
    (bare,) = read(kept("started_bare"))
    assert isinstance(bare, ChatStarted)
    assert bare.entry is None
    for name in ("stopped", "dialog_removed"):
        (stop,) = read(kept(name))
        assert isinstance(stop, ReachChanged)
        assert (stop.reachable, stop.sender.external_id, stop.reason) == (False, "9001", "stopped")


@pytest.mark.parametrize("name, text, note", [
    ("future_attachment", "смотрите", "hologram"), ("future_message_kind", "тихо", "message_whispered"),
])  # fmt: skip
def test_what_max_invents_tomorrow_is_shown_as_unsupported(name: str, text: str, note: str) -> None:
    content = received(name).content
    assert (content.kind, content.text, content.note) == (Kind.UNSUPPORTED, text, note)


def test_a_message_of_a_new_shape_is_not_lost() -> None:
    update = kept("text")
    update["message"]["body"] |= {"text": {"rich": "да"}, "seq": "много"}
    (fact,) = read(update)
    assert isinstance(fact, MessageReceived)
    assert (fact.content.kind, fact.message_id) == (Kind.UNSUPPORTED, "mid.0001")


def test_one_odd_attachment_or_mark_costs_itself_only() -> None:
    update = kept("album")
    update["message"]["body"]["attachments"].insert(0, {"type": "image", "payload": "?", "width": []})
    update["message"]["body"]["attachments"].insert(0, None)
    update["message"]["body"]["markup"] = [7, {"type": "strong", "from": "x", "length": 1}]
    (fact,) = read(update)
    assert isinstance(fact, MessageReceived)
    assert len(fact.content.attachments) == 2
    assert "image" in fact.content.note


def test_several_events_at_once_are_read_and_a_bad_one_costs_itself_only() -> None:
    batch = {"updates": [kept("text"), {"update_type": "message_created", "message": 7}, {"no": 1}, kept("removed")]}
    assert [type(fact) for fact in read(batch)] == [MessageReceived, MessageDeleted]


@pytest.mark.parametrize("chat_id", [None, 0, 2**70])
def test_a_person_without_a_dialog_can_still_be_answered(chat_id: int | None) -> None:
    update = kept("text")
    update["message"]["recipient"]["chat_id"] = chat_id
    (fact,) = read(update)
    assert isinstance(fact, MessageReceived)
    assert fact.sender.external_id == "user:42"


def test_ids_of_64_bits_stay_whole() -> None:
    update = kept("text")
    update["message"]["recipient"]["chat_id"] = 2**63 - 1
    (fact,) = read(update)
    assert isinstance(fact, MessageReceived)
    assert fact.sender.external_id == "9223372036854775807"


def test_numbers_as_texts_are_numbers() -> None:
    update = kept("text")
    update["message"]["timestamp"] = str(update["message"]["timestamp"])
    update["message"]["sender"]["user_id"] = "42"
    (fact,) = read(update)
    assert fact == received("text")


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"update_type": 5}', b'{"updates": [1]}', b"\xff"])
def test_what_is_no_event_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        parse(HookCall(body=body))


def test_an_event_without_its_message_is_kept_as_unread() -> None:
    """MAX is reported to tell so of some voice messages: there is nothing in it to show."""
    with pytest.raises(UnknownShape):
        read({"update_type": "message_created", "timestamp": 1795341600000, "user_locale": "ru"})


def test_times_out_of_range_are_no_crash() -> None:
    update = kept("text")
    update["message"]["timestamp"] = 10**300
    with pytest.raises(UnknownShape):
        read(update)


@pytest.mark.parametrize("given", ["", SECRET + "x", SECRET[:-1], "секрет", "\ud800"])
def test_a_wrong_secret_is_refused(given: str) -> None:
    verify(HookCall(body=b"{}", headers={SECRET_HEADER: SECRET}), SECRET)
    with pytest.raises(BadSignature):
        verify(HookCall(body=b"{}", headers={SECRET_HEADER: given}), SECRET)


def test_without_a_secret_of_our_own_nothing_is_genuine_except_what_we_fetched() -> None:
    with pytest.raises(BadSignature):
        verify(HookCall(body=b"{}", headers={SECRET_HEADER: ""}), "")
    verify(HookCall(body=b"{}", polled=True), "")


@pytest.mark.parametrize("text, written", [
    ("BEGIN:VCARD\nFN:Иванова\\, Вера\nTEL;TYPE=cell:+7 916 123-45-67\nEND:VCARD",
     Written("Иванова, Вера", "+7 916 123-45-67")),
    ("item1.TEL:tel:79161234567\r\nFN:Вера \r\n Иванова", Written("Вера Иванова", "+79161234567")),
    ("TEL:\nTEL:добавочный 5\nFN", Written()),
    ("FN:a\x00b\nTEL:+79160000000\nTEL:+79161111111", Written("ab", "+79160000000")),
    ("", Written()),
])  # fmt: skip
def test_cards(text: str, written: Written) -> None:
    assert read_vcard(text) == written
