"""Tags, priority, spam and closing reasons of a conversation."""

import asyncio
from typing import Any

import pytest

from tests.desk.scene import Company, Scene, in_future, reply

PATH = "/api/v1/conversations"


async def make_tags(scene: Scene, company: Company, names: str) -> list[int]:
    """Put tags into the table; returns their ids."""
    return [
        await scene.sql("insert into tag (workspace_id, name) values (%(w)s, %(n)s) returning id", w=company.id, n=name)
        for name in names.split()
    ]


async def make_reason(scene: Scene, name: str = "Решено") -> int:
    """Put a closing reason into the table."""
    query = "insert into closing_reason (workspace_id, name) values (%(w)s, %(n)s) returning id"
    return int(await scene.sql(query, w=scene.a.id, n=name))


async def lines(scene: Scene, number: int) -> list[tuple[str, dict[str, Any]]]:
    """Return the system lines of a conversation."""
    found = (await scene.a.anna_browser.get(f"{PATH}/{number}/messages")).json()["items"]
    return [(one["event"]["kind"], one["event"]["data"]) for one in found if one["event"]]


async def views_with(scene: Scene, number: int) -> set[str]:
    """Return the views in which a conversation stands for Anna."""
    found = set()
    for view in ("mine", "unassigned", "waiting", "open", "snoozed", "resolved", "failed", "spam", "all"):
        rows = (await scene.a.anna_browser.get(f"{PATH}?view={view}")).json()["items"]
        found |= {view for row in rows if row["id"] == number}
    return found


async def test_tags_are_set_shown_and_told_once(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    one, two, three = await make_tags(scene, scene.a, "Возврат Брак Доставка")
    anna = scene.a.anna_browser
    shown = (await anna.put(f"{PATH}/{number}/tags", {"tag_ids": [two, one, one]})).json()
    assert [tag["name"] for tag in shown["tags"]] == ["Брак", "Возврат"]
    again = (await anna.put(f"{PATH}/{number}/tags", {"tag_ids": [one, two]})).json()
    assert again["version"] == shown["version"], "nothing changed"
    await anna.put(f"{PATH}/{number}/tags", {"tag_ids": [one, three]})
    assert await lines(scene, number) == [
        ("tagged", {"added": ["Возврат", "Брак"], "removed": []}),
        ("tagged", {"added": ["Доставка"], "removed": ["Брак"]}),
    ]


async def test_what_a_colleague_added_meanwhile_stays(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    one, two, three = await make_tags(scene, scene.a, "а б в")
    anna, boris = scene.a.anna_browser, scene.a.boris_browser
    await anna.put(f"{PATH}/{number}/tags", {"tag_ids": [one]})
    await asyncio.gather(
        anna.put(f"{PATH}/{number}/tags", {"tag_ids": [two], "base": [one]}),
        boris.put(f"{PATH}/{number}/tags", {"tag_ids": [one, three], "base": [one]}),
    )
    shown = (await anna.get(f"{PATH}/{number}")).json()
    assert [tag["id"] for tag in shown["tags"]] == [two, three]


async def test_a_conversation_has_at_most_20_tags_of_its_own_company(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    ids = await make_tags(scene, scene.a, " ".join(f"м{n}" for n in range(21)))
    anna = scene.a.anna_browser
    refused = await anna.put(f"{PATH}/{number}/tags", {"tag_ids": ids}, headers={"Accept-Language": "ru"})
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_tags")
    assert "20" in refused.json()["detail"]
    assert (await anna.put(f"{PATH}/{number}/tags", {"tag_ids": ids[:20]})).status_code == 200
    [foreign] = await make_tags(scene, scene.b, "чужая")
    refused = await anna.put(f"{PATH}/{number}/tags", {"tag_ids": [foreign]})
    assert (refused.status_code, refused.json()["code"]) == (404, "tag_not_found")
    assert (await scene.b.anna_browser.put(f"{PATH}/{number}/tags", {"tag_ids": []})).status_code == 404


async def test_a_tag_deleted_under_an_open_tab(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    one, two = await make_tags(scene, scene.a, "а б")
    anna = scene.a.anna_browser
    await anna.put(f"{PATH}/{number}/tags", {"tag_ids": [one]})
    await scene.do("delete from tag where id = %(id)s", id=one)
    shown = await anna.put(f"{PATH}/{number}/tags", {"tag_ids": [one, two], "base": [one]})
    assert [tag["id"] for tag in shown.json()["tags"]] == [two]
    assert await scene.sql("select tag_ids from conversation where id = %(id)s", id=number) == [two]


async def test_priority(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    anna = scene.a.anna_browser
    for priority in ("urgent", "urgent", "low"):
        shown = await anna.put(f"{PATH}/{number}/priority", {"priority": priority})
        assert shown.json()["priority"] == priority
    assert await lines(scene, number) == [
        ("prioritised", {"priority": "urgent"}), ("prioritised", {"priority": "low"}),
    ]  # fmt: skip
    assert (await anna.put(f"{PATH}/{number}/priority", {"priority": "huge"})).status_code == 422


async def test_spam_leaves_every_view_and_new_messages_neither_wait_nor_open_anything(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Спамер", "купи")).conversation_id
    anna = scene.a.anna_browser
    await scene.do("update conversation set failed_count = 1 where id = %(id)s", id=number)
    shown = (await anna.post(f"{PATH}/{number}/spam")).json()
    assert (shown["spam"], shown["status"], shown["waiting_since"]) == (True, "resolved", None)
    await anna.post(f"{PATH}/{number}/spam")
    await scene.do("update conversation set resolved_at = now() - interval '90 days' where id = %(id)s", id=number)
    heard = await scene.write(scene.a, "Спамер", "купи ещё")
    assert (heard.conversation_id, heard.opened) == (number, False)
    shown = (await anna.get(f"{PATH}/{number}")).json()
    assert (shown["spam"], shown["status"], shown["waiting_since"], shown["unread"]) == (True, "resolved", None, 2)
    assert await views_with(scene, number) == {"spam", "all"}
    counts = (await anna.get(f"{PATH}/counts")).json()
    assert (counts["spam"], counts["open"], counts["waiting"], counts["failed"]) == (1, 0, 0, 0)
    assert [kind for kind, _ in await lines(scene, number)] == ["spam"]


async def test_not_spam_opens_it_and_the_customer_waits_since_the_first_message_nobody_answered(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван", "раз")).conversation_id
    anna = scene.a.anna_browser
    await reply(anna, number)
    await anna.post(f"{PATH}/{number}/spam")
    second = await scene.write(scene.a, "Иван", "два")
    await scene.write(scene.a, "Иван", "три")
    shown = (await anna.post(f"{PATH}/{number}/not-spam")).json()
    assert (shown["spam"], shown["status"]) == (False, "open")
    at = "select sent_at = (select waiting_since from conversation where id = conversation_id) from message"
    assert await scene.sql(at + " where id = %(id)s", id=second.message_id)
    again = (await anna.post(f"{PATH}/{number}/not-spam")).json()
    assert again["version"] == shown["version"]


@pytest.mark.parametrize("way", ["reopen", "snooze", "reply"])
async def test_working_in_spam_again_ends_it(scene: Scene, way: str) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    anna = scene.a.anna_browser
    await anna.post(f"{PATH}/{number}/spam")
    if way == "reply":
        await reply(anna, number)
    else:
        await anna.post(f"{PATH}/{number}/{way}", {"until": in_future()} if way == "snooze" else None)
    assert (await anna.get(f"{PATH}/{number}")).json()["spam"] is False
    assert "spam" not in await views_with(scene, number)


async def test_a_snoozed_conversation_that_is_spam_does_not_wake(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    anna = scene.a.anna_browser
    await anna.post(f"{PATH}/{number}/snooze", {"until": in_future()})
    await anna.post(f"{PATH}/{number}/spam")
    assert await scene.sql("select count(*) from job where kind = 'conversations.wake'") == 0


async def test_closing_for_a_reason(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    reason = await make_reason(scene)
    body = {"reason_id": reason, "note": "вернули деньги"}
    closed = await scene.a.anna_browser.post(f"{PATH}/{number}/resolve", body)
    assert closed.json()["status"] == "resolved"
    assert await lines(scene, number) == [("resolved", {"reason": "Решено", "note": "вернули деньги"})]
    assert await scene.sql("select reason_id from conversation where id = %(id)s", id=number) == reason


async def test_a_reason_is_required_where_the_company_says_so(scene: Scene) -> None:
    number = (await scene.write(scene.a, "Иван")).conversation_id
    anna = scene.a.anna_browser
    await scene.do("update workspace set reason_required = true where id = %(id)s", id=scene.a.id)
    assert (await anna.post(f"{PATH}/{number}/resolve")).status_code == 200, "there is no reason to choose from"
    await anna.post(f"{PATH}/{number}/reopen")
    reason = await make_reason(scene)
    refused = await anna.post(f"{PATH}/{number}/resolve", {}, headers={"Accept-Language": "ru"})
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_needed")
    assert "причине" in refused.json()["detail"]
    await scene.do("update closing_reason set archived_at = now() where id = %(id)s", id=reason)
    other = await make_reason(scene, "Дубль")
    refused = await anna.post(f"{PATH}/{number}/resolve", {"reason_id": reason})
    assert (refused.status_code, refused.json()["code"]) == (404, "reason_not_found")
    assert (await anna.get(f"{PATH}/{number}")).json()["status"] == "open"
    assert (await anna.post(f"{PATH}/{number}/resolve", {"reason_id": other})).status_code == 200
    assert (await anna.post(f"{PATH}/{number}/spam")).status_code == 200, "spam needs no reason"
