"""Mentions: whoever a note names finds the conversation in a view of their own until they have read it."""

from typing import Any

import httpx

from otklik.kit.ids import new_uuid7
from tests.browser import Browser
from tests.desk.scene import Scene, reply


async def note(browser: Browser, number: int, text: str, *mentions: tuple[str, int], **fields: Any) -> httpx.Response:
    named = [{"kind": kind, "id": one} for kind, one in mentions]
    body = {"client_id": str(new_uuid7()), "kind": "note", "text": text, "mentions": named, **fields}
    return await browser.post(f"/api/v1/conversations/{number}/messages", body)


async def mentioned(browser: Browser) -> tuple[list[int], int]:
    listed = (await browser.get("/api/v1/conversations?view=mentions")).json()["items"]
    counts = (await browser.get("/api/v1/conversations/counts")).json()
    return [one["id"] for one in listed], counts["mentions"]


async def test_a_mentioned_colleague_has_it_in_a_view_and_a_number_until_they_read_it(scene: Scene) -> None:
    number, anna, boris = (
        (await scene.write(scene.a, "Иван")).conversation_id,
        scene.a.anna_browser,
        scene.a.boris_browser,
    )
    written = await note(
        anna, number, "@Борис, глянь 👀", ("operator", scene.a.boris.id), ("operator", scene.a.anna.id)
    )
    assert written.status_code == 201, written.text
    assert [(one["kind"], one["id"]) for one in written.json()["mentions"]] == [
        ("operator", scene.a.boris.id), ("operator", scene.a.anna.id),
    ]  # fmt: skip
    assert await mentioned(boris) == ([number], 1)
    assert await mentioned(anna) == ([], 0)
    await boris.post(f"/api/v1/conversations/{number}/read", {"seq": written.json()["seq"] - 1})
    assert await mentioned(boris) == ([number], 1)
    await boris.post(f"/api/v1/conversations/{number}/read", {"seq": written.json()["seq"]})
    assert await mentioned(boris) == ([number], 0), "read, it stays at hand"
    data = await scene.sql("select data from event where kind = 'conversation.mentioned'")
    assert data == {"operator_ids": [scene.a.boris.id], "by": scene.a.anna.id}


async def test_a_mention_leaves_the_view_a_month_after_it_was_read(scene: Scene) -> None:
    number, boris = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.boris_browser
    written = await note(scene.a.anna_browser, number, "@Борис", ("operator", scene.a.boris.id))
    await scene.do("update mention set at = now() - interval '31 days'")
    assert await mentioned(boris) == ([number], 1), "nobody read it"
    await boris.post(f"/api/v1/conversations/{number}/read", {"seq": written.json()["seq"]})
    assert await mentioned(boris) == ([], 0)
    await scene.do("update mention set at = now() - interval '29 days'")
    assert await mentioned(boris) == ([number], 0)


async def test_a_team_means_everybody_in_it_and_several_notes_are_one_conversation(scene: Scene) -> None:
    number, anna, boris = (
        (await scene.write(scene.a, "Иван")).conversation_id,
        scene.a.anna_browser,
        scene.a.boris_browser,
    )
    team = await scene.sql("insert into team (workspace_id, name) values (%(id)s, 'Склад') returning id", id=scene.a.id)
    for who in (scene.a.anna.id, scene.a.boris.id):
        await scene.do(
            "insert into team_member (team_id, operator_id, workspace_id) values (%(team)s, %(who)s, %(id)s)",
            team=team, who=who, id=scene.a.id,
        )  # fmt: skip
    await note(anna, number, "@Склад, есть?", ("team", team))
    await note(anna, number, "@Склад, ау", ("team", team), ("operator", scene.a.boris.id))
    assert await mentioned(boris) == ([number], 1)
    assert await mentioned(anna) == ([], 0)


async def test_a_deleted_note_mentions_nobody_and_the_same_note_once(scene: Scene) -> None:
    number, anna, boris = (
        (await scene.write(scene.a, "Иван")).conversation_id,
        scene.a.anna_browser,
        scene.a.boris_browser,
    )
    same = {"client_id": str(new_uuid7())}
    first = await note(anna, number, "@Борис", ("operator", scene.a.boris.id), **same)
    await note(anna, number, "@Борис", ("operator", scene.a.boris.id), **same)
    assert await scene.sql("select count(*) from event where kind = 'conversation.mentioned'") == 1
    await anna.delete(f"/api/v1/conversations/{number}/messages/{first.json()['id']}")
    assert await mentioned(boris) == ([], 0)


async def test_who_cannot_be_mentioned_is_refused(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    foreign = await note(anna, number, "@Чужой", ("operator", scene.b.anna.id))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "operator_not_found")
    await scene.do("update operator set disabled_at = now() where id = %(id)s", id=scene.a.boris.id)
    gone = await note(anna, number, "@Борис", ("operator", scene.a.boris.id))
    assert (gone.status_code, gone.json()["code"]) == (404, "operator_not_found")
    team = await note(anna, number, "@Нет", ("team", 10**12))
    assert (team.status_code, team.json()["code"]) == (404, "team_not_found")
    many = await note(anna, number, "все", *[("operator", scene.a.anna.id)] * 21)
    assert many.status_code == 422
    outside = await reply(anna, number, "@Анна", mentions=[{"kind": "operator", "id": scene.a.anna.id}])
    assert (outside.status_code, outside.json()["code"]) == (422, "mentions_in_notes")


async def test_a_mention_is_of_ones_own_company(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    await note(scene.a.anna_browser, number, "@Борис", ("operator", scene.a.boris.id))
    assert await mentioned(scene.b.boris_browser) == ([], 0)


async def test_everybody_online_is_named_at_once_and_nobody_else(scene: Scene) -> None:
    number, anna, boris = (
        (await scene.write(scene.a, "Иван")).conversation_id,
        scene.a.anna_browser,
        scene.a.boris_browser,
    )
    await scene.do("update operator set presence = 'away' where id = %(id)s", id=scene.a.boris.id)
    written = await note(anna, number, "@все на месте, кто возьмёт?", ("online", 0))
    assert written.json()["mentions"] == [{"kind": "online", "id": 0, "name": "все на месте"}]
    assert await mentioned(boris) == ([], 0)
    await scene.do("update operator set presence = 'online'")
    written = await note(anna, number, "@everyone online: anybody?", ("online", 0))
    assert written.json()["mentions"][0]["name"] == "everyone online"
    assert await mentioned(boris) == ([number], 1)
    assert await mentioned(anna) == ([], 0)
