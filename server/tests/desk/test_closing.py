"""What conversations are about: topics and fields asked at closing, by the rules of company and team."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from otklik.desk.filters.binding import bind, complete
from otklik.desk.filters.reading import read_filter
from otklik.desk.lists import Wanted, list_ids
from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.kit.ids import new_uuid7
from tests.browser import Browser, open_browsers
from tests.desk.scene import ROUTES, Scene, in_future
from tests.factories import make_team

LIST = "/api/v1/conversations"


class Office(Scene):
    """A company with an administrator."""

    admin: Browser

    async def topic(self, name: str, parent: int | None = None) -> int:
        """Make a topic."""
        made = await self.admin.post("/api/v1/topics", {"name": name, "parent_id": parent})
        assert made.status_code == 201, made.text
        return int(made.json()["id"])

    async def field(self, name: str, kind: str, **more: Any) -> str:
        """Make a field; returns its key."""
        made = await self.admin.post("/api/v1/conversation-fields", {"name": name, "kind": kind, **more})
        assert made.status_code == 201, made.text
        return str(made.json()["key"])

    async def talk(self, name: str = "Иван") -> int:
        """Let somebody write."""
        return (await self.write(self.a, name)).conversation_id

    async def close(self, number: int, **body: Any) -> httpx.Response:
        """Close a conversation as an operator."""
        return await self.a.anna_browser.post(f"{LIST}/{number}/resolve", body)

    async def look(self, number: int) -> dict[str, Any]:
        """Return a conversation as it is shown."""
        shown: dict[str, Any] = (await self.a.anna_browser.get(f"{LIST}/{number}")).json()
        return shown

    async def line(self, number: int) -> tuple[str, dict[str, Any]]:
        """Return the last line of a conversation."""
        items = (await self.a.anna_browser.get(f"{LIST}/{number}/messages")).json()["items"]
        event = [one["event"] for one in items if one["event"]][-1]
        return event["kind"], event["data"]


@pytest.fixture
async def office(db: Database, tmp_path: Path) -> AsyncIterator[Office]:
    """Two companies; the first has an administrator."""
    made = Office(db, FileStore(tmp_path))
    async with open_browsers(db, ROUTES, {"desk": made.desk}, desk_dependencies()) as browsers:
        await made.lay(browsers)
        made.admin = await browsers.of_new(made.a.id, "admin")
        yield made


async def test_topics_stand_in_the_order_of_the_tree_and_are_moved_renamed_archived_and_brought_back(
    office: Office,
) -> None:
    delivery, payment = await office.topic("Доставка"), await office.topic("Оплата")
    late = await office.topic("Опоздали", delivery)
    lost = await office.topic("Потеряли", delivery)

    async def names(archived: bool = False) -> list[str]:  # noqa: FBT001, FBT002 - of a test
        listed = (await office.a.anna_browser.get("/api/v1/topics")).json()
        return [one["name"] for one in listed if one["archived"] is archived]

    assert await names() == ["Доставка", "Опоздали", "Потеряли", "Оплата"]
    await office.admin.patch(f"/api/v1/topics/{lost}", {"place": 0})
    await office.admin.patch(f"/api/v1/topics/{payment}", {"place": 0, "name": "Деньги"})
    assert await names() == ["Деньги", "Доставка", "Потеряли", "Опоздали"]
    await office.admin.patch(f"/api/v1/topics/{delivery}", {"archived": True})
    assert (await names(), sorted(await names(archived=True))) == (["Деньги"], ["Доставка", "Опоздали", "Потеряли"])
    refused = await office.admin.patch(f"/api/v1/topics/{late}", {"archived": False})
    assert (refused.status_code, refused.json()["code"]) == (409, "parent_archived")
    await office.admin.patch(f"/api/v1/topics/{delivery}", {"archived": False})
    await office.admin.patch(f"/api/v1/topics/{late}", {"archived": False})
    assert await names() == ["Деньги", "Доставка", "Опоздали"]
    audit = await office.sql(
        "select count(*) from audit where action like 'topic.%%' and workspace_id = %(w)s", w=office.a.id
    )
    assert audit >= 9


async def test_a_topic_moves_below_another_with_all_that_hangs_on_it(office: Office) -> None:
    delivery, payment = await office.topic("Доставка"), await office.topic("Оплата")
    late = await office.topic("Опоздали", delivery)
    courier = await office.topic("Курьер", late)
    card = await office.topic("Карта", payment)

    async def move(topic: int, **change: Any) -> httpx.Response:
        return await office.admin.patch(f"/api/v1/topics/{topic}", change)

    async def tree() -> list[tuple[str, int | None]]:
        return [(one["name"], one["parent_id"]) for one in (await office.admin.get("/api/v1/topics")).json()]

    assert (await move(late, parent_id=payment)).json()["parent_id"] == payment
    assert await tree() == [
        ("Доставка", None), ("Оплата", None), ("Карта", payment), ("Опоздали", payment), ("Курьер", late),
    ]  # fmt: skip
    await move(late, parent_id=None, place=0)
    assert [name for name, _ in await tree()] == ["Опоздали", "Курьер", "Доставка", "Оплата", "Карта"]
    for below_itself in (late, courier):
        refused = await move(late, parent_id=below_itself)
        assert (refused.status_code, refused.json()["code"]) == (409, "topic_inside_itself")
    await office.topic("Опоздали", payment)
    taken = await move(late, parent_id=payment)
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    visa = await office.topic("Виза", card)
    deep = await move(late, parent_id=visa)
    assert (deep.status_code, deep.json()["code"], deep.json()["limit"]) == (409, "too_deep", 4)
    await move(courier, archived=True)
    assert (await move(late, parent_id=visa)).json()["code"] == "too_deep", "what is archived may come back"
    assert (await move(visa, parent_id=courier)).json()["code"] == "topic_not_found", "it is archived"
    assert (await move(late, parent_id=10**9)).status_code == 404
    assert (await move(courier, parent_id=delivery, archived=False)).json()["parent_id"] == delivery


async def test_two_topics_moved_below_one_another_at_once_make_no_circle(office: Office) -> None:
    for number in range(5):
        left, right = await office.topic(f"л{number}"), await office.topic(f"п{number}")
        answers = await asyncio.gather(
            office.admin.patch(f"/api/v1/topics/{left}", {"parent_id": right}),
            office.admin.patch(f"/api/v1/topics/{right}", {"parent_id": left}),
        )
        assert sorted(one.status_code for one in answers) == [200, 409]
        assert "topic_inside_itself" in {one.json().get("code") for one in answers}
    assert len((await office.admin.get("/api/v1/topics")).json()) == 10, "each stands in the tree"


async def test_topics_keep_to_their_limits(office: Office) -> None:
    first = await office.topic("Доставка")
    taken = await office.admin.post("/api/v1/topics", {"name": "доставка"}, headers={"Accept-Language": "ru"})
    assert (taken.status_code, taken.json()["code"], taken.json()["id"]) == (409, "name_taken", first)
    below = first
    for name in ("два", "три", "четыре"):
        below = await office.topic(name, below)
    assert await office.topic("доставка", first), "beside others the name is free"
    deep = await office.admin.post("/api/v1/topics", {"name": "пять", "parent_id": below})
    assert (deep.status_code, deep.json()["code"], deep.json()["limit"]) == (409, "too_deep", 4)
    assert (await office.admin.post("/api/v1/topics", {"name": "я" * 51})).status_code == 422
    assert (await office.admin.post("/api/v1/topics", {"name": "x", "parent_id": 10**9})).status_code == 404
    await office.do(
        "insert into topic (workspace_id, name, position) select %(w)s, 'т' || n, n from generate_series(1, 495) n",
        w=office.a.id,
    )
    full = await office.admin.post("/api/v1/topics", {"name": "ещё"})
    assert (full.json()["code"], full.json()["limit"]) == ("too_many_labels", 500)


async def test_only_who_manages_labels_changes_them_and_each_company_has_its_own(office: Office) -> None:
    topic = await office.topic("Доставка")
    key = await office.field("Сумма", "number")
    anna, other = office.a.anna_browser, office.b.anna_browser
    assert (await anna.post("/api/v1/topics", {"name": "x"})).status_code == 403
    assert (await anna.patch(f"/api/v1/topics/{topic}", {"archived": True})).status_code == 403
    assert (await anna.post("/api/v1/conversation-fields", {"name": "x", "kind": "text"})).status_code == 403
    assert (await other.get("/api/v1/topics")).json() == []
    assert (await other.get("/api/v1/conversation-fields")).json() == []
    foreign = (await office.write(office.b, "Чужой")).conversation_id
    refused = await other.post(f"{LIST}/{foreign}/resolve", {"topic_id": topic})
    assert refused.json()["code"] == "topic_not_found"
    refused = await other.post(f"{LIST}/{foreign}/resolve", {"fields": {key: 1}})
    assert refused.json()["errors"][0]["field"] == f"fields.{key}"


async def test_a_topic_and_fields_are_told_in_the_line_on_the_card_and_among_earlier_conversations(
    office: Office,
) -> None:
    late = await office.topic("Опоздали", await office.topic("Доставка"))
    total, city = await office.field("Сумма", "number"), await office.field("Город", "text")
    number = await office.talk()
    done = await office.close(number, topic_id=late, fields={total: 1500.5, city: "  Омск "})
    assert done.status_code == 200, done.text
    assert (done.json()["topic"], done.json()["fields"]) == (
        {"id": late, "name": "Доставка › Опоздали"}, {total: 1500.5, city: "Омск"},
    )  # fmt: skip
    assert await office.line(number) == ("resolved", {"topic": "Доставка › Опоздали"})
    contact = done.json()["contact"]["id"]
    entries = (await office.a.anna_browser.get(f"/api/v1/contacts/{contact}/timeline")).json()["items"]
    assert entries[0]["topic"] == "Доставка › Опоздали"
    # What was said stays until something else is said, also once the topic is offered no more.
    await office.admin.patch(f"/api/v1/topics/{late}", {"archived": True})
    await office.a.anna_browser.post(f"{LIST}/{number}/reopen")
    await office.close(number, fields={city: None})
    shown = await office.look(number)
    assert (shown["topic"]["id"], shown["fields"]) == (late, {total: 1500.5})


@pytest.mark.parametrize(
    ("company", "team", "needed"),
    [(False, None, False), (True, None, True), (True, False, False), (False, True, True)],
)
async def test_a_topic_is_required_by_the_company_or_by_the_team(
    office: Office, *, company: bool, team: bool | None, needed: bool
) -> None:
    await office.do("update workspace set topic_required = %(r)s where id = %(w)s", r=company, w=office.a.id)
    team_id = await office.sql(
        "insert into team (workspace_id, name, topic_required) values (%(w)s, 'Т', %(r)s) returning id",
        w=office.a.id, r=team,
    )  # fmt: skip
    number = await office.talk()
    await office.a.anna_browser.post(f"{LIST}/{number}/assign", {"operator_id": "me", "team_id": team_id})
    assert (await office.close(number)).status_code == 200, "there is no topic to choose from"
    await office.a.anna_browser.post(f"{LIST}/{number}/reopen")
    topic = await office.topic("Доставка")
    answer = await office.close(number)
    assert (answer.status_code == 422) is needed
    if needed:
        assert (answer.json()["code"], answer.json()["errors"][0]["field"]) == ("topic_needed", "topic_id")
        assert (await office.close(number, topic_id=topic)).status_code == 200
        await office.a.anna_browser.post(f"{LIST}/{number}/reopen")
        assert (await office.close(number)).status_code == 200, "it has a topic already"


async def test_each_field_that_is_wrong_or_missing_is_named(office: Office) -> None:
    total, day = await office.field("Сумма", "number", required=True), await office.field("День", "date")
    kind = await office.field("Вид", "choice", choices=["обмен", "возврат"], required=True)
    number = await office.talk()
    empty = await office.close(number)
    assert (empty.json()["code"], {one["field"] for one in empty.json()["errors"]}) == (
        "fields_needed", {f"fields.{total}", f"fields.{kind}"},
    )  # fmt: skip
    wrong = await office.close(number, fields={total: "много", day: "31.12", kind: "кража", "nope": 1})
    said = {one["field"]: one["code"] for one in wrong.json()["errors"]}
    assert said == {
        f"fields.{total}": "not_number", f"fields.{day}": "bad_date", f"fields.{kind}": "bad_choice",
        "fields.nope": "unknown",
    }  # fmt: skip
    assert (await office.look(number))["status"] == "open"
    assert (await office.close(number, fields={total: 1, kind: "обмен"})).status_code == 200


async def test_fields_keep_to_their_limits_their_kinds_and_their_order(office: Office) -> None:
    first, second = await office.field("Сумма", "number"), await office.field("Город", "text")
    assert (first, second) == ("summa", "gorod")
    for body, code in (
        ({"name": "сумма", "kind": "text"}, "field_name_taken"), ({"name": "Вид", "kind": "choice"}, "invalid"),
        ({"name": "Вид", "kind": "choices", "choices": ["a"]}, "invalid"),
        ({"name": "\u200b", "kind": "text"}, "invalid"),
    ):  # fmt: skip
        assert (await office.admin.post("/api/v1/conversation-fields", body)).json()["code"] == code
    rows = (await office.admin.get("/api/v1/conversation-fields")).json()
    await office.admin.put("/api/v1/conversation-fields/order", {"ids": [rows[1]["id"], rows[0]["id"]]})
    path = f"/api/v1/conversation-fields/{rows[0]['id']}"
    assert (await office.admin.patch(path, {"archived": True, "name": "Сумма заказа"})).json()["archived"]
    rows = (await office.admin.get("/api/v1/conversation-fields")).json()
    assert [one["name"] for one in rows] == ["Город", "Сумма заказа"]
    await office.do(
        """insert into conversation_attribute (workspace_id, key, name, kind, position)
           select %(w)s, 'k' || n, 'п' || n, 'text', n from generate_series(1, 19) n""",
        w=office.a.id,
    )
    full = await office.admin.post("/api/v1/conversation-fields", {"name": "ещё", "kind": "text"})
    assert full.json()["code"] == "too_many_fields"
    assert (await office.admin.patch(path, {"archived": False})).json()["code"] == "too_many_fields"


async def test_many_are_closed_with_one_answer_and_a_macro_closes_with_reason_and_topic(office: Office) -> None:
    topic, total = await office.topic("Доставка"), await office.field("Сумма", "number", required=True)
    reason = (await office.admin.post("/api/v1/closing-reasons", {"name": "Решено"})).json()["id"]
    ids = [await office.talk(name) for name in ("Вера", "Олег")]
    anna = office.a.anna_browser
    bad = await anna.post(f"{LIST}/bulk", {"ids": ids, "action": {"verb": "resolve", "fields": {total: "x"}}})
    assert bad.json()["errors"][0]["field"] == f"action.fields.{total}"
    short = (await anna.post(f"{LIST}/bulk", {"ids": ids, "action": {"verb": "resolve"}})).json()
    assert {one["code"] for one in short["failures"]} == {"fields_needed"}
    action = {"verb": "resolve", "topic_id": topic, "fields": {total: 7}, "reason_id": reason}
    run = (await anna.post(f"{LIST}/bulk", {"ids": ids, "action": action})).json()
    assert (run["changed"], run["failures"]) == (2, [])
    assert [(await office.look(number))["fields"] for number in ids] == [{total: 7}] * 2
    await office.admin.patch(
        f"/api/v1/conversation-fields/{(await anna.get('/api/v1/conversation-fields')).json()[0]['id']}",
        {"required": False},
    )
    number = await office.talk("Иван")
    wish = {"name": "Закрыть", "actions": [{"verb": "resolve", "reason_id": reason, "topic_id": topic}]}
    macro = (await anna.post("/api/v1/macros", wish)).json()["id"]
    step = (await anna.get(f"{LIST}/{number}/macros/{macro}")).json()["steps"][0]
    assert (step["outcome"], step["says"]) == ("will", {"name": "Решено, Доставка"})
    assert (await anna.post(f"{LIST}/{number}/macros/{macro}/run", {})).status_code == 200
    assert await office.line(number) == ("resolved", {"reason": "Решено", "topic": "Доставка"})


async def test_many_are_asked_what_the_strictest_rule_among_them_demands(office: Office) -> None:
    topic, total = await office.topic("Доставка"), await office.field("Сумма", "number", required=True)
    strict = await make_team(office.db, office.a.id, "Возвраты")
    await office.do("update team set topic_required = true where id = %(id)s", id=strict)
    ids = [await office.talk(name) for name in ("Вера", "Олег", "Иван")]
    anna = office.a.anna_browser

    async def needs(**what: Any) -> dict[str, Any]:
        asked = await anna.post(f"{LIST}/bulk/closing-needs", what)
        assert asked.status_code == 200, asked.text
        said: dict[str, Any] = asked.json()
        return said

    assert await needs(ids=ids) == {"total": 3, "reason": False, "topic": 0, "fields": {total: 3}}
    await office.do("update conversation set team_id = %(t)s where id = any(%(ids)s)", t=strict, ids=ids[:2])
    await office.do("update conversation set fields = '{\"summa\": 0}' where id = %(id)s", id=ids[0])
    assert await needs(ids=[*ids, ids[0], 10**9]) == {"total": 3, "reason": False, "topic": 2, "fields": {total: 2}}
    assert await needs(view="all") == await needs(ids=ids)
    action = {"verb": "resolve", "fields": {total: 7}}
    run = (await anna.post(f"{LIST}/bulk", {"ids": ids, "action": action})).json()
    assert {one["id"]: one["code"] for one in run["failures"]} == dict.fromkeys(ids[:2], "topic_needed")
    left = [one["id"] for one in run["failures"]]
    assert await needs(ids=left) == {"total": 2, "reason": False, "topic": 2, "fields": {total: 1}}
    run = (await anna.post(f"{LIST}/bulk", {"ids": left, "action": {**action, "topic_id": topic}})).json()
    assert (run["changed"], run["failures"]) == (2, [])
    assert (await needs(ids=ids))["total"] == 0
    assert (await anna.post(f"{LIST}/bulk/closing-needs", {"ids": []})).json()["code"] == "bulk_size"
    stranger = (await office.b.anna_browser.post(f"{LIST}/bulk/closing-needs", {"ids": ids})).json()
    assert stranger["total"] == 0, "of another company"


async def test_taking_back_an_opening_of_many_keeps_what_they_were_closed_for(office: Office) -> None:
    reason = (await office.admin.post("/api/v1/closing-reasons", {"name": "Решено"})).json()["id"]
    number = await office.talk()
    await office.close(number, reason_id=reason)
    await office.admin.delete(f"/api/v1/closing-reasons/{reason}")
    anna = office.a.anna_browser
    run = (await anna.post(f"{LIST}/bulk", {"ids": [number], "action": {"verb": "reopen"}})).json()
    await anna.post(f"{LIST}/bulk/{run['id']}/undo", {})
    assert (await office.look(number))["status"] == "resolved"
    assert await office.sql("select reason_id from conversation where id = %(id)s", id=number) == reason


async def test_filters_know_topics_with_what_stands_below_and_fields(office: Office) -> None:
    delivery = await office.topic("Доставка")
    late, payment = await office.topic("Опоздали", delivery), await office.topic("Оплата")
    total, kind = await office.field("Сумма", "number"), await office.field("Вид", "choice", choices=["обмен", "брак"])
    day, vip = await office.field("День", "date"), await office.field("Жалоба", "flag")
    one, two, three = [await office.talk(name) for name in ("Вера", "Олег", "Иван")]
    await office.close(one, topic_id=late, fields={total: 100, kind: "обмен", day: "2026-11-01", vip: True})
    await office.close(two, topic_id=payment, fields={total: 2500, kind: "брак"})

    async def find(text: str) -> set[int]:
        parsed = read_filter(text)
        assert parsed is not None
        async with office.db.workspace(office.a.id) as tx:
            asked = await complete(tx, await bind(tx, parsed, ("webchat",)))
            wanted = Wanted(view="all", operator_id=office.a.anna.id, filter=asked)
            return set((await list_ids(tx, wanted)).items)

    for text, held in {
        "topic:Доставка": {one}, "тема:опоздали": {one}, 'тема:"Доставка › Опоздали"': {one}, "topic:Оплата": {two},
        "topic:none": {three}, "-topic:none": {one, two}, f"dialog.{total}:>=1000": {two},
        f"диалог.{kind}:Обмен": {one}, f"dialog.{day}:<2026-12-01": {one}, f"dialog.{vip}:yes": {one},
        f"dialog.{total}:empty": {three}, f"dialog.{total}:any": {one, two},
    }.items():  # fmt: skip
        assert await find(text) == held, text
    answer = await office.a.anna_browser.get(f"{LIST}?view=all&filter=dialog.nope:1")
    assert answer.json()["code"] == "filter_unknown_field"
    answer = await office.a.anna_browser.get(f"{LIST}?view=all&filter=topic:Космос")
    assert answer.json()["code"] == "filter_unknown_value"


async def test_a_reply_that_waits_closes_for_its_reason_and_topic_or_puts_off_once_it_has_left(office: Office) -> None:
    topic = await office.topic("Доставка")
    reason = (await office.admin.post("/api/v1/closing-reasons", {"name": "Решено"})).json()["id"]
    closed, asleep, stays = [await office.talk(name) for name in ("Вера", "Олег", "Иван")]
    anna = office.a.anna_browser

    async def hold(number: int, **more: Any) -> httpx.Response:
        message = {"client_id": str(new_uuid7()), "text": "Готово"}
        return await anna.post(f"{LIST}/{number}/held", {"message": message, "delay_s": 20, **more})

    both = await hold(closed, closing={}, snooze={"until": None})
    assert both.json()["errors"][0]["field"] == "snooze"
    assert (await hold(closed, snooze={"until": "2020-01-01T00:00:00Z"})).json()["code"] == "snooze_in_the_past"
    first = await hold(closed, closing={"reason_id": reason, "topic_id": topic})
    assert (first.status_code, first.json()["resolve"], first.json()["snooze"]) == (201, True, False)
    second = await hold(asleep, snooze={"until": in_future(), "back": "queue"})
    assert (second.json()["resolve"], second.json()["snooze"]) == (False, True)
    back = await hold(stays, snooze={"until": in_future()})
    await anna.post(f"{LIST}/{stays}/held/{back.json()['id']}/undo", {})
    await office.do("update held_message set due_at = now() - interval '1 s'")
    await office.release_due()
    shown = [await office.look(number) for number in (closed, asleep, stays)]
    assert [one["status"] for one in shown] == ["resolved", "snoozed", "open"]
    assert (shown[0]["topic"]["id"], shown[1]["snooze_back"]) == (topic, "queue")
    assert await office.line(closed) == ("resolved", {"reason": "Решено", "topic": "Доставка"})


async def test_a_reply_leaves_even_if_its_closing_is_refused_by_then(office: Office) -> None:
    topic = await office.topic("Доставка")
    number = await office.talk()
    body = {"message": {"client_id": str(new_uuid7()), "text": "Готово"}, "delay_s": 20, "closing": {"topic_id": topic}}
    assert (await office.a.anna_browser.post(f"{LIST}/{number}/held", body)).status_code == 201
    await office.admin.patch(f"/api/v1/topics/{topic}", {"archived": True})
    await office.do("update held_message set due_at = now() - interval '1 s'")
    await office.release_due()
    assert (await office.look(number))["status"] == "open"
    assert await office.sql("select state from held_message where conversation_id = %(id)s", id=number) == "sent"


async def test_a_merge_keeps_topic_and_fields_and_its_undoing_gives_them_back(office: Office) -> None:
    topic, total = await office.topic("Доставка"), await office.field("Сумма", "number")
    host = await office.talk()
    await office.close(host, fields={total: 5})
    await office.do(
        "update conversation set takes_new = false, resolved_at = now() - interval '9 days' where id = %(id)s", id=host
    )
    guest = await office.talk()
    assert guest != host
    await office.close(guest, topic_id=topic, fields={total: 9})
    merged = await office.a.anna_browser.post(f"{LIST}/{guest}/merge", {"into_id": host})
    assert merged.status_code == 200, merged.text
    shown = await office.look(host)
    assert (shown["topic"]["id"], shown["fields"]) == (topic, {total: 5})
    await office.a.anna_browser.post(f"{LIST}/merges/{merged.json()['merge_id']}/undo")
    assert (await office.look(host))["topic"] is None
    assert (await office.look(guest))["topic"]["id"] == topic
