"""Macros: what a preview says is what a run does, in one transaction, and one undo leaves others' changes alone."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from otklik.kit.clock import utc_now
from otklik.kit.ids import new_uuid7
from tests.browser import Browser
from tests.desk.scene import Scene


@pytest.fixture(autouse=True)
async def admin(scene: Scene) -> None:
    """Let Anna share macros and keep tags and reasons; Boris is an operator."""
    await scene.do("update operator set role = 'admin' where id = %(id)s", id=scene.a.anna.id)


async def make(browser: Browser, *actions: dict[str, Any], **fields: Any) -> httpx.Response:
    body = {"name": "Возврат", "scope": "all", "actions": list(actions), **fields}
    return await browser.post("/api/v1/macros", body)


async def made(browser: Browser, *actions: dict[str, Any], **fields: Any) -> int:
    answer = await make(browser, *actions, **fields)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


async def tag(browser: Browser, name: str) -> int:
    return int((await browser.post("/api/v1/tags", {"name": name})).json()["id"])


async def preview(browser: Browser, number: int, macro: int) -> list[dict[str, Any]]:
    answer = await browser.get(f"/api/v1/conversations/{number}/macros/{macro}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["steps"])


async def run(browser: Browser, number: int, macro: int) -> dict[str, Any]:
    answer = await browser.post(f"/api/v1/conversations/{number}/macros/{macro}/run", {})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def undo(browser: Browser, number: int, run_id: int) -> httpx.Response:
    return await browser.post(f"/api/v1/conversations/{number}/macro-runs/{run_id}/undo", {})


async def shown(browser: Browser, number: int) -> dict[str, Any]:
    return dict((await browser.get(f"/api/v1/conversations/{number}")).json())


async def notes(browser: Browser, number: int) -> list[str]:
    items = (await browser.get(f"/api/v1/conversations/{number}/messages")).json()["items"]
    return [one["text"] for one in items if one["note"] and one["deleted_at"] is None]


def outcomes(steps: list[dict[str, Any]]) -> dict[str, str]:
    return {one["verb"]: one["outcome"] for one in steps}


async def test_a_macro_does_what_its_preview_says_and_one_undo_brings_everything_back(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван Петров")).conversation_id, scene.a.anna_browser
    urgent = await tag(anna, "возврат")
    macro = await made(
        anna, {"verb": "tag_add", "tag_id": urgent}, {"verb": "assign", "operator_id": "me"},
        {"verb": "priority", "priority": "high"}, {"verb": "note", "text": "Возврат для {{customer.first_name}}"},
        {"verb": "reply", "text": "{{customer.first_name}}, деньги вернём. {{customer.phone}}"},
        {"verb": "snooze", "days": 1},
    )  # fmt: skip
    steps = await preview(anna, number, macro)
    assert set(outcomes(steps).values()) == {"will"}
    assert (await shown(anna, number))["tags"] == []
    done = await run(anna, number, macro)
    assert set(outcomes(done["steps"]).values()) == {"done"}
    assert done["insert"]["text"] == "Иван, деньги вернём. {{customer.phone}}"
    assert [one["name"] for one in done["insert"]["unresolved"]] == ["customer.phone"]
    after = await shown(anna, number)
    assert (after["priority"], after["status"], after["assignee"]["id"]) == ("high", "snoozed", scene.a.anna.id)
    assert [one["id"] for one in after["tags"]] == [urgent]
    assert await notes(anna, number) == ["Возврат для Иван"]
    back = (await undo(anna, number, done["id"])).json()
    assert set(outcomes(back["steps"]).values()) == {"undone"}
    before = await shown(anna, number)
    assert (before["priority"], before["status"], before["assignee"], before["tags"]) == ("normal", "open", None, [])
    assert await notes(anna, number) == []
    again = await undo(anna, number, done["id"])
    assert (again.status_code, again.json()["code"]) == (409, "cannot_undo")


async def test_undo_keeps_what_somebody_changed_since(scene: Scene) -> None:
    number, anna, boris = (
        (await scene.write(scene.a, "Иван")).conversation_id,
        scene.a.anna_browser,
        scene.a.boris_browser,
    )
    macro = await made(
        anna, {"verb": "priority", "priority": "high"}, {"verb": "assign", "operator_id": "me"},
        {"verb": "note", "text": "звонил"},
    )  # fmt: skip
    done = await run(anna, number, macro)
    await boris.put(f"/api/v1/conversations/{number}/priority", {"priority": "urgent"})
    await boris.post(f"/api/v1/conversations/{number}/assign", {"operator_id": "me"})
    stranger = await undo(boris, number, done["id"])
    assert (stranger.status_code, stranger.json()["code"]) == (404, "macro_run_not_found")
    back = (await undo(anna, number, done["id"])).json()
    assert outcomes(back["steps"]) == {"priority": "kept", "assign": "kept", "note": "undone"}
    after = await shown(anna, number)
    assert (after["priority"], after["assignee"]["id"]) == ("urgent", scene.a.boris.id)


async def test_what_is_refused_is_named_before_and_left_out_while_running(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    gone = await tag(anna, "на час")
    reason = (await anna.post("/api/v1/closing-reasons", {"name": "Решено"})).json()["id"]
    macro = await made(
        anna, {"verb": "tag_add", "tag_id": gone}, {"verb": "assign", "operator_id": scene.a.boris.id},
        {"verb": "priority", "priority": "normal"}, {"verb": "resolve", "reason_id": reason},
    )  # fmt: skip
    await anna.delete(f"/api/v1/tags/{gone}")
    await scene.do("update operator set disabled_at = now() where id = %(id)s", id=scene.a.boris.id)
    steps = await preview(anna, number, macro)
    assert [(one["verb"], one["outcome"], one["code"]) for one in steps] == [
        ("tag_add", "refused", "tag_not_found"), ("assign", "refused", "operator_not_found"),
        ("priority", "nothing", ""), ("resolve", "will", ""),
    ]  # fmt: skip
    done = await run(anna, number, macro)
    assert [one["outcome"] for one in done["steps"]] == ["refused", "refused", "nothing", "done"]
    assert (await shown(anna, number))["status"] == "resolved"
    assert (await undo(anna, number, done["id"])).status_code == 200
    assert (await shown(anna, number))["status"] == "open"


async def test_closing_wants_a_reason_where_the_company_does(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await anna.post("/api/v1/closing-reasons", {"name": "Решено"})
    await scene.do("update workspace set reason_required = true where id = %(id)s", id=scene.a.id)
    macro = await made(anna, {"verb": "resolve"})
    assert (await preview(anna, number, macro))[0]["code"] == "reason_needed"
    assert (await run(anna, number, macro))["id"] is None
    assert (await shown(anna, number))["status"] == "open"


async def test_a_macro_closes_with_topic_and_fields_and_its_undo_takes_them_back(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    topic = (await anna.post("/api/v1/topics", {"name": "Доставка"})).json()["id"]
    old = (await anna.post("/api/v1/topics", {"name": "Оплата"})).json()["id"]
    await anna.post("/api/v1/conversation-fields", {"name": "Сумма", "kind": "number", "required": True})
    kind = (
        await anna.post("/api/v1/conversation-fields", {"name": "Итог", "kind": "choice", "choices": ["Вернули"]})
    ).json()
    await scene.do("update workspace set topic_required = true where id = %(id)s", id=scene.a.id)
    bare = await made(anna, {"verb": "resolve"})
    assert (await preview(anna, number, bare))[0]["code"] == "topic_needed"
    await scene.do(
        "update conversation set topic_id = %(topic)s, fields = '{\"summa\": 5}' where id = %(id)s",
        topic=old, id=number,
    )  # fmt: skip
    macro = await made(anna, {"verb": "resolve", "topic_id": topic, "fields": {"summa": 1500, "itog": "Вернули"}})
    assert (await preview(anna, number, macro))[0]["says"] == {"name": "Доставка, Сумма: 1500, Итог: Вернули"}
    done = await run(anna, number, macro)
    after = await shown(anna, number)
    assert (after["status"], after["topic"]["id"], after["fields"]) == (
        "resolved", topic, {"summa": 1500, "itog": "Вернули"},
    )  # fmt: skip
    assert outcomes((await undo(anna, number, done["id"])).json()["steps"]) == {"resolve": "undone"}
    back = await shown(anna, number)
    assert (back["status"], back["topic"]["id"], back["fields"]) == ("open", old, {"summa": 5})
    await anna.patch(f"/api/v1/conversation-fields/{kind['id']}", {"choices": ["Отказали"]})
    assert (await preview(anna, number, macro))[0]["code"] == "invalid", "the value is offered no more"
    await anna.patch(f"/api/v1/conversation-fields/{kind['id']}", {"archived": True})
    assert (await preview(anna, number, macro))[0]["outcome"] == "will", "what is asked no more is left out"


async def test_a_macro_returns_a_conversation_to_the_queue_of_its_team(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    team_id = await scene.sql(
        "insert into team (workspace_id, name) values (%(id)s, 'Возвраты') returning id", id=scene.a.id
    )
    macro = await made(anna, {"verb": "release"})
    assert (await preview(anna, number, macro))[0]["outcome"] == "nothing"
    both = await made(anna, {"verb": "assign", "operator_id": "me"}, {"verb": "team", "team_id": team_id})
    await run(anna, number, both)
    done = await run(anna, number, macro)
    after = await shown(anna, number)
    assert (after["assignee"], after["team"]["id"]) == (None, team_id)
    assert outcomes((await undo(anna, number, done["id"])).json()["steps"]) == {"release": "undone"}
    after = await shown(anna, number)
    assert (after["assignee"]["id"], after["team"]["id"]) == (scene.a.anna.id, team_id)


async def test_a_team_and_a_person_are_both_given_in_whatever_order(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    team = (await anna.post("/api/v1/teams", {"name": "Возвраты", "member_ids": []})).json()
    team_id = team.get("id") or await scene.sql(
        "insert into team (workspace_id, name) values (%(id)s, 'Возвраты') returning id", id=scene.a.id
    )
    await anna.post(f"/api/v1/conversations/{number}/assign", {"operator_id": "me"})
    macro = await made(anna, {"verb": "assign", "operator_id": "me"}, {"verb": "team", "team_id": team_id})
    await run(anna, number, macro)
    after = await shown(anna, number)
    assert (after["assignee"]["id"], after["team"]["id"]) == (scene.a.anna.id, team_id)
    alone = await made(anna, {"verb": "team", "team_id": None})
    done = await run(anna, number, alone)
    assert (await shown(anna, number))["team"] is None
    await undo(anna, number, done["id"])
    after = await shown(anna, number)
    assert (after["assignee"]["id"], after["team"]["id"]) == (scene.a.anna.id, team_id)


async def test_a_run_is_one_however_often_it_is_asked_for(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    macro = await made(anna, {"verb": "note", "text": "один раз"})
    key = {"Idempotency-Key": str(new_uuid7())}
    path = f"/api/v1/conversations/{number}/macros/{macro}/run"
    first, second = [await anna.post(path, {}, headers=key) for _ in range(2)]
    assert first.json() == second.json()
    assert await notes(anna, number) == ["один раз"]
    assert (await anna.get(f"/api/v1/macros/{macro}")).json()["uses"] == 1


async def test_snoozing_to_a_morning_counts_in_the_zone_of_the_company(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    await scene.do("update workspace set time_zone = 'Asia/Vladivostok' where id = %(id)s", id=scene.a.id)
    macro = await made(anna, {"verb": "snooze", "days": 1})
    until = (await preview(anna, number, macro))[0]["says"]["until"]
    assert until.endswith("T09:00:00+10:00")
    short = await made(anna, {"verb": "snooze", "minutes": 90})
    await run(anna, number, short)
    left = await scene.sql("select snoozed_until - now() from conversation where id = %(id)s", id=number)
    assert timedelta(minutes=88) < left <= timedelta(minutes=90)
    assert utc_now() is not None


@pytest.mark.parametrize(
    ("actions", "field"),
    [
        ([{"verb": "note"}], "actions.0.text"),
        ([{"verb": "tag_add"}], "actions.0.tag_id"),
        ([{"verb": "assign"}], "actions.0.operator_id"),
        ([{"verb": "snooze"}], "actions.0.minutes"),
        ([{"verb": "snooze", "minutes": 5, "days": 1}], "actions.0.minutes"),
        ([{"verb": "resolve"}, {"verb": "snooze", "days": 1}], "actions"),
        ([{"verb": "assign", "operator_id": "me"}, {"verb": "release"}], "actions"),
        ([{"verb": "resolve", "fields": {"nothing": 1}}], "actions.0.fields.nothing"),
        ([{"verb": "priority", "priority": "low"}, {"verb": "priority", "priority": "high"}], "actions"),
    ],
)
async def test_a_macro_that_makes_no_sense_is_refused_with_its_place(
    scene: Scene, actions: list[dict[str, Any]], field: str
) -> None:
    answer = await make(scene.a.anna_browser, *actions)
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == [field]


async def test_limits_of_a_macro_are_named(scene: Scene) -> None:
    anna = scene.a.anna_browser
    many = [{"verb": "tag_add", "tag_id": 1}] * 13
    for answer in (await make(anna, *many), await make(anna), await make(anna, {"verb": "note", "text": "x" * 5001})):
        assert answer.status_code == 422, answer.text
    assert (await make(anna, {"verb": "note", "text": "x"}, name=" \u200b ")).status_code == 422
    await scene.do(
        """insert into macro (workspace_id, scope, operator_id, name, actions)
           select %(id)s, 'personal', %(anna)s, 'м', '[]' from generate_series(1, 100)""",
        id=scene.a.id, anna=scene.a.anna.id,
    )  # fmt: skip
    full = await make(anna, {"verb": "note", "text": "x"}, scope="personal")
    assert (full.status_code, full.json()["code"]) == (409, "too_many_macros")


async def test_who_sees_and_changes_which_macros(scene: Scene) -> None:
    anna, boris = scene.a.anna_browser, scene.a.boris_browser
    own = await made(anna, {"verb": "note", "text": "моё"}, scope="personal")
    shared = await made(anna, {"verb": "note", "text": "общее"})
    seen = (await boris.get("/api/v1/macros")).json()["items"]
    assert [(one["id"], one["editable"]) for one in seen] == [(shared, False)]
    assert (await boris.get(f"/api/v1/macros/{own}")).status_code == 404
    assert (await boris.patch(f"/api/v1/macros/{shared}", {"name": "иначе"})).status_code == 403
    assert (await make(boris, {"verb": "note", "text": "x"})).status_code == 403
    assert (await scene.b.anna_browser.get(f"/api/v1/macros/{shared}")).status_code == 404
    changed = await anna.patch(f"/api/v1/macros/{shared}", {"name": "Иначе", "expected_version": 1})
    assert (changed.json()["name"], changed.json()["version"]) == ("Иначе", 2)
    stale = await anna.patch(f"/api/v1/macros/{shared}", {"name": "Ещё", "expected_version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert (await anna.delete(f"/api/v1/macros/{shared}")).status_code == 204
    actions = await scene.sql("select array_agg(action order by id) from audit where action like 'macro.%%'")
    assert actions == ["macro.created", "macro.created", "macro.changed", "macro.deleted"]


async def test_a_macro_may_go_while_its_run_is_still_taken_back(scene: Scene) -> None:
    number, anna = (await scene.write(scene.a, "Иван")).conversation_id, scene.a.anna_browser
    macro = await made(anna, {"verb": "priority", "priority": "low"})
    done = await run(anna, number, macro)
    await anna.delete(f"/api/v1/macros/{macro}")
    gone = await anna.post(f"/api/v1/conversations/{number}/macros/{macro}/run", {})
    assert (gone.status_code, gone.json()["code"]) == (404, "macro_not_found")
    assert (await undo(anna, number, done["id"])).status_code == 200
    assert (await shown(anna, number))["priority"] == "normal"
