"""Reading posts, writing offers, and the settings of a chat."""

import msgspec
import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.errors import BadSettings, BadSignature, CannotFetch, UnknownShape
from otklik.channelkit.inbound import ButtonPressed, DeliveryReported, HookCall, MessageReceived, Proof, TypingShown
from otklik.channelkit.outbound import OutboundMessage
from otklik.channels.webchat import payloads
from otklik.channels.webchat.colours import contrast, ink_on, is_colour
from otklik.channels.webchat.origins import allows, normalise
from otklik.channels.webchat.settings import check_settings, read_settings
from tests.channels.webchat.bench import AT, CLIENT_ID, PERSON, POSTS, SETTINGS, VISITOR, Bench, call, file, message


def read(post: payloads.Post) -> object:
    [happening] = Bench().channel.parse(call(post), SETTINGS)
    return happening


def test_a_message_carries_its_owner_in_its_id() -> None:
    mine, theirs = read(message()), read(message(person=payloads.Person(id="other")))
    assert isinstance(mine, MessageReceived)
    assert isinstance(theirs, MessageReceived)
    assert mine.message_id == f"{VISITOR}/{CLIENT_ID}"
    assert mine.client_id == theirs.client_id
    assert mine.key != theirs.key
    assert mine.message_id != theirs.message_id


def test_what_a_visitor_says_of_themselves_proves_nothing() -> None:
    said = read(message())
    assert isinstance(said, MessageReceived)
    assert said.sender.proof is Proof.SELF
    unknown = read(message(person=payloads.Person(id="x")))
    assert isinstance(unknown, MessageReceived)
    assert unknown.sender.proof is Proof.NONE


def test_a_picture_without_words_is_a_picture() -> None:
    picture = read(POSTS["image"])
    assert isinstance(picture, MessageReceived)
    assert picture.content.kind is Kind.IMAGE
    assert picture.content.attachments[0].ref == "a-key"


def test_presses_reports_and_typing() -> None:
    press, report = read(POSTS["button"]), read(POSTS["read"])
    typing = read(payloads.Typing(person=PERSON, at=AT, on=False))
    assert isinstance(press, ButtonPressed)
    assert (press.message_id, press.payload) == ("desk/7", "yes")
    assert isinstance(report, DeliveryReported)
    assert report.watermark
    assert report.at == AT
    assert isinstance(typing, TypingShown)
    assert not typing.on


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b'{"post":"grant"}', b'{"post":"message","person":{"id":"x"},"at":"2026-11-22T10:00:00Z"}'],
)
def test_an_unreadable_post_is_said_to_be_so(body: bytes) -> None:
    with pytest.raises(UnknownShape):
        Bench().channel.parse(HookCall(body=body), SETTINGS)


def test_atk_w17_a_post_with_a_foreign_field_is_not_read() -> None:
    raw = msgspec.json.decode(call(message()).body) | {"private": True}
    with pytest.raises(UnknownShape):
        Bench().channel.parse(HookCall(body=msgspec.json.encode(raw)), SETTINGS)


def test_only_our_own_room_can_hand_in_posts() -> None:
    bench, genuine = Bench(), call(message())
    bench.channel.verify(genuine, SETTINGS, "hook-secret-of-the-chat")
    for forged in (HookCall(body=genuine.body), HookCall(body=genuine.body + b" ", headers=genuine.headers)):
        with pytest.raises(BadSignature):
            bench.channel.verify(forged, SETTINGS, "hook-secret-of-the-chat")
    with pytest.raises(BadSignature):
        bench.channel.verify(genuine, SETTINGS, "")


async def test_a_file_that_is_gone_cannot_be_fetched() -> None:
    bench = Bench()
    picture = read(POSTS["image"])
    assert isinstance(picture, MessageReceived)
    attachment = picture.content.attachments[0]
    assert (await bench.channel.fetch_file(attachment, bench.context)).data == b"bytes"
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(msgspec.structs.replace(attachment, ref="nothing"), bench.context)


def test_more_than_ten_files_are_offered_in_parts() -> None:
    files = tuple(msgspec.structs.replace(file(), key=f"key{number}") for number in range(12))
    letter = OutboundMessage(message_id=5, conversation_id=1, recipient=VISITOR, text="вот", files=files)
    parts = Bench().channel.render(letter, SETTINGS)
    assert [len(part.files) for part in parts] == [10, 2]
    assert [part.payload["id"] for part in parts] == ["desk/5", "desk/5/1"]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Shop.Example", "https://shop.example"),
        ("https://shop.example:443/path?x", "https://shop.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://*.shop.example", "https://*.shop.example"),
        ("https://*", None),
        ("https://*.example", None),
        ("shop.example", None),
        ("javascript:alert(1)", None),
        ("https://a b.example", None),
        ("https://user@shop.example", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_origins_are_read_strictly(text: str, origin: str | None) -> None:
    assert normalise(text) == origin


@pytest.mark.parametrize(
    ("origin", "let_in"),
    [
        ("https://shop.example", True),
        ("https://a.kiosk.example", True),
        ("https://a.b.kiosk.example", True),
        ("https://kiosk.example", False),
        ("https://evilkiosk.example", False),
        ("http://shop.example", False),
        ("https://shop.example.evil.test", False),
        ("https://shop.example/", False),
        ("null", False),
        ("", False),
        ("https://*.kiosk.example", False),
    ],
)
def test_only_named_sites_are_let_in(origin: str, let_in: bool) -> None:  # noqa: FBT001 - a table
    assert allows(["https://shop.example", "https://*.kiosk.example"], origin) is let_in


def test_black_or_white_is_readable_on_every_colour() -> None:
    steps = range(0, 256, 17)
    worst = min(
        contrast(colour, ink_on(colour))
        for colour in (f"#{red:02x}{green:02x}{blue:02x}" for red in steps for green in steps for blue in steps)
    )
    assert worst >= 4.5


@pytest.mark.parametrize("colour", ["red;}</style><script>", "#12345", "#1234567", "url(x)", "#12345g", ""])
def test_atk_w21_a_colour_is_a_colour_and_nothing_else(colour: str) -> None:
    assert not is_colour(colour)
    assert is_colour(read_settings({**SETTINGS, "colour": colour}).look.light.colour)


def test_wrong_settings_are_named() -> None:
    wrong = {
        "origins": ["nonsense"], "colour": "red", "position": "top", "ask_email": "maybe", "consent_url": "data:1",
    }  # fmt: skip
    with pytest.raises(BadSettings) as found:
        check_settings(wrong)
    assert {error.field for error in found.value.errors} == {
        "settings.origins", "settings.colour", "settings.position", "settings.ask_email", "settings.consent_url",
    }  # fmt: skip


def test_the_text_on_a_colour_is_picked_unless_it_is_chosen() -> None:
    look = read_settings({**SETTINGS, "colour": "#ffdd2d", "colour_dark": "#1a237e"}).look
    assert (look.light.ink, look.dark.ink) == ("#000000", "#ffffff")
    assert read_settings({**SETTINGS, "ink": "black"}).look.light.ink == "#000000"
    assert read_settings({**SETTINGS, "colour": "#112233"}).look.dark.colour == "#112233"


@pytest.mark.parametrize(
    ("settings", "field", "said"),
    [
        ({"colour": "#ffdd2d", "ink": "white"}, "colour", "1.3:1, at least 4.5:1"),
        ({"colour_dark": "#222222", "ink": "black", "colour": "#ffffff"}, "colour_dark", "1.3:1, at least 4.5:1"),
        ({"colour": "#777777", "ink": "white"}, "colour", "4.4:1, at least 4.5:1"),
        ({"title_en": "x" * 61}, "title_en", "at most 60"),
        ({"label_ru": "я" * 41}, "label_ru", "at most 40"),
        ({"greeting_en": "x" * 501}, "greeting_en", "at most 500"),
        ({"face": "abcdefghi"}, "face", "at most 8"),
        ({"theme": "blue"}, "theme", "auto, light, dark"),
    ],
)
def test_a_look_nobody_can_read_is_refused_with_the_number(settings: dict[str, str], field: str, said: str) -> None:
    with pytest.raises(BadSettings) as found:
        check_settings({**SETTINGS, **settings})
    [wrong] = found.value.errors
    assert wrong.field == f"settings.{field}"
    assert said in wrong.message


def test_a_look_at_its_very_limits_is_taken() -> None:
    check_settings({**SETTINGS, "colour": "#767676", "ink": "white", "title_ru": "я" * 60, "face": "👨‍👩‍👧"})
    look = read_settings({**SETTINGS, "offset_x": 200, "offset_y": 0}).look
    assert (look.offset_x, look.offset_y) == (200, 0)
