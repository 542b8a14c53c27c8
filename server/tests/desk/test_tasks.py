"""Tasks about conversations: made, ticked off, told of exactly once, within the limits, and carried by a merge."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from otklik.conversations.tasks import remind_of_task
from otklik.infra.events import LoggedEvent
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.clock import utc_now
from otklik.notifications.choices import Happening
from otklik.notifications.facts import read_facts
from otklik.notifications.records import FollowedEvent
from otklik.realtime.hub import collect
from tests.browser import Browser
from tests.desk.scene import Scene, in_future

LIST = "/api/v1/conversations"


async def make(browser: Browser, number: int, title: str = "Перезвонить", **more: Any) -> httpx.Response:
    """Make a task."""
    return await browser.post(f"{LIST}/{number}/tasks", {"title": title, **more})


async def ring(scene: Scene) -> list[Again | None]:
    """Run every reminder there is, due or not."""
    async with scene.db.system() as tx:
        jobs = await tx.fetch(
            TakenJob,
            """select id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at
               from job where kind = 'conversations.remind' order by id""",
        )
    return [await remind_of_task(job, JobContext(scene.db, job, UUID(int=0))) for job in jobs]


async def told(scene: Scene) -> list[int]:
    """Return whom reminders were told, in order."""
    found = await scene.sql(
        "select jsonb_agg((data->>'operator_id')::int order by xid, id) from event where kind = 'task.due'"
    )
    return list(found or [])


async def test_a_task_is_made_from_a_message_listed_ticked_off_and_opened_again(scene: Scene) -> None:
    a, first = scene.a, await scene.write(scene.a, "Иван")
    number = first.conversation_id
    made = await make(a.anna_browser, number, "  Перезвонить \u202e ", due_at=in_future(), message_id=first.message_id)
    assert made.status_code == 201, made.text
    task = made.json()
    assert (task["title"], task["operator"]["id"], task["message_seq"]) == ("Перезвонить", a.anna.id, first.seq)
    assert (task["contact_name"], task["due_at"]) == ("Иван", "2099-01-01T00:00:00.000Z")
    other = (await make(a.boris_browser, number, "Выставить счёт", operator_id=a.anna.id)).json()
    mine = (await a.anna_browser.get("/api/v1/tasks")).json()
    assert [one["id"] for one in mine] == [task["id"], other["id"]]
    assert (await a.boris_browser.get("/api/v1/tasks")).json() == []
    done = (await a.boris_browser.patch(f"/api/v1/tasks/{task['id']}", {"done": True})).json()
    assert (done["done_at"] is None, done["done_by"]) == (False, a.boris.name)
    assert [one["id"] for one in (await a.anna_browser.get("/api/v1/tasks?done=true")).json()] == [task["id"]]
    listed = (await a.boris_browser.get(f"{LIST}/{number}/tasks")).json()
    assert [one["id"] for one in listed] == [other["id"], task["id"]]
    again = (await a.anna_browser.patch(f"/api/v1/tasks/{task['id']}", {"done": False})).json()
    assert (again["done_at"], again["done_by"]) == (None, "")
    items = (await a.anna_browser.get(f"{LIST}/{number}/messages")).json()["items"]
    events = [one["event"] for one in items if one["event"]]
    assert [one["kind"] for one in events] == ["task", "task", "task_done"]
    assert events[0]["data"]["name"] == a.anna.name


async def test_a_task_is_told_of_once_when_it_is_due_and_not_before(scene: Scene) -> None:
    a, number = scene.a, (await scene.write(scene.a, "Иван")).conversation_id
    task = (await make(a.anna_browser, number, due_at=in_future(), operator_id=a.boris.id)).json()["id"]
    assert isinstance((await ring(scene))[0], Again)
    assert await told(scene) == []
    past = (utc_now() - timedelta(minutes=1)).isoformat()
    await a.anna_browser.patch(f"/api/v1/tasks/{task}", {"due_at": past})
    assert await scene.sql("select count(*) from job where kind = 'conversations.remind'") == 1
    for _ in range(3):
        assert await ring(scene) == [None]
    assert await told(scene) == [a.boris.id]
    # Another title is no reason to tell again; another person is.
    await a.anna_browser.patch(f"/api/v1/tasks/{task}", {"title": "Написать"})
    await ring(scene)
    await a.anna_browser.patch(f"/api/v1/tasks/{task}", {"operator_id": "me"})
    await ring(scene)
    assert await told(scene) == [a.boris.id, a.anna.id]


@pytest.mark.parametrize("way", ["done", "removed", "moved", "untimed", "nobody"])
async def test_what_is_done_removed_or_moved_rings_no_more(scene: Scene, way: str) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    past = (utc_now() - timedelta(minutes=1)).isoformat()
    task = (await make(anna, number, due_at=past)).json()["id"]
    async with scene.db.system() as tx:
        job = await tx.find(
            TakenJob,
            """select id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at
               from job where kind = 'conversations.remind'""",
        )
    assert job is not None
    path = f"/api/v1/tasks/{task}"
    change = {"done": {"done": True}, "moved": {"due_at": in_future()}, "untimed": {"due_at": None}}
    if way == "removed":
        assert (await anna.delete(path)).status_code == 204
    else:
        await anna.patch(path, change.get(way, {"operator_id": None}))
    await remind_of_task(job, JobContext(scene.db, job, UUID(int=0)))
    assert await told(scene) == []


async def test_tasks_keep_to_their_limits(scene: Scene) -> None:
    a, number = scene.a, (await scene.write(scene.a, "Иван")).conversation_id
    assert (await make(a.anna_browser, number, "я" * 200)).status_code == 201
    assert (await make(a.anna_browser, number, "я" * 201)).status_code == 422
    empty = await make(a.anna_browser, number, "\u200b ")
    assert empty.json()["errors"][0]["field"] == "title"
    await scene.do(
        """insert into todo (workspace_id, conversation_id, title) select %(w)s, %(c)s, 'т' || n
           from generate_series(1, 49) n""",
        w=a.id, c=number,
    )  # fmt: skip
    full = await a.anna_browser.post(f"{LIST}/{number}/tasks", {"title": "ещё"}, headers={"Accept-Language": "ru"})
    assert (full.status_code, full.json()["code"], full.json()["limit"]) == (409, "too_many_tasks", 50)
    assert "50" in full.json()["detail"]
    other = (await scene.write(scene.a, "Вера")).conversation_id
    await scene.do(
        """insert into todo (workspace_id, conversation_id, title, operator_id) select %(w)s, %(c)s, 'т', %(o)s
           from generate_series(1, 500) n""",
        w=a.id, c=(await scene.write(scene.a, "Олег")).conversation_id, o=a.boris.id,
    )  # fmt: skip
    full = await make(a.anna_browser, other, operator_id=a.boris.id)
    assert (full.json()["code"], full.json()["limit"]) == ("too_many_tasks", 500)


async def test_strangers_see_no_tasks_and_only_those_concerned_remove_one(scene: Scene) -> None:
    a, b = scene.a, scene.b
    first = await scene.write(a, "Иван")
    task = (await make(a.anna_browser, first.conversation_id)).json()["id"]
    for answer in (
        await b.anna_browser.get(f"{LIST}/{first.conversation_id}/tasks"),
        await b.anna_browser.patch(f"/api/v1/tasks/{task}", {"done": True}),
        await b.anna_browser.delete(f"/api/v1/tasks/{task}"), await make(b.anna_browser, first.conversation_id),
    ):  # fmt: skip
        assert answer.status_code == 404
    own = (await scene.write(b, "Чужой")).conversation_id
    assert (await make(b.anna_browser, own, operator_id=a.anna.id)).json()["code"] == "operator_not_found"
    assert (await make(b.anna_browser, own, message_id=first.message_id)).json()["code"] == "message_not_found"
    assert (await a.boris_browser.delete(f"/api/v1/tasks/{task}")).status_code == 403
    assert (await a.anna_browser.delete(f"/api/v1/tasks/{task}")).status_code == 204
    assert (await a.anna_browser.delete(f"/api/v1/tasks/{task}")).status_code == 404


async def test_one_wish_made_twice_is_one_task(scene: Scene) -> None:
    anna, number = scene.a.anna_browser, (await scene.write(scene.a, "Иван")).conversation_id
    key = {"Idempotency-Key": "task-1"}
    first, second = [await anna.post(f"{LIST}/{number}/tasks", {"title": "x"}, headers=key) for _ in range(2)]
    assert first.json() == second.json()
    assert await scene.sql("select count(*) from todo") == 1


async def test_a_merge_carries_tasks_and_its_undoing_gives_them_back(scene: Scene) -> None:
    a, host = scene.a, (await scene.write(scene.a, "Иван")).conversation_id
    await a.anna_browser.post(f"{LIST}/{host}/resolve")
    await scene.do("update conversation set takes_new = false, resolved_at = now() - interval '9 days'")
    first = await scene.write(scene.a, "Иван")
    guest = first.conversation_id
    task = (await make(a.anna_browser, guest, message_id=first.message_id)).json()["id"]
    merged = await a.anna_browser.post(f"{LIST}/{guest}/merge", {"into_id": host})
    there = (await a.anna_browser.get(f"{LIST}/{host}/tasks")).json()
    assert [(one["id"], one["message_id"]) for one in there] == [(task, first.message_id)]
    kept = (await make(a.anna_browser, host, "Потом")).json()["id"]
    await a.anna_browser.post(f"{LIST}/merges/{merged.json()['merge_id']}/undo")
    assert [one["id"] for one in (await a.anna_browser.get(f"{LIST}/{guest}/tasks")).json()] == [task]
    assert [one["id"] for one in (await a.anna_browser.get(f"{LIST}/{host}/tasks")).json()] == [kept]


def test_a_due_task_is_news_for_its_person_and_desks_read_tasks_anew() -> None:
    data = {"task_id": 3, "operator_id": 5, "title": "x"}
    facts = read_facts([FollowedEvent(1, 1, "task.due", 1, 7, None, data, False)])  # noqa: FBT003 - not old
    assert [(one.happening, one.to, one.conversation_id, one.title) for one in facts] == [
        (Happening.TASK, (5,), 7, "x")
    ]
    event = LoggedEvent(
        xid=1, id=1, workspace_id=1, kind="task.changed", conversation_id=None, message_id=None, contact_id=None,
        data={"task_id": 3, "task_of": 7},
    )  # fmt: skip
    assert collect([event]).asked_anew == {"tasks"}
