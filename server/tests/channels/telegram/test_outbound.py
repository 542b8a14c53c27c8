"""Messages of the desk, and the calls they become."""

import pytest

from otklik.channelkit.capabilities import Kind, TextUnit
from otklik.channelkit.content import Button, Location, Mark
from otklik.channelkit.fitting import find_button, measure
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channelkit.spans import count_units as units
from otklik.channels.telegram.entities import MARKS, write_entities
from otklik.channels.telegram.outbound import as_caption_edit, keyboard, render, render_delete, render_edit
from tests.channels.telegram.bench import Loose
from tests.peers.telegram.judge import judge_call


def message(**fields: Loose) -> OutboundMessage:
    return OutboundMessage(message_id=1, conversation_id=1, **{"recipient": "77", **fields})


def file(kind: Kind, mime: str, **fields: Loose) -> OutboundFile:
    values = {"key": "k", "name": "n", "size": 1000, **fields}
    return OutboundFile(kind=kind, mime=mime, **values)


PHOTO = file(Kind.IMAGE, "image/jpeg", width=100, height=50)
VIDEO = file(Kind.VIDEO, "video/mp4", width=640, height=360, duration_s=12.4)
PDF = file(Kind.DOCUMENT, "application/pdf")
SONG = file(Kind.AUDIO, "audio/mpeg", duration_s=3)
VOICE = file(Kind.VOICE, "audio/ogg; codecs=opus", duration_s=2)
ROUND = file(Kind.VIDEO_NOTE, "video/mp4", duration_s=2)
YES_NO = ((Button("Да", "c:81:yes"), Button("Нет", "c:81:no")), (Button("Сайт", url="https://shop.example/"),))
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Да", "callback_data": "c:81:yes"}, {"text": "Нет", "callback_data": "c:81:no"}],
        [{"text": "Сайт", "url": "https://shop.example/"}],
    ]
}
TO = {"chat_id": 77}

TABLE: dict[str, tuple[OutboundMessage, list[Part]]] = {
    "text": (
        message(text="Заказ 42 в пути"),
        [Part(action="sendMessage", payload={**TO, "text": "Заказ 42 в пути"})],
    ),
    "text with marks, counted in UTF-16": (
        message(text="👍 Заказ 42", marks=(Mark("bold", 2, 8), Mark("link", 8, 2, "https://a.b/"), Mark("glow", 0, 1))),
        [Part(action="sendMessage", payload={**TO, "text": "👍 Заказ 42", "entities": [
            {"type": "bold", "offset": 3, "length": 8},
            {"type": "text_link", "offset": 9, "length": 2, "url": "https://a.b/"},
        ]})],
    ),
    "reply and buttons": (
        message(text="Вопрос решён?", reply_to="77:4021", buttons=YES_NO),
        [Part(action="sendMessage", payload={
            **TO, "text": "Вопрос решён?", "reply_markup": KEYBOARD,
            "reply_parameters": {"message_id": 4021, "allow_sending_without_reply": True},
        })],
    ),
    "an answer to a message of another chat goes without": (
        message(text="да", reply_to="78:4021"),
        [Part(action="sendMessage", payload={**TO, "text": "да"})],
    ),
    "a letter's id is no message here": (
        message(text="да", reply_to="<a@b>"),
        [Part(action="sendMessage", payload={**TO, "text": "да"})],
    ),
    "business account": (
        message(recipient="bc-1/77", text="да", reply_to="bc-1/77:12"),
        [Part(action="sendMessage", payload={
            "business_connection_id": "bc-1", **TO, "text": "да",
            "reply_parameters": {"message_id": 12, "allow_sending_without_reply": True},
        })],
    ),
    "photo with caption": (
        message(text="Вот он", marks=(Mark("italic", 0, 3),), files=(PHOTO,), buttons=YES_NO),
        [Part(action="sendPhoto", files={"photo": PHOTO}, payload={
            **TO, "caption": "Вот он", "caption_entities": [{"type": "italic", "offset": 0, "length": 3}],
            "reply_markup": KEYBOARD,
        })],
    ),
    "video": (
        message(files=(VIDEO,)),
        [Part(action="sendVideo", files={"video": VIDEO}, payload={
            **TO, "width": 640, "height": 360, "duration": 12, "supports_streaming": True,
        })],
    ),
    "voice": (
        message(files=(VOICE,), text="слушайте"),
        [Part(action="sendVoice", files={"voice": VOICE}, payload={**TO, "caption": "слушайте", "duration": 2})],
    ),
    "a round video carries no caption": (
        message(files=(ROUND,), text="смотрите"),
        [
            Part(action="sendVideoNote", files={"video_note": ROUND}, payload={**TO, "duration": 2}),
            Part(action="sendMessage", payload={**TO, "text": "смотрите"}),
        ],
    ),
    "album of pictures": (
        message(text="Оба", files=(PHOTO, VIDEO)),
        [Part(action="sendMediaGroup", files={"file0": PHOTO, "file1": VIDEO}, payload={**TO, "media": [
            {"type": "photo", "media": "attach://file0", "caption": "Оба"},
            {"type": "video", "media": "attach://file1", "width": 640, "height": 360, "duration": 12},
        ]})],
    ),
    "album of documents: the caption stands below": (
        message(text="Счета", files=(PDF, PDF)),
        [Part(action="sendMediaGroup", files={"file0": PDF, "file1": PDF}, payload={**TO, "media": [
            {"type": "document", "media": "attach://file0"},
            {"type": "document", "media": "attach://file1", "caption": "Счета"},
        ]})],
    ),
    "kinds that cannot share an album": (
        message(files=(PHOTO, PDF, SONG, SONG)),
        [
            Part(action="sendPhoto", files={"photo": PHOTO}, payload=TO),
            Part(action="sendDocument", files={"document": PDF}, payload=TO),
            Part(action="sendMediaGroup", files={"file0": SONG, "file1": SONG}, payload={**TO, "media": [
                {"type": "audio", "media": "attach://file0", "duration": 3},
                {"type": "audio", "media": "attach://file1", "duration": 3},
            ]}),
        ],
    ),
    "an album has no buttons: the last file goes alone": (
        message(files=(PHOTO, PHOTO), buttons=YES_NO),
        [
            Part(action="sendPhoto", files={"photo": PHOTO}, payload=TO),
            Part(action="sendPhoto", files={"photo": PHOTO}, payload={**TO, "reply_markup": KEYBOARD}),
        ],
    ),
    "place": (
        message(location=Location(55.75, 37.61)),
        [Part(action="sendLocation", payload={**TO, "latitude": 55.75, "longitude": 37.61})],
    ),
    "place with a name": (
        message(location=Location(55.75, 37.61, "Склад"), text="Ждём"),
        [
            Part(action="sendMessage", payload={**TO, "text": "Ждём"}),
            Part(action="sendVenue", payload={
                **TO, "latitude": 55.75, "longitude": 37.61, "title": "Склад", "address": "Склад",
            }),
        ],
    ),
    "nothing to say is for Telegram to refuse": (
        message(text="  "),
        [Part(action="sendMessage", payload={**TO, "text": "  "})],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_a_message_becomes_these_calls(name: str) -> None:
    given, wanted = TABLE[name]
    assert list(render(given)) == wanted


@pytest.mark.parametrize("name", TABLE)
def test_the_schema_accepts_these_calls(name: str) -> None:
    for part in render(TABLE[name][0]):
        assert judge_call(part.action, part.payload, part.files.keys()) == []


AS: list[tuple[OutboundFile, str]] = [
    (file(Kind.IMAGE, "image/png"), "sendPhoto"),
    (file(Kind.IMAGE, "image/gif"), "sendAnimation"),
    (file(Kind.IMAGE, "image/heic"), "sendDocument"),
    (file(Kind.IMAGE, "image/jpeg", size=10 * 1024 * 1024 + 1), "sendDocument"),
    (file(Kind.IMAGE, "image/jpeg", width=9000, height=1001), "sendDocument"),
    (file(Kind.IMAGE, "image/jpeg", width=2100, height=100), "sendDocument"),
    (file(Kind.VIDEO, "video/webm"), "sendDocument"),
    (file(Kind.AUDIO, "audio/wav"), "sendDocument"),
    (file(Kind.AUDIO, "audio/mp4"), "sendAudio"),
    (file(Kind.VOICE, "audio/webm"), "sendDocument"),
    (file(Kind.VOICE, "audio/mpeg"), "sendVoice"),
    (file(Kind.ANIMATION, "video/mp4"), "sendAnimation"),
    (file(Kind.STICKER, "image/webp"), "sendSticker"),
    (file(Kind.STICKER, "image/png"), "sendDocument"),
    (file(Kind.DOCUMENT, "image/png"), "sendDocument"),
]


@pytest.mark.parametrize("given, method", AS)
def test_a_file_goes_as_what_telegram_takes(given: OutboundFile, method: str) -> None:
    (part,) = render(message(files=(given,)))
    assert part.action == method
    assert list(part.files.values()) == [given]


def test_a_long_text_is_cut_into_texts_and_buttons_come_last() -> None:
    parts = render(message(text="слово 😀 " * 900, buttons=YES_NO, reply_to="77:1"))
    assert [part.action for part in parts] == ["sendMessage"] * 2
    assert all(measure(part.payload["text"], TextUnit.UTF16) <= 4096 for part in parts)
    assert ["reply_parameters" in part.payload for part in parts] == [True, False]
    assert ["reply_markup" in part.payload for part in parts] == [False, True]


def test_a_long_caption_goes_on_as_text() -> None:
    parts = render(message(text="слово " * 400, files=(PHOTO,), buttons=YES_NO))
    assert [part.action for part in parts] == ["sendPhoto", "sendMessage"]
    assert measure(parts[0].payload["caption"], TextUnit.UTF16) <= 1024
    assert "reply_markup" in parts[1].payload
    assert f"{parts[0].payload['caption']} {parts[1].payload['text']}".split() == ["слово"] * 400


def test_more_than_ten_files_make_two_albums() -> None:
    parts = render(message(files=(PHOTO,) * 12))
    assert [(part.action, len(part.files)) for part in parts] == [("sendMediaGroup", 10), ("sendMediaGroup", 2)]


def test_every_mark_we_claim_becomes_an_entity_and_returns() -> None:
    text = "0123456789"
    entities = write_entities(text, [Mark(kind, 1, 2, "https://a.b/") for kind in MARKS])
    assert len(entities) == len(MARKS)
    assert judge_call("sendMessage", {"chat_id": 1, "text": text, "entities": entities}) == []


def test_utf16_places() -> None:
    assert units("a😀b") == [0, 1, 3, 4]


def test_a_long_payload_travels_as_a_digest_that_the_message_explains() -> None:
    long = Button("Выбрать", "flow:" + "я" * 100)
    (row,) = (keyboard(((long,),)) or {})["inline_keyboard"]
    data = row[0]["callback_data"]
    assert len(data.encode()) <= 64
    assert find_button(data, ((Button("Другая", "x"), long),), 64) == long
    assert find_button("нет такой", ((long,),), 64) is None


def test_wide_rows_are_broken_and_the_hundredth_button_is_the_last() -> None:
    rows = (keyboard((tuple(Button(f"{n}", f"{n}") for n in range(120)),)) or {})["inline_keyboard"]
    assert {len(row) for row in rows} == {8, 4}
    assert sum(len(row) for row in rows) == 100


def test_titles_are_shortened_and_never_empty() -> None:
    rows = (keyboard(((Button("я" * 100, "a"), Button("  ", "b")),)) or {})["inline_keyboard"]
    assert rows[0][0]["text"] == "я" * 63 + "…"
    assert rows[0][1]["text"] == "…"


def test_an_edit_names_chat_message_and_text() -> None:
    part = render_edit("77:5", message(text="новый", marks=(Mark("bold", 0, 2),), buttons=YES_NO))
    assert part == Part(action="editMessageText", payload={
        **TO, "message_id": 5, "text": "новый", "entities": [{"type": "bold", "offset": 0, "length": 2}],
        "reply_markup": KEYBOARD,
    })  # fmt: skip
    caption = as_caption_edit(part)
    assert caption.action == "editMessageCaption"
    assert caption.payload["caption"] == "новый"
    assert judge_call(caption.action, caption.payload) == []


def test_a_deletion_in_a_business_chat_has_its_own_method() -> None:
    assert render_delete("77:5") == Part(action="deleteMessage", payload={**TO, "message_id": 5})
    part = render_delete("bc-1/77:5")
    assert part == Part(action="deleteBusinessMessages", payload={"business_connection_id": "bc-1", "message_ids": [5]})
    assert judge_call(part.action, part.payload) == []


def test_a_recipient_that_is_no_number_is_refused_before_the_network() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        render(message(recipient="vera", text="да"))
