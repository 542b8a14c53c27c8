"""Saved views: who sees and changes them, what they hold, and the numbers beside them."""

from typing import Any

import pytest

from otklik.desk import counting, lists
from otklik.desk.counting import ViewCounter
from otklik.desk.filters.errors import SlowFilter
from otklik.desk.lists import Wanted
from otklik.infra.db import Tx
from tests.browser import Browser
from tests.desk.scene import Scene
from tests.factories import make_operator, make_team

NEW = {"name": "Ждут долго", "filter": "is:open channel:parrot"}


async def keep(browser: Browser, **fields: Any) -> dict[str, Any]:
    """Save a view."""
    answer = await browser.post("/api/v1/views", {**NEW, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def names(browser: Browser) -> list[str]:
    """List the names of the views one sees."""
    return [one["name"] for one in (await browser.get("/api/v1/views")).json()["items"]]


async def test_a_typed_filter_narrows_the_list_and_is_refused_with_its_place(scene: Scene) -> None:
    a = scene.a
    first = await scene.write(a, "Вера")
    await scene.write(a, "Олег", inbox_id=a.mail)
    found = (await a.anna_browser.get("/api/v1/conversations", params={"filter": "channel:parrot"})).json()
    assert [row["id"] for row in found["items"]] == [first.conversation_id]
    answer = await a.anna_browser.get(
        "/api/v1/conversations", params={"filter": "is:open chanel:x"}, headers={"Accept-Language": "ru"}
    )
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["detail"] == "В фильтре указано поле, которого нет."
    assert (problem["code"], problem["at"], problem["length"]) == ("filter_unknown_field", 8, 6)
    for view, sort in (("open", "priority"), ("open", "oldest"), ("all", "waiting"), ("resolved", "newest")):
        answer = await a.anna_browser.get("/api/v1/conversations", params={"view": view, "sort": sort})
        assert answer.status_code == 200, answer.text
    assert (await a.anna_browser.get("/api/v1/conversations", params={"sort": "id; drop"})).status_code == 422


async def test_rows_are_asked_again_by_number_with_the_filter(scene: Scene) -> None:
    a = scene.a
    parrot, mail = await scene.write(a, "Вера"), await scene.write(a, "Олег", inbox_id=a.mail)
    ids = f"{mail.conversation_id},{parrot.conversation_id}"

    async def ask(**params: Any) -> list[int]:
        answer = await a.anna_browser.get("/api/v1/conversations", params={"ids": ids, **params})
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json()["items"]]

    assert await ask() == [mail.conversation_id, parrot.conversation_id]
    assert await ask(filter="channel:parrot") == [parrot.conversation_id]
    assert await ask(view="mine") == []
    view = await keep(a.anna_browser)
    assert await ask(view=f"saved:{view['id']}") == [parrot.conversation_id]


async def test_a_private_view_is_its_owners_alone(scene: Scene) -> None:
    a = scene.a
    view = await keep(a.anna_browser, icon="flame", sort="oldest", pinned=True)
    assert (view["scope"], view["filter"], view["icon"], view["changeable"]) == (
        "private", "is:open channel:parrot", "flame", True,
    )  # fmt: skip
    assert await names(a.anna_browser) == ["Ждут долго"]
    assert await names(a.boris_browser) == await names(scene.b.anna_browser) == []
    place = f"/api/v1/views/{view['id']}"
    for browser in (a.boris_browser, scene.b.anna_browser):
        assert (await browser.patch(place, {"name": "x"})).status_code == 404
        assert (await browser.delete(place)).status_code == 404
        assert (await browser.get(f"/api/v1/conversations?view=saved:{view['id']}")).status_code == 404
    assert (await a.anna_browser.delete(place)).status_code == 204
    assert (await a.anna_browser.get(f"/api/v1/conversations?view=saved:{view['id']}")).json()["code"] == (
        "saved_view_not_found"
    )
    assert await scene.sql("select count(*) from audit where action like 'view.%%'") == 0


async def test_sharing_needs_the_right_and_is_written_to_the_audit(scene: Scene) -> None:
    a = scene.a
    team = await make_team(scene.db, a.id, "Продажи", (a.boris.id,))
    assert (await a.anna_browser.post("/api/v1/views", {**NEW, "scope": "shared"})).status_code == 403
    chief = await scene.browsers.of(await make_operator(scene.db, a.id, "supervisor"))
    shared = await keep(chief, scope="shared", name="Общий")
    ours = await keep(chief, scope="team", team_id=team, name="Отдела")
    assert await names(a.anna_browser) == ["Общий"]
    assert await names(a.boris_browser) == ["Общий", "Отдела"]
    seen = (await a.boris_browser.get("/api/v1/views")).json()["items"]
    assert [one["changeable"] for one in seen] == [False, False]
    assert (await a.boris_browser.patch(f"/api/v1/views/{shared['id']}", {"name": "x"})).status_code == 403
    assert (await a.boris_browser.delete(f"/api/v1/views/{ours['id']}")).status_code == 403
    foreign = await make_team(scene.db, scene.b.id)
    answer = await chief.post("/api/v1/views", {**NEW, "scope": "team", "team_id": foreign})
    assert answer.json()["code"] == "team_not_found"
    assert await scene.sql("select count(*) from audit where action = 'view.created'") == 2
    changed = await chief.patch(f"/api/v1/views/{ours['id']}", {"scope": "shared", "expected_version": 1})
    assert changed.json()["scope"] == "shared"
    stale = await chief.patch(f"/api/v1/views/{ours['id']}", {"name": "y", "expected_version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")


async def test_views_are_put_in_order_and_have_a_limit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    a = scene.a
    made = [(await keep(a.anna_browser, name=name))["id"] for name in "абв"]
    answer = await a.anna_browser.post("/api/v1/views/order", {"ids": [made[2], made[0], made[1]]})
    assert answer.status_code == 204
    assert await names(a.anna_browser) == ["в", "а", "б"]
    assert (await a.anna_browser.post("/api/v1/views/order", {"ids": [made[0], made[0]]})).status_code == 422
    assert (await a.boris_browser.post("/api/v1/views/order", {"ids": made})).status_code == 404
    monkeypatch.setattr("otklik.desk.saved.OWN_MAX", 3)
    assert (await a.anna_browser.post("/api/v1/views", NEW)).json()["code"] == "too_many_views"
    assert (await a.boris_browser.post("/api/v1/views", NEW)).status_code == 201


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " \u200b "}, "empty"), ({"filter": "  "}, "empty"), ({"filter": "is:nope"}, "filter_unknown_value"),
        ({"icon": "skull"}, "bad_choice"), ({"sort": "random"}, "bad_choice"), ({"name": "я" * 201}, "too_long"),
    ],
)  # fmt: skip
async def test_wrong_fields_are_named(scene: Scene, fields: dict[str, str], code: str) -> None:
    answer = await scene.a.anna_browser.post("/api/v1/views", {**NEW, **fields})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code


async def test_a_view_outlives_the_new_name_of_what_it_names_and_its_end(scene: Scene) -> None:
    a = scene.a
    team = await make_team(scene.db, a.id, "Продажи")
    written = await scene.write(a, "Вера")
    await scene.do("update conversation set team_id = %(t)s", t=team)
    view = await keep(a.anna_browser, filter="team:Продажи")
    await scene.do("update team set name = 'Сбыт 🛒' where id = %(t)s", t=team)
    assert (await a.anna_browser.get("/api/v1/views")).json()["items"][0]["filter"] == 'team:"Сбыт 🛒"'
    held = (await a.anna_browser.get(f"/api/v1/conversations?view=saved:{view['id']}")).json()["items"]
    assert [row["id"] for row in held] == [written.conversation_id]
    await scene.do("delete from team where id = %(t)s", t=team)
    assert (await a.anna_browser.get("/api/v1/views")).json()["items"][0]["filter"] == f"team:#{team}"
    assert (await a.anna_browser.get(f"/api/v1/conversations?view=saved:{view['id']}")).json()["items"] == []


async def test_the_numbers_are_each_operators_own(scene: Scene) -> None:
    a = scene.a
    chief = await scene.browsers.of(await make_operator(scene.db, a.id, "supervisor"))
    shared = await keep(chief, scope="shared", filter="is:open")
    mine = await keep(chief, scope="shared", filter="assignee:me")
    private = await keep(a.boris_browser, filter="is:waiting")
    for name in ("Вера", "Олег"):
        await scene.write(a, name)
    await scene.do(
        "update conversation set assignee_id = %(o)s where id = (select max(id) from conversation)", o=a.anna.id
    )
    async with scene.db.workspace(a.id) as tx:
        counts = await ViewCounter().count(tx, [a.anna.id, a.boris.id])
    assert counts[a.anna.id].saved == {str(shared["id"]): 2, str(mine["id"]): 1}
    assert counts[a.boris.id].saved == {str(shared["id"]): 2, str(mine["id"]): 0, str(private["id"]): 2}
    assert (counts[a.anna.id].mine, counts[a.boris.id].mine, counts[a.boris.id].unassigned) == (1, 0, 1)
    asked = (await a.anna_browser.get("/api/v1/conversations/counts")).json()
    assert asked["saved"] == {str(shared["id"]): 2, str(mine["id"]): 1}


async def test_a_view_too_slow_to_be_counted_stops_no_other(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    a, tries = scene.a, []
    slow = await keep(a.anna_browser, filter="is:failed")
    quick = await keep(a.anna_browser, filter="is:open")
    await scene.write(a, "Вера")
    count = lists.count_up_to

    async def count_slowly(tx: Tx, wanted: Wanted, cap: int) -> int:
        if wanted.filter and "failed" in wanted.filter.where:
            tries.append(1)
            raise SlowFilter("slow")
        return await count(tx, wanted, cap)

    monkeypatch.setattr(counting, "count_up_to", count_slowly)
    counter = ViewCounter(lambda: 100.0)
    for _ in range(2):
        async with scene.db.workspace(a.id) as tx:
            counts = await counter.count(tx, [a.anna.id])
        assert counts[a.anna.id].saved == {str(slow["id"]): None, str(quick["id"]): 1}
    assert len(tries) == 1
