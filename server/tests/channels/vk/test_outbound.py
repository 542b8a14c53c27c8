"""Messages written as calls of VK."""

import json
from typing import Any

import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Button, Location, Mark
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channels.vk.outbound import keyboard, render, render_delete, render_edit, render_reaction
from tests.channels.vk.bench import Loose

MESSAGE = OutboundMessage(message_id=7, conversation_id=1, recipient="42", text="Добрый день")


def of(**fields: Loose) -> tuple[Part, ...]:
    return render(OutboundMessage(**{"message_id": 7, "conversation_id": 1, "recipient": "42", **fields}))


def file(kind: Kind = Kind.IMAGE, mime: str = "image/jpeg", **fields: Loose) -> OutboundFile:
    return OutboundFile(**{"key": "k", "kind": kind, "name": "a.bin", "mime": mime, "size": 9, **fields})


def body(part: Part) -> dict[str, Any]:
    return {name: value for name, value in part.payload.items() if name not in ("random_id", "peer_ids", "payload")}


def test_a_text_goes_to_one_person_under_a_number_of_its_own() -> None:
    (part,) = render(MESSAGE)
    assert (part.action, part.payload["peer_ids"], part.payload["message"]) == ("messages.send", "42", "Добрый день")
    assert 0 < part.payload["random_id"] < 2**31
    assert render(MESSAGE) == (part,), "every attempt is the same call"


def test_our_own_name_of_a_message_travels_along() -> None:
    assert [json.loads(part.payload["payload"]) for part in of(text="слово " * 1000)] == [
        {"otklik": "otk.7.0"}, {"otklik": "otk.7.1"},
    ]  # fmt: skip


def test_another_text_or_message_is_no_repeat() -> None:
    numbers = {of(text="да")[0].payload["random_id"], of(text="нет")[0].payload["random_id"],
               of(text="да", message_id=8)[0].payload["random_id"],
               of(files=(file(),))[0].payload["random_id"],
               of(files=(file(key="l"),))[0].payload["random_id"]}  # fmt: skip
    assert len(numbers) == 5


def test_a_long_text_is_cut_into_messages_with_numbers_of_their_own() -> None:
    parts = of(text="слово " * 2000)
    assert len(parts) == 3
    assert all(len(part.payload["message"]) <= 4096 for part in parts)
    assert len({part.payload["random_id"] for part in parts}) == 3


@pytest.mark.parametrize("text", ["😀" * 3000, "e\u0301" * 3000, "👨‍👩‍👧" * 800])
def test_no_visible_character_is_cut(text: str) -> None:
    pieces = [part.payload["message"].partition(") ")[2] or part.payload["message"] for part in of(text=text)]
    assert "".join(pieces).replace(" ", "") == text


def test_marks_go_and_the_addresses_of_links_stay() -> None:
    (part,) = of(text="Смотрите сайт и https://a.example", marks=(
        Mark("bold", 0, 8), Mark("link", 9, 4, "https://shop.example/"), Mark("link", 16, 17, "https://a.example/"),
    ))  # fmt: skip
    assert part.payload["message"] == "Смотрите сайт (https://shop.example/) и https://a.example"


@pytest.mark.parametrize("given, how", [
    (file(), "photo"), (file(mime="image/png"), "photo"), (file(mime="image/gif"), "doc"),
    (file(mime="image/webp"), "doc"), (file(size=60 * 1024 * 1024), "doc"), (file(width=9000, height=9000), "doc"),
    (file(width=21, height=1), "doc"), (file(Kind.VOICE, "audio/ogg; codecs=opus"), "voice"),
    (file(Kind.VOICE, "audio/mpeg"), "doc"), (file(Kind.VIDEO, "video/mp4"), "doc"),
    (file(Kind.DOCUMENT, "application/pdf"), "doc"), (file(Kind.STICKER, "image/webp"), "doc"),
])  # fmt: skip
def test_a_file_travels_as(given: OutboundFile, how: str) -> None:
    from otklik.channels.vk.outbound import upload_kind  # noqa: PLC0415 - only here

    assert upload_kind(given) == how


def test_ten_files_share_a_message_and_the_words_stand_with_the_first() -> None:
    parts = of(text="смета", files=tuple(file(key=str(n)) for n in range(12)))
    assert [len(part.files) for part in parts] == [10, 2]
    assert [part.payload.get("message") for part in parts] == ["смета", None]


def test_a_voice_message_is_alone_and_its_words_follow() -> None:
    parts = of(text="послушайте", files=(file(Kind.VOICE, "audio/ogg"), file(), file()))
    assert [(len(part.files), part.payload.get("message")) for part in parts] == [(1, None), (2, "послушайте")]
    parts = of(text="послушайте", files=(file(Kind.VOICE, "audio/ogg"),))
    assert [(len(part.files), part.payload.get("message")) for part in parts] == [(1, None), (0, "послушайте")]


def test_a_place_is_a_message_of_its_own() -> None:
    parts = of(text="тут", location=Location(55.75, 37.61, "Склад", "Тверская, 1"))
    assert [body(part) for part in parts] == [
        {"message": "тут"}, {"lat": 55.75, "long": 37.61, "message": "Склад\nТверская, 1"},
    ]  # fmt: skip


def test_an_answer_points_at_the_message_and_only_in_its_own_chat() -> None:
    (part,) = of(text="да", reply_to="42:18")
    forward = {"peer_id": 42, "conversation_message_ids": [18], "is_reply": 1}
    assert json.loads(part.payload["forward"]) == forward
    for elsewhere in ("43:18", "42:m18", "odd", "42:x"):
        assert "forward" not in of(text="да", reply_to=elsewhere)[0].payload


def test_buttons_hang_on_the_last_words() -> None:
    rows = ((Button("Да", "yes"), Button("Сайт", url="https://shop.example/")),)
    *others, last = of(text="слово " * 1000, buttons=rows)
    assert all("keyboard" not in part.payload for part in others)
    assert json.loads(last.payload["keyboard"]) == {"inline": True, "buttons": [[
        {"action": {"type": "callback", "label": "Да", "payload": '{"p":"yes"}'}, "color": "secondary"},
        {"action": {"type": "open_link", "link": "https://shop.example/", "label": "Сайт"}},
    ]]}  # fmt: skip


def test_buttons_without_words_get_something_to_hang_on() -> None:
    parts = of(files=(file(),), buttons=((Button("Да", "yes"),),))
    assert [bool(part.files) for part in parts] == [True, False]
    assert "keyboard" in parts[-1].payload
    assert parts[-1].payload["message"]


@pytest.mark.parametrize("rows, shape", [
    ([5], [4, 1]), ([1] * 7, [2, 2, 2, 1]), ([1] * 6, [1] * 6), ([4, 4, 4], [4, 4, 2]), ([12], [4, 4, 2]),
    ([1] * 12, [2] * 5), ([4, 1, 1, 1, 1, 1, 1], [2] * 5),
])  # fmt: skip
def test_a_keyboard_stays_within_the_limits(rows: list[int], shape: list[int]) -> None:
    made = keyboard([[Button("x" * 50, f"{n}") for n in range(size)] for size in rows])
    assert made is not None
    assert [len(row) for row in made["buttons"]] == shape
    assert all(len(button["action"]["label"]) <= 40 for row in made["buttons"] for button in row)


@pytest.mark.parametrize("payload", ["п" * 300, '"' * 119, "\\" * 120, "\n" * 120])
def test_the_data_of_a_button_fits_however_it_is_escaped(payload: str) -> None:
    made = keyboard([[Button("Да", payload)]])
    assert made is not None
    assert len(made["buttons"][0][0]["action"]["payload"].encode()) <= 255


def test_nothing_at_all_is_still_a_call() -> None:
    (part,) = of(text="")
    assert part.payload["message"]


def test_changing_names_the_files_again_and_points_as_well_as_it_can() -> None:
    changed = OutboundMessage(
        message_id=7, conversation_id=1, recipient="42", text="иначе", files=(file(ref="photo-1_2"),),
        buttons=((Button("Да"),),),
    )  # fmt: skip
    part = render_edit("42:18", changed)
    assert (part.action, part.payload["cmid"], part.payload["message"]) == ("messages.edit", 18, "иначе")
    assert "keyboard" in part.payload
    assert list(part.files) == ["file0"]
    assert render_edit("42:m1018", MESSAGE).payload["message_id"] == 1018


def test_taking_back_takes_it_from_the_person_too() -> None:
    wanted = {"peer_id": 42, "delete_for_all": 1, "cmids": 18}
    assert render_delete("42:18") == Part(action="messages.delete", payload=wanted)
    assert render_delete("42:m1018").payload["message_ids"] == 1018


def test_a_reaction_is_put_and_taken_away() -> None:
    spot = {"peer_id": 42, "cmid": 18}
    assert render_reaction("42:18", 4) == Part(action="messages.sendReaction", payload={**spot, "reaction_id": 4})
    assert render_reaction("42:18", None) == Part(action="messages.deleteReaction", payload=spot)
