"""Messages and drafts in another language: asked once, kept, refused in plain words."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from otklik.translation.libretranslate import ANSWER_BYTES, LibreTranslate
from otklik.translation.schemas import TEXT_MAX
from tests.translation.conftest import Office

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]
RU = {"target": "ru"}


async def test_a_message_is_translated_once_and_kept(office: Office) -> None:
    await office.connect(api_key="k-1")
    place, anna = await office.written(), office.scene.a.anna_browser
    first = (await anna.post(f"{place}/translation", RU)).json()
    assert (first["text"], first["source"], first["target"]) == ("Где мой заказ?", "de", "ru")
    assert office.peer.asked == [
        {"q": "Wo ist meine Bestellung?", "source": "auto", "target": "ru", "format": "text", "api_key": "k-1"}
    ]
    assert (await office.scene.a.boris_browser.post(f"{place}/translation", RU)).json() == first
    assert (await anna.post(f"{place}/translation", {"target": "en"})).json()["text"] == "Where is my order?"
    assert len(office.peer.asked) == 2
    await office.peer.stop()
    assert (await anna.post(f"{place}/translation", RU)).json() == first


async def test_two_at_once_ask_once_and_keep_one_row(office: Office) -> None:
    await office.connect()
    office.peer.slow_s = 0.2
    place = await office.written()
    browsers = [office.scene.a.anna_browser, office.scene.a.boris_browser] * 3
    answers = await asyncio.gather(*(one.post(f"{place}/translation", RU) for one in browsers))
    assert {one.json()["text"] for one in answers} == {"Где мой заказ?"}
    assert len(office.peer.asked) == 1
    async with office.scene.db.system() as tx:
        assert await tx.value("select count(*) from message_translation") == 1


async def test_two_processes_at_once_keep_one_row(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.connect()
    place = await office.written()
    monkeypatch.setattr(office.translation, "turn", lambda _message, _target: asyncio.Lock())
    office.peer.slow_s = 0.2
    answers = await asyncio.gather(*(office.boss.post(f"{place}/translation", RU) for _ in range(4)))
    assert [one.status_code for one in answers] == [200] * 4
    async with office.scene.db.system() as tx:
        assert await tx.value("select count(*) from message_translation") == 1


async def test_an_edited_message_is_asked_about_anew(office: Office) -> None:
    await office.connect()
    place = await office.written()
    await office.boss.post(f"{place}/translation", RU)
    async with office.scene.db.system() as tx:
        await tx.execute("update message set text = 'Good morning'")
    assert (await office.boss.post(f"{place}/translation", RU)).json()["text"] == "Доброе утро"
    async with office.scene.db.system() as tx:
        assert await tx.rows("select text from message_translation") == [("Доброе утро",)]


async def test_only_who_may_read_a_message_has_it_translated(office: Office) -> None:
    await office.connect()
    place = await office.written()
    assert (await office.scene.b.anna_browser.post(f"{place}/translation", RU)).status_code == 404
    assert (await office.scene.browsers.stranger().post(f"{place}/translation", RU)).status_code == 401
    await office.boss.post(f"{place}/translation", RU)
    async with office.scene.db.system() as tx:
        await tx.execute("update message set deleted_at = now()")
    gone = await office.boss.post(f"{place}/translation", RU)
    assert (gone.status_code, gone.json()["code"]) == (422, "nothing_to_translate")
    assert len(office.peer.asked) == 1


async def test_without_a_service_nothing_is_translated(office: Office) -> None:
    refused = await office.boss.post(f"{await office.written()}/translation", RU)
    assert (refused.status_code, refused.json()["code"]) == (409, "translation_off")


async def test_a_text_over_the_limit_is_refused_and_not_sent(office: Office) -> None:
    await office.connect()
    place = await office.written("я" * TEXT_MAX)
    assert (await office.boss.post(f"{place}/translation", {"target": "en"})).status_code == 200
    async with office.scene.db.system() as tx:
        await tx.execute("update message set text = text || 'я'")
    refused = await office.boss.post(f"{place}/translation", {"target": "en"})
    assert (refused.status_code, refused.json()["code"]) == (413, "translation_too_long")
    assert (refused.json()["limit"], refused.json()["length"]) == (20_000, 20_001)
    draft = place.split("/messages/")[0] + "/translated-draft"
    refused = await office.boss.post(draft, {"text": "я" * (TEXT_MAX + 1), "target": "en"})
    assert refused.json()["code"] == "translation_too_long"
    assert len(office.peer.asked) == 1


async def test_who_asks_too_often_waits(office: Office) -> None:
    await office.connect()
    draft = (await office.written()).split("/messages/")[0] + "/translated-draft"
    anna, body = office.scene.a.anna_browser, {"text": "Посылка уже в пути", "target": "de"}
    answers = [(await anna.post(draft, body)).status_code for _ in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429
    assert (await office.scene.a.boris_browser.post(draft, body)).status_code == 200


async def test_a_draft_is_translated_and_nothing_is_kept_or_sent(office: Office) -> None:
    await office.connect()
    draft = (await office.written()).split("/messages/")[0] + "/translated-draft"
    anna = office.scene.a.anna_browser
    made = (await anna.post(draft, {"text": "Посылка уже в пути", "target": "de"})).json()
    assert made == {"target": "de", "source": "ru", "text": "Das Paket ist bereits unterwegs"}
    assert (await anna.post(draft, {"text": "  ", "target": "de"})).json()["errors"][0]["field"] == "text"
    assert (await anna.post(draft, {"text": "Привет", "target": "DROP"})).status_code == 422
    async with office.scene.db.system() as tx:
        assert await tx.value("select count(*) from message_translation") == 0
        assert await tx.value("select count(*) from message where direction = 'out'") == 0
    assert (await office.scene.b.anna_browser.post(draft, {"text": "Привет", "target": "de"})).status_code == 404


def answer(status: int, body: bytes, **headers: str) -> Fault:
    async def fault(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, headers=headers)

    return fault


async def silence(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    return web.Response()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (silence, "translation_silent"),
        (answer(403, b'{"error": "Invalid API key"}'), "translation_key"),
        (answer(400, b'{"error": "Visit x to get an API key"}'), "translation_key"),
        (answer(429, b'{"error": "Slowdown: 20 per 1 minute"}'), "translation_busy"),
        (answer(400, b'{"error": "ru is not supported"}'), "translation_language"),
        (answer(500, b"<html>Internal Server Error"), "translation_failed"),
        (answer(200, b"<html>hello"), "translation_unclear"),
        (answer(200, b'{"translatedText": 7}'), "translation_unclear"),
        (answer(200, b"[" * 100_000), "translation_unclear"),
        (answer(200, b'{"translatedText": "\xff"}'), "translation_unclear"),
        (answer(200, b'"' + b"x" * ANSWER_BYTES + b'"'), "translation_unclear"),
        (answer(302, b"", Location="http://169.254.169.254/latest/meta-data"), "translation_address"),
    ],
)
async def test_every_fault_of_the_service_is_told_in_plain_words_and_nothing_is_kept(
    office: Office, fault: Fault, code: str
) -> None:
    await office.connect()
    place = await office.written()
    office.translation.client = LibreTranslate(office.translation.client._http, timeout_s=0.3)  # noqa: SLF001 - the same road
    office.peer.fault = fault
    refused = await office.boss.post(f"{place}/translation", RU)
    assert (refused.status_code, refused.json()["code"]) == (503, code)
    assert office.peer.paths == ["/translate"], "asked once, and nobody else was called"
    async with office.scene.db.system() as tx:
        assert await tx.value("select count(*) from message_translation") == 0
    office.peer.fault = None
    assert (await office.boss.post(f"{place}/translation", RU)).status_code == 200
