"""What was deleted: gone for everybody, there for 90 days for whoever has the right, and each look leaves a trace."""

from pathlib import Path
from typing import Any

import httpx

from otklik.infra.sweeps import DELETED_DAYS, sweep_files, sweep_tables
from tests.browser import Browser
from tests.desk.scene import Scene, reply, upload
from tests.factories import make_operator


async def deleted_reply(scene: Scene) -> tuple[str, dict[str, Any], str]:
    """Post a reply with a file and delete it; returns its path, what it was, and the address its file had."""
    number = (await scene.write(scene.a, "Иван")).conversation_id
    file = (await upload(scene.a.anna_browser, b"secret words", "a.txt")).json()
    posted = (await reply(scene.a.anna_browser, number, "Цена 100", attachments=[file["id"]])).json()
    path = f"/api/v1/conversations/{number}/messages/{posted['id']}"
    gone = await scene.a.anna_browser.request("DELETE", path)
    assert gone.status_code == 200, gone.text
    return path, gone.json(), posted["attachments"][0]["url"]


async def supervisor(scene: Scene) -> Browser:
    return await scene.browsers.of(await make_operator(scene.db, scene.a.id, role="supervisor"))


async def look(browser: Browser, path: str) -> httpx.Response:
    return await browser.get(f"{path}/deleted")


async def test_a_supervisor_sees_words_and_files_and_the_audit_tells_of_it(scene: Scene) -> None:
    path, shown, former = await deleted_reply(scene)
    assert (shown["text"], shown["attachments"], shown["deleted_at"] is None) == ("", [], False)
    assert (await look(scene.a.anna_browser, path)).status_code == 403
    assert await scene.sql("select count(*) from audit where action = 'message.deleted_seen'") == 0

    boss = await supervisor(scene)
    seen = await look(boss, path)
    assert seen.status_code == 200, seen.text
    assert seen.json()["text"] == "Цена 100"
    (file,) = seen.json()["attachments"]
    assert file["url"] != former
    assert (await boss.get(file["url"])).content == b"secret words"
    assert (await boss.get(former)).status_code == 404, "the address from before opens nothing"
    detail = await scene.sql("select detail from audit where action = 'message.deleted_seen'")
    assert detail["conversation_id"] == shown["conversation_id"]


async def test_other_companies_and_living_messages_show_nothing(scene: Scene) -> None:
    path, _, _ = await deleted_reply(scene)
    stranger = await scene.browsers.of(await make_operator(scene.db, scene.b.id, role="owner"))
    assert (await look(stranger, path)).status_code == 404
    number = (await scene.write(scene.a, "Пётр")).conversation_id
    living = (await reply(scene.a.anna_browser, number, "Здесь")).json()
    answer = await look(await supervisor(scene), f"/api/v1/conversations/{number}/messages/{living['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_kept")


async def test_after_its_time_words_and_files_are_gone(scene: Scene, tmp_path: Path) -> None:
    path, _, _ = await deleted_reply(scene)
    boss = await supervisor(scene)
    url = (await look(boss, path)).json()["attachments"][0]["url"]
    await scene.do("update deleted_message set at = now() - make_interval(days => %(days)s)", days=DELETED_DAYS - 1)
    await sweep_tables(scene.db, journal_days=7, event_days=7)
    assert (await look(boss, path)).status_code == 200
    await scene.do(
        "update deleted_message set at = now() - make_interval(days => %(days)s, mins => 1)", days=DELETED_DAYS
    )
    await sweep_tables(scene.db, journal_days=7, event_days=7)
    await sweep_files(scene.db, tmp_path)
    assert (await look(boss, path)).status_code == 404
    assert (await boss.get(url)).status_code == 404
    assert await scene.sql("select count(*) from file") == 0


async def test_with_the_conversation_goes_what_was_deleted_in_it(scene: Scene) -> None:
    await deleted_reply(scene)
    await scene.do("delete from conversation")
    assert await scene.sql("select count(*) from deleted_message") == 0
