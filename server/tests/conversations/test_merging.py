"""Conversations of one person merged by hand and parted again, and a question that gets a conversation of its own."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from otklik.conversations import merging
from otklik.conversations.records import SYSTEM
from otklik.desk.room import desk_dependencies
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from tests.browser import open_browsers
from tests.desk.scene import ROUTES, Scene, in_future, reply

PATH = "/api/v1/conversations"


class Talks(Scene):
    """A company in which Vera has two open conversations."""

    first: int
    second: int

    async def lay_two(self) -> None:
        """Let Vera ask, and a colleague begin another conversation with her meanwhile."""
        self.first = (await self.write(self.a, "Вера", "Где заказ?")).conversation_id
        await self.write(self.a, "Вера", "Алло?")
        await reply(self.a.anna_browser, self.first, "Смотрим")
        await self.do("update conversation set takes_new = false where id = %(id)s", id=self.first)
        self.second = (await self.write(self.a, "Вера", "И ещё возврат")).conversation_id
        assert self.second != self.first

    async def texts(self, number: int) -> list[str]:
        """Return what was said, in order; system lines in brackets."""
        async with self.db.system() as tx:
            rows = await tx.rows(
                "select text, content from message where conversation_id = %(id)s order by seq", {"id": number}
            )
        return [f"[{content['event']['kind']}]" if content and "event" in content else text for text, content in rows]

    async def state(self, number: int) -> dict[str, Any]:
        """Return the row of a conversation."""
        found: dict[str, Any] = await self.sql("select to_jsonb(c) from conversation c where id = %(id)s", id=number)
        return found

    async def merge(self, guest: int, host: int) -> int:
        """Merge and return the number of the merge."""
        answer = await self.a.anna_browser.post(f"{PATH}/{guest}/merge", {"into_id": host})
        assert answer.status_code == 200, answer.text
        assert answer.json()["conversation"]["id"] == host
        return int(answer.json()["merge_id"])

    async def undo(self, merge_id: int) -> Any:
        """Undo a merge."""
        return await self.a.anna_browser.post(f"{PATH}/merges/{merge_id}/undo")

    async def check(self) -> None:
        """Check the promises: dense order, true counters, one conversation that takes new messages."""
        broken = """select count(*) from (select conversation_id from message group by conversation_id
                    having count(*) <> max(seq) or min(seq) <> 1) x"""
        assert await self.sql(broken) == 0
        untrue = """select count(*) from conversation c join lateral (
                        select count(*) as n, count(*) filter (where direction = 'in') as ins,
                               coalesce(max(seq) filter (where direction = 'out' and not note), 0) as out_seq
                        from message where conversation_id = c.id) x on true
                    where (c.last_seq, c.in_count, c.last_out_seq) <> (x.n, x.ins, x.out_seq)"""
        assert await self.sql(untrue) == 0
        lost = """select count(*) from outbox o join message m on m.id = o.message_id
                  where o.conversation_id <> m.conversation_id"""
        assert await self.sql(lost) == 0
        seen = """select count(*) from read_mark r where r.in_seen <> (
                      select count(*) from message m
                      where m.conversation_id = r.conversation_id and m.direction = 'in' and m.seq <= r.seq)"""
        assert await self.sql(seen) == 0


@pytest.fixture
async def talks(db: Database, tmp_path: Path) -> AsyncIterator[Talks]:
    """Vera's two conversations."""
    made = Talks(db, FileStore(tmp_path))
    async with open_browsers(db, ROUTES, {"desk": made.desk}, desk_dependencies()) as browsers:
        await made.lay(browsers)
        await made.lay_two()
        yield made


async def test_a_conversation_goes_on_in_another(talks: Talks) -> None:
    anna = talks.a.anna_browser
    await talks.do("update conversation set priority = 2 where id = %(id)s", id=talks.second)
    await talks.merge(talks.second, talks.first)
    assert await talks.texts(talks.first) == ["Где заказ?", "Алло?", "Смотрим", "[merged]", "И ещё возврат"]
    assert await talks.texts(talks.second) == ["[merged]"]
    host, shell = (await anna.get(f"{PATH}/{talks.first}")).json(), (await anna.get(f"{PATH}/{talks.second}")).json()
    assert (host["status"], host["priority"], host["preview"]["text"]) == ("open", "urgent", "И ещё возврат")
    assert host["waiting_since"] is not None
    assert (shell["status"], shell["priority"], shell["preview"]) == ("resolved", "normal", None)
    assert (await talks.write(talks.a, "Вера", "третье")).conversation_id == talks.first
    await talks.check()


async def test_undoing_at_once_gives_both_back(talks: Talks) -> None:
    anna = talks.a.anna_browser
    await anna.post(f"{PATH}/{talks.second}/snooze", {"until": in_future()})
    await anna.post(f"{PATH}/{talks.first}/resolve")
    for number in (talks.first, talks.second):
        await anna.post(f"{PATH}/{number}/read", {"seq": 1})
    before = [await talks.state(number) for number in (talks.first, talks.second)]
    said = [await talks.texts(number) for number in (talks.first, talks.second)]
    merge_id = await talks.merge(talks.second, talks.first)
    assert (await talks.state(talks.first))["status"] == "snoozed"
    assert (await talks.undo(merge_id)).json()["id"] == talks.second
    after = [await talks.state(number) for number in (talks.first, talks.second)]
    for was, now in zip(before, after, strict=True):
        same = set(was) - {"version", "last_seq"}
        assert {name: now[name] for name in same} == {name: was[name] for name in same}
    assert [text for text in await talks.texts(talks.first) if not text.startswith("[")] == said[0][:3]
    assert (await talks.texts(talks.second))[: len(said[1])] == said[1]
    assert await talks.sql("select unique_key from job where kind = 'conversations.wake'") == str(talks.second)
    line = "select content #> '{event,data,undone}' from message where content #> '{event,data}' ? 'merge_id'"
    assert await talks.sql(line) is True
    await talks.check()


async def test_what_was_written_since_stays_where_it_was_written(talks: Talks) -> None:
    await talks.a.anna_browser.post(f"{PATH}/{talks.first}/resolve")
    merge_id = await talks.merge(talks.second, talks.first)
    await talks.write(talks.a, "Вера", "новое")
    assert (await talks.undo(merge_id)).status_code == 200
    host, guest = await talks.state(talks.first), await talks.state(talks.second)
    assert [text for text in await talks.texts(talks.first) if not text.startswith("[")] == [
        "Где заказ?", "Алло?", "Смотрим", "новое",
    ]  # fmt: skip
    assert (host["status"], host["preview"]["text"], host["waiting_since"] is not None) == ("open", "новое", True)
    assert (guest["status"], guest["preview"]["text"], guest["takes_new"]) == ("open", "И ещё возврат", True)
    assert (await talks.write(talks.a, "Вера", "дальше")).conversation_id == talks.second
    await talks.check()


async def test_a_merge_is_undone_once_within_a_day_and_the_last_one_first(talks: Talks) -> None:
    first = await talks.merge(talks.second, talks.first)
    await talks.do("update conversation set takes_new = false")
    third = (await talks.write(talks.a, "Вера", "третье")).conversation_id
    second = await talks.merge(third, talks.first)
    assert (await talks.undo(first)).json()["code"] == "cannot_unjoin"
    assert (await talks.undo(second)).status_code == 200
    await talks.do("update conversation_merge set at = now() - interval '25 hours' where id = %(id)s", id=first)
    assert (await talks.undo(first)).json()["code"] == "too_late_to_unjoin"
    await talks.do("update conversation_merge set at = now() where id = %(id)s", id=first)
    answers = await asyncio.gather(*(talks.undo(first) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert (await talks.undo(10**12)).status_code == 404
    assert (await talks.b.anna_browser.post(f"{PATH}/merges/{first}/undo")).status_code == 404
    await talks.check()


async def test_what_cannot_be_merged(talks: Talks) -> None:
    anna = talks.a.anna_browser
    stranger = (await talks.write(talks.a, "Борис")).conversation_id
    foreign = (await talks.write(talks.b, "Вера")).conversation_id
    refused = await anna.post(f"{PATH}/{talks.first}/merge", {"into_id": stranger}, headers={"Accept-Language": "ru"})
    assert (refused.status_code, refused.json()["code"]) == (409, "contacts_differ")
    assert "карточки" in refused.json()["detail"]
    assert (await anna.post(f"{PATH}/{talks.first}/merge", {"into_id": talks.first})).json()["code"] == "cannot_join"
    assert (await anna.post(f"{PATH}/{talks.first}/merge", {"into_id": foreign})).status_code == 404
    await talks.merge(talks.second, talks.first)
    for pair in ((talks.second, talks.first), (talks.first, talks.second)):
        refused = await anna.post(f"{PATH}/{pair[0]}/merge", {"into_id": pair[1]})
        assert (refused.status_code, refused.json()["code"]) == (409, "already_joined")
        assert refused.json()["conversation_id"] == talks.first
    await talks.check()


async def test_two_merges_at_once_are_one(talks: Talks) -> None:
    pairs = [(talks.first, talks.second), (talks.second, talks.first), (talks.first, talks.second)]
    answers = await asyncio.gather(
        *(browser.post(f"{PATH}/{guest}/merge", {"into_id": host})
          for browser, (guest, host) in zip(
              (talks.a.anna_browser, talks.a.boris_browser, talks.a.anna_browser), pairs, strict=True))
    )  # fmt: skip
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    await talks.check()


async def test_merging_and_parting_while_the_customer_writes(talks: Talks) -> None:
    stop = asyncio.Event()
    heard = 0

    async def write() -> None:
        nonlocal heard
        while not stop.is_set():
            await talks.write(talks.a, "Вера", "пишу")
            heard += 1

    async def answer() -> None:
        while not stop.is_set():
            await reply(talks.a.boris_browser, talks.first, "отвечаю")
            await asyncio.sleep(0.02)

    async def merge_and_part() -> None:
        for _ in range(4):
            merge_id = await talks.merge(talks.second, talks.first)
            await asyncio.sleep(0.05)
            assert (await talks.undo(merge_id)).status_code == 200
        stop.set()

    await asyncio.gather(write(), answer(), merge_and_part())
    await talks.check()
    assert await talks.sql("select count(*) from message where text = 'пишу'") == heard > 0
    assert (
        await talks.sql("select count(*) from conversation where takes_new and workspace_id = %(w)s", w=talks.a.id) == 1
    )


async def test_a_merge_that_fails_changes_nothing(talks: Talks) -> None:
    before = [await talks.state(number) for number in (talks.first, talks.second)]

    class Boom(Exception):
        pass

    async def merge_and_fail() -> None:
        async with talks.db.workspace(talks.a.id) as tx:
            await merging.merge(tx, talks.second, talks.first, SYSTEM)
            raise Boom

    with pytest.raises(Boom):
        await merge_and_fail()
    assert [await talks.state(number) for number in (talks.first, talks.second)] == before


async def test_moved_again_since_cannot_be_undone(talks: Talks) -> None:
    merge_id = await talks.merge(talks.second, talks.first)
    last = (await talks.state(talks.first))["last_seq"]
    made = await talks.a.anna_browser.post(f"{PATH}/{talks.first}/split", {"from_seq": last})
    assert made.status_code == 201, made.text
    refused = await talks.undo(merge_id)
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_unjoin")
    await talks.check()


async def test_a_question_gets_a_conversation_of_its_own(talks: Talks) -> None:
    anna, boris = talks.a.anna_browser, talks.a.boris_browser
    number = talks.second
    await anna.post(f"{PATH}/{number}/assign", {"operator_id": "me"})
    await reply(anna, number, "Оформим")
    asked = await talks.write(talks.a, "Вера", "Кстати, есть чайники?")
    await reply(anna, number, "Есть")
    await talks.write(talks.a, "Вера", "Какие?")
    await boris.post(f"{PATH}/{number}/read", {"seq": asked.seq})
    made = (await anna.post(f"{PATH}/{number}/split", {"from_seq": asked.seq})).json()
    assert await talks.texts(made["id"]) == ["Кстати, есть чайники?", "Есть", "Какие?", "[split_from]"]
    assert [text for text in await talks.texts(number) if not text.startswith("[")] == ["И ещё возврат", "Оформим"]
    old = (await anna.get(f"{PATH}/{number}")).json()
    assert (old["waiting_since"], old["preview"]["text"], old["assignee"]) == (None, "Оформим", made["assignee"])
    assert (made["waiting_since"] is not None, made["preview"]["text"]) == (True, "Какие?")
    assert (await boris.get(f"{PATH}/{made['id']}")).json()["unread"] == 1
    assert (await talks.write(talks.a, "Вера", "и почём")).conversation_id == made["id"]
    await talks.check()


async def test_something_must_stay_and_something_must_move(talks: Talks) -> None:
    anna = talks.a.anna_browser
    for seq in (1, 99):
        refused = await anna.post(f"{PATH}/{talks.first}/split", {"from_seq": seq})
        assert (refused.status_code, refused.json()["code"]) == (409, "cannot_split")
    assert (await talks.b.anna_browser.post(f"{PATH}/{talks.first}/split", {"from_seq": 2})).status_code == 404
    answers = await asyncio.gather(*(anna.post(f"{PATH}/{talks.first}/split", {"from_seq": 3}) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409], "the second finds nothing left to move"
    await talks.check()
