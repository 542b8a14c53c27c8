"""Tags and closing reasons: who may change them, names, limits, and what becomes of them when they go."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from otklik.conversations.tasks import forget_tag
from otklik.desk import endpoints, endpoints_messages, endpoints_sorting
from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.events import LoggedEvent
from otklik.infra.files import FileStore
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.labels import endpoints as label_endpoints
from otklik.realtime.hub import collect
from tests.browser import Browser, open_browsers
from tests.desk.scene import Scene

ROUTES = [*endpoints.ROUTES, *endpoints_messages.ROUTES, *endpoints_sorting.ROUTES, *label_endpoints.ROUTES]


class Office(Scene):
    """A company with an administrator."""

    admin: Browser

    async def tag(self, name: str) -> int:
        """Make a tag as an operator does."""
        made = await self.a.anna_browser.post("/api/v1/tags", {"name": name})
        assert made.status_code == 201, made.text
        return int(made.json()["id"])

    async def run_jobs(self) -> int:
        """Run the jobs of deleted tags once each; returns how many must run again."""
        async with self.db.system() as tx:
            jobs = await tx.fetch(
                TakenJob,
                """select id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at
                   from job where kind = 'labels.forget_tag'""",
            )
        answers = [await forget_tag(job, JobContext(self.db, job, UUID(int=0))) for job in jobs]
        return sum(isinstance(answer, Again) for answer in answers)


@pytest.fixture
async def office(db: Database, tmp_path: Path) -> AsyncIterator[Office]:
    """Two companies; the first has an administrator."""
    made = Office(db, FileStore(tmp_path))
    async with open_browsers(db, ROUTES, {"desk": made.desk}, desk_dependencies()) as browsers:
        await made.lay(browsers)
        made.admin = await browsers.of_new(made.a.id, "admin")
        yield made


async def test_an_operator_makes_a_tag_and_only_an_admin_changes_it(office: Office) -> None:
    anna, admin = office.a.anna_browser, office.admin
    made = (await anna.post("/api/v1/tags", {"name": "  Возврат \u202e 🧾 "})).json()
    assert (made["name"], made["tone"]) == ("Возврат 🧾", 0)
    assert (await anna.patch(f"/api/v1/tags/{made['id']}", {"tone": 3})).status_code == 403
    assert (await anna.delete(f"/api/v1/tags/{made['id']}")).status_code == 403
    changed = await admin.patch(f"/api/v1/tags/{made['id']}", {"tone": 3, "name": "Обмен"})
    assert changed.json() == {"id": made["id"], "name": "Обмен", "tone": 3}
    assert (await anna.get("/api/v1/tags")).json() == [changed.json()]
    assert (await office.b.anna_browser.get("/api/v1/tags")).json() == []
    assert (await office.b.anna_browser.patch(f"/api/v1/tags/{made['id']}", {"tone": 1})).status_code == 403
    audit = await office.sql("select array_agg(action order by id) from audit where object_kind = 'tag'")
    assert audit == ["tag.created", "tag.changed"]


async def test_names_are_unique_in_any_case_and_say_which_one_there_is(office: Office) -> None:
    first = await office.tag("Возврат")
    refused = await office.a.boris_browser.post("/api/v1/tags", {"name": "ВОЗВРАТ"})
    assert (refused.status_code, refused.json()["code"], refused.json()["id"]) == (409, "name_taken", first)
    second = await office.tag("Доставка")
    assert (await office.admin.patch(f"/api/v1/tags/{second}", {"name": "возврат"})).status_code == 409
    assert (await office.admin.patch(f"/api/v1/tags/{second}", {"name": "ДОСТАВКА"})).status_code == 200


async def test_one_name_typed_by_two_people_at_once_is_one_tag(office: Office) -> None:
    answers = await asyncio.gather(
        *(browser.post("/api/v1/tags", {"name": name}) for browser, name in
          ((office.a.anna_browser, "Срочно"), (office.a.boris_browser, "срочно"), (office.admin, "СРОЧНО")))
    )  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


@pytest.mark.parametrize(("name", "status"), [("я" * 50, 201), ("я" * 51, 422), ("", 422), ("\u200b\u200e ", 422)])
async def test_the_length_of_a_name(office: Office, name: str, status: int) -> None:
    assert (await office.a.anna_browser.post("/api/v1/tags", {"name": name})).status_code == status


async def test_a_nul_in_a_name_goes(office: Office) -> None:
    made = await office.a.anna_browser.post("/api/v1/tags", {"name": "а\u0000б"})
    assert made.json()["name"] == "аб"


async def test_there_are_at_most_500_tags_and_100_reasons(office: Office) -> None:
    await office.do(
        "insert into tag (workspace_id, name) select %(w)s, 'm' || n from generate_series(1, 500) n", w=office.a.id
    )
    refused = await office.a.anna_browser.post("/api/v1/tags", {"name": "ещё"}, headers={"Accept-Language": "ru"})
    assert (refused.status_code, refused.json()["code"], refused.json()["limit"]) == (409, "too_many_labels", 500)
    assert "предел" in refused.json()["detail"]
    await office.do(
        "insert into closing_reason (workspace_id, name) select %(w)s, 'm' || n from generate_series(1, 100) n",
        w=office.a.id,
    )
    refused = await office.admin.post("/api/v1/closing-reasons", {"name": "ещё"})
    assert (refused.status_code, refused.json()["limit"]) == (409, 100)


async def test_a_deleted_tag_is_gone_at_once_and_leaves_conversations_bit_by_bit(office: Office) -> None:
    gone, stays = await office.tag("Уйдёт"), await office.tag("Останется")
    number = (await office.write(office.a, "Иван")).conversation_id
    path = f"/api/v1/conversations/{number}"
    await office.a.anna_browser.put(f"{path}/tags", {"tag_ids": [gone, stays]})
    await office.do(
        """insert into contact (workspace_id, name) select %(w)s, 'к' || n from generate_series(1, 450) n""",
        w=office.a.id,
    )
    await office.do(
        """insert into conversation (workspace_id, contact_id, tag_ids)
           select workspace_id, id, array[%(tag)s::bigint] from contact where name like 'к%%'""",
        tag=gone,
    )
    assert (await office.admin.delete(f"/api/v1/tags/{gone}")).status_code == 204
    assert [tag["id"] for tag in (await office.a.anna_browser.get(path)).json()["tags"]] == [stays]
    left = "select count(*) from conversation where tag_ids @> array[%(tag)s]::bigint[]"
    assert await office.sql(left, tag=gone) == 451

    async with office.db.system() as tx:
        await tx.execute("select 1 from conversation where id = %(id)s for update", {"id": number})
        assert await office.run_jobs() == 1, "somebody works on one of them: that one is left for later"
        assert await office.sql(left, tag=gone) == 1
    assert await office.run_jobs() == 0
    assert await office.sql(left, tag=gone) == 0
    assert await office.sql("select tag_ids from conversation where id = %(id)s", id=number) == [stays]
    assert (await office.admin.delete(f"/api/v1/tags/{gone}")).status_code == 404


async def test_reasons_are_ordered_renamed_and_archived(office: Office) -> None:
    path = "/api/v1/closing-reasons"
    assert (await office.a.anna_browser.post(path, {"name": "Решено"})).status_code == 403
    made = [(await office.admin.post(path, {"name": name})).json()["id"] for name in ("Решено", "Дубль", "Прочее")]
    assert (await office.admin.post(path, {"name": "РЕШЕНО"})).json()["code"] == "name_taken"
    await office.admin.patch(f"{path}/{made[2]}", {"place": 0, "name": "Другое"})
    listed = (await office.a.anna_browser.get(path)).json()
    assert [one["name"] for one in listed] == ["Другое", "Решено", "Дубль"]
    assert (await office.admin.delete(f"{path}/{made[0]}")).status_code == 204
    assert (await office.admin.delete(f"{path}/{made[0]}")).status_code == 404
    assert (await office.admin.post(path, {"name": "Решено"})).status_code == 201, "the name of an archived one is free"
    assert [one["name"] for one in (await office.admin.get(path)).json()] == ["Другое", "Дубль", "Решено"]


async def test_changes_are_told_and_say_whether_lists_show_something_else(office: Office) -> None:
    tag = await office.tag("Возврат")
    await office.admin.patch(f"/api/v1/tags/{tag}", {"name": "Обмен"})
    told = await office.sql(
        "select array_agg((data ->> 'relabelled')::bool order by id) from event where kind = 'labels.changed'"
    )
    assert told == [False, True]


def test_desks_hear_of_labels_and_whether_to_read_their_lists_again() -> None:
    events = [
        LoggedEvent(number, 1, 1, "labels.changed", None, None, None, {"relabelled": number == 2}) for number in (1, 2)
    ]
    quiet, loud = collect(events[:1]), collect(events)
    assert (quiet.labels, quiet.relabelled) == (True, False)
    assert (loud.labels, loud.relabelled) == (True, True)
    assert not collect([]).labels
