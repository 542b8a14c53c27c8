"""Messages in: once each, in order, in the right conversation, poison apart."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from otklik.channelkit.inbound import HookCall
from otklik.conversations.recording import _waiting_from
from otklik.conversations.records import Author
from otklik.conversations.verbs import reopen, resolve
from otklik.infra.db import WRITERS, Tx
from otklik.messaging.ingest import Delivery, choose_writer, write_deliveries
from otklik.messaging.reading import read_call
from otklik.messaging.uploads import IncomingFiles
from tests.messaging.conftest import OPERATOR, TOKEN, Scene


async def test_a_message_makes_a_person_a_conversation_and_an_event(road: Scene) -> None:
    accepted = await road.receive({"kind": "message", "id": "1", "text": "Где мой заказ?"})

    [recorded] = accepted.recorded
    assert recorded.opened
    assert await road.texts(recorded.conversation_id) == [(1, "Где мой заказ?")]
    assert await road.rows("select name from contact") == [("Вера",)]
    assert await road.rows("select kind from event order by id") == [
        ("conversation.opened",), ("message.recorded",), ("contact.changed",),
    ]  # fmt: skip
    [(status, waiting, unread)] = await road.rows(
        "select status, waiting_since is not null, in_count from conversation"
    )
    assert (status, waiting, unread) == ("open", True, 1)
    assert await road.rows("select state, body is not null from hook_call") == [("recorded", True)]


async def test_p2_the_same_delivery_ten_times_at_once_is_one_message(road: Scene) -> None:
    call = road.call({"kind": "message", "id": "1", "text": "раз"})
    answers = await asyncio.gather(*(road.receive_raw(call) for _ in range(10)))

    assert sum(len(answer.recorded) for answer in answers) == 1
    assert await road.rows("select count(*) from message") == [(1,)]
    assert await road.rows("select last_seq, in_count from conversation") == [(1, 1)]


async def test_p4_a_burst_keeps_one_dense_order_per_conversation(road: Scene) -> None:
    people = [f"p{number}" for number in range(7)]
    calls = [
        road.call({"kind": "message", "id": f"{person}-{number}", "from": person, "text": str(number)})
        for number in range(30)
        for person in people
    ]
    await asyncio.gather(*(road.receive_raw(call) for call in calls))

    rows = await road.rows(
        """select count(*), count(distinct seq), min(seq), max(seq), bool_and(text::int = seq - 1)
           from message group by conversation_id"""
    )
    assert rows == [(30, 30, 1, 30, True)] * len(people)
    assert await road.rows("select distinct last_seq, in_count from conversation") == [(30, 30)]


async def test_a_poison_delivery_is_parked_and_its_neighbours_go_through(road: Scene) -> None:
    calls = [road.call({"kind": "message", "id": str(number), "text": "x"}) for number in range(5)]
    calls.insert(2, road.call({"kind": "report", "id": "9", "status": "no such status"}))
    answers = await asyncio.gather(*(road.receive_raw(call) for call in calls))

    assert [answer.failed for answer in answers] == [False, False, True, False, False, False]
    assert await road.rows("select count(*) from message") == [(5,)]
    assert await road.rows("select count(*) from hook_call where state = 'failed' and reason <> ''") == [(1,)]


async def test_a_delivery_that_breaks_the_transaction_is_parked_alone(road: Scene) -> None:
    too_long_key = {
        "kind": "message",
        "id": "k",
        "key": os.urandom(9000).hex(),
        "text": "the index cannot hold this key",
    }
    answers = await asyncio.gather(
        *(road.receive({"kind": "message", "id": str(number), "text": "x"}) for number in range(3)),
        road.receive(too_long_key),
        *(road.receive({"kind": "message", "id": f"b{number}", "text": "x"}) for number in range(3)),
    )

    assert [answer.failed for answer in answers] == [False] * 3 + [True] + [False] * 3
    assert await road.rows("select count(*) from message") == [(6,)]
    assert await road.rows("select count(*) from hook_call where state = 'failed'") == [(1,)]


@pytest.mark.parametrize("body", [b"not json", b"[]", b"", b'{"a": 1}', b"\xff\xfe\x00", b'{"events": 3}'])
async def test_h11_what_cannot_be_read_is_kept_as_failed(road: Scene, body: bytes) -> None:
    accepted = await road.receive_raw(HookCall(body=body, headers={"x-secret": "s3cret"}))

    assert accepted.failed
    [(state, text, raw)] = await road.rows("select state, body, raw from hook_call")
    assert state == "failed"
    assert (bytes(raw) if raw is not None else text.encode()) == body


@pytest.mark.parametrize(
    "sent,kept",
    [
        ("a\x00b\x07c", "abc"),
        ("\ud83d alone", "\ufffd alone"),
        ("👩‍👩‍👧‍👦 семья", "👩‍👩‍👧‍👦 семья"),
        ("שלום \u202eevil", "שלום \u202eevil"),
        ("é", "é"),
        ("я" * 150_000, "я" * 100_000),
    ],
)
async def test_h11_odd_text_is_cleaned_and_kept(road: Scene, sent: str, kept: str) -> None:
    body = json.dumps({"events": [{"kind": "message", "id": "1", "text": sent}]}).encode()
    accepted = await road.receive_raw(HookCall(body=body, headers={"x-secret": "s3cret"}))
    if not accepted.recorded:
        assert accepted.failed
        assert "\ud83d" in sent
        return
    assert await road.texts(accepted.recorded[0].conversation_id) == [(1, kept)]


async def test_the_same_person_continues_and_reopens_within_the_time(road: Scene) -> None:
    first = (await road.receive({"kind": "message", "id": "1", "text": "раз"})).recorded[0]
    await road.rows("update conversation set status = 'resolved', resolved_at = now() - interval '1 hour' returning 1")
    second = (await road.receive({"kind": "message", "id": "2", "text": "два"})).recorded[0]
    assert second.conversation_id == first.conversation_id
    assert await road.rows("select status, resolved_at from conversation") == [("open", None)]

    await road.rows(
        "update conversation set status = 'resolved', resolved_at = now() - interval '25 hours' returning 1"
    )
    third = (await road.receive({"kind": "message", "id": "3", "text": "три"})).recorded[0]
    assert third.conversation_id != first.conversation_id
    assert third.seq == 1
    assert await road.rows("select takes_new from conversation order by id") == [(False,), (True,)]


@pytest.mark.parametrize("act", ["answer", "reopen"])
async def test_an_old_conversation_people_work_in_again_takes_the_next_message(road: Scene, act: str) -> None:
    first = (await road.receive({"kind": "message", "id": "1", "text": "раз"})).recorded[0]
    await road.rows(
        "update conversation set status = 'resolved', resolved_at = now() - interval '25 hours' returning 1"
    )
    second = (await road.receive({"kind": "message", "id": "2", "text": "два"})).recorded[0]

    async def work_on_first() -> None:
        if act == "answer":
            await road.reply(first.conversation_id, "о прошлом")
            return
        async with road.db.workspace(road.workspace_id) as tx:
            await reopen(tx, first.conversation_id, OPERATOR)

    async def close(conversation_id: int) -> None:
        async with road.db.workspace(road.workspace_id) as tx:
            await resolve(tx, conversation_id, OPERATOR)

    await work_on_first()
    third = (await road.receive({"kind": "message", "id": "3", "text": "три"})).recorded[0]
    assert third.conversation_id == second.conversation_id, "the other one is still unresolved"
    await close(first.conversation_id)
    await close(second.conversation_id)
    await work_on_first()
    fourth = (await road.receive({"kind": "message", "id": "4", "text": "четыре"})).recorded[0]
    assert fourth.conversation_id == first.conversation_id


async def test_two_conversations_of_a_person_reopened_at_once_leave_one_that_takes_messages(road: Scene) -> None:
    ids = []
    for number in range(2):
        await road.rows(
            "update conversation set status = 'resolved', resolved_at = now() - interval '2 days' returning 1"
        )
        ids.append(
            (await road.receive({"kind": "message", "id": f"{number}", "text": "x"})).recorded[0].conversation_id
        )

    async def turn(conversation_id: int, verb: Callable[[Tx, int, Author], Awaitable[object]]) -> None:
        async with road.db.workspace(road.workspace_id) as tx:
            await verb(tx, conversation_id, OPERATOR)

    for _ in range(15):
        await asyncio.gather(*(turn(number, resolve) for number in ids))
        new = {"kind": "message", "id": uuid4().hex, "text": "y"}
        await asyncio.gather(*(turn(number, reopen) for number in ids), road.receive(new))
        assert await road.rows("select count(*) from conversation where takes_new") == [(1,)]


async def test_f51_one_person_arriving_twice_at_once_is_one_contact(road: Scene) -> None:
    await asyncio.gather(
        *(road.receive({"kind": "message", "id": str(number), "from": "new", "text": "x"}) for number in range(20))
    )
    assert await road.rows("select count(*) from contact") == [(1,)]
    assert await road.rows("select count(*) from conversation") == [(1,)]


async def test_f49_an_edit_and_a_deletion_before_the_message_wait_for_it(road: Scene) -> None:
    await road.receive({"kind": "edit", "id": "1", "text": "новый"})
    assert await road.rows("select count(*) from early_fact") == [(1,)]
    recorded = (await road.receive({"kind": "message", "id": "1", "text": "старый"})).recorded[0]

    assert await road.texts(recorded.conversation_id) == [(1, "новый")]
    assert await road.rows("select count(*) from early_fact") == [(0,)]


async def test_f49_an_edit_that_commits_beside_its_message_is_applied(road: Scene) -> None:
    """Neither transaction sees the other: the edit waits for a message that has already looked for what waits."""
    message = await _delivery(road, {"kind": "message", "id": "1", "text": "старый"})
    async with road.db.system() as tx:
        [accepted] = await write_deliveries(tx, [(message, IncomingFiles())])
        await road.receive({"kind": "edit", "id": "1", "text": "новый"})
    [recorded] = accepted.recorded
    assert await road.texts(recorded.conversation_id) == [(1, "старый")]

    await road.work(until="select text = 'новый' from message")
    assert await road.rows("select count(*) from early_fact") == [(0,)]


async def test_f49_a_fact_whose_message_never_comes_goes_on_waiting(road: Scene) -> None:
    await road.receive({"kind": "report", "id": "unknown", "status": "read"})
    await road.rows("update job set run_at = now() returning id")
    await road.work(until="select count(*) = 0 from job")
    assert await road.rows("select external_id from early_fact") == [("unknown",)]


async def test_edits_and_deletions_change_what_is_shown(road: Scene) -> None:
    recorded = (await road.receive({"kind": "message", "id": "1", "text": "старый"})).recorded[0]
    await road.receive({"kind": "edit", "id": "1", "text": "новый"})
    [(text, edited)] = await road.rows("select text, edited_at is not null from message")
    assert (text, edited) == ("новый", True)
    await road.receive({"kind": "delete", "id": "1"})
    [(text, deleted)] = await road.rows("select text, deleted_at is not null from message")
    assert (text, deleted) == ("", True)
    assert recorded.seq == 1


async def test_a_reply_finds_the_message_it_quotes(road: Scene) -> None:
    await road.receive({"kind": "message", "id": "1", "text": "вопрос"}, {"kind": "message", "id": "2", "text": "ещё"})
    await road.receive({"kind": "message", "id": "3", "text": "про первый", "reply_to": "1"})
    assert await road.rows(
        "select q.text from message m join message q on q.id = m.reply_to_id where m.external_id = '3'"
    ) == [("вопрос",)]


async def test_a_blocked_person_is_recorded_and_troubles_nobody(road: Scene) -> None:
    await road.receive({"kind": "message", "id": "1", "text": "раз"})
    await road.rows("update contact set blocked_at = now() returning 1")
    await road.rows(
        """update conversation set status = 'resolved', resolved_at = now() - interval '3 days', waiting_since = null
           returning 1"""
    )
    await road.receive({"kind": "message", "id": "2", "text": "два"})
    assert await road.rows("select status, waiting_since from conversation order by id") == [("resolved", None)] * 2


async def test_who_blocks_us_and_writes_again_in_one_batch_can_be_answered(road: Scene) -> None:
    await road.receive({"kind": "message", "id": "1", "text": "раз"})
    await road.receive({"kind": "block", "key": "b1"}, {"kind": "message", "id": "2", "text": "передумал"})
    assert await road.rows("select reachable, unreachable_reason from identity") == [(True, "")]
    lines = await road.rows("select content -> 'event' ->> 'kind' from message where kind = 'event' order by seq")
    assert lines == [("blocked",), ("unblocked",)]


async def test_who_writes_and_blocks_us_in_one_batch_cannot(road: Scene) -> None:
    await road.receive({"kind": "message", "id": "1", "text": "раз"}, {"kind": "block", "key": "b1"})
    assert await road.rows("select reachable from identity") == [(False,)]


def test_the_customer_waits_from_when_they_wrote_unless_the_clock_lies() -> None:
    now = datetime.now(UTC)
    assert _waiting_from(now - timedelta(minutes=10)) == now - timedelta(minutes=10)
    assert _waiting_from(now + timedelta(hours=1)) <= datetime.now(UTC)
    assert _waiting_from(datetime(1999, 1, 1, tzinfo=UTC)) >= now


async def test_starting_a_chat_makes_the_person_known_without_a_conversation(road: Scene) -> None:
    await road.receive({"kind": "start", "key": "s1"})
    assert await road.rows("select count(*) from identity") == [(1,)]
    assert await road.rows("select count(*) from conversation") == [(0,)]


async def test_being_blocked_is_remembered_and_shown_in_the_conversation(road: Scene) -> None:
    await road.receive({"kind": "message", "id": "1", "text": "раз"})
    await road.receive({"kind": "block", "key": "b1"})
    assert await road.rows("select reachable, unreachable_reason from identity") == [(False, "blocked")]
    [(content,)] = await road.rows("select content from message where kind = 'event'")
    assert content["event"]["kind"] == "blocked"


async def test_who_writes_again_can_be_written_to_again(road: Scene) -> None:
    await road.receive({"kind": "message", "id": "1", "text": "раз"})
    await road.receive({"kind": "block", "key": "b1"})
    await road.receive({"kind": "message", "id": "2", "text": "два"})
    assert await road.rows("select reachable, unreachable_reason from identity") == [(True, "")]


async def _delivery(road: Scene, *events: dict[str, object], polled: bool = False) -> Delivery:
    inbox = await road.directory.by_token(TOKEN)
    assert inbox is not None
    call = msgspec.structs.replace(road.call(*events), polled=polled)
    return read_call(inbox, call)


async def test_p4_what_belongs_together_goes_through_one_writer(road: Scene) -> None:
    person = [
        await _delivery(road, {"kind": "message", "id": "1", "from": "vera", "text": "раз"}),
        await _delivery(road, {"kind": "edit", "id": "1", "from": "vera", "text": "два"}),
        await _delivery(road, {"kind": "delete", "id": "1", "from": "vera"}),
    ]
    assert len({choose_writer(delivery) for delivery in person}) == 1
    people = [
        await _delivery(road, {"kind": "message", "id": f"{number}", "from": f"p{number}", "text": "раз"})
        for number in range(40)
    ]
    assert {choose_writer(delivery) for delivery in people} == set(range(WRITERS)), "people are shared out"
    letters = [
        await _delivery(road, {"kind": "message", "id": f"l{number}", "from": f"p{number}", "text": "x"}, polled=True)
        for number in range(40)
    ]
    assert len({choose_writer(delivery) for delivery in letters}) == 1, "a mailbox is read in its order"


async def test_writers_work_at_the_same_time(road: Scene) -> None:
    """One writer that waits for a lock does not keep the others waiting."""
    held = await _delivery(road, {"kind": "message", "id": "h1", "from": "held", "text": "раз"})
    await road.ingest.accept(held)
    free = next(
        delivery
        for delivery in [
            await _delivery(road, {"kind": "message", "id": f"f{number}", "from": f"f{number}", "text": "раз"})
            for number in range(40)
        ]
        if choose_writer(delivery) != choose_writer(held)
    )
    async with road.db.system() as tx:
        await tx.rows("select id from contact for update")
        again = await _delivery(road, {"kind": "message", "id": "h2", "from": "held", "text": "два"})
        waiting = asyncio.create_task(road.ingest.accept(again))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(60):
            assert len((await road.ingest.accept(free)).recorded) == 1
        assert not waiting.done()
    assert len((await waiting).recorded) == 1
