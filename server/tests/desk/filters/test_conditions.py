import re
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from psycopg.types.json import Jsonb

from otklik.desk import lists
from otklik.desk.filters.binding import bind, complete, unbind
from otklik.desk.filters.conditions import make_filter
from otklik.desk.filters.errors import SlowFilter, WrongFilter
from otklik.desk.filters.lexicon import own_key
from otklik.desk.filters.reading import read_filter
from otklik.desk.filters.tree import Condition, Node, conditions_of, replace_conditions
from otklik.desk.filters.writing import write_filter
from otklik.desk.lists import Wanted, count_up_to, list_ids, match_ids
from otklik.infra.db import Database, Tx
from tests.desk.filters.test_reading import TREES
from tests.factories import make_operator, make_team, make_workspace

CHANNELS = ("telegram", "email", "webchat")


class Shop:
    """Nine conversations, each with something of its own."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self.me = 0
        self.ids: dict[str, int] = {}

    async def find(self, tx: Tx, text: str, *, view: str = "all", **more: Any) -> set[str]:
        """Return the names of the conversations that a filter holds."""
        parsed = read_filter(text)
        assert parsed is not None
        asked = await complete(tx, await bind(tx, parsed, CHANNELS))
        wanted = Wanted(view=view, operator_id=self.me, filter=asked, **more)
        found = (await list_ids(tx, wanted)).items
        assert sorted(await match_ids(tx, wanted, [*self.ids.values(), 10**15])) == sorted(found)
        assert await count_up_to(tx, wanted, 1000) == len(found)
        return {name for name, number in self.ids.items() if number in found}


_MAKE = """
with c as (
    insert into contact (workspace_id, name, language, email) values (%(w)s, %(name)s, %(lang)s, %(name)s || '@x.test')
    returning id)
insert into conversation (workspace_id, contact_id, status, inbox_id, inbox_ids, team_id, assignee_id, in_count,
    failed_count, last_message_at, waiting_since, snoozed_until, priority, tag_ids, spam, created_at)
select %(w)s, c.id, %(status)s, %(inbox)s, array[%(inbox)s::bigint], %(team)s, %(assignee)s, %(count)s, %(failed)s,
    now() - %(last)s * interval '1 minute',
    case when %(waits)s::int is not null then now() - %(waits)s * interval '1 minute' end,
    case when %(status)s = 'snoozed' then now() + interval '1 hour' end, %(priority)s, %(tags)s::bigint[], %(spam)s,
    now() - %(age)s * interval '1 day'
from c returning id
"""


@pytest.fixture
async def shop(db: Database) -> Shop:
    """The conversations, in a workspace beside another with the same names."""
    number, other = await make_workspace(db), await make_workspace(db)
    shop = Shop(number)
    me, anna = await make_operator(db, number), await make_operator(db, number)
    shop.me = me.id
    sales = await make_team(db, number, "Продажи")
    await make_team(db, other, "Чужие")
    async with db.system() as tx:
        await tx.execute("update operator set name = 'Анна Ёлкина' where id = %(id)s", {"id": anna.id})
        inbox: dict[str, int] = {}
        for channel, name in (("telegram", "Магазин"), ("email", "Почта"), ("webchat", "магазин")):
            inbox[channel] = await tx.value(
                """insert into inbox (workspace_id, channel, name, status, token, hook_secret)
                   values (%(w)s, %(c)s, %(n)s, 'active', gen_random_uuid()::text, 'x') returning id""",
                {"w": number, "c": channel, "n": name},
            )
        tag = await tx.value(
            "insert into tag (workspace_id, name) values (%(w)s, 'возврат') returning id", {"w": number}
        )
        usual: dict[str, Any] = {
            "w": number, "lang": "", "status": "open", "inbox": inbox["telegram"], "team": None, "assignee": None,
            "count": 0, "failed": 0, "last": 5, "waits": None, "priority": 0, "tags": [], "spam": False, "age": 1,
        }  # fmt: skip
        each: dict[str, dict[str, Any]] = {
            "вера": {"waits": 30, "count": 3, "priority": 2},
            "иван": {"waits": 5, "lang": "ru-RU", "assignee": me.id, "count": 1},
            "олег": {"inbox": inbox["email"], "lang": "en", "team": sales, "last": 200},
            "анна": {"assignee": anna.id, "tags": [tag], "priority": 1, "inbox": inbox["webchat"]},
            "закрыт": {"status": "resolved", "assignee": me.id, "age": 30, "last": 3000},
            "отложен": {"status": "snoozed", "team": sales, "priority": -1},
            "спам": {"spam": True, "inbox": inbox["email"]},
            "ошибка": {"failed": 1, "status": "resolved", "tags": [tag]},
        }
        for name, more in each.items():
            shop.ids[name] = await tx.value(_MAKE, {**usual, "name": name, **more})
        await _describe(tx, shop)
        await tx.execute(
            """insert into read_mark (conversation_id, operator_id, workspace_id, seq, in_seen)
               values (%(c)s, %(o)s, %(w)s, 1, 1)""",
            {"c": shop.ids["иван"], "o": me.id, "w": number},
        )
    return shop


async def _describe(tx: Tx, shop: Shop) -> None:
    """Give customers fields of the company's own, and closed conversations reasons and ratings."""
    own: dict[str, dict[str, Any]] = {
        "вера": {"city": "Казань", "likes": ["чай", "Кофе"], "sum": 1000.5, "since": "2026-03-01", "club": True},
        "иван": {"city": "казань", "sum": 12, "since": "2025-12-31", "club": False},
        "олег": {"city": "Омск", "likes": ["кофе"], "sum": 20_000},
    }
    for key, kind in (
        ("city", "text"), ("likes", "choices"), ("sum", "number"), ("since", "date"), ("club", "flag"),
    ):  # fmt: skip
        await tx.execute(
            "insert into contact_attribute (workspace_id, key, name, kind) values (%(w)s, %(key)s, %(key)s, %(kind)s)",
            {"w": shop.workspace_id, "key": key, "kind": kind},
        )
    for name, fields in own.items():
        await tx.execute(
            """update contact set attributes = %(fields)s, vip = name = 'олег' where workspace_id = %(w)s
               and name = %(name)s""",
            {"fields": Jsonb(fields), "w": shop.workspace_id, "name": name},
        )
    await tx.execute(
        "update contact set blocked_at = now() where workspace_id = %(w)s and name = 'спам'", {"w": shop.workspace_id}
    )
    await tx.execute(
        """with r as (insert into closing_reason (workspace_id, name) values (%(w)s, 'Решено') returning id)
           update conversation set reason_id = r.id from r where conversation.id = %(id)s""",
        {"w": shop.workspace_id, "id": shop.ids["закрыт"]},
    )
    for name, score in (("закрыт", 2), ("закрыт", 5), ("ошибка", 4)):
        await tx.execute(_RATE, {"w": shop.workspace_id, "id": shop.ids[name], "score": score})


_RATE = """
with closing as (
    insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, sent_at)
    select %(w)s, %(id)s, 1 + count(*), 'event', 'system', 'system', now() from message where conversation_id = %(id)s
    returning id)
insert into rating (workspace_id, conversation_id, closing_id, contact_id, channel, scale, score)
select %(w)s, %(id)s, closing.id, c.contact_id, 'webchat', 'faces', %(score)s
from closing, conversation c where c.id = %(id)s
"""
_SLEEPS = "pg_sleep(1)::text = ''"
ALL = {"вера", "иван", "олег", "анна", "закрыт", "отложен", "спам", "ошибка"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is:unread", {"вера"}),
        ("is:waiting", {"вера", "иван"}),
        ("is:open", {"вера", "иван", "олег", "анна", "спам"}),
        ("is:snoozed", {"отложен"}),
        ("is:resolved", {"закрыт", "ошибка"}),
        ("is:spam", {"спам"}),
        ("is:failed", {"ошибка"}),
        ("channel:email", {"олег", "спам"}),
        ('inbox:"Магазин"', {"вера", "иван", "анна", "закрыт", "отложен", "ошибка"}),
        ("team:Продажи", {"олег", "отложен"}),
        ("team:nobody", ALL - {"олег", "отложен"}),
        ("assignee:me", {"иван", "закрыт"}),
        ('assignee:"анна елкина"', {"анна"}),
        ("assignee:nobody is:waiting", {"вера"}),
        ("tag:возврат", {"анна", "ошибка"}),
        ("-tag:возврат is:resolved", {"закрыт"}),
        ("tag:none is:resolved", {"закрыт"}),
        ("priority:high", {"анна"}),
        ("priority:>=high", {"анна", "вера"}),
        ("priority:<normal", {"отложен"}),
        ("waiting:>10m", {"вера"}),
        ("waiting:<10m", {"иван"}),
        ("created:>7d", {"закрыт"}),
        ("created:<7d", ALL - {"закрыт"}),
        ("created:>2020-01-01", ALL),
        ("created:<2020-01-01", set()),
        ("last:>1h", {"олег", "закрыт"}),
        ("lang:ru", {"иван"}),
        ("contact:иван", {"иван"}),
        ("иван", {"иван"}),
        ("клиент:никто-такой", set()),
        ("-assignee:me is:open", {"вера", "олег", "анна", "спам"}),
        ("is:waiting (priority:urgent or assignee:me)", {"вера", "иван"}),
        ("-(is:open or is:resolved)", {"отложен"}),
        ("is:waiting or is:snoozed", {"вера", "иван", "отложен"}),
        ("is:vip", {"олег"}),
        ("-это:вип это:открытые", {"вера", "иван", "анна", "спам"}),
        ("is:blocked", {"спам"}),
        ("reason:Решено", {"закрыт"}),
        ("причина:нет is:resolved", {"ошибка"}),
        ("оценка:5", {"закрыт"}),
        ("rating:<=4", {"ошибка"}),
        ("-rating:>=1 is:resolved", set()),
        ("field.city:казань", {"вера", "иван"}),
        ('поле.city:"КАЗАНЬ"', {"вера", "иван"}),
        ("-field.city:казань is:waiting", set()),
        ("field.city:any", {"вера", "иван", "олег"}),
        ("поле.city:пусто is:open", {"анна", "спам"}),
        ("field.likes:кофе", {"вера", "олег"}),
        ("field.likes:чай field.likes:кофе", {"вера"}),
        ("field.sum:>1000.5", {"олег"}),
        ('field.sum:<="1 000,5"', {"вера", "иван"}),
        ("field.sum:1000.5", {"вера"}),
        ("field.since:<2026-01-01", {"иван"}),
        ("field.since:>=2026-01-01", {"вера"}),
        ("field.club:yes", {"вера"}),
        ("поле.club:нет", {"иван"}),
        ("поле.club:no", {"иван"}),
        ('поле.club:"нет"', set()),
    ],
)
async def test_every_field_on_real_rows(db: Database, shop: Shop, text: str, names: set[str]) -> None:
    async with db.workspace(shop.workspace_id) as tx:
        assert await shop.find(tx, text) == names


async def test_a_state_in_the_filter_stands_in_for_the_states_of_the_view(db: Database, shop: Shop) -> None:
    async with db.workspace(shop.workspace_id) as tx:
        assert await shop.find(tx, "channel:telegram", view="open") == {"вера", "иван"}
        assert await shop.find(tx, "is:resolved", view="open") == {"закрыт", "ошибка"}
        assert await shop.find(tx, "is:resolved", view="mine") == {"закрыт"}


async def test_the_orders(db: Database, shop: Shop) -> None:
    async def ids(tx: Tx, text: str, sort: lists.Sort, limit: int) -> list[str]:
        parsed = read_filter(text)
        assert parsed is not None
        asked = await complete(tx, await bind(tx, parsed, CHANNELS))
        found: list[int] = []
        cursor = None
        while True:
            wanted = Wanted(view="open", operator_id=shop.me, filter=asked, sort=sort, cursor=cursor, limit=limit)
            page = await list_ids(tx, wanted)
            found += page.items
            if (cursor := page.next_cursor) is None:
                return [next(name for name, number in shop.ids.items() if number == one) for one in found]

    async with db.workspace(shop.workspace_id) as tx:
        for limit in (1, 2, 50):
            assert await ids(tx, "is:open -is:spam", "", limit) == ["вера", "иван", "анна", "олег"]
            assert await ids(tx, "is:open -is:spam", "priority", limit) == ["вера", "анна", "иван", "олег"]
            assert (await ids(tx, "is:open -is:spam", "oldest", limit))[0] == "олег"
            assert (await ids(tx, "is:open -is:spam", "newest", limit))[-1] == "олег"
            assert (await ids(tx, "-is:spam", "waiting", limit))[:2] == ["вера", "иван"]


async def test_an_own_field_that_does_not_exist_is_refused(db: Database, shop: Shop) -> None:
    parsed = read_filter("is:open поле.shoe:42")
    assert parsed is not None
    async with db.workspace(shop.workspace_id) as tx:
        with pytest.raises(WrongFilter) as caught:
            await bind(tx, parsed, CHANNELS)
    assert (caught.value.slug, caught.value.extra["word"]) == ("filter_unknown_field", "field.shoe")


async def test_own_fields_are_found_as_they_are_now(db: Database, shop: Shop) -> None:
    async with db.workspace(shop.workspace_id) as tx:
        await tx.execute("update contact set attributes = attributes - 'city' where name = 'вера'")
        await tx.execute("update contact set attributes = '{\"city\": \"Казань\"}' where name = 'анна'")
        assert await shop.find(tx, "field.city:казань") == {"иван", "анна"}
        long = "а" * 400
        await tx.execute("update contact set attributes = %(a)s where name = 'анна'", {"a": Jsonb({"city": long})})
        assert await shop.find(tx, f'field.city:"{long[:300]}"') == {"анна"}
        await tx.execute("update contact set attributes = '{}' where name = 'анна'")
        assert await tx.value("select count(*) from contact_field where key = 'city'") == 2


@pytest.mark.parametrize(
    "text", ["team:Чужие", "tag:нету", 'assignee:"Никто Такой"', "channel:sms", 'inbox:"x"', "reason:Никакая"]
)
async def test_a_name_that_nobody_bears_is_refused_at_its_place(db: Database, shop: Shop, text: str) -> None:
    parsed = read_filter(f"is:open {text}")
    assert parsed is not None
    async with db.workspace(shop.workspace_id) as tx:
        with pytest.raises(WrongFilter) as caught:
            await bind(tx, parsed, CHANNELS)
    assert caught.value.slug == "filter_unknown_value"
    assert caught.value.extra["at"] == len("is:open ") + text.index(":") + 1


async def test_a_bound_filter_is_shown_with_the_names_of_today(db: Database, shop: Shop) -> None:
    parsed = read_filter('is:open team:Продажи (tag:возврат or inbox:"Магазин") assignee:me')
    assert parsed is not None
    async with db.workspace(shop.workspace_id) as tx:
        tree = await bind(tx, parsed, CHANNELS)
        await tx.execute("update team set name = 'Сбыт' where name = 'Продажи'")
        await tx.execute("delete from tag where name = 'возврат'")
        shown = write_filter((await unbind(tx, [tree]))[0])
        assert re.fullmatch(r'is:open team:"Сбыт" \(tag:#\d+ or inbox:"(М|м)агазин"\) assignee:me', shown)
        again = read_filter(shown)
        assert again is not None
        assert await bind(tx, again, CHANNELS) == tree
        assert await shop.find(tx, "tag:#999 or tag:#1") == set()


async def test_a_filter_that_takes_too_long_is_given_up(
    db: Database, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "_PATIENCE", "set local statement_timeout = '20ms'")
    slow = make_filter(Condition("is", "=", "open"))
    wanted = Wanted(
        view="all", operator_id=shop.me, filter=msgspec.structs.replace(slow, where="pg_sleep(1)::text = ''")
    )
    with pytest.raises(SlowFilter):
        async with db.workspace(shop.workspace_id) as tx:
            await list_ids(tx, wanted)
    async with db.workspace(shop.workspace_id) as tx:
        assert await shop.find(tx, "is:spam") == {"спам"}


def _bound(tree: Node) -> Node:
    """Stand in for binding: names of things become some number."""
    fresh = [
        Condition(one.field, one.op, "#1") if one.named and one.field != "contact" and not own_key(one.field) else one
        for one in conditions_of(tree)
    ]
    return replace_conditions(tree, iter(fresh))


_LITERALS = re.compile(r"'[^']*'")


@given(TREES)
def test_no_value_ever_stands_in_the_statement(tree: Node) -> None:
    made = make_filter(_bound(tree))
    text = _LITERALS.sub("", made.where)
    assert set(re.findall(r"'([^']*)'", made.where)) <= {
        "open", "snoozed", "resolved", "{}", "UTC", "-",
    }  # fmt: skip
    assert re.fullmatch(r"[a-z0-9_.,()\s<>=&:%\[\]-]*", text), text
    places = re.findall(r"%\((\w+)\)s", made.where)
    assert {one for one in places if one[0] == "f"} == set(made.params)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tree=TREES)
async def test_every_tree_is_a_statement_that_runs(db: Database, shop: Shop, tree: Node) -> None:
    made = make_filter(_bound(tree))
    async with db.workspace(shop.workspace_id) as tx:
        for sort in ("", "waiting", "newest", "oldest", "priority"):
            wanted = Wanted(view="open", operator_id=shop.me, filter=made, sort=sort)
            assert len((await list_ids(tx, wanted)).items) <= len(ALL)
