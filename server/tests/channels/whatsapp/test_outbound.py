"""What a message becomes: texts and their signs, files, buttons, lists, places, to whom and under which name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Button, Location, Mark
from otklik.channelkit.fitting import Piece
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channels.whatsapp import outbound
from otklik.channels.whatsapp.markup import cut, write
from otklik.channels.whatsapp.media import as_what
from tests.channels.whatsapp.wire import Loose

MB = 1024 * 1024


def render(text: str = "", recipient: str = "RU.777", **fields: Loose) -> tuple[Part, ...]:
    message = OutboundMessage(message_id=7, conversation_id=1, recipient=recipient, text=text, **fields)
    return outbound.render(message, {})


def bodies(parts: tuple[Part, ...]) -> list[Loose]:
    return [part.payload[part.payload["type"]] for part in parts]


def kinds(parts: tuple[Part, ...]) -> list[str]:
    return [part.payload["type"] for part in parts]


def rows(*titles: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(title, f"p:{title}"),) for title in titles)


def file(kind: Kind, mime: str, size: int = 10, **more: Loose) -> OutboundFile:
    return OutboundFile(**{"key": "k", "kind": kind, "name": "имя.bin", "mime": mime, "size": size, **more})


def test_a_text_says_to_whom_and_under_which_name_of_ours() -> None:
    (part,) = render("Здравствуйте", reply_to="wamid.IN")
    assert (part.action, part.files) == ("messages", {})
    assert part.payload == {
        "messaging_product": "whatsapp", "recipient_type": "individual", "recipient": "RU.777",
        "biz_opaque_callback_data": "otk.7.0", "type": "text",
        "text": {"body": "Здравствуйте", "preview_url": False}, "context": {"message_id": "wamid.IN"},
    }  # fmt: skip


@pytest.mark.parametrize("recipient", ["79161234567", "+79161234567"])
def test_a_number_is_addressed_as_a_number(recipient: str) -> None:
    (part,) = render("раз", recipient)
    assert part.payload["to"] == "79161234567"
    assert "recipient" not in part.payload


def test_a_link_is_shown_with_what_is_behind_it() -> None:
    (body,) = bodies(render("Смотрите здесь", marks=(Mark("link", 9, 5, "https://shop.example/"),)))
    assert body == {"body": "Смотрите здесь (https://shop.example/)", "preview_url": True}


def test_only_the_first_part_answers_and_each_has_its_name() -> None:
    parts = render("слово " * 1500, reply_to="wamid.IN")
    assert [part.payload["biz_opaque_callback_data"] for part in parts] == ["otk.7.0", "otk.7.1", "otk.7.2"]
    assert [("context" in part.payload) for part in parts] == [True, False, False]
    assert all(len(body["body"]) <= 4096 for body in bodies(parts))


@pytest.mark.parametrize(
    ("text", "marks", "written"),
    [
        ("жирно и криво", (Mark("bold", 0, 5), Mark("italic", 8, 5)), "*жирно* и _криво_"),
        ("раз два", (Mark("strike", 0, 4),), "~раз~ два"),
        ("внутри", (Mark("bold", 1, 3),), "внутри"),
        ("раз\nдва", (Mark("bold", 0, 7),), "*раз*\n*два*"),
        ("x = 1", (Mark("code", 0, 5),), "`x = 1`"),
        ("a\nb", (Mark("pre", 0, 3),), "```a\nb```"),
        ("слова\nещё", (Mark("quote", 0, 9),), "> слова\n> ещё"),
        ("да", (Mark("bold", 0, 2), Mark("italic", 0, 2)), "*_да_*"),
        ("да", (Mark("underline", 0, 2), Mark("bold", 0, 99)), "*да*"),
        ("   ", (Mark("bold", 0, 3),), "   "),
    ],
)
def test_signs_of_formatting(text: str, marks: tuple[Mark, ...], written: str) -> None:
    assert write(Piece(text, marks)) == written


def test_a_marked_text_stays_within_the_limit() -> None:
    text = "слово " * 2000
    pieces = cut(text, tuple(Mark("bold", n * 6, 5) for n in range(2000)), 4096)
    assert all(len(piece) <= 4096 for piece in pieces)
    assert " ".join(pieces).count("*слово*") == 2000


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=60),
    spans=st.lists(st.tuples(st.sampled_from(["bold", "italic", "pre", "quote", "link"]), st.integers(0, 60),
                             st.integers(0, 60)), max_size=4),
)  # fmt: skip
def test_no_formatting_loses_words(text: str, spans: list[tuple[str, int, int]]) -> None:
    marks = tuple(Mark(kind, low, size, "https://a.example/" if kind == "link" else None) for kind, low, size in spans)
    whole = "".join(cut(text, marks, 4096))
    left = iter(whole)
    assert all(any(one == other for other in left) for one in text.strip())


# Files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_file", "what"),
    [
        (file(Kind.IMAGE, "image/jpeg"), "image"), (file(Kind.IMAGE, "image/png", 5 * MB), "image"),
        (file(Kind.IMAGE, "image/png", 5 * MB + 1), "document"), (file(Kind.IMAGE, "image/webp"), "document"),
        (file(Kind.VIDEO, "video/mp4"), "video"), (file(Kind.VIDEO, "video/mp4", 17 * MB), "document"),
        (file(Kind.VIDEO, "video/quicktime"), "document"), (file(Kind.VIDEO_NOTE, "video/mp4"), "video"),
        (file(Kind.ANIMATION, "image/gif"), "document"), (file(Kind.AUDIO, "audio/mp3"), "audio"),
        (file(Kind.AUDIO, "audio/wav"), "document"), (file(Kind.VOICE, "audio/ogg; codecs=opus"), "audio"),
        (file(Kind.STICKER, "image/webp", 100 * 1024), "sticker"),
        (file(Kind.STICKER, "image/webp", 100 * 1024 + 1), "document"), (file(Kind.DOCUMENT, ""), "document"),
    ],
)  # fmt: skip
def test_as_what_a_file_travels(given_file: OutboundFile, what: str) -> None:
    assert as_what(given_file) == what


def test_words_stand_under_a_file_where_they_can() -> None:
    picture = file(Kind.IMAGE, "image/png")
    assert bodies(render("подпись", files=(picture,))) == [{"caption": "подпись"}]
    assert kinds(render("подпись", files=(file(Kind.AUDIO, "audio/mpeg"),))) == ["audio", "text"]
    assert kinds(render("слово " * 200, files=(picture,))) == ["image", "text"]
    both = render("к документу", files=(file(Kind.AUDIO, "audio/mpeg"), file(Kind.DOCUMENT, "application/pdf")))
    assert bodies(both) == [{}, {"caption": "к документу", "filename": "имя.bin"}]


def test_a_voice_is_one_and_a_song_is_none() -> None:
    assert bodies(render(files=(file(Kind.VOICE, "audio/ogg"),))) == [{"voice": True}]
    assert bodies(render(files=(file(Kind.VOICE, "audio/mpeg"),))) == [{}]


# Buttons ----------------------------------------------------------------------------------------------------------


def test_three_buttons_hang_on_the_words() -> None:
    (body,) = bodies(render("Вопрос решён?", buttons=rows("Да", "Нет", "Позвать человека")))
    assert (body["type"], body["body"]) == ("button", {"text": "Вопрос решён?"})
    assert body["action"]["buttons"][0] == {"type": "reply", "reply": {"id": "p:Да", "title": "Да"}}


@pytest.mark.parametrize(
    "titles",
    [("1", "2", "3", "4"), ("Название длиннее двадцати",), ("Да", "Да ")],
    ids=["four", "long", "twins"],
)
def test_what_does_not_fit_into_buttons_is_a_list(titles: tuple[str, ...]) -> None:
    (body,) = bodies(render("Что?", buttons=rows(*titles)))
    assert body["type"] == "list"
    assert body["action"]["button"] == "Выбрать"
    assert len(body["action"]["sections"][0]["rows"]) == len(titles)


def test_a_long_title_stands_whole_below_its_line() -> None:
    title = "Доставка курьером до двери завтра"
    (body,) = bodies(render("Как?", buttons=rows(title)))
    [row] = body["action"]["sections"][0]["rows"]
    assert row["description"] == title
    assert (len(row["title"]), row["title"][-1]) == (24, "…") or len(row["title"]) < 24


def test_more_than_ten_are_written_as_a_numbered_list() -> None:
    (body,) = bodies(render("Выберите", buttons=rows(*map(str, range(11)))))
    assert body["body"].startswith("Выберите\n\n1. 0\n2. 1\n")
    assert body["body"].endswith("11. 10")


def test_one_link_is_a_button_and_several_are_written() -> None:
    site, card = Button("Сайт", url="https://shop.example/"), Button("Карта", url="https://maps.example/")
    answer, link = bodies(render("Что дальше?", buttons=((Button("Да", "yes"), site),)))
    assert answer["type"] == "button"
    assert link["action"]["parameters"] == {"display_text": "Сайт", "url": "https://shop.example/"}
    assert link["body"] == {"text": "https://shop.example/"}
    (written,) = bodies(render("Где?", buttons=((site, card),)))
    assert written["body"] == "Где?\n\nСайт: https://shop.example/\nКарта: https://maps.example/"


def test_buttons_of_a_long_text_hang_on_its_short_end() -> None:
    parts = render("слово " * 1000, buttons=rows("Да"))
    assert kinds(parts)[-1] == "interactive"
    assert len(bodies(parts)[-1]["body"]["text"]) <= 1024
    said = " ".join([*(one["body"] for one in bodies(parts)[:-1]), bodies(parts)[-1]["body"]["text"]])
    assert said.count("слово") == 1000


def test_buttons_without_words_and_with_a_file() -> None:
    assert bodies(render(buttons=rows("Да")))[0]["body"] == {"text": "👇"}
    parts = render("подпись", files=(file(Kind.IMAGE, "image/png"),), buttons=rows("Да"))
    assert kinds(parts) == ["image", "interactive"]
    assert bodies(parts)[0] == {}


def test_a_long_payload_travels_as_a_digest() -> None:
    (body,) = bodies(render("?", buttons=((Button("Да", "п" * 300),),)))
    assert len(body["action"]["buttons"][0]["reply"]["id"].encode()) <= 200


def test_the_word_that_opens_a_list_is_a_setting() -> None:
    message = OutboundMessage(message_id=1, conversation_id=1, recipient="RU.1", text="?", buttons=rows(*"1234"))
    (part,) = outbound.render(message, {"list_button": "Choose"})
    assert part.payload["interactive"]["action"]["button"] == "Choose"


def test_a_place() -> None:
    place, said = bodies(render("сюда", location=Location(55.75, 37.61, "Склад", "Тверская, 1")))[::-1]
    assert said["body"] == "сюда"
    assert place == {"latitude": 55.75, "longitude": 37.61, "name": "Склад", "address": "Тверская, 1"}
    assert bodies(render(location=Location(0, 0))) == [{"latitude": 0, "longitude": 0}]


def test_reactions_and_read_marks() -> None:
    put = outbound.render_reaction("wamid.IN", "79161234567", ("👍",))
    assert (put["to"], put["reaction"]) == ("79161234567", {"message_id": "wamid.IN", "emoji": "👍"})
    assert outbound.render_reaction("wamid.IN", "RU.1", ())["reaction"]["emoji"] == ""
    assert outbound.render_read("wamid.IN") == {
        "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.IN",
    }  # fmt: skip
    assert outbound.render_read("wamid.IN", typing=True)["typing_indicator"] == {"type": "text"}


@pytest.mark.parametrize("text", ["\ud800 половина", "👨‍👩‍👧" * 700, "\u202eналево", "نص عربي " * 600])
def test_odd_texts_are_written_the_same_twice(text: str) -> None:
    assert render(text) == render(text)
    assert all(len(body["body"]) <= 4096 for body in bodies(render(text)))
