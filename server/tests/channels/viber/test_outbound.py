"""Messages written as calls of Viber."""

from typing import Any

import pytest

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Button, Location, Mark
from otklik.channelkit.outbound import OutboundFile, OutboundMessage, Part
from otklik.channels.viber.outbound import as_what, keyboard, plain, render, render_welcome
from tests.channels.viber.bench import Loose

SETTINGS = {"sender_name": "Магазин"}


def of(**fields: Loose) -> tuple[Part, ...]:
    message = OutboundMessage(**{"message_id": 7, "conversation_id": 1, "recipient": "u7=", **fields})
    return render(message, SETTINGS)


def file(kind: Kind = Kind.IMAGE, mime: str = "image/jpeg", name: str = "a.jpg", **fields: Loose) -> OutboundFile:
    return OutboundFile(**{"key": "k", "kind": kind, "name": name, "mime": mime, "size": 9, **fields})


def kinds(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    return [(str(part.payload["type"]), str(part.payload.get("text", ""))) for part in parts]


def test_a_text_has_a_sender_and_our_own_name() -> None:
    (part,) = of(text="Добрый день")
    assert part == Part(action="send_message", payload={
        "receiver": "u7=", "min_api_version": 1, "sender": {"name": "Магазин"}, "tracking_data": "otk.7.0",
        "type": "text", "text": "Добрый день",
    })  # fmt: skip


def test_a_long_text_is_cut_and_every_piece_has_a_name_of_its_own() -> None:
    parts = of(text="слово " * 2000)
    assert [part.payload["tracking_data"] for part in parts] == ["otk.7.0", "otk.7.1"]
    assert all(len(part.payload["text"]) <= 7000 for part in parts)


def test_marks_go_and_the_addresses_of_links_stay() -> None:
    (part,) = of(text="сайт", marks=(Mark("link", 0, 4, "https://shop.example/"),))
    assert part.payload["text"] == "сайт (https://shop.example/)"


@pytest.mark.parametrize("given, how", [
    (file(), "picture"), (file(mime="image/png", name="a.png"), "picture"),
    (file(Kind.ANIMATION, "image/gif", "a.gif"), "picture"), (file(mime="image/webp", name="a.webp"), "file"),
    (file(size=2 * 1024 * 1024), "file"), (file(name="photo"), "file"), (file(Kind.DOCUMENT), "file"),
    (file(Kind.VIDEO, "video/mp4", "a.mp4"), "video"), (file(Kind.VIDEO, "video/webm", "a.webm"), "file"),
    (file(Kind.VIDEO, "video/mp4", "a.mp4", size=27 * 1024 * 1024), "file"),
    (file(Kind.VIDEO, "video/mp4", "a.mp4", duration_s=181), "file"),
    (file(Kind.VOICE, "audio/ogg", "a.ogg"), "file"), (file(Kind.STICKER, "image/webp", "a.webp"), "file"),
])  # fmt: skip
def test_a_file_travels_as(given: OutboundFile, how: str) -> None:
    assert as_what(given) == how


def test_short_words_stand_under_a_picture_and_longer_ones_follow() -> None:
    assert kinds(of(text="вот", files=(file(),))) == [("picture", "вот")]
    assert kinds(of(text="вот", files=(file(Kind.DOCUMENT), file()))) == [("file", ""), ("picture", "вот")]
    long = "а" * 513
    assert kinds(of(text=long, files=(file(),))) == [("picture", ""), ("text", long)]
    assert kinds(of(text="вот", files=(file(Kind.DOCUMENT),))) == [("file", ""), ("text", "вот")]


@pytest.mark.parametrize("name, sent", [
    ("счёт.pdf", "счёт.pdf"), ("README", "README.bin"), ("", "file.bin"), ("я" * 300 + ".pdf", "я" * 252 + ".pdf"),
])  # fmt: skip
def test_a_file_has_a_name_with_an_ending(name: str, sent: str) -> None:
    (part,) = of(files=(file(Kind.DOCUMENT, "application/pdf", name),))
    assert part.payload["file_name"] == sent


def test_a_place_is_a_message_of_its_own() -> None:
    parts = of(text="тут", location=Location(55.75, 37.61))
    assert [part.payload["type"] for part in parts] == ["text", "location"]
    assert parts[1].payload["location"] == {"lat": 55.75, "lon": 37.61}


def test_keys_hang_on_the_last_part_because_the_next_message_hides_them() -> None:
    rows = ((Button("Да", "yes"), Button("Сайт", url="https://shop.example/")),)
    *others, last = of(text="слово " * 2000, buttons=rows)
    assert all("keyboard" not in part.payload for part in others)
    assert last.payload["min_api_version"] == 6
    assert last.payload["keyboard"]["Buttons"] == [
        {"Columns": 3, "Rows": 1, "Text": "Да", "ActionType": "reply", "ActionBody": "otk:yes", "Silent": True},
        {"Columns": 3, "Rows": 1, "Text": "Сайт", "ActionType": "open-url", "ActionBody": "https://shop.example/",
         "Silent": True},
    ]  # fmt: skip


@pytest.mark.parametrize("rows, columns", [
    ([1], [6]), ([2], [3, 3]), ([3], [2, 2, 2]), ([4], [2, 2, 2, 6]), ([1] * 30, [3] * 30), ([60], [2] * 48),
])  # fmt: skip
def test_keys_stay_within_the_grid(rows: list[int], columns: list[int]) -> None:
    made = keyboard([[Button("x" * 99, f"{n}-{m}") for m in range(size)] for n, size in enumerate(rows)])
    assert made is not None
    assert [key["Columns"] for key in made["Buttons"]] == columns
    assert sum(columns) <= 24 * 6
    assert all(len(key["Text"]) <= 80 for key in made["Buttons"])


@pytest.mark.parametrize("payload", ["п" * 300, "otk:" * 60, '"' * 200])
def test_the_data_of_a_key_fits(payload: str) -> None:
    made = keyboard([[Button("Да", payload)]])
    assert made is not None
    assert len(made["Buttons"][0]["ActionBody"].encode()) <= 250


def test_the_plain_form_for_older_apps_has_the_same_keys() -> None:
    (part,) = of(text="да?", buttons=((Button("Да", "yes"),),))
    made: dict[str, Any] = plain(dict(part.payload))
    assert made["min_api_version"] == 1
    assert "Silent" not in made["keyboard"]["Buttons"][0]
    assert plain({"type": "text"}) == {"type": "text"}


def test_buttons_or_nothing_at_all_are_still_a_call() -> None:
    assert of(text="", buttons=((Button("Да"),),))[0].payload["text"]
    assert of(text="")[0].payload["text"]


def test_a_name_that_is_too_long_is_cut() -> None:
    message = OutboundMessage(message_id=1, conversation_id=1, recipient="u", text="а")
    assert len(render(message, {"sender_name": "Магазин" * 9})[0].payload["sender"]["name"]) <= 28
    assert render(message, {})[0].payload["sender"]["name"]


def test_a_welcome_names_no_receiver_and_there_may_be_none() -> None:
    said = render_welcome({**SETTINGS, "welcome": "Здравствуйте!"})
    assert said == {"sender": {"name": "Магазин"}, "type": "text", "text": "Здравствуйте!"}
    assert render_welcome({**SETTINGS, "welcome": "  "}) is None
