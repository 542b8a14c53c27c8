"""How the index follows the messages."""

from otklik.infra.db import Database
from otklik.search import tasks
from otklik.search.tasks import advance
from tests.browser import Browser
from tests.desk.scene import Scene
from tests.search.filling import fill_index
from tests.search.test_finding import texts
from tests.settling import settle


async def count(db: Database) -> int:
    async with db.system() as tx:
        return int(await tx.value("select count(*) from message_index"))


async def test_what_was_there_before_is_read_as_well(scene: Scene) -> None:
    for number in range(3):
        await scene.write(scene.a, "vera", f"заказ {number}")
    await scene.do("delete from event")
    await fill_index(scene.db)
    assert await count(scene.db) == 3
    assert not await advance(scene.db)


async def test_a_message_that_commits_late_is_not_jumped_over(scene: Scene) -> None:
    await fill_index(scene.db)
    async with scene.db.system() as slow:
        await slow.execute(
            """insert into event (workspace_id, kind, message_id)
               values (%(workspace)s, 'message.recorded', 1)""",
            {"workspace": scene.a.id},
        )
        await scene.write(scene.a, "vera", "поздний заказ")
        await tasks.fill_index(scene.db)
        assert await count(scene.db) == 0
    await fill_index(scene.db)
    assert await count(scene.db) == 1


async def test_two_processes_do_not_work_at_once(scene: Scene) -> None:
    await fill_index(scene.db)
    await scene.write(scene.a, "vera", "заказ")
    await settle(scene.db)
    async with scene.db.system() as tx:
        await tx.execute("select from search_progress for update")
        assert not await advance(scene.db)
    assert await advance(scene.db)


async def test_a_place_in_the_log_of_another_server_starts_anew(scene: Scene) -> None:
    await fill_index(scene.db)
    await scene.do("update search_progress set xid = '99999999999'")
    await scene.write(scene.a, "vera", "заказ")
    await fill_index(scene.db)
    assert await count(scene.db) == 1


async def test_a_message_that_moved_is_found_where_it_is(scene: Scene) -> None:
    one, other = await scene.write(scene.a, "vera", "заказ"), await scene.write(scene.a, "pete", "другое")
    await fill_index(scene.db)
    await scene.do(
        "update message set conversation_id = %(to)s, seq = 50 where id = %(id)s",
        to=other.conversation_id, id=one.message_id,
    )  # fmt: skip
    await scene.do(
        """insert into event (workspace_id, kind, conversation_id, data)
           values (%(workspace)s, 'conversation.changed', %(id)s, '{"what": "joined"}')""",
        workspace=scene.a.id, id=other.conversation_id,
    )  # fmt: skip
    await fill_index(scene.db)
    assert await in_conversation(scene.a.anna_browser, other.conversation_id) == [50]
    assert await in_conversation(scene.a.anna_browser, one.conversation_id) == []


async def in_conversation(browser: Browser, conversation_id: int) -> list[int]:
    path = f"/api/v1/conversations/{conversation_id}/search"
    return [one["seq"] for one in (await browser.get(path, params={"q": "заказ"})).json()["items"]]


async def test_messages_removed_whole_leave_the_index(scene: Scene) -> None:
    await scene.write(scene.a, "vera", "заказ")
    await fill_index(scene.db)
    await scene.do("delete from contact")
    assert await texts(scene.a.anna_browser, "заказ") == []
    await scene.do(
        """insert into event (workspace_id, kind, data)
           values (%(workspace)s, 'workspace.changed', '{"what": "demo_cleared"}')""",
        workspace=scene.a.id,
    )
    await fill_index(scene.db)
    assert await count(scene.db) == 0
