"""What is found, by what words, and by whom."""

from typing import Any

import pytest

from tests.browser import Browser
from tests.desk.scene import Scene, reply, upload
from tests.search.filling import fill_index


async def find(browser: Browser, q: str, **params: Any) -> dict[str, Any]:
    answer = await browser.get("/api/v1/search", params={"q": q, "kind": "messages", **params})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def texts(browser: Browser, q: str, **params: Any) -> list[str]:
    return [one["snippet"]["text"] for one in (await find(browser, q, **params))["messages"]]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Где мои заказы?", "заказ"),
        ("Оформил возврат вчера", "ВОЗВРАТА"),
        ("Ещё не привезли ёлку", "елка"),
        ("Елку привезли", "ёлку"),
        ("My orders are late", "order"),
        ("Номер A-1042/7", "1042"),
        ("Пишите на vera.petrova@example.test", "petrova"),
        ("Телефон +7 (912) 345-67-89", "345 67 89"),
        ("Не работает", "не"),
        ("Сломался 🦄 пылесос", "пылесосы 🦄"),
        ("شكرا جزيلا", "شكرا"),
    ],
)
async def test_a_message_is_found_by_forms_of_its_words(scene: Scene, written: str, asked: str) -> None:
    await scene.write(scene.a, "vera", written)
    await scene.write(scene.a, "pete", "Совсем о другом")
    await fill_index(scene.db)
    assert await texts(scene.a.anna_browser, asked) == [written]


async def test_all_words_must_be_there_and_the_newest_comes_first(scene: Scene) -> None:
    for text in ("возврат товаров", "возврат долга", "товар пришёл", "товар: возврата нет"):
        await scene.write(scene.a, "vera", text)
    await fill_index(scene.db)
    assert await texts(scene.a.anna_browser, "возврат товара") == ["товар: возврата нет", "возврат товаров"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("вазврат", "возврат"), ("возрват", "возврат"), ("djpdhfn", "возврат"), ("вазврат товара", "возврат товара")],
)
async def test_a_slip_of_the_finger_is_mended_and_told(scene: Scene, typed: str, meant: str) -> None:
    await scene.write(scene.a, "vera", "Хочу оформить возврат товара")
    await fill_index(scene.db)
    found = await find(scene.a.anna_browser, typed)
    assert [len(found["messages"]), found["corrected"]] == [1, meant]


async def test_words_that_are_found_are_not_mended(scene: Scene) -> None:
    await scene.write(scene.a, "vera", "возврат")
    await scene.write(scene.a, "vera", "возвраты")
    await fill_index(scene.db)
    found = await find(scene.a.anna_browser, "возвраты")
    assert [len(found["messages"]), found["corrected"]] == [2, None]
    assert (await find(scene.a.anna_browser, "холодильник"))["messages"] == []


async def test_an_unfinished_word_is_completed(scene: Scene) -> None:
    await scene.write(scene.a, "vera", "Когда доставка?")
    await fill_index(scene.db)
    assert await texts(scene.a.anna_browser, "дост") == ["Когда доставка?"]


async def test_matches_are_marked_by_offset_in_code_points(scene: Scene) -> None:
    await scene.write(scene.a, "vera", "🦄 Мой Заказ и ещё заказы")
    await fill_index(scene.db)
    snippet = (await find(scene.a.anna_browser, "заказ"))["messages"][0]["snippet"]
    assert [snippet["text"][start : start + length] for start, length in snippet["marks"]] == ["Заказ", "заказы"]


async def test_a_snippet_of_a_long_text_is_cut_around_the_match(scene: Scene) -> None:
    await scene.write(scene.a, "vera", "слово " * 200 + "иголка " + "слово " * 200)
    await fill_index(scene.db)
    snippet = (await find(scene.a.anna_browser, "иголка"))["messages"][0]["snippet"]
    (start, length), *_ = snippet["marks"]
    assert snippet["text"][start : start + length] == "иголка"
    assert snippet["cut_before"]
    assert snippet["cut_after"]
    assert len(snippet["text"]) <= 200


async def test_an_edit_is_followed_and_a_deleted_message_vanishes(scene: Scene) -> None:
    written = await scene.write(scene.a, "vera", "тайна")
    note = await reply(scene.a.anna_browser, written.conversation_id, "черновик", kind="note")
    await fill_index(scene.db)
    place = f"/api/v1/conversations/{written.conversation_id}/messages/{note.json()['id']}"
    await scene.a.anna_browser.patch(place, {"text": "чистовик"})
    assert await texts(scene.a.anna_browser, "черновик") == ["чистовик"]  # until the task has seen it
    await fill_index(scene.db)
    assert await texts(scene.a.anna_browser, "черновик") == []
    assert await texts(scene.a.anna_browser, "чистовик") == ["чистовик"]
    await scene.a.anna_browser.delete(place)
    assert await texts(scene.a.anna_browser, "чистовик") == []
    await fill_index(scene.db)
    assert await scene.sql("select count(*) from message_index where message_id = %(id)s", id=note.json()["id"]) == 0


async def test_a_stranger_finds_nothing_of_ours(scene: Scene) -> None:
    written = await scene.write(scene.a, "vera", "секрет")
    await scene.write(scene.b, "ivan", "ничего общего")
    await fill_index(scene.db)
    found = await find(scene.b.anna_browser, "секрет")
    assert [found["messages"], found["totals"]["messages"], found["corrected"]] == [[], 0, None]
    path = f"/api/v1/conversations/{written.conversation_id}/search"
    assert (await scene.b.anna_browser.get(path, params={"q": "секрет"})).status_code == 404


async def test_files_are_found_by_name_and_type(scene: Scene) -> None:
    written = await scene.write(scene.a, "vera", "договор в приложении")
    brought = (await upload(scene.a.anna_browser, b"%PDF-1.4", "Договоры 2026.pdf", "application/pdf")).json()
    await reply(scene.a.anna_browser, written.conversation_id, "вот", kind="note", attachments=[brought["id"]])
    await fill_index(scene.db)
    for words in ("договор", "pdf", "2026 договора"):
        found = (await find(scene.a.anna_browser, words, kind="files"))["files"]
        assert [one["files"][0]["name"] for one in found] == ["Договоры 2026.pdf"]
    assert await texts(scene.a.anna_browser, "договор") == ["договор в приложении"]


async def test_filters_narrow(scene: Scene) -> None:
    chat = await scene.write(scene.a, "vera", "заказ в чате")
    await scene.write(scene.a, "pete", "заказ письмом", inbox_id=scene.a.mail)
    await reply(scene.a.anna_browser, chat.conversation_id, "заказ отправлен", kind="note")
    await scene.do("update message set sent_at = sent_at - interval '40 days' where text = 'заказ письмом'")
    await fill_index(scene.db)
    browser = scene.a.anna_browser
    assert await texts(browser, "заказ", inbox=scene.a.chat) == ["заказ в чате"]
    assert await texts(browser, "заказ", channel="letters") == ["заказ письмом"]
    assert await texts(browser, "заказ", author="contact") == ["заказ в чате", "заказ письмом"]
    assert await texts(browser, "заказ", author=str(scene.a.anna.id)) == ["заказ отправлен"]
    day = await scene.sql("select (now() - interval '30 days')::date::text")
    assert await texts(browser, "заказ", to=f"{day}T00:00:00Z") == ["заказ письмом"]
    assert len(await texts(browser, "заказ", **{"from": f"{day}T00:00:00Z"})) == 2
    assert (await browser.get("/api/v1/search", params={"q": "заказ", "author": "nobody"})).status_code == 422


async def test_pages_go_on_where_the_last_one_ended(scene: Scene) -> None:
    for number in range(7):
        await scene.write(scene.a, f"p{number}", f"заказ {number}")
    await scene.do("update message set sent_at = created_at - seq * interval '1 day', created_at = created_at")
    await scene.do("update message set sent_at = sent_at - conversation_id %% 5 * interval '35 days'")
    await fill_index(scene.db)
    seen, cursor = [], None
    while True:
        found = await find(scene.a.anna_browser, "заказ", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [one["id"] for one in found["messages"]]
        cursor = found["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7
    times = [await scene.sql("select sent_at from message where id = %(id)s", id=one) for one in seen]
    assert times == sorted(times, reverse=True)


async def test_nothing_to_look_for_is_an_empty_answer(scene: Scene) -> None:
    for words in ("🦄", "---", "'; drop table message; --", "a\\'b:*&|!()", "\x00"):
        found = await scene.a.anna_browser.get("/api/v1/search", params={"q": words})
        assert (found.status_code, found.json()["messages"]) == (200, []), words
    assert (await scene.a.anna_browser.get("/api/v1/search", params={"q": ""})).status_code == 422
    assert (await scene.a.anna_browser.get("/api/v1/search", params={"q": "я" * 201})).status_code == 422


async def test_all_kinds_at_once(scene: Scene) -> None:
    await scene.write(scene.a, "Вера", "Вера просила перезвонить")
    await fill_index(scene.db)
    found = await find(scene.a.anna_browser, "вера", kind="all")
    assert [one["name"] for one in found["contacts"]] == ["Вера"]
    assert found["contacts"][0]["conversation_id"] == found["messages"][0]["conversation_id"]


async def test_matches_in_a_conversation_come_with_their_places(scene: Scene) -> None:
    written = [await scene.write(scene.a, "vera", text) for text in ("заказ", "привет", "мои заказы")]
    await scene.write(scene.a, "pete", "чужой заказ")
    await fill_index(scene.db)
    path = f"/api/v1/conversations/{written[0].conversation_id}/search"
    found = (await scene.a.anna_browser.get(path, params={"q": "заказа"})).json()
    assert [one["seq"] for one in found["items"]] == [written[2].seq, written[0].seq]
    assert found["total"] == 2
    assert {"заказ", "заказы"} <= set(found["forms"])


async def test_a_thousand_is_said_as_more(scene: Scene) -> None:
    written = await scene.write(scene.a, "vera", "заказ")
    await scene.do(
        """insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, text)
           select workspace_id, conversation_id, seq + n, kind, direction, author_kind, text
           from message, generate_series(1, 1100) n where id = %(id)s""",
        id=written.message_id,
    )
    await fill_index(scene.db)
    found = await find(scene.a.anna_browser, "заказ")
    assert [found["totals"]["messages"], found["more"], len(found["messages"])] == [1000, ["messages"], 20]
