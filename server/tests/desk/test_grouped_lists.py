"""Lists by groups: every conversation once, in the order of the groups and of the list, in a few statements."""

import random
from typing import Any

import pytest
from psycopg import AsyncCursor

from otklik.desk import lists_grouped
from otklik.desk.filters.errors import SlowFilter
from otklik.desk.grouping import GROUPINGS, fold_name
from otklik.desk.lists import Sort, Wanted, list_ids, place_params, statement
from otklik.desk.lists_grouped import count_groups, list_ids_by_groups
from otklik.infra.db import Database, Tx
from otklik.kit.errors import Invalid
from tests.browser import Browser
from tests.database import settle_plans
from tests.desk.scene import Scene
from tests.factories import make_operator, make_team, make_workspace

LIST = "/api/v1/conversations"
LOTS = 700
GROUPS: tuple[Any, ...] = ("status", "priority", "assignee", "team", "inbox")
SORTS: tuple[Sort, ...] = ("", "waiting", "newest", "oldest", "created", "priority")
_LAY = """
insert into conversation (workspace_id, contact_id, takes_new, status, inbox_id, inbox_ids, team_id, assignee_id,
    priority, spam, last_seq, in_count, failed_count, last_message_at, waiting_since, snoozed_until, resolved_at,
    created_at, preview)
select %(w)s, c.id, true, s.status, i.inbox, array_remove(array[i.inbox], null),
       case when random() < 0.6 then (%(teams)s::bigint[])[1 + floor(random() * %(n_teams)s)::int] end,
       case when random() < 0.7 then (%(people)s::bigint[])[1 + floor(random() * %(n_people)s)::int] end,
       (array[-1, 0, 0, 0, 1, 2])[1 + floor(random() * 6)::int], s.status = 'resolved' and random() < 0.1, 3, 2,
       (random() < 0.1)::int, t.at,
       case when s.status = 'open' and random() < 0.5 then t.at end,
       case when s.status = 'snoozed' and random() < 0.8 then now() + random() * interval '1 day' end,
       case when s.status = 'resolved' then t.at end, t.at - interval '1 day', '{"text": "да"}'
from contact c
cross join lateral (select now() - floor(random() * 200) * interval '1 minute' as at, c.id) t
cross join lateral (select (array['open', 'open', 'snoozed', 'resolved'])[1 + floor(random() * 4)::int] as status,
                           c.id) s
cross join lateral (select (array[%(inbox)s::bigint, null, %(inbox)s])[1 + floor(random() * 3)::int] as inbox, c.id) i
where c.workspace_id = %(w)s
"""
_FACTS = """
select c.id, c.status, c.priority, c.assignee_id, o.name as assignee, c.team_id, t.name as team, c.inbox_id,
       i.name as inbox
from conversation c left join operator o on o.id = c.assignee_id left join team t on t.id = c.team_id
left join inbox i on i.id = c.inbox_id where c.workspace_id = %(w)s
"""


class Office:
    """A company where everything is mixed."""

    def __init__(self, workspace_id: int, me: int, people: list[int], teams: list[int]) -> None:
        self.workspace_id, self.me, self.people, self.teams = workspace_id, me, people, teams

    def wanted(self, **more: Any) -> Wanted:
        """Return a list of mine."""
        return Wanted(**{"view": "all", "operator_id": self.me, "team_ids": (self.teams[0],), "limit": 40, **more})


@pytest.fixture
async def office(db: Database) -> Office:
    """Some hundred conversations of everybody and nobody; many people hold nothing."""
    number = await make_workspace(db)
    people = [(await make_operator(db, number)).id for _ in range(25)]
    teams = [await make_team(db, number, name) for name in ("Ёлки", "Елена", "ель", "Яблоки", "Абрикосы")]
    async with db.system(number) as tx:
        inbox = await tx.value(
            """insert into inbox (workspace_id, channel, name, status, token, hook_secret)
               values (%(w)s, 'parrot', 'Попугай', 'active', %(t)s, 'x') returning id""",
            {"w": number, "t": f"t{number}"},
        )
        await tx.execute(
            "insert into contact (workspace_id, name) select %(w)s, 'К' || n from generate_series(1, %(n)s) n",
            {"w": number, "n": LOTS},
        )
        await tx.execute(
            _LAY,
            {
                "w": number, "inbox": inbox, "people": people[:8], "teams": teams, "n_people": 8, "n_teams": 4,
            },
        )  # fmt: skip
    return Office(number, people[0], people, teams)


async def facts(tx: Tx, office: Office) -> dict[int, dict[str, Any]]:
    """Return what every conversation is grouped by."""
    names = ("status", "priority", "assignee_id", "assignee", "team_id", "team", "inbox_id", "inbox")
    rows = await tx.rows(_FACTS, {"w": office.workspace_id})
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def rank(group: str, fact: dict[str, Any]) -> tuple[Any, ...]:
    """Return where the group of a conversation stands, by the promise and not by the code."""
    if group == "status":
        return (["open", "snoozed", "resolved"].index(fact["status"]),)
    if group == "priority":
        return (-fact["priority"],)
    number = fact[f"{group}_id"]
    return (0,) if number is None else (1, fold_name(fact[group]), number)


async def walk(tx: Tx, wanted: Wanted, **more: Any) -> list[int]:
    """Turn every page."""
    seen: list[int] = []
    cursor = None
    while True:
        page = await list_ids_by_groups(tx, Wanted(**{**_plain(wanted), "cursor": cursor, **more}))
        assert len(page.items) <= wanted.limit
        seen += page.items
        if (cursor := page.next_cursor) is None:
            return seen
        assert len(page.items) == wanted.limit
        assert len(cursor) <= 500


def _plain(wanted: Wanted) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in wanted.__struct_fields__}


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("sort", SORTS)
async def test_every_conversation_comes_once_by_groups_and_within_them_as_without(
    db: Database, office: Office, group: Any, sort: Sort
) -> None:
    views = ("all", "open", "unassigned", "mine", "snoozed", "resolved", "spam", "failed", f"team:{office.teams[1]}")
    async with db.workspace(office.workspace_id) as tx:
        known = await facts(tx, office)
        for view in views:
            plain: list[int] = []
            cursor = None
            while True:
                page = await list_ids(tx, office.wanted(view=view, sort=sort, cursor=cursor, limit=100))
                plain += page.items
                if (cursor := page.next_cursor) is None:
                    break
            expected = sorted(plain, key=lambda number: rank(group, known[number]))
            for limit in (7, 40) if view == "open" else (40,):
                found = await walk(tx, office.wanted(view=view, sort=sort, group=group, limit=limit))
                assert found == expected, (view, limit)


async def test_what_stands_still_is_shown_once_while_others_move_between_groups(db: Database, office: Office) -> None:
    chance = random.Random(11)  # noqa: S311 - a repeatable choice
    async with db.workspace(office.workspace_id) as tx:
        everybody = list(await facts(tx, office))
    moved: set[int] = set()
    seen: list[int] = []
    cursor = None
    for turn in range(200):
        async with db.workspace(office.workspace_id) as tx:
            page = await list_ids_by_groups(tx, office.wanted(group="assignee", cursor=cursor, limit=25))
            seen += page.items
            for number in chance.sample(everybody, 6):
                moved.add(number)
                await tx.execute(
                    """update conversation set assignee_id = %(to)s, last_message_at = now() where id = %(id)s""",
                    {"id": number, "to": chance.choice([None, *office.people])},
                )
            # Somebody whose conversations do not matter here gets another name between any two pages.
            await tx.execute(
                "update operator set name = %(name)s where id = %(id)s",
                {"name": chance.choice("АЯ") + str(turn), "id": office.people[-1]},
            )
        if (cursor := page.next_cursor) is None:
            break
    assert cursor is None, "the pages end"
    async with db.workspace(office.workspace_id) as tx:
        known = await facts(tx, office)
    renamed = {number for number, fact in known.items() if fact["assignee_id"] == office.people[-1]}
    still = [number for number in seen if number not in moved]
    assert len(still) == len(set(still))
    assert set(everybody) - moved - renamed <= set(still)


async def test_a_group_renamed_in_the_middle_goes_on_and_the_others_stay_where_they_were(
    db: Database, office: Office
) -> None:
    async with db.workspace(office.workspace_id) as tx:
        expected = await walk(tx, office.wanted(group="team", limit=10))
        known = await facts(tx, office)
        first = next(n for n, number in enumerate(expected) if known[number]["team_id"] is not None)
        page = await list_ids_by_groups(tx, office.wanted(group="team", limit=first + 5))
        team = known[page.items[-1]]["team_id"]
        await tx.execute("update team set name = 'А раньше всех' where id = %(id)s", {"id": team})
        rest = await walk_from(tx, office.wanted(group="team", limit=50), page.next_cursor)
    assert [*page.items, *rest] == expected


async def walk_from(tx: Tx, wanted: Wanted, cursor: str | None) -> list[int]:
    """Turn the pages after a place."""
    seen: list[int] = []
    while cursor is not None:
        page = await list_ids_by_groups(tx, Wanted(**{**_plain(wanted), "cursor": cursor}))
        seen += page.items
        cursor = page.next_cursor
    return seen


@pytest.mark.parametrize("group", GROUPS)
async def test_folded_groups_are_left_out_and_all_are_counted(db: Database, office: Office, group: Any) -> None:
    async with db.workspace(office.workspace_id) as tx:
        known = await facts(tx, office)
        counted = await count_groups(tx, office.wanted(group=group), 1000)
        assert sum(one.count or 0 for one in counted) == len(known)
        capped = await count_groups(tx, office.wanted(group=group), 5)
        assert {one.key: one.count for one in capped} == {one.key: min(5, one.count or 0) for one in counted}
        folded = frozenset({counted[0].key, counted[-1].key, "nonsense"})
        rest = await walk(tx, office.wanted(group=group, folded=folded))
    assert len(rest) == len(known) - (counted[0].count or 0) - (counted[-1].count or 0)
    first_keys = {"status": "open", "priority": "urgent"}
    assert counted[0].key == first_keys.get(group, "none")
    assert all(one.name is not None for one in counted[1:]) == (group in {"assignee", "team", "inbox"})


async def test_names_stand_in_the_order_of_the_alphabet(db: Database, office: Office) -> None:
    async with db.workspace(office.workspace_id) as tx:
        counted = await count_groups(tx, office.wanted(group="team"), 1000)
    assert [one.name for one in counted] == [None, "Елена", "Ёлки", "ель", "Яблоки"]


async def test_empty_groups_cost_no_statement(db: Database, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        await make_team(db, office.workspace_id, f"Пустой {number}")
    asked: list[str] = []
    execute = AsyncCursor.execute

    async def count(self: Any, query: Any, *rest: Any, **more: Any) -> Any:
        asked.append(str(query))
        return await execute(self, query, *rest, **more)

    monkeypatch.setattr(AsyncCursor, "execute", count)
    async with db.workspace(office.workspace_id) as tx:
        for group in GROUPS:
            cursor = None
            while True:
                asked.clear()
                page = await list_ids_by_groups(tx, office.wanted(view="open", group=group, cursor=cursor, limit=30))
                # Two for patience; what is left of a group by its two phases, the fixed groups at once, names, numbers,
                # rows.
                assert len(asked) <= 8, asked
                if (cursor := page.next_cursor) is None:
                    break


_LIKE = """
insert into conversation (workspace_id, contact_id, status, inbox_id, identity_id, inbox_ids, team_id, assignee_id,
    takes_new, created_at, last_message_at, waiting_since)
select workspace_id, contact_id, status, case when n %% 10 = 0 then inbox_id else %(other)s end, identity_id, inbox_ids,
       team_id, assignee_id, false, created_at,
       last_message_at - n * interval '1 minute', waiting_since - n * interval '1 minute'
from conversation, generate_series(1, 60) n where workspace_id = %(workspace)s
"""


@pytest.mark.parametrize("generic", ["force_custom_plan", "force_generic_plan"])
async def test_groups_of_the_wide_views_walk_indexes(
    db: Database, office: Office, owner_dsn: str, generic: str
) -> None:
    # Among a handful, all in one channel, every index is as good as another.
    async with db.system(office.workspace_id) as tx:
        inbox = await tx.value("select id from inbox where workspace_id = %(w)s", {"w": office.workspace_id})
        other = await tx.value(
            """insert into inbox (workspace_id, channel, name, status, token, hook_secret)
               values (%(w)s, 'parrot', 'Второй', 'active', %(t)s, 'x') returning id""",
            {"w": office.workspace_id, "t": f"second{office.workspace_id}"},
        )
        await tx.execute(_LIKE, {"workspace": office.workspace_id, "other": other})
    settle_plans(owner_dsn)
    numbers = {"assignee": office.people[1], "team": office.teams[1], "inbox": inbox}
    async with db.workspace(office.workspace_id) as tx:
        await tx.execute(f"set local plan_cache_mode = {generic}")
        await tx.execute("set local enable_seqscan = off")
        await tx.execute("set local enable_bitmapscan = off")
        for view in ("open", "all", "waiting"):
            for group in ("assignee", "team", "inbox"):
                walk = await lists_grouped.prepare(tx, office.wanted(view=view, group=group))
                within = lists_grouped.within(walk, GROUPINGS[group].column + " = %(group)s")
                for number in range(len(within.phases)):
                    params = walk.params | place_params(None, None, 41) | {"group": numbers[group]}
                    plan = str(await tx.value("explain (format json) " + statement(within, number, params), params))
                    assert f"conversation_{group}_" in plan, (view, group, plan)
                    assert "'Sort'" not in plan, (view, group, plan)


async def test_a_group_that_takes_too_long_to_count_is_named_without_a_number(
    db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(*_: Any) -> list[int]:
        raise SlowFilter("slow")

    monkeypatch.setattr(lists_grouped, "_count_fixed", slow)
    async with db.workspace(office.workspace_id) as tx:
        counted = await count_groups(tx, office.wanted(group="team"), 1000)
        assert await tx.value("select 1") == 1
    assert [(one.key == "none", one.count) for one in counted] == [(True, None)] + [(False, None)] * 5


async def test_a_cursor_of_another_grouping_is_refused(db: Database, office: Office) -> None:
    async with db.workspace(office.workspace_id) as tx:
        page = await list_ids_by_groups(tx, office.wanted(group="team", limit=5))
        with pytest.raises(Invalid, match="cursor"):
            await list_ids_by_groups(tx, office.wanted(group="inbox", cursor=page.next_cursor))
        with pytest.raises(Invalid, match="cursor"):
            await list_ids(tx, office.wanted(cursor=page.next_cursor))


# doors ----------------------------------------------------------------------------------------------------------


async def ids_of(browser: Browser, path: str = LIST, **params: Any) -> list[int]:
    """List conversations."""
    answer = await browser.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def test_the_door_lists_groups_of_ones_own_company_alone(scene: Scene) -> None:
    a = scene.a
    first, second = await scene.write(a, "Вера"), await scene.write(a, "Олег", inbox_id=a.mail)
    await scene.write(scene.b, "Чужой")
    await a.anna_browser.post(f"{LIST}/{second.conversation_id}/assign", {"operator_id": a.anna.id})
    assert await ids_of(a.anna_browser, group="assignee") == [first.conversation_id, second.conversation_id]
    answer = (await a.anna_browser.get(f"{LIST}/groups", params={"group": "assignee"})).json()["items"]
    assert answer == [
        {"key": "none", "name": None, "count": 1}, {"key": str(a.anna.id), "name": a.anna.name, "count": 1},
    ]  # fmt: skip
    assert await ids_of(a.anna_browser, group="assignee", folded="none") == [second.conversation_id]
    assert (await a.anna_browser.get(f"{LIST}/groups")).json()["items"] == []
    foreign = (await scene.b.anna_browser.get(f"{LIST}/groups", params={"group": "inbox"})).json()["items"]
    assert sum(one["count"] for one in foreign) == 1
    refused = await a.anna_browser.get(LIST, params={"group": "colour"}, headers={"Accept-Language": "ru"})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [{"field": "group", "code": "bad_choice", "message": "недопустимое значение"}]


async def test_a_saved_view_keeps_its_grouping_and_columns(scene: Scene) -> None:
    a = scene.a
    first, second = await scene.write(a, "Вера"), await scene.write(a, "Олег")
    await a.anna_browser.put(f"{LIST}/{first.conversation_id}/priority", {"priority": "low"})
    new = {"name": "По важности", "filter": "is:open", "sort": "oldest", "group": "priority"}
    made = (await a.anna_browser.post("/api/v1/views", {**new, "columns": ["team", "tags", "team", "topic"]})).json()
    assert (made["group"], made["columns"]) == ("priority", ["team", "tags", "topic"])
    view = f"saved:{made['id']}"
    ordered = [second.conversation_id, first.conversation_id]
    assert await ids_of(a.anna_browser, view=view) == ordered
    assert await ids_of(a.anna_browser, view=view, group="none") == ordered[::-1]
    groups = (await a.anna_browser.get(f"{LIST}/groups", params={"view": view})).json()["items"]
    assert [one["key"] for one in groups] == ["normal", "low"]
    assert "facts" in (await a.anna_browser.get(LIST, params={"view": view})).json()["items"][0]
    place = f"/api/v1/views/{made['id']}"
    renamed = (await a.anna_browser.patch(place, {"name": "Иначе"})).json()
    assert (renamed["group"], renamed["columns"]) == ("priority", ["team", "tags", "topic"])
    plain = (await a.anna_browser.patch(place, {"group": None, "columns": None})).json()
    assert (plain["group"], plain["columns"]) == (None, None)
    assert await ids_of(a.anna_browser, view=view) == ordered[::-1]
    for wrong in ({"group": "colour"}, {"columns": ["colour"]}, {"columns": ["tags"] * 13}):
        assert (await a.anna_browser.patch(place, wrong)).status_code == 422


async def test_rows_show_topics_and_own_fields_in_two_statements(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    a = scene.a
    talks = [(await scene.write(a, name)).conversation_id for name in ("Вера", "Олег", "Пётр")]
    await scene.do(
        """update contact set attributes = '{"city": "Казань", "secret": "x", "gone": null}'
           where id = (select contact_id from conversation where id = %(id)s)""",
        id=talks[0],
    )
    topic = await scene.sql(
        "insert into topic (workspace_id, name, position) values (%(w)s, 'Доставка', 1) returning id", w=a.id
    )
    await scene.do(
        "update conversation set topic_id = %(topic)s, fields = '{\"order\": 17}' where id = %(id)s",
        topic=topic, id=talks[0],
    )  # fmt: skip
    columns = "contact.city,contact.gone,talk.order,topic"
    asked: list[str] = []
    execute = AsyncCursor.execute

    async def count(self: Any, query: Any, *rest: Any, **more: Any) -> Any:
        asked.append(str(query))
        return await execute(self, query, *rest, **more)

    monkeypatch.setattr(AsyncCursor, "execute", count)

    async def rows(**params: Any) -> dict[int, Any]:
        asked.clear()
        answer = await a.anna_browser.get(LIST, params=params)
        assert answer.status_code == 200, answer.text
        return {row["id"]: row.get("facts") for row in answer.json()["items"]}

    assert set((await rows()).values()) == {None}
    few = len(asked)
    found = await rows(columns=columns)
    assert found[talks[0]] == {"contact.city": "Казань", "talk.order": 17, "topic": "Доставка"}
    assert found[talks[1]] == {}
    assert len(asked) == few + 2
    assert (await rows(ids=str(talks[0]), columns=columns))[talks[0]] == found[talks[0]]
    wrong = await a.anna_browser.get(LIST, params={"columns": "password"}, headers={"Accept-Language": "ru"})
    assert (wrong.status_code, wrong.json()["detail"]) == (422, "Такого столбца в списке нет.")


async def test_fields_of_customers_are_for_those_who_may_see_their_cards(scene: Scene) -> None:
    a = scene.a
    talk = (await scene.write(a, "Вера")).conversation_id
    await scene.do(
        """update contact set attributes = '{"city": "Казань"}'
           where id = (select contact_id from conversation where id = %(id)s)""",
        id=talk,
    )
    role = await scene.sql(
        """insert into custom_role (workspace_id, name, permissions)
           values (%(w)s, 'Без карточек', array['conversations.view']) returning id""",
        w=a.id,
    )
    await scene.do("update operator set role_id = %(r)s where id = %(id)s", r=role, id=a.boris.id)
    params = {"columns": "contact.city,topic"}
    seen = (await a.anna_browser.get(LIST, params=params)).json()["items"][0]
    kept = (await a.boris_browser.get(LIST, params=params)).json()["items"][0]
    assert (seen["facts"], kept["facts"]) == ({"contact.city": "Казань"}, {})
