"""What a provider tells beside the customer's messages: echoes, new addresses, refusals, troubles of our account."""

import pytest

from otklik.channelkit.outbound import SendError, SendErrorKind
from otklik.channelkit.tags import make_tag, read_tag
from tests.messaging.conftest import Scene


async def _begin(road: Scene) -> int:
    accepted = await road.receive({"kind": "message", "id": "1", "text": "Есть размер 42?"})
    return accepted.recorded[0].conversation_id


async def test_what_a_colleague_wrote_in_the_messengers_own_app_is_an_answer(road: Scene) -> None:
    conversation = await _begin(road)
    echo = {"kind": "echo", "id": "e1", "text": "Да, есть", "author": "Анна с телефона", "files": ["ref-1"]}
    for key in ("echo:1", "echo:2"):
        await road.receive({**echo, "key": key})

    assert await road.texts(conversation) == [(1, "Есть размер 42?"), (2, "Да, есть")]
    assert await road.rows(
        "select direction, author_kind, author_id, author_name, delivery from message where seq = 2"
    ) == [("out", "operator", None, "Анна с телефона", "sent")]
    assert await road.rows("select waiting_since, last_out_seq from conversation") == [(None, 2)]
    assert await road.rows("select count(*) from outbox") == [(0,)]
    assert await road.rows("select a.ref, a.state from attachment a") == [("ref-1", "fetching")]


async def test_an_echo_of_what_we_sent_ourselves_is_no_second_message(road: Scene) -> None:
    conversation = await _begin(road)
    await road.reply(conversation, "Да")
    await road.work(until="select count(*) = 1 from delivery where status = 'sent'")
    await road.receive({"kind": "echo", "id": "out-1", "text": "Да"})

    assert [text for _, text in await road.texts(conversation)] == ["Есть размер 42?", "Да"]


async def test_an_echo_to_somebody_without_a_conversation_opens_none(road: Scene) -> None:
    await road.receive({"kind": "echo", "id": "e1", "text": "Добрый день", "from": "p9"})
    assert await road.rows("select count(*) from conversation") == [(0,)]


async def test_who_has_a_new_address_is_the_same_person_and_is_answered_there(road: Scene) -> None:
    conversation = await _begin(road)
    await road.receive({"kind": "moved", "id": "m1", "from": "88", "previous": "77"})
    accepted = await road.receive({"kind": "message", "id": "2", "from": "88", "text": "Это снова я"})

    assert accepted.recorded[0].conversation_id == conversation
    assert await road.rows("select external_id, reachable from identity order by id") == [("77", False), ("88", True)]
    assert await road.rows("select count(*) from contact") == [(1,)]
    lines = await road.rows("select content -> 'event' ->> 'kind' from message where direction = 'system'")
    assert lines == [("identity_changed",)]


async def test_an_address_that_already_belongs_to_another_is_not_taken_from_them(road: Scene) -> None:
    await _begin(road)
    await road.receive({"kind": "message", "id": "2", "from": "88", "text": "Я другой"})
    await road.receive({"kind": "moved", "id": "m1", "from": "88", "previous": "77"})

    rows = await road.rows("select external_id, contact_id, reachable from identity order by id")
    assert rows[0][1] != rows[1][1]
    assert [row[2] for row in rows] == [False, True]


async def test_an_opt_out_is_recorded_once_and_said_in_the_conversation(road: Scene) -> None:
    await _begin(road)
    for number, given in enumerate((False, False, True)):
        await road.receive({"kind": "consent", "id": str(number), "given": given})

    assert await road.rows("select given, operator_id, operator_name from contact_consent order by id") == [
        (False, None, ""), (True, None, ""),
    ]  # fmt: skip
    lines = await road.rows("select content -> 'event' ->> 'kind' from message where direction = 'system' order by seq")
    assert [line[0] for line in lines][-2:] == ["opted_out", "opted_in"]
    assert await road.rows("select reachable from identity") == [(True,)]


@pytest.mark.parametrize(
    ("severity", "status", "error"),
    [("info", "active", None), ("warn", "active", "quality"), ("fail", "failing", "quality")],
)
async def test_what_is_said_of_our_account_reaches_the_administrator(
    road: Scene, severity: str, status: str, error: str | None
) -> None:
    await road.receive({"kind": "account", "id": "a1", "code": "quality", "severity": severity})

    assert await road.rows("select status from inbox") == [(status,)]
    assert await road.rows("select max(last_error) from inbox_health") == [(error,)]


async def test_an_uncertain_message_is_known_again_by_our_own_name_of_it(road: Scene) -> None:
    conversation = await _begin(road)
    road.channel.answers = [SendError(kind=SendErrorKind.UNCERTAIN, code="timeout")]
    message = await road.reply(conversation, "Дошло?")
    await road.work(until="select delivery = 'uncertain' from message order by seq desc limit 1")
    await road.receive({"kind": "report", "id": "w1", "status": "delivered", "tag": make_tag(message.id, 0)})

    assert await road.rows("select external_id, status from delivery") == [("w1", "delivered")]
    assert await road.rows("select delivery from message where direction = 'out'") == [("delivered",)]


async def test_a_name_of_another_inbox_message_moves_nothing(road: Scene) -> None:
    conversation = await _begin(road)
    road.channel.answers = [SendError(kind=SendErrorKind.UNCERTAIN, code="timeout")]
    message = await road.reply(conversation, "Дошло?")
    await road.work(until="select delivery = 'uncertain' from message order by seq desc limit 1")
    await road.rows("update delivery set inbox_id = inbox_id + 1 returning 1")
    await road.receive({"kind": "report", "id": "w1", "status": "delivered", "tag": make_tag(message.id, 0)})

    assert await road.rows("select external_id, status from delivery") == [(None, "uncertain")]


@pytest.mark.parametrize(
    "text", ["", "otk", "otk.0.1", "otk.1", "otk.1.1 ", "m:9f1c", "otk.1.-1", "otk." + "9" * 40 + ".1"]
)
def test_other_peoples_words_are_no_name_of_ours(text: str) -> None:
    assert read_tag(text) is None


def test_a_name_is_read_as_it_was_made() -> None:
    assert read_tag(make_tag(12, 3)) == (12, 3)


async def test_a_report_that_writes_the_id_in_another_way_finds_its_message(road: Scene) -> None:
    conversation = await _begin(road)
    await road.reply(conversation, "Да")
    await road.work(until="select count(*) = 1 from delivery where status = 'sent'")
    await road.receive({"kind": "report", "id": "0x7", "status": "delivered", "others": ["7", "out-1"]})
    assert await road.rows("select status from delivery") == [("delivered",)]


async def test_another_writing_counts_for_a_message_to_that_person_only(road: Scene) -> None:
    conversation = await _begin(road)
    await road.reply(conversation, "Да")
    await road.work(until="select count(*) = 1 from delivery where status = 'sent'")
    await road.receive({"kind": "report", "id": "0x7", "from": "88", "status": "delivered", "others": ["out-1"]})
    assert await road.rows("select status from delivery") == [("sent",)]
