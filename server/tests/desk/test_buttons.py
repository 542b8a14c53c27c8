"""Buttons under a reply: judged by the channel, kept until they leave, changed after, and the pressed one is known."""

from datetime import UTC, datetime
from typing import Any

import pytest

from otklik.channelkit.fitting import short_payload
from otklik.channelkit.inbound import ButtonPressed, Sender
from otklik.inboxes.repository import find_inbox
from otklik.messaging.facts import apply_fact
from tests.browser import Browser
from tests.desk.scene import Scene, in_future, reply

CHOICE = [[{"title": "Да"}, {"title": "Нет"}], [{"title": "Сайт", "url": "https://shop.example/"}]]
LONG = "Позвоните мне, пожалуйста, завтра после обеда, я буду свободна"


async def begin(scene: Scene) -> tuple[int, Browser]:
    return (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser


async def press(scene: Scene, external_id: str, payload: str, key: str = "p1") -> None:
    """Let the customer press a button of a message that the channel knows by this id."""
    async with scene.db.workspace(scene.a.id) as tx:
        inbox = await find_inbox(tx, scene.a.chat)
        assert inbox is not None
        person = str(await tx.value("select external_id from identity where inbox_id = %(i)s", {"i": scene.a.chat}))
        fact = ButtonPressed(
            key=key, sender=Sender(external_id=person), message_id=external_id, payload=payload,
            pressed_at=datetime(2026, 11, 23, 12, 30, tzinfo=UTC),
        )  # fmt: skip
        await apply_fact(tx, inbox, fact)


def titles(rows: list[list[dict[str, Any]]]) -> list[list[str]]:
    return [[one["title"] for one in row] for row in rows]


async def thread(browser: Browser, number: int) -> list[dict[str, Any]]:
    return list((await browser.get(f"/api/v1/conversations/{number}/messages")).json()["items"])


@pytest.mark.parametrize(
    "rows, field, code",
    [
        ([[{"title": str(n)}] for n in range(4)], "buttons", "too_many_buttons"),
        ([[{"title": "x" * 21}]], "buttons.0.0.title", "label_too_long"),
        ([[{"title": "Да"}], [{"title": "Нет"}, {"title": "Да"}]], "buttons.0.0.title", "same_button"),
        ([[{"title": " \u0000 "}]], "buttons.0.0.title", "empty"),
    ],
)
async def test_what_the_channel_cannot_show_is_refused_by_its_place(
    scene: Scene, rows: list[list[dict[str, str]]], field: str, code: str
) -> None:
    number, anna = await begin(scene)
    refused = await reply(anna, number, "Как быть?", buttons=rows)
    assert refused.status_code == 422, refused.text
    said = refused.json()["errors"]
    assert (said[0]["field"], said[0]["code"]) == (field, code)


async def test_a_row_is_as_wide_as_the_channel_and_the_number_is_named_in_russian(scene: Scene) -> None:
    number, anna = await begin(scene)
    body = {
        "client_id": "0193b2a0-0000-7000-8000-000000000001",
        "text": "?",
        "buttons": [[{"title": str(n)} for n in range(5)]],
    }
    refused = await anna.post(f"/api/v1/conversations/{number}/messages", body, headers={"Accept-Language": "ru"})
    assert [one["message"] for one in refused.json()["errors"]] == [
        "канал показывает не больше 3 кнопок", "канал показывает в ряду не больше 4 кнопок",
    ]  # fmt: skip


async def test_a_channel_without_buttons_takes_any(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван", inbox_id=scene.a.mail)).conversation_id
    rows = [[{"title": "x" * 100}]]
    assert (await reply(scene.a.anna_browser, number, "Как быть?", buttons=rows)).status_code == 201


async def test_the_pressed_one_is_marked_with_its_time_and_the_press_answers_its_message(scene: Scene) -> None:
    number, anna = await begin(scene)
    posted = (await reply(anna, number, "Как быть?", buttons=CHOICE)).json()
    assert (posted["kind"], titles(posted["buttons"])) == ("buttons", [["Да", "Нет"], ["Сайт"]])
    await scene.send_all()
    await press(scene, "said-1", "Нет")
    _, asked, answer = await thread(scene.a.boris_browser, number)
    pressed = [[(one["title"], one["pressed"], one["pressed_at"]) for one in row] for row in asked["buttons"]]
    assert pressed == [
        [("Да", False, None), ("Нет", True, "2026-11-23T12:30:00.000Z")], [("Сайт", False, None)],
    ]  # fmt: skip
    assert (answer["kind"], answer["text"], answer["reply_to"]["id"]) == ("button_press", "Нет", posted["id"])


async def test_what_is_no_button_of_the_message_marks_none(scene: Scene) -> None:
    number, anna = await begin(scene)
    await reply(anna, number, "Как быть?", buttons=CHOICE)
    await scene.send_all()
    await press(scene, "said-1", "Всё бесплатно")
    _, asked, answer = await thread(anna, number)
    assert not any(one["pressed"] for row in asked["buttons"] for one in row)
    assert answer["text"] == "Всё бесплатно"


async def test_a_long_payload_is_known_by_what_travelled_in_its_place(scene: Scene) -> None:
    number, anna = await begin(scene)
    await reply(anna, number, "Как быть?", buttons=[[{"title": "Позвоните", "payload": LONG}]])
    await scene.send_all()
    await press(scene, "said-1", short_payload(LONG, 64))
    _, asked, answer = await thread(anna, number)
    assert (asked["buttons"][0][0]["pressed"], answer["text"]) == (True, "Позвоните")


async def test_buttons_are_changed_where_the_channel_edits(scene: Scene) -> None:
    number, anna = await begin(scene)
    posted = (await reply(anna, number, "Как быть?", buttons=CHOICE)).json()
    await scene.send_all()
    path = f"/api/v1/conversations/{number}/messages/{posted['id']}"
    kept = (await anna.patch(path, {"text": "Как поступим?"})).json()
    assert titles(kept["buttons"]) == [["Да", "Нет"], ["Сайт"]]
    wide = await anna.patch(path, {"text": "Как?", "buttons": [[{"title": str(n)} for n in range(4)]]})
    assert (wide.status_code, wide.json()["errors"][0]["code"]) == (422, "too_many_buttons")
    changed = (await anna.patch(path, {"text": "Как поступим?", "buttons": [[{"title": "Отменить"}]]})).json()
    assert titles(changed["buttons"]) == [["Отменить"]]
    none = (await anna.patch(path, {"text": "Как поступим?", "buttons": []})).json()
    assert none["buttons"] == []


async def test_a_draft_keeps_buttons_right_or_wrong_and_buttons_alone_are_one(scene: Scene) -> None:
    number, anna = await begin(scene)
    path = f"/api/v1/conversations/{number}/drafts/reply"
    rows = [[{"title": "Да", "url": None}, {"title": "", "url": "не адрес"}]]
    written = (await anna.put(path, {"revision": 1, "device": "desk", "buttons": rows})).json()
    assert [[(one["title"], one["url"]) for one in row] for row in written["buttons"]] == [
        [("Да", None), ("", "не адрес")]
    ]
    assert [one["conversation_id"] for one in (await anna.get("/api/v1/drafts")).json()["items"]] == [number]
    await reply(anna, number, "Готово", draft={"revision": 2, "device": "desk"})
    [emptied] = (await anna.get(f"/api/v1/conversations/{number}/drafts")).json()["items"]
    assert emptied["buttons"] == []


async def test_what_waits_keeps_its_buttons_until_it_leaves_and_gives_them_back(scene: Scene) -> None:
    number, anna = await begin(scene)
    message = {"client_id": "0193b2a0-0000-7000-8000-000000000002", "text": "Как быть?", "buttons": CHOICE}
    path = f"/api/v1/conversations/{number}/held"
    held = (await anna.post(path, {"message": message, "at": in_future(2027)[:19] + "Z"})).json()
    assert titles(held["buttons"]) == [["Да", "Нет"], ["Сайт"]]
    wide = await anna.patch(f"{path}/{held['id']}", {"buttons": [[{"title": "x" * 21}]]})
    assert wide.json()["errors"][0]["code"] == "label_too_long"
    changed = (await anna.patch(f"{path}/{held['id']}", {"buttons": [[{"title": "Нет"}]]})).json()
    assert titles(changed["buttons"]) == [["Нет"]]
    back = (await anna.post(f"{path}/{held['id']}/undo", {})).json()
    assert titles(back["draft"]["buttons"]) == [["Нет"]]
    again = {**message, "client_id": "0193b2a0-0000-7000-8000-000000000003"}
    await anna.post(path, {"message": again, "delay_s": 5})
    await scene.do("update held_message set due_at = now() - interval '1 s'")
    await scene.release_due()
    assert titles((await thread(anna, number))[-1]["buttons"]) == [["Да", "Нет"], ["Сайт"]]


async def test_a_reply_with_a_variable_left_in_a_button_is_not_sent(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    rows = [[{"title": "Да"}], [{"title": "Нет"}, {"title": "{{customer.email}}"}]]
    refused = await reply(anna, number, "Верно?", buttons=rows)
    assert (refused.status_code, refused.json()["code"]) == (422, "unfilled_variables")
    assert [one["field"] for one in refused.json()["errors"]] == ["buttons.1.1.title"]
    rows[1][1]["title"] = "{{что-то своё}}"
    assert (await reply(anna, number, "Верно?", buttons=rows)).status_code == 201, "other braces are words"
