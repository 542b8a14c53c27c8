"""One action on many conversations: what is refused, what is kept, and how the whole is taken back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from otklik.desk import bulk
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.kit.clock import utc_now
from tests.browser import Browser
from tests.desk.scene import Scene
from tests.factories import make_team

GONE = 10**15


async def ask(browser: Browser, verb: str, ids: list[int] | None = None, **more: Any) -> httpx.Response:
    """Ask for an action; what belongs to it is given as `facts`."""
    facts = more.pop("facts", {})
    body = {"action": {"verb": verb, **facts}, **({"ids": ids} if ids is not None else {}), **more}
    return await browser.post("/api/v1/conversations/bulk", body)


async def run(browser: Browser, verb: str, ids: list[int] | None = None, **more: Any) -> dict[str, Any]:
    """Do an action that must be accepted."""
    answer = await ask(browser, verb, ids, **more)
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def undo(browser: Browser, made: dict[str, Any]) -> dict[str, Any]:
    """Take a run back."""
    answer = await browser.post(f"/api/v1/conversations/bulk/{made['id']}/undo", {})
    assert answer.status_code == 200, answer.text
    back: dict[str, Any] = answer.json()
    return back


async def states(scene: Scene, ids: list[int]) -> list[Any]:
    """Return what may change of some conversations."""
    return list(
        await scene.sql(
            """select jsonb_agg(jsonb_build_array(status, assignee_id, team_id, snoozed_until, priority, tag_ids, spam)
                                order by id) from conversation where id = any(%(ids)s)""",
            ids=ids,
        )
    )


@pytest.fixture
async def ids(scene: Scene) -> list[int]:
    """Three conversations."""
    return [one.conversation_id for one in await scene.write_many(scene.a, ["Вера", "Олег", "Иван"])]


async def test_every_action_changes_and_is_taken_back_exactly(scene: Scene, ids: list[int]) -> None:
    a = scene.a
    team = await make_team(scene.db, a.id, "Продажи")
    tag = await scene.sql("insert into tag (workspace_id, name) values (%(w)s, 'возврат') returning id", w=a.id)
    await scene.do(
        "update conversation set tag_ids = array[%(t)s::bigint], priority = 1 where id = %(c)s", t=tag, c=ids[0]
    )
    await run(a.anna_browser, "resolve", ids[1:2])
    await run(a.anna_browser, "snooze", ids[2:], facts={"until": (utc_now() + timedelta(days=1)).isoformat()})
    until = (utc_now() + timedelta(days=2)).isoformat()
    before = await states(scene, ids)
    for verb, facts, changed in (
        ("assign", {"operator_id": a.boris.id}, 3), ("assign", {"operator_id": "me"}, 3),
        ("team", {"team_id": team}, 3),
        ("resolve", {}, 2), ("reopen", {}, 2), ("snooze", {"until": until}, 3), ("tag_add", {"tag_id": tag}, 2),
        ("tag_remove", {"tag_id": tag}, 1), ("priority", {"priority": "high"}, 2), ("spam", {}, 3),
    ):  # fmt: skip
        made = await run(a.anna_browser, verb, ids, facts=facts)
        assert (made["state"], made["done"], made["changed"], made["failures"]) == ("done", 3, changed, []), verb
        assert await states(scene, ids) != before, verb
        assert (await undo(a.anna_browser, made))["failures"] == []
        assert await states(scene, ids) == before, verb


async def test_reading_is_ones_own_and_can_be_taken_back(scene: Scene, ids: list[int]) -> None:
    a = scene.a

    async def unread(browser: Browser) -> list[int]:
        rows = (await browser.get("/api/v1/conversations?view=all")).json()["items"]
        return sorted(row["unread"] for row in rows)

    made = await run(a.anna_browser, "read", ids)
    assert await unread(a.anna_browser) == [0, 0, 0]
    assert await unread(a.boris_browser) == [1, 1, 1]
    await undo(a.anna_browser, made)
    assert await unread(a.anna_browser) == [1, 1, 1]


async def test_one_that_fails_stops_no_other_and_is_told_with_its_reason(scene: Scene, ids: list[int]) -> None:
    foreign = (await scene.write(scene.b, "Чужой")).conversation_id
    made = await run(scene.a.anna_browser, "resolve", [ids[0], GONE, foreign, ids[1]])
    assert (made["total"], made["done"], made["changed"]) == (4, 4, 2)
    assert [(one["id"], one["code"]) for one in made["failures"]] == [
        (GONE, "conversation_not_found"), (foreign, "conversation_not_found"),
    ]  # fmt: skip
    assert await scene.sql("select status from conversation where id = %(c)s", c=foreign) == "open"


async def test_everything_in_a_filtered_list_is_chosen_by_the_server(scene: Scene, ids: list[int]) -> None:
    a = scene.a
    mail = (await scene.write(a, "Анна", inbox_id=a.mail)).conversation_id
    made = await run(a.anna_browser, "resolve", view="open", filter="channel:parrot")
    assert made["total"] == made["changed"] == 3
    assert await scene.sql("select status from conversation where id = %(c)s", c=mail) == "open"
    await undo(a.anna_browser, made)
    opened = "select count(*) from conversation where status = 'open' and workspace_id = %(w)s"
    assert await scene.sql(opened, w=a.id) == 4


async def test_many_are_left_to_a_job_that_tells_how_far_it_is(
    scene: Scene, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    a = scene.a
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "_STEP", 2)
    made = await run(a.anna_browser, "resolve", ids)
    assert (made["state"], made["done"], made["undoable"]) == ("running", 0, False)
    place = f"/api/v1/conversations/bulk/{made['id']}"
    early = await a.anna_browser.post(f"{place}/undo", {})
    assert (early.status_code, early.json()["code"]) == (409, "cannot_undo")
    async with scene.db.system() as tx:
        jobs = await tx.fetch(
            TakenJob,
            """select id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at
               from job where kind = 'desk.bulk'""",
        )
    context = JobContext(scene.db, jobs[0], UUID(int=0))
    carry_on = bulk.BulkRunner(scene.desk.registry).run
    assert await carry_on(jobs[0], context) is not None
    assert (await a.anna_browser.get(place)).json()["done"] == 2
    assert await carry_on(jobs[0], context) is None
    assert await carry_on(jobs[0], context) is None
    shown = (await a.anna_browser.get(place)).json()
    assert (shown["state"], shown["done"], shown["changed"], shown["undoable"]) == ("done", 3, 3, True)
    assert await scene.sql("select count(*) from event where kind = 'bulk.moved'") == 2


async def test_a_run_is_its_authors_and_is_taken_back_once(scene: Scene, ids: list[int]) -> None:
    a = scene.a
    made = await run(a.anna_browser, "resolve", ids)
    place = f"/api/v1/conversations/bulk/{made['id']}"
    for browser in (a.boris_browser, scene.b.anna_browser):
        assert (await browser.get(place)).json()["code"] == "bulk_not_found"
        assert (await browser.post(f"{place}/undo", {})).status_code == 404
    await undo(a.anna_browser, made)
    assert (await a.anna_browser.post(f"{place}/undo", {})).json()["code"] == "cannot_undo"
    idle = await run(a.anna_browser, "reopen", ids)
    assert (idle["changed"], idle["undoable"]) == (0, False)


async def test_what_was_deleted_meanwhile_does_not_come_back(scene: Scene, ids: list[int]) -> None:
    a = scene.a
    team = await make_team(scene.db, a.id)
    tag = await scene.sql("insert into tag (workspace_id, name) values (%(w)s, 'x') returning id", w=a.id)
    await run(a.anna_browser, "team", ids, facts={"team_id": team})
    await run(a.anna_browser, "tag_add", ids, facts={"tag_id": tag})
    away = await run(a.anna_browser, "team", ids, facts={"team_id": None})
    bare = await run(a.anna_browser, "tag_remove", ids, facts={"tag_id": tag})
    await scene.do("delete from team where id = %(t)s", t=team)
    await scene.do("delete from tag where id = %(t)s", t=tag)
    for made in (bare, away):
        assert (await undo(a.anna_browser, made))["failures"] == []
    assert {(one[2], tuple(one[5])) for one in await states(scene, ids)} == {(None, ())}


@pytest.mark.parametrize(
    ("verb", "facts", "code"),
    [
        ("assign", {}, "invalid"), ("assign", {"operator_id": GONE}, "operator_not_found"),
        ("team", {"team_id": GONE}, "team_not_found"), ("tag_add", {}, "invalid"),
        ("tag_add", {"tag_id": GONE}, "tag_not_found"), ("priority", {}, "invalid"), ("snooze", {}, "invalid"),
        ("snooze", {"until": "2020-01-01T00:00:00Z"}, "snooze_in_the_past"), ("explode", {}, "invalid"),
    ],
)  # fmt: skip
async def test_wrong_actions_are_refused(
    scene: Scene, ids: list[int], verb: str, facts: dict[str, Any], code: str
) -> None:
    answer = await ask(scene.a.anna_browser, verb, ids, facts=facts)
    assert answer.json()["code"] == code


async def test_sizes_and_callers_are_checked(scene: Scene, ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    a = scene.a
    assert (await ask(a.anna_browser, "resolve", [])).json()["code"] == "bulk_size"
    assert (await ask(a.anna_browser, "resolve", view="resolved")).json()["code"] == "bulk_size"
    assert (await ask(a.anna_browser, "resolve", filter="is:nope")).json()["code"] == "filter_unknown_value"
    monkeypatch.setattr(bulk, "IDS_MAX", 2)
    assert (await ask(a.anna_browser, "resolve", ids)).json()["code"] == "bulk_size"
    robot = await scene.browsers.of_token(a.id)
    assert (await ask(robot, "resolve", ids)).status_code == 403


async def test_many_are_closed_for_one_reason_where_one_is_needed(scene: Scene, ids: list[int]) -> None:
    a = scene.a
    reason = await scene.sql(
        "insert into closing_reason (workspace_id, name) values (%(w)s, 'Решено') returning id", w=a.id
    )
    await scene.do("update workspace set reason_required = true where id = %(w)s", w=a.id)
    bare = await run(a.anna_browser, "resolve", ids)
    assert [one["code"] for one in bare["failures"]] == ["reason_needed"] * 3
    made = await run(a.anna_browser, "resolve", ids, facts={"reason_id": reason, "note": "Оптом"})
    assert (made["changed"], made["failures"]) == (3, [])
    for number in ids:
        items = (await a.anna_browser.get(f"/api/v1/conversations/{number}/messages")).json()["items"]
        line = next(one["event"] for one in items if one["event"] and one["event"]["kind"] == "resolved")
        assert (line["data"]["reason"], line["data"]["note"]) == ("Решено", "Оптом")
    gone = await ask(a.anna_browser, "resolve", ids, facts={"reason_id": GONE})
    assert gone.json()["code"] == "reason_not_found"


async def macro(scene: Scene, *actions: dict[str, Any]) -> int:
    """Make a macro of Anna's own."""
    body = {"name": "Возврат", "scope": "personal", "actions": list(actions)}
    return int((await scene.a.anna_browser.post("/api/v1/macros", body)).json()["id"])


async def test_a_macro_runs_in_many_and_is_taken_back_in_all(scene: Scene, ids: list[int]) -> None:
    anna = scene.a.anna_browser
    tag = await scene.sql("insert into tag (workspace_id, name) values (%(w)s, 'возврат') returning id", w=scene.a.id)
    refund = await macro(
        scene, {"verb": "tag_add", "tag_id": tag}, {"verb": "priority", "priority": "high"},
        {"verb": "reply", "text": "Деньги вернём"},
    )  # fmt: skip
    steps = (await anna.get(f"/api/v1/conversations/{ids[0]}/macros/{refund}?among_many=true")).json()["steps"]
    assert [(one["outcome"], one["code"]) for one in steps] == [
        ("will", ""),
        ("will", ""),
        ("refused", "one_at_a_time"),
    ]
    before = await states(scene, ids)
    made = await run(anna, "macro", ids, facts={"macro_id": refund})
    assert (made["changed"], made["failures"], made["undoable"]) == (3, [], True)
    assert {(one[4], tuple(one[5])) for one in await states(scene, ids)} == {(1, (tag,))}
    assert (await undo(anna, made))["failures"] == []
    assert await states(scene, ids) == before


async def test_what_a_macro_may_not_do_is_named_and_the_rest_is_done(scene: Scene, ids: list[int]) -> None:
    a = scene.a
    await scene.do("update workspace set reason_required = true where id = %(w)s", w=a.id)
    await scene.do("insert into closing_reason (workspace_id, name) values (%(w)s, 'Решено')", w=a.id)
    closing = await macro(scene, {"verb": "priority", "priority": "high"}, {"verb": "resolve"})
    made = await run(a.anna_browser, "macro", [*ids, GONE], facts={"macro_id": closing})
    assert made["changed"] == 3
    assert [one["code"] for one in made["failures"]] == [*["reason_needed"] * 3, "conversation_not_found"]
    await run(a.boris_browser, "priority", ids[:1], facts={"priority": "low"})
    back = await undo(a.anna_browser, made)
    assert [(one["id"], one["code"]) for one in back["failures"]] == [(ids[0], "changed_since")]
    hidden = await ask(a.boris_browser, "macro", ids, facts={"macro_id": closing})
    assert hidden.json()["code"] == "macro_not_found"
