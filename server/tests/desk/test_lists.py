import json
import random
import re
from typing import Any

import pytest
from psycopg import AsyncCursor

from otklik.desk import finding, lists, repository
from otklik.desk.counting import ViewCounter
from otklik.desk.lists import Wanted, list_ids
from otklik.desk.views import DeskViews
from otklik.infra.db import Database, Tx
from otklik.kit.errors import Invalid
from otklik.kit.pagination import encode_cursor
from otklik.kit.signing import Signer
from otklik.messaging.links import FileLinks
from tests.database import settle_plans
from tests.factories import make_operator, make_team, make_workspace

VIEWS = ("mine", "unassigned", "waiting", "open", "snoozed", "resolved", "failed", "all", "team:{team}")
LOTS = 3_000

_SEED = """
insert into contact (workspace_id, name, email, phone)
select %(w)s, 'Клиент ' || n, 'k' || n || '@example.test', '+7900' || lpad(n::text, 7, '0')
from generate_series(1, %(n)s) n;
"""
_CONVERSATIONS = """
insert into conversation (workspace_id, contact_id, takes_new, status, inbox_id, inbox_ids, team_id, assignee_id,
    last_seq, in_count, failed_count, last_message_at, waiting_since, snoozed_until, resolved_at, preview)
select %(w)s, c.id, true, s.status, %(inbox)s, array[%(inbox)s::bigint],
       case when n %% 3 = 0 then %(team)s::bigint end,
       case when n %% 7 < 2 then null when n %% 7 = 2 then %(me)s::bigint else %(other)s::bigint end, 3, 2,
       (n %% 60 = 0)::int, now() - n * interval '1 minute',
       case when s.status = 'open' and n %% 2 = 0 then now() - n * interval '1 minute' end,
       case when s.status = 'snoozed' then now() + n * interval '1 minute' end,
       case when s.status = 'resolved' then now() end,
       '{"text": "да", "kind": "text", "author": "contact", "note": false}'
from (select id, row_number() over (order by id) as n from contact where workspace_id = %(w)s) c
cross join lateral (
    select case when n %% 10 < 6 then 'resolved' when n %% 10 = 6 then 'snoozed' else 'open' end as status) s
"""
_MESSAGES = """
insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, author_name, inbox_id, text)
select workspace_id, id, s, 'text', case when s = 2 then 'out' else 'in' end, 'contact', 'Клиент', inbox_id,
       'текст ' || s
from (select * from conversation order by id desc limit 500) c, generate_series(1, 3) s
"""


class Office:
    """One busy company next to an idle one."""

    def __init__(self, workspace_id: int, me: int, team: int, inbox: int) -> None:
        self.workspace_id, self.me, self.team, self.inbox = workspace_id, me, team, inbox


async def _lay(db: Database, lots: int) -> Office:
    number = await make_workspace(db)
    me, other = await make_operator(db, number), await make_operator(db, number)
    team = await make_team(db, number)
    async with db.system(number) as tx:
        await tx.execute("set local statement_timeout = 0")
        inbox = await tx.value(
            """insert into inbox (workspace_id, channel, name, status, token, hook_secret)
               values (%(w)s, 'parrot', 'Попугай', 'active', %(t)s, 'x') returning id""",
            {"w": number, "t": f"t{number}"},
        )
        params = {"w": number, "n": lots, "inbox": inbox, "team": team, "me": me.id, "other": other.id}
        await tx.execute(_SEED, params)
        await tx.execute(_CONVERSATIONS, params)
    return Office(number, me.id, team, inbox)


@pytest.fixture
async def office(db: Database) -> Office:
    """Some thousands of conversations, with statistics."""
    await _lay(db, 50)
    office = await _lay(db, LOTS)
    async with db.system() as tx:
        await tx.execute(_MESSAGES)
    return office


async def _plan(tx: Tx, query: str, params: dict[str, Any]) -> str:
    found = await tx.value("explain (format json) " + query, params)
    return json.dumps(found, ensure_ascii=False)


def _check(plan: str, what: str) -> None:
    on_conversation = re.findall(r'"Node Type": "Seq Scan"[^{}]*"Relation Name": "(\w+)"', plan)
    assert "conversation" not in on_conversation, f"{what}: {plan}"
    assert "message" not in on_conversation, f"{what}: {plan}"
    assert '"Node Type": "Sort"' not in plan, f"{what}: {plan}"
    assert '"Node Type": "Incremental Sort"' not in plan, f"{what}: {plan}"


_INDEXES = {
    "mine": ("conversation_assignee_waiting", "conversation_assignee_answered"),
    "unassigned": ("conversation_assignee_waiting", "conversation_assignee_answered"),
    "waiting": ("conversation_waiting",),
    "open": ("conversation_waiting", "conversation_answered"),
    "snoozed": ("conversation_snoozed",),
    "resolved": ("conversation_resolved",),
    "failed": ("conversation_failed",),
    "spam": ("conversation_spam",),
    "all": ("conversation_history",),
    "team:{team}": ("conversation_team_waiting", "conversation_team_answered"),
}


@pytest.mark.parametrize("generic", ["force_custom_plan", "force_generic_plan"])
async def test_every_view_walks_the_index_made_for_it(
    db: Database, office: Office, owner_dsn: str, generic: str
) -> None:
    settle_plans(owner_dsn)
    async with db.workspace(office.workspace_id) as tx:
        await tx.execute("set local plan_cache_mode = force_generic_plan" if "generic" in generic else "select 1")
        for name, indexes in _INDEXES.items():
            view = lists.find_view(name.format(team=office.team))
            for number, index in enumerate(indexes):
                for at in (None, await tx.value("select now() - interval '1 hour'")):
                    params = {
                        "workspace": office.workspace_id, "operator": office.me, "team": office.team, "inbox": None,
                        "at": at, "id": 1, "limit": 51, "teams": [office.team],
                    }  # fmt: skip
                    plan = await _plan(tx, lists.statement(view, number, params), params)
                    _check(plan, f"{name} {number}")
                    assert f'"Index Name": "{index}"' in plan, f"{name} {number}: {plan}"
                    assert at is None or "ROW(" in "".join(re.findall(r'"Index Cond": "([^"]*)"', plan)), plan


async def test_counts_and_windows_scan_no_table(db: Database, office: Office, owner_dsn: str) -> None:
    settle_plans(owner_dsn)
    async with db.workspace(office.workspace_id) as tx:
        params = {"workspace": office.workspace_id, "operator": office.me, "cap": 1000}
        for query in (repository.COUNTS, repository.TEAMS, repository.UNASSIGNED):
            plan = await _plan(tx, query, params)
            assert '"Relation Name": "conversation"' in plan
            assert not re.search(r'"Node Type": "Seq Scan"[^{}]*"Relation Name": "conversation"', plan), plan


async def test_pages_follow_each_other_without_gap_or_repeat(db: Database, office: Office) -> None:
    async with db.workspace(office.workspace_id) as tx:
        for name in VIEWS:
            seen: list[int] = []
            cursor = None
            while True:
                wanted = Wanted(view=name.format(team=office.team), operator_id=office.me, cursor=cursor, limit=100)
                page = await list_ids(tx, wanted)
                seen += page.items
                if (cursor := page.next_cursor) is None:
                    break
            assert len(seen) == len(set(seen)) > 30, name


async def test_the_open_list_shows_waiting_ones_longest_first_then_answered_newest_first(
    db: Database, office: Office
) -> None:
    async with db.workspace(office.workspace_id) as tx:
        expected = await tx.rows(
            """select id from conversation where workspace_id = %(w)s and status = 'open'
               order by waiting_since nulls last, last_message_at desc, id""",
            {"w": office.workspace_id},
        )
        found: list[int] = []
        cursor = None
        while True:
            page = await list_ids(tx, Wanted(view="open", operator_id=office.me, cursor=cursor, limit=99))
            found += page.items
            if (cursor := page.next_cursor) is None:
                break
    assert found == [row[0] for row in expected]


async def test_what_stands_still_is_shown_once_while_others_move(db: Database, office: Office) -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable choice
    moved: set[int] = set()
    seen: list[int] = []
    cursor = None
    async with db.workspace(office.workspace_id) as tx:
        rows = await tx.rows("select id from conversation where status = 'open'")
        everybody = [row[0] for row in rows]
    while True:
        async with db.workspace(office.workspace_id) as tx:
            page = await list_ids(tx, Wanted(view="open", operator_id=office.me, cursor=cursor, limit=50))
            seen += page.items
            for number in chance.sample(everybody, 5):
                moved.add(number)
                await tx.execute(
                    """update conversation set last_message_at = now(), version = version + 1,
                              waiting_since = case when waiting_since is null then now() end where id = %(id)s""",
                    {"id": number},
                )
        if (cursor := page.next_cursor) is None:
            break
    still = [number for number in seen if number not in moved]
    assert len(still) == len(set(still))
    assert set(still) == set(everybody) - moved


async def test_filters_by_inbox_and_by_words(db: Database, office: Office) -> None:
    async with db.workspace(office.workspace_id) as tx:
        number = await tx.value(
            "select min(id) from conversation where workspace_id = %(w)s", {"w": office.workspace_id}
        )

        async def ids(**wanted: Any) -> list[int]:
            return (await list_ids(tx, Wanted(**{"view": "all", "operator_id": office.me, **wanted}))).items

        assert len(await ids(inbox_id=office.inbox)) == 50
        assert await ids(inbox_id=office.inbox + 1000) == []
        assert await ids(query=f"№ {number}") == [number]
        assert await ids(query="K1@EXAMPLE.test") == [number]
        assert await ids(query="8 (900) 000-00-01") == [number]
        assert len(await ids(query="клиент 2")) == 50
        assert await ids(query="100%") == []
        assert await ids(query="клиент 1", view="waiting", limit=100) != []


@pytest.mark.parametrize("view", ["", "mine2", "Mine", "team:", "team:x", "team:-1"])
async def test_unknown_views_are_refused(db: Database, view: str) -> None:
    number = await make_workspace(db)
    async with db.workspace(number) as tx:
        with pytest.raises(Exception, match="no such"):
            await list_ids(tx, Wanted(view=view, operator_id=1))


async def test_a_cursor_of_another_list_is_refused(db: Database, office: Office) -> None:
    async with db.workspace(office.workspace_id) as tx:
        page = await list_ids(tx, Wanted(view="open", operator_id=office.me, limit=100))
        assert page.next_cursor
        second = lists.ListCursor(phase=1, at=await tx.value("select now()"), id=1)
        for cursor in ("x", page.next_cursor + "A", encode_cursor(second)):
            with pytest.raises(Invalid, match="cursor"):
                await list_ids(tx, Wanted(view="waiting", operator_id=office.me, cursor=cursor))


async def test_many_are_loaded_with_as_many_statements_as_one(
    db: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = DeskViews(FileLinks(Signer([b"k" * 32])))
    asked: list[str] = []
    execute = AsyncCursor.execute

    async def count(self: Any, query: Any, *rest: Any, **more: Any) -> Any:
        asked.append(str(query))
        return await execute(self, query, *rest, **more)

    monkeypatch.setattr(AsyncCursor, "execute", count)

    async def statements(call: Any) -> int:
        asked.clear()
        await call
        return len(asked)

    async with db.workspace(office.workspace_id) as tx:
        page = await list_ids(tx, Wanted(view="open", operator_id=office.me))
        numbers = await tx.rows(
            "select id from message where workspace_id = %(w)s limit 50", {"w": office.workspace_id}
        )
        messages = [row[0] for row in numbers]
        assert len(page.items) == len(messages) == 50
        assert [await statements(views.load_rows(tx, page.items[:many], office.me)) for many in (1, 50)] == [1, 1]
        assert [await statements(views.load_messages(tx, messages[:many])) for many in (1, 50)] == [1, 1]
        assert await statements(repository.count_views(tx, office.me)) == 1
        assert await statements(finding.find_by_words(tx, "клиент 2")) == 2


async def test_rows_come_in_the_order_asked_and_without_strangers(db: Database, office: Office) -> None:
    views = DeskViews(FileLinks(Signer([b"k" * 32])))
    async with db.system() as tx:
        foreign = await tx.value(
            "select min(id) from conversation where workspace_id <> %(w)s", {"w": office.workspace_id}
        )
    async with db.workspace(office.workspace_id) as tx:
        ids = (await list_ids(tx, Wanted(view="all", operator_id=0, limit=5))).items
        rows = await views.load_rows(tx, [*reversed(ids), foreign, 10**15], 0)
        assert [row.id for row in rows] == list(reversed(ids))
        assert {row.unread for row in rows} == {2}
        messages = await views.load_messages(tx, [10**15])
    assert messages == []


async def test_by_beginning_every_view_goes_on_without_gap_and_the_wide_ones_walk_an_index(
    db: Database, office: Office, owner_dsn: str
) -> None:
    settle_plans(owner_dsn)
    async with db.workspace(office.workspace_id) as tx:
        for name, index in (("open", "conversation_open_begun"), ("all", "conversation_begun")):
            view = lists.choose_view(Wanted(view=name, operator_id=office.me, sort="created"))
            params = {"workspace": office.workspace_id, "inbox": None, "at": None, "id": 1, "limit": 51}
            plan = await _plan(tx, lists.statement(view, 0, params), params)
            _check(plan, name)
            assert f'"Index Name": "{index}"' in plan
        cursor, seen = None, list[int]()
        while True:
            wanted = Wanted(view="open", operator_id=office.me, sort="created", cursor=cursor, limit=100)
            page = await list_ids(tx, wanted)
            seen += page.items
            if (cursor := page.next_cursor) is None:
                break
        rows = await tx.rows("select id from conversation where status = 'open' order by created_at desc, id desc")
        assert seen == [row[0] for row in rows]


async def test_the_unassigned_of_whoever_belongs_to_teams_are_theirs_and_no_teams(db: Database, office: Office) -> None:
    async with db.system(office.workspace_id) as tx:
        foreign = await make_team(db, office.workspace_id, "Чужой отдел")
        await tx.execute(
            """update conversation set team_id = %(t)s where id in (
                   select id from conversation where workspace_id = %(w)s and assignee_id is null and status = 'open'
                   order by id limit 20)""",
            {"t": foreign, "w": office.workspace_id},
        )
    counter = ViewCounter()
    async with db.workspace(office.workspace_id) as tx:

        async def look(*teams: int) -> tuple[int, int]:
            """Return how many the list holds, and how many the counter says it does."""
            wanted = Wanted(view="unassigned", operator_id=office.me, team_ids=teams)
            await tx.execute("delete from team_member where operator_id = %(o)s", {"o": office.me})
            for team in teams:
                await tx.execute(
                    "insert into team_member (workspace_id, team_id, operator_id) values (%(w)s, %(t)s, %(o)s)",
                    {"w": office.workspace_id, "t": team, "o": office.me},
                )
            counts = (await counter.count(tx, [office.me]))[office.me]
            return await lists.count_up_to(tx, wanted, 10_000), counts.unassigned

        everything, said = await look()
        assert everything == said
        ours, said = await look(office.team)
        assert ours == said == everything - 20
        assert await look(office.team, foreign) == (everything, everything)
