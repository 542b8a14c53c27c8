"""What a message becomes: calls within MAX's limits, the same every time."""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.channelkit.capabilities import Kind, TextUnit
from otklik.channelkit.content import Button, Location, Mark
from otklik.channelkit.fitting import find_button, measure
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channels.max.manifest import CAPABILITIES
from otklik.channels.max.markup import TEXT_MAX, cut
from otklik.channels.max.outbound import PAYLOAD_MAX_BYTES, render, render_edit, upload_type

YES = Button("Да", "c:81:yes")
SITE = Button("Отследить", url="https://shop.example/t/42")


def message(**fields: Any) -> OutboundMessage:
    return OutboundMessage(**{"message_id": 1, "conversation_id": 1, "recipient": "9001", **fields})


def file(kind: Kind = Kind.IMAGE, mime: str = "image/png", **fields: Any) -> OutboundFile:
    return OutboundFile(**{"key": "k", "kind": kind, "name": "f", "mime": mime, "size": 10, **fields})


def bodies(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [part.payload["body"] for part in parts]


def test_a_text_carries_null_for_what_is_empty() -> None:
    (part,) = render(message(text="Здравствуйте"))
    assert part.action == "POST /messages"
    assert part.payload == {
        "query": {"chat_id": "9001"}, "body": {"text": "Здравствуйте", "attachments": None, "link": None},
    }  # fmt: skip


def test_a_person_without_a_dialog_is_written_to_by_their_own_id() -> None:
    assert render(message(text="да", recipient="user:42"))[0].payload["query"] == {"user_id": "42"}


@pytest.mark.parametrize("recipient", ["", "vera", "user:x", "9001&chat_id=1"])
def test_a_recipient_that_is_none_of_ours_is_no_call(recipient: str) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        render(message(text="да", recipient=recipient))


def test_an_answer_points_at_its_message_once() -> None:
    parts = render(message(text="а " * 3000, reply_to="mid.0001"))
    assert [body["link"] for body in bodies(parts)] == [{"type": "reply", "mid": "mid.0001"}, None]


def test_marks_become_html_and_plain_words_stay_plain() -> None:
    marks = (Mark("bold", 0, 9), Mark("italic", 6, 3), Mark("link", 10, 4, 'https://a.example/?x=1&y="2"'),
             Mark("spoiler", 0, 2), Mark("link", 0, 2))  # fmt: skip
    (body,) = bodies(render(message(text="Заказ <1> сайт", marks=marks)))
    assert body["format"] == "html"
    assert body["text"] == (
        '<b>Заказ </b><i><b>&lt;1&gt;</b></i> <a href="https://a.example/?x=1&amp;y=&quot;2&quot;">сайт</a>'
    )
    (plain,) = bodies(render(message(text="1 < 2 & 3", marks=(Mark("quote", 0, 1),))))
    assert (plain["text"], "format" in plain) == ("1 < 2 & 3", False)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@settings(max_examples=80, deadline=None)
@given(
    text=st.text(st.characters(exclude_characters="\x00\r", codec="utf-8"), max_size=60),
    marks=st.lists(st.builds(Mark, st.sampled_from(["bold", "link", "pre", "quote"]), st.integers(-3, 60),
                             st.integers(0, 60), st.just("https://a.example/")), max_size=5),
    times=st.sampled_from([1, 150]),
)  # fmt: skip
def test_every_piece_fits_with_its_tags_and_tags_nest(text: str, marks: list[Mark], times: int) -> None:
    for written in cut(text * times, marks):
        assert measure(written.text, TextUnit.UTF16) <= TEXT_MAX
        if written.html:
            reader = _Reader()
            reader.feed(written.text)
            reader.close()
            assert reader.open == []


def test_a_text_all_of_marks_is_cut_shorter_so_that_it_fits() -> None:
    text = "слово " * 1500
    marks = [Mark("bold", start, 5) for start in range(0, len(text) - 6, 6)]
    pieces = cut(text, marks)
    assert all(measure(one.text, TextUnit.UTF16) <= TEXT_MAX for one in pieces)
    assert sum(one.text.count("слово") for one in pieces) == 1500


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b"])
def test_what_cannot_be_sent_is_replaced_and_not_raised(text: str) -> None:
    assert cut(text, ())[0].text == "a\ufffdb"


@pytest.mark.parametrize("size, pieces", [(4000, 1), (4001, 2)])
def test_the_limit_of_a_text(size: int, pieces: int) -> None:
    text = ("слово " * 700)[: size - 1] + "я"
    assert len(render(message(text=text))) == pieces
    assert len(render(message(text="😀" * (size // 2) + "я" * (size % 2)))) == pieces


# Files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind, mime, fields, wanted", [
    (Kind.IMAGE, "image/jpeg", {}, "image"), (Kind.IMAGE, "image/gif", {}, "image"),
    (Kind.IMAGE, "image/webp", {}, "file"), (Kind.IMAGE, "image/png", {"size": 51 * 2**20}, "file"),
    (Kind.IMAGE, "image/png", {"width": 7681}, "file"), (Kind.IMAGE, "image/png", {"height": 7680}, "image"),
    (Kind.VIDEO, "video/mp4", {}, "video"), (Kind.VIDEO, "video/mp4", {"size": 251 * 2**20}, "file"),
    (Kind.VIDEO, "video/x-msvideo", {}, "file"), (Kind.VIDEO_NOTE, "video/mp4; codecs=x", {}, "video"),
    (Kind.ANIMATION, "image/gif", {}, "image"), (Kind.ANIMATION, "video/mp4", {}, "video"),
    (Kind.VOICE, "audio/ogg", {}, "audio"), (Kind.AUDIO, "audio/mpeg", {}, "audio"),
    (Kind.AUDIO, "audio/midi", {}, "file"), (Kind.STICKER, "image/webp", {}, "file"),
    (Kind.DOCUMENT, "image/png", {}, "file"), (Kind.DOCUMENT, "", {}, "file"),
])  # fmt: skip
def test_as_what_a_file_travels(kind: Kind, mime: str, fields: dict[str, Any], wanted: str) -> None:
    assert upload_type(file(kind, mime, **fields)) == wanted


def test_pictures_and_videos_share_a_message_and_the_rest_is_alone() -> None:
    document, sound = file(Kind.DOCUMENT, "application/pdf"), file(Kind.VOICE, "audio/ogg")
    parts = render(
        message(text="Вот", files=(file(), file(Kind.VIDEO, "video/mp4"), document, document, sound, file()))
    )
    assert [len(part.files) for part in parts] == [2, 1, 1, 1, 1]
    assert [body["text"] for body in bodies(parts)] == ["Вот", None, None, None, None]
    assert [len(part.files) for part in render(message(files=(file(),) * 11))] == [10, 1]


def test_a_long_text_goes_on_below_its_file() -> None:
    parts = render(message(text="слово " * 1000, files=(file(),)))
    assert [bool(part.files) for part in parts] == [True, False]
    assert all(body["text"] for body in bodies(parts))


# Buttons --------------------------------------------------------------------------------------------------------


def _keyboards(parts: Sequence[Part]) -> list[bool]:
    return [any(one["type"] == "inline_keyboard" for one in body["attachments"] or ()) for body in bodies(parts)]


def test_buttons() -> None:
    (body,) = bodies(render(message(text="Решён?", buttons=((YES, Button("Нет")), (SITE,)))))
    assert body["attachments"] == [{"type": "inline_keyboard", "payload": {"buttons": [
        [{"type": "callback", "text": "Да", "payload": "c:81:yes"},
         {"type": "callback", "text": "Нет", "payload": "Нет"}],
        [{"type": "link", "text": "Отследить", "url": "https://shop.example/t/42"}],
    ]}}]  # fmt: skip


@pytest.mark.parametrize("fields, wanted", [
    ({"text": "да"}, [True]), ({"text": "слово " * 1000}, [False, True]),
    ({"text": "да", "files": (file(),)}, [True]), ({"files": (file(),)}, [True]),
    ({"text": "да", "files": (file(Kind.DOCUMENT, ""),)}, [False, True]),
    ({"files": (file(Kind.VOICE, "audio/ogg"),)}, [False, True]),
    ({"text": "да", "files": (file(Kind.DOCUMENT, ""), file())}, [False, True]),
    ({"location": Location(1.0, 2.0)}, [True]), ({"text": "да", "location": Location(1.0, 2.0)}, [False, True]),
])  # fmt: skip
def test_buttons_hang_on_the_last_message_and_never_beside_a_document_or_sound(
    fields: dict[str, Any], wanted: list[bool]
) -> None:
    parts = render(message(buttons=((YES,),), **fields))
    assert _keyboards(parts) == wanted
    assert all(
        body["text"] or body["attachments"] or part.files for body, part in zip(bodies(parts), parts, strict=True)
    )


def test_rows_are_broken_at_seven_and_at_three_with_links() -> None:
    def widths(*rows: tuple[Button, ...]) -> list[int]:
        (body,) = bodies(render(message(text="?", buttons=rows)))
        return [len(row) for row in body["attachments"][0]["payload"]["buttons"]]

    assert widths((YES,) * 8) == [7, 1]
    assert widths((YES, YES, YES, SITE)) == [3, 1]
    assert widths(*((YES,),) * 31) == [7, 7, 7, 7, 3]
    assert widths(*((YES,) * 7,) * 31) == [7] * 30


def test_labels_and_payloads_keep_to_their_limits_and_are_found_again() -> None:
    long = Button("я" * 200, "п" * 600)
    (body,) = bodies(render(message(text="?", buttons=((long,),))))
    (written,) = body["attachments"][0]["payload"]["buttons"][0]
    assert len(written["text"]) == 128
    assert len(written["payload"].encode()) <= PAYLOAD_MAX_BYTES
    assert find_button(written["payload"], ((long,),), CAPABILITIES.button_payload_max) == long


# Places and edits -----------------------------------------------------------------------------------------------


def test_a_place() -> None:
    (body,) = bodies(render(message(location=Location(55.7, 37.6, "Склад", "Тверская, 1"))))
    assert body["text"] == "Склад\nТверская, 1"
    assert body["attachments"] == [{"type": "location", "latitude": 55.7, "longitude": 37.6}]


def test_an_edit_keeps_files_and_replaces_buttons() -> None:
    assert render_edit(message(text="после"))["attachments"] == []
    assert render_edit(message(text="после", buttons=((YES,),)))["attachments"][0]["type"] == "inline_keyboard"
    assert render_edit(message(text="после", files=(file(),), buttons=((YES,),)))["attachments"] is None
    kept = render_edit(message(text="после", files=(file(ref="t1"),), buttons=((YES,),)))["attachments"]
    assert kept[0] == {"type": "image", "payload": {"token": "t1"}}
    assert kept[1]["type"] == "inline_keyboard"


def test_rendering_is_repeatable() -> None:
    one = message(
        text="слово " * 1500, files=(file(), file(Kind.DOCUMENT, "")), buttons=((YES, SITE),), reply_to="mid.1"
    )
    assert render(one) == render(one)
