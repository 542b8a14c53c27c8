"""Pinned messages: once, with a line in the thread, wherever the message goes."""

import asyncio
from typing import Any

import httpx

from otklik.conversations.pinning import PINS_MAX
from tests.browser import Browser
from tests.desk.scene import Scene, reply


async def pin(browser: Browser, number: int, message: int) -> httpx.Response:
    return await browser.put(f"/api/v1/conversations/{number}/messages/{message}/pin", {})


async def pins(browser: Browser, number: int) -> list[dict[str, Any]]:
    answer = await browser.get(f"/api/v1/conversations/{number}/pins")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def lines(browser: Browser, number: int) -> list[tuple[str, str]]:
    items = (await browser.get(f"/api/v1/conversations/{number}/messages")).json()["items"]
    return [(one["event"]["kind"], one["author"]["name"]) for one in items if one["event"]]


async def test_a_message_is_pinned_once_and_unpinned_by_a_colleague(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван", "Адрес: Лесная, 5")
    number, message = written.conversation_id, written.message_id
    answers = await asyncio.gather(*(pin(scene.a.anna_browser, number, message) for _ in range(3)))
    assert [one.status_code for one in answers] == [200, 200, 200], answers[0].text
    assert answers[0].json()["pinned"] is True
    [shown] = await pins(scene.a.boris_browser, number)
    assert (shown["message_id"], shown["text"], shown["author_name"]) == (message, "Адрес: Лесная, 5", "Иван")
    assert shown["by"] == {"id": scene.a.anna.id, "name": scene.a.anna.name}
    path = f"/api/v1/conversations/{number}/messages/{message}/pin"
    for _ in range(2):
        assert (await scene.a.boris_browser.delete(path)).json()["pinned"] is False
    assert await pins(scene.a.anna_browser, number) == []
    told = await lines(scene.a.anna_browser, number)
    assert told == [("pinned", scene.a.anna.name), ("unpinned", scene.a.boris.name)]


async def test_lines_deleted_messages_and_strangers_cannot(scene: Scene) -> None:
    written = await scene.write(scene.a, "Иван")
    number, message = written.conversation_id, written.message_id
    anna = scene.a.anna_browser
    await pin(anna, number, message)
    items = (await anna.get(f"/api/v1/conversations/{number}/messages")).json()["items"]
    assert (await pin(anna, number, items[-1]["id"])).json()["code"] == "cannot_pin"
    assert (await pin(scene.b.anna_browser, number, message)).status_code == 404
    assert (await scene.b.anna_browser.get(f"/api/v1/conversations/{number}/pins")).status_code == 404
    await scene.do("update message set deleted_at = now() where id = %(id)s", id=message)
    assert await pins(anna, number) == []
    assert (await pin(anna, number, message)).json()["code"] == "cannot_pin"


async def test_no_more_than_the_limit_and_it_is_said_in_words(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    ids = [(await reply(anna, number, f"№ {n}", kind="note")).json()["id"] for n in range(PINS_MAX + 1)]
    for message in ids[:PINS_MAX]:
        assert (await pin(anna, number, message)).status_code == 200
    path = f"/api/v1/conversations/{number}/messages/{ids[-1]}/pin"
    refused = await anna.put(path, {}, headers={"Accept-Language": "ru"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_pins")
    assert refused.json()["detail"] == "В диалоге уже закреплено 20 сообщений. Открепите лишнее."
    assert (await pin(anna, number, ids[0])).status_code == 200


async def test_a_pin_goes_with_its_message_when_conversations_are_split_and_merged(scene: Scene) -> None:
    first = await scene.write(scene.a, "Иван", "Первый вопрос")
    second = await scene.write(scene.a, "Иван", "Второй вопрос")
    anna, number = scene.a.anna_browser, first.conversation_id
    await pin(anna, number, second.message_id)
    made = (await anna.post(f"/api/v1/conversations/{number}/split", {"from_seq": second.seq})).json()
    assert await pins(anna, number) == []
    assert [one["message_id"] for one in await pins(anna, made["id"])] == [second.message_id]
    merged = await anna.post(f"/api/v1/conversations/{made['id']}/merge", {"into_id": number})
    assert merged.status_code == 200, merged.text
    assert [one["message_id"] for one in await pins(anna, number)] == [second.message_id]
