"""A customer blocked at the desk is kept away by the messenger as well."""

from typing import Any

import pytest
from msgspec.structs import replace

from otklik.access.actor import Actor
from otklik.access.permissions import Role
from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import SendError, SendErrorKind, SendResult, Sent
from otklik.contacts.events import ContactBarred
from otklik.contacts.merging import merge_contacts, undo_merge
from otklik.contacts.schemas import ContactInput
from otklik.contacts.service import change_contact
from otklik.conversations.belongings import ConversationBelongings
from tests.messaging.conftest import Scene

IDLE = "select count(*) = 0 from job where kind = 'messaging.bar'"
LINES = "select content #>> '{event,kind}' from message where kind = 'event' order by seq"
BELONGINGS = ConversationBelongings()
STATE = "select barred, bar_error from identity"


class Doorman:
    """What a messenger does when it is asked; `answers` come in turn, then everything succeeds."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bool]] = []
        self.answers: list[SendResult | Exception] = []

    async def block(self, recipient: str, context: ChannelContext, *, on: bool) -> SendResult:
        """Remember, and answer."""
        self.asked.append((recipient, on))
        answer = self.answers.pop(0) if self.answers else Sent(external_id=recipient)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
async def doorman(road: Scene) -> Doorman:
    """A messenger that can block, and a person who has written."""
    made = Doorman()
    able = replace(road.channel.manifest.capabilities, block_out=True)
    road.channel.manifest = replace(road.channel.manifest, capabilities=able)
    road.channel.block = made.block  # type: ignore[attr-defined] # an ability that this one lacks
    await road.receive({"kind": "message", "id": "1", "text": "раз"})
    return made


async def set_blocked(road: Scene, *, on: bool) -> None:
    async with road.db.workspace(road.workspace_id) as tx:
        contact: Any = await tx.value(
            "update contact set blocked_at = case when %(on)s then now() end returning id", {"on": on}
        )
        await tx.announce(ContactBarred(workspace_id=road.workspace_id, contact_id=contact))


async def test_the_messenger_is_told_of_both_and_the_answer_is_kept(road: Scene, doorman: Doorman) -> None:
    await set_blocked(road, on=True)
    await road.work(until="select barred from identity")
    await set_blocked(road, on=False)
    await road.work(until="select not barred from identity")
    assert [on for _, on in doorman.asked] == [True, False]
    assert await road.rows(STATE) == [(False, "")]


async def test_what_is_wanted_already_is_not_asked_for_again(road: Scene, doorman: Doorman) -> None:
    await set_blocked(road, on=True)
    await set_blocked(road, on=False)
    await road.work(until="select count(*) = 0 from job where kind = 'messaging.bar'")
    assert doorman.asked == []
    assert await road.rows("select count(*) from job where kind = 'messaging.bar'") == [(0,)]


async def test_a_refusal_is_kept_and_not_repeated(road: Scene, doorman: Doorman) -> None:
    doorman.answers = [SendError(kind=SendErrorKind.POLICY, code="15", detail="no rights")]
    await set_blocked(road, on=True)
    await road.work(until="select bar_error <> '' from identity")
    assert await road.rows(STATE) == [(None, "15 no rights")]
    await road.work(until="select count(*) = 0 from job where kind = 'messaging.bar'")
    assert len(doorman.asked) == 1


async def test_a_doubt_is_said_at_once_and_asked_again(road: Scene, doorman: Doorman) -> None:
    doorman.answers = [SendError(kind=SendErrorKind.RATE, code="9", detail="flood"), RuntimeError("secret-canary")]
    await set_blocked(road, on=True)
    await road.work(until="select bar_error <> '' from identity")
    assert await road.rows(STATE) == [(None, "9 flood")]
    await road.rows("update job set run_at = now() where kind = 'messaging.bar' returning 1")
    await road.work(until="select bar_error = 'RuntimeError internal error' from identity")


async def test_a_channel_that_cannot_is_left_alone(road: Scene, doorman: Doorman) -> None:
    able = replace(road.channel.manifest.capabilities, block_out=False)
    road.channel.manifest = replace(road.channel.manifest, capabilities=able)
    await set_blocked(road, on=True)
    await road.work(until="select count(*) = 0 from job where kind = 'messaging.bar'")
    assert doorman.asked == []
    assert await road.rows(STATE) == [(None, "")]


async def press_block(road: Scene, contact_id: int, *, on: bool) -> None:
    """Block as the card does, and let the messengers answer."""
    async with road.db.workspace(road.workspace_id) as tx:
        await change_contact(tx, BELONGINGS, anna(road), contact_id, ContactInput(blocked=on))
    await road.work(until=IDLE)


def anna(road: Scene) -> Actor:
    return Actor(
        workspace_id=road.workspace_id, kind="operator", id=900_001, name="Анна", role=Role.OWNER,
        permissions=frozenset(),
    )  # fmt: skip


async def person(road: Scene, address: str = "77") -> int:
    [(number,)] = await road.rows("select contact_id from identity where external_id = %(a)s", a=address)
    return int(number)


async def test_a_refusal_is_said_aloud_and_blocking_again_asks_again(road: Scene, doorman: Doorman) -> None:
    doorman.answers = [SendError(kind=SendErrorKind.AUTH, code="15", detail="no rights")]
    vera = await person(road)
    await press_block(road, vera, on=True)
    assert await road.rows(LINES) == [("blocked",), ("bar_failed",)]
    await press_block(road, vera, on=True)
    assert await road.rows(STATE) == [(True, "")]
    assert await road.rows(LINES) == [("blocked",), ("bar_failed",)], "the same blocking is no second line"
    await press_block(road, vera, on=True)
    assert doorman.asked == [("77", True), ("77", True)], "who did it is not asked again"


async def test_a_failure_is_forgotten_when_the_person_is_let_in(road: Scene, doorman: Doorman) -> None:
    doorman.answers = [SendError(kind=SendErrorKind.POLICY, code="15")]
    vera = await person(road)
    await press_block(road, vera, on=True)
    await press_block(road, vera, on=False)
    assert await road.rows(STATE) == [(False, "")]


async def test_letting_in_that_fails_is_said_in_its_own_words(road: Scene, doorman: Doorman) -> None:
    doorman.answers = [Sent(external_id="77"), SendError(kind=SendErrorKind.POLICY, code="15")]
    vera = await person(road)
    await press_block(road, vera, on=True)
    await press_block(road, vera, on=False)
    assert await road.rows(LINES) == [("blocked",), ("unblocked",), ("unbar_failed",)]
    assert doorman.asked == [("77", True), ("77", False)]
    assert await road.rows(STATE) == [(True, "15")]


async def test_a_doubt_that_outlives_its_attempts_is_said_aloud(road: Scene, doorman: Doorman) -> None:
    doorman.answers = [SendError(kind=SendErrorKind.RATE, code="9")] * 2
    await set_blocked(road, on=True)
    await road.rows("update job set max_attempts = 2 where kind = 'messaging.bar' returning 1")
    await road.work(until="select bar_error <> '' from identity")
    assert await road.rows(LINES) == []
    await road.rows("update job set run_at = now() where kind = 'messaging.bar' returning 1")
    await road.work(until=IDLE)
    assert await road.rows(LINES) == [("bar_failed",)]


async def test_a_paused_inbox_is_asked_when_it_works_again(road: Scene, doorman: Doorman) -> None:
    await road.rows("update inbox set status = 'paused' returning 1")
    await set_blocked(road, on=True)
    await road.work(until="select run_at > now() from job where kind = 'messaging.bar'")
    assert doorman.asked == []
    await road.rows("update inbox set status = 'active' returning 1")
    await road.rows("update job set run_at = now() where kind = 'messaging.bar' returning 1")
    road.directory.forget()
    await road.work(until=IDLE)
    assert doorman.asked == [("77", True)]


async def test_who_joins_a_blocked_card_is_blocked_with_it_and_let_in_when_parted(
    road: Scene, doorman: Doorman
) -> None:
    await road.receive({"kind": "message", "id": "2", "text": "я же", "from": "78"})
    vera, twin = await person(road), await person(road, "78")
    await press_block(road, vera, on=True)
    async with road.db.workspace(road.workspace_id) as tx:
        merged = await merge_contacts(tx, BELONGINGS, (vera, twin), anna(road))
    await road.work(until=IDLE)
    assert doorman.asked == [("77", True), ("78", True)]
    async with road.db.workspace(road.workspace_id) as tx:
        await undo_merge(tx, BELONGINGS, merged.id, anna(road))
    await road.work(until=IDLE)
    assert doorman.asked[2:] == [("78", False)]
