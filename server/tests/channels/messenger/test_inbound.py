"""What each delivery of Messenger and Instagram is read as."""

from datetime import UTC, datetime

import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.errors import BadSignature, UnknownShape
from otklik.channelkit.inbound import (
    AccountNoted,
    ButtonPressed,
    ChatStarted,
    DeliveryReported,
    DeliveryStatus,
    Entry,
    HookCall,
    MessageDeleted,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    ReactionChanged,
    Severity,
)
from otklik.channelkit.meta.messaging import parse
from otklik.channelkit.meta.presses import PAYLOAD_MAX_BYTES, join_payload, split_payload
from otklik.channelkit.meta.signing import HEADER, verify
from tests.channels.messenger.wire import VERA, Loose, fixture_names, read, read_kept, told

AT = datetime.fromtimestamp(1795341600, UTC)


def only(found: Loose, kind: type[Loose]) -> Loose:
    assert [type(one) for one in found] == [kind], found
    return found[0]


def wrote(**message: Loose) -> Loose:
    return only(read(told({"message": {"mid": "m_1", **message}})), MessageReceived)


def test_the_signature_of_the_catalogue() -> None:
    body = b'{"object":"page","entry":[{"id":"1001","time":1795341600000,"messaging":[]}]}'
    digest = "f6c7537f44fcddd3f888392a8a50d64b181cdacc63b9ccb9acb06dbd826baac6"
    verify(HookCall(body=body, headers={HEADER: f"sha256={digest}"}), "app-secret", ())
    with pytest.raises(BadSignature):
        verify(HookCall(body=body + b" ", headers={HEADER: f"sha256={digest}"}), "app-secret", ())


@pytest.mark.parametrize("name", fixture_names())
def test_every_kept_delivery_has_facts_with_keys_of_their_own(name: str) -> None:
    keys = [one.key for one in read_kept(name)]
    assert all(keys)
    assert len(keys) == len(set(keys))
    assert bool(keys) == (name != "seen_by_the_page_itself")


def test_a_text_and_what_was_seen() -> None:
    message, seen = read_kept("text_and_read")
    assert isinstance(message, MessageReceived | ButtonPressed)
    assert message.sender.external_id == VERA
    assert isinstance(seen, DeliveryReported)
    assert (seen.status, seen.watermark, seen.at) == (
        DeliveryStatus.READ, True, datetime.fromtimestamp(1795341599, UTC),
    )  # fmt: skip


def test_an_answer_names_what_it_answers() -> None:
    message = wrote(text="да", reply_to={"mid": "m_prev"})
    assert message.quoted.message_id == "m_prev"
    assert message.sent_at == AT


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("images", [(Kind.IMAGE, 2)]),
        ("audio_file_video", [(Kind.AUDIO, 1), (Kind.DOCUMENT, 1), (Kind.VIDEO, 1)]),
        ("sticker", [(Kind.STICKER, 1)]), ("shared_link", [(Kind.TEXT, 0)]), ("place", [(Kind.LOCATION, 0)]),
        ("ephemeral", [(Kind.UNSUPPORTED, 0)]), ("standby", [(Kind.TEXT, 0)]), ("ig_changes", [(Kind.TEXT, 0)]),
        ("ig_story_share_unsupported", [(Kind.TEXT, 0), (Kind.TEXT, 0), (Kind.UNSUPPORTED, 0)]),
    ],
)  # fmt: skip
def test_what_a_message_holds(name: str, kinds: list[tuple[Kind, int]]) -> None:
    found = [one for one in read_kept(name) if isinstance(one, MessageReceived)]
    assert [(one.content.kind, len(one.content.attachments)) for one in found] == kinds


def test_files_are_named_by_their_address_and_links_are_shown() -> None:
    (document,) = wrote(
        attachments=[{"type": "file", "payload": {"url": "https://cdn.example/a/%D1%81%D1%87%D1%91%D1%82.pdf?oh=1"}}]
    ).content.attachments
    assert (document.name, document.kind) == ("счёт.pdf", Kind.DOCUMENT)
    (shared,) = read_kept("shared_link")
    assert isinstance(shared, MessageReceived)
    assert shared.content.text == "смотрите\n\nТовар\nhttps://shop.example/p/1"
    half = wrote(text="вот", attachments=[{"type": "appointment_booking", "payload": {}}]).content
    assert (half.kind, half.text, half.note) == (Kind.TEXT, "вот", "appointment_booking")
    odd = wrote(attachments=[{"type": "image", "payload": {"url": "javascript:alert(1)"}}]).content
    assert (odd.kind, odd.note) == (Kind.UNSUPPORTED, "image")


def test_where_people_come_from() -> None:
    started = only(read_kept("referral"), ChatStarted)
    assert started.entry == Entry("link", "promo_42", {"source": "SHORTLINK", "type": "OPEN_THREAD"})
    (advertised,) = read_kept("ad")
    assert isinstance(advertised, MessageReceived)
    assert advertised.entry is not None
    assert (advertised.entry.kind, advertised.entry.ref) == ("ad", "6045246247433")
    assert advertised.entry.data["ad_title"] == "Чай"
    began = read_kept("postback_reaction_edit")[0]
    assert isinstance(began, ChatStarted)
    assert began.entry is not None
    assert began.entry.ref == "promo_42"
    assert only(read_kept("optin"), ChatStarted).entry == Entry("optin", "promo")


@pytest.mark.parametrize("name", ["press_of_ours", "quick_of_ours"])
def test_a_press_of_our_button_finds_its_message(name: str) -> None:
    pressed = only(read_kept(name), ButtonPressed)
    assert (pressed.tag, pressed.message_id, pressed.payload) == ("otk.12.0", "otk.12.0", "yes")


def test_a_press_of_anybody_elses_is_words() -> None:
    menu = only(read_kept("menu"), MessageReceived)
    assert (menu.content.kind, menu.content.text) == (Kind.BUTTON_PRESS, "Доставка")
    quick = wrote(text="Размер 42", quick_reply={"payload": "size:42"})
    assert (quick.content.kind, quick.content.text) == (Kind.BUTTON_PRESS, "Размер 42")


def test_what_travels_in_a_button_fits_and_comes_back() -> None:
    sent = join_payload("otk.9223372036854775807.9999", "п" * 800)
    assert len(sent.encode()) <= PAYLOAD_MAX_BYTES + 40 < 1000
    assert split_payload(sent)[0] == "otk.9223372036854775807.9999"
    for strange in ("", "|", "otk.0.0|x", "otk.1.1", "otk.1.1|", "a|b"):
        assert split_payload(strange) == ("", strange)


def test_echoes_are_ours_or_a_colleagues() -> None:
    ours = only(read_kept("echo_tagged"), DeliveryReported)
    assert (ours.tag, ours.status, ours.message_id) == ("otk.12.0", DeliveryStatus.SENT, "m_our")
    theirs = only(read_kept("echo_of_others"), MessageEchoed)
    assert (theirs.sender.external_id, theirs.content.text) == (VERA, "Я из Business Suite")
    assert isinstance(only(read_kept("echo_ours"), MessageEchoed), MessageEchoed)


def test_delivered_with_and_without_ids() -> None:
    one = only(read_kept("delivered"), DeliveryReported)
    assert (one.message_id, one.watermark, one.status) == ("m_out1", False, DeliveryStatus.DELIVERED)
    all_ = only(read_kept("delivered_without_ids"), DeliveryReported)
    assert (all_.message_id, all_.watermark, all_.at) == ("", True, AT)


def test_reactions_edits_and_deletions() -> None:
    _, reaction, edit = read_kept("postback_reaction_edit")
    assert isinstance(reaction, ReactionChanged)
    assert (reaction.message_id, reaction.emojis) == ("m_out1", ("❤️",))
    assert isinstance(edit, MessageEdited)
    assert (edit.key, edit.content.text) == ("m_AbC:edit:1", "Есть размер 43?")
    gone = read_kept("ig_story_deleted_seen")[1]
    assert isinstance(gone, MessageDeleted)
    assert gone.key == "aWdfZAG0:deleted"
    taken = read(told({"reaction": {"mid": "m_out1", "action": "unreact"}}))
    assert only(taken, ReactionChanged).emojis == ()
    other = read(told({"reaction": {"mid": "m_out1", "action": "react", "reaction": "other", "emoji": "🦊"}}))
    assert only(other, ReactionChanged).emojis == ("🦊",)


def test_a_deletion_is_not_swallowed_by_its_message() -> None:
    both = read(told({"message": {"mid": "m_1", "text": "раз"}}, {"message": {"mid": "m_1", "is_deleted": True}}))
    assert [one.key for one in both] == ["m_1", "m_1:deleted"]


def test_what_is_said_of_our_account() -> None:
    taken = only(read_kept("thread_taken")[:1], AccountNoted)
    assert (taken.code, taken.severity) == ("take_thread_control", Severity.INFO)
    banned = only(read_kept("policy")[:1], AccountNoted)
    assert (banned.severity, banned.detail) == (Severity.FAIL, "block · Spam")
    answered = only(read_kept("feedback"), MessageReceived)
    assert answered.content.text == "4 · Всё хорошо"


def test_another_page_and_the_samples_of_the_dashboard_are_left_out() -> None:
    assert read(told({"message": {"mid": "m", "text": "x"}}), "2002") == ()
    sample = {"field": "messages", "value": {"sender": {"id": "12334"}, "message": {"mid": "t", "text": "test"}}}
    assert len(read(sample)) == 1
    assert read({"object": "page", "entry": [{"id": "0", "changes": [sample]}]}) == ()


def test_one_poison_element_leaves_its_neighbours() -> None:
    found = read(
        told(
            {"message": {"mid": "m_1", "text": "раз"}}, {"message": 7}, {"message": {"text": "без номера"}},
            {"sender": None, "message": {"mid": "m_2"}}, {"message": {"mid": "m_3", "attachments": [None, {}]}},
            {"brand_new": {"x": 1}}, {"message": {"mid": "m_4", "text": "два"}},
        )
    )  # fmt: skip
    assert [one.key for one in found] == ["m_1", "m_3", "m_4"]


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"object": "page"}', b"\xff"])
def test_what_is_no_delivery(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        parse(HookCall(body=body), "")


@pytest.mark.parametrize("said", ["a\x00b", "\u202eдом", "👩‍👩‍👧", "x\ud83dy"])
def test_odd_characters(said: str) -> None:
    text = wrote(text=said).content.text
    assert "\x00" not in text
    text.encode()


def test_a_thousand_people_at_once() -> None:
    found = read(told(*({"message": {"mid": f"m_{n}", "text": str(n)}} for n in range(1000))))
    assert len(found) == 1000
