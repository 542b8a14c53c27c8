"""Messages out: once each, in order, honest about what is not known."""

import asyncio
from uuid import uuid4

import pytest

from otklik.channelkit.outbound import Scope, SendError, SendErrorKind, Sent
from otklik.conversations.errors import AnsweredMeanwhile, NothingToSay
from otklik.conversations.posting import Draft, post_message
from otklik.conversations.records import Author
from otklik.kit.errors import NotFound
from tests.messaging.conftest import OPERATOR, Scene

PAVEL = Author(kind="operator", id=900_002, name="Павел")
ALL_SENT = "select count(*) = 0 from outbox"


async def _open(road: Scene, person: str = "77") -> int:
    accepted = await road.receive(
        {"kind": "message", "id": f"in-{person}-{uuid4()}", "from": person, "text": "Здравствуйте"}
    )
    return accepted.recorded[0].conversation_id


async def test_a_reply_is_sent_and_marked(road: Scene) -> None:
    conversation = await _open(road)
    message = await road.reply(conversation, "Добрый день!")
    assert message.delivery == "queued"
    await road.work(until=ALL_SENT)

    assert [part.payload["text"] for part in road.channel.sent] == ["Добрый день!"]
    assert await road.rows("select delivery from message where id = %(id)s", id=message.id) == [("sent",)]
    assert await road.rows("select external_id, status from delivery") == [("out-1", "sent")]
    [(waiting, first, assignee)] = await road.rows(
        "select waiting_since, first_response_at is not null, assignee_id from conversation"
    )
    assert (waiting, first, assignee) == (None, True, 900_001)


async def test_what_is_written_to_an_invented_customer_stays_in_the_house(road: Scene) -> None:
    conversation = await _open(road)
    await road.rows("update inbox set demo = true, settings = '{}' returning id")
    road.directory.forget()
    message = await road.reply(conversation, "Добрый день!")
    await road.work(until=ALL_SENT)
    assert road.channel.sent == []
    assert await road.rows("select delivery from message where id = %(id)s", id=message.id) == [("delivered",)]


async def test_p3_the_same_client_id_is_one_message(road: Scene) -> None:
    conversation, client_id = await _open(road), uuid4()
    posted = await asyncio.gather(*(road.reply(conversation, "раз", client_id=client_id) for _ in range(5)))
    assert len({message.id for message in posted}) == 1
    await road.work(until=ALL_SENT)
    assert len(road.channel.sent) == 1


async def test_p4_replies_leave_in_the_order_they_were_posted(road: Scene) -> None:
    conversation = await _open(road)
    road.channel.answers = [
        SendError(kind=SendErrorKind.RETRY),
        Sent(external_id="a"),
        SendError(kind=SendErrorKind.RATE, retry_after_s=-0.9),
    ]
    for number in range(20):
        await road.reply(conversation, str(number))
    await road.work(until=ALL_SENT, seconds=60)
    assert [part.payload["text"] for part in road.channel.sent] == [str(number) for number in range(20)]


async def test_a_long_text_leaves_in_parts_and_counts_as_one_message(road: Scene) -> None:
    conversation = await _open(road)
    message = await road.reply(conversation, "я" * 250)
    await road.work(until=ALL_SENT)
    assert [len(part.payload["text"]) for part in road.channel.sent] == [100, 100, 50]
    await road.receive(
        {"kind": "report", "id": "out-1", "status": "read"}, {"kind": "report", "id": "out-2", "status": "read"}
    )
    assert await road.rows("select delivery from message where id = %(id)s", id=message.id) == [("sent",)]
    await road.receive({"kind": "report", "id": "out-3", "status": "delivered"})
    assert await road.rows("select delivery from message where id = %(id)s", id=message.id) == [("delivered",)]


@pytest.mark.parametrize(
    "kind", [SendErrorKind.FORMAT, SendErrorKind.WINDOW, SendErrorKind.GONE, SendErrorKind.OPTOUT, SendErrorKind.POLICY]
)
async def test_f47_a_permanent_error_is_shown_and_not_repeated(road: Scene, kind: SendErrorKind) -> None:
    conversation = await _open(road)
    road.channel.answers = [SendError(kind=kind, code="403", detail="bot was blocked")]
    message = await road.reply(conversation, "раз")
    await road.work(until=ALL_SENT)
    [(delivery, error)] = await road.rows("select delivery, error from message where id = %(id)s", id=message.id)
    assert (delivery, error["code"], error["detail"]) == ("failed", kind.value, "bot was blocked")
    assert await road.rows("select failed_count from conversation") == [(1,)]
    assert await road.rows("select reachable from identity") == [(kind is not SendErrorKind.GONE,)]
    assert road.channel.sent == []


async def test_f46_an_unknown_result_is_said_aloud_and_never_sent_again(road: Scene) -> None:
    conversation = await _open(road)
    road.channel.answers = [SendError(kind=SendErrorKind.UNCERTAIN, code="timeout")]
    message = await road.reply(conversation, "раз")
    await road.reply(conversation, "два")
    await road.work(until=ALL_SENT)
    assert [part.payload["text"] for part in road.channel.sent] == ["раз", "два"]
    assert await road.rows("select delivery from message where id = %(id)s", id=message.id) == [("uncertain",)]


async def test_f04_a_claim_without_a_result_is_uncertain(road: Scene) -> None:
    conversation = await _open(road)
    message = await road.reply(conversation, "раз")
    await road.rows("update outbox set state = 'sending', attempts = 1, claimed_at = now() returning 1")
    await road.work(until=ALL_SENT)
    assert road.channel.sent == []
    assert await road.rows("select delivery from message where id = %(id)s", id=message.id) == [("uncertain",)]


async def test_a_channel_that_raises_is_uncertain_and_the_line_goes_on(road: Scene) -> None:
    conversation = await _open(road)
    road.channel.answers = [RuntimeError("bug")]
    await road.reply(conversation, "раз")
    await road.reply(conversation, "два")
    await road.work(until=ALL_SENT)
    assert [part.payload["text"] for part in road.channel.sent] == ["два"]


async def test_a_refused_token_stops_the_inbox_and_keeps_the_message(road: Scene) -> None:
    conversation = await _open(road)
    road.channel.answers = [SendError(kind=SendErrorKind.AUTH, code="401")]
    message = await road.reply(conversation, "раз")
    await road.work(until="select status = 'failing' from inbox")
    assert await road.rows("select delivery from message where id = %(id)s", id=message.id) == [("queued",)]
    assert await road.rows("select state from outbox") == [("queued",)]


async def test_a_limit_on_the_whole_inbox_pauses_it(road: Scene) -> None:
    first, second = await _open(road, "1"), await _open(road, "2")
    road.channel.answers = [SendError(kind=SendErrorKind.RATE, retry_after_s=30, scope=Scope.INBOX)]
    await road.reply(first, "раз")
    await road.work(until="select count(*) = 1 from inbox_health where paused_until > now() + interval '25 seconds'")
    await road.reply(second, "два")
    await road.runner.start()
    await asyncio.sleep(0.6)
    await road.runner.stop()
    assert road.channel.sent == []


async def test_a_report_that_overtakes_our_own_result_waits_for_it(road: Scene) -> None:
    conversation = await _open(road)
    await road.receive({"kind": "report", "id": "out-1", "status": "read"})
    message = await road.reply(conversation, "раз")
    await road.work(until=ALL_SENT)
    assert await road.rows("select delivery from message where id = %(id)s", id=message.id) == [("read",)]


async def test_f62_a_reply_that_crosses_a_colleagues_is_asked_about_once(road: Scene) -> None:
    conversation = await _open(road)
    await road.reply(conversation, "Анна отвечает", seen_seq=1)
    with pytest.raises(AnsweredMeanwhile) as refused:
        await road.reply(conversation, "Павел тоже", PAVEL, seen_seq=1)
    assert refused.value.extra["by"] == {"id": 900_001, "name": "Анна"}
    await road.reply(conversation, "Павел всё равно", PAVEL, seen_seq=refused.value.extra["seq"])
    assert len(await road.texts(conversation)) == 3


async def test_f62_two_operators_at_the_same_moment_cannot_answer_twice_unknowingly(road: Scene) -> None:
    conversation = await _open(road)
    outcomes = await asyncio.gather(
        road.reply(conversation, "А", seen_seq=1),
        road.reply(conversation, "П", PAVEL, seen_seq=1),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AnsweredMeanwhile", "MessageRecord"]


async def test_a_note_stays_inside(road: Scene) -> None:
    conversation = await _open(road)
    async with road.db.workspace(road.workspace_id) as tx:
        await post_message(tx, conversation, OPERATOR, Draft(client_id=uuid4(), text="внутри", note=True))
    assert await road.rows("select count(*) from outbox") == [(0,)]
    assert await road.rows("select waiting_since is not null from conversation") == [(True,)]


async def test_an_empty_reply_and_a_foreign_upload_are_refused(road: Scene) -> None:
    conversation = await _open(road)
    with pytest.raises(NothingToSay):
        await road.reply(conversation, "   ")
    with pytest.raises(NotFound):
        await road.reply(conversation, "x", upload_ids=(99,))


async def test_files_that_came_as_references_are_fetched_or_explained(road: Scene) -> None:
    road.channel.files["good"] = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    await road.receive({"kind": "message", "id": "1", "text": "", "files": ["good", "gone"]})
    await road.work(until="select count(*) = 0 from attachment where state = 'fetching'")
    assert await road.rows("select state, file_key is not null, reason <> '' from attachment order by position") == [
        ("ready", True, False), ("too_large", False, True),
    ]  # fmt: skip
