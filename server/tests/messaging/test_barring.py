"""A customer blocked at the desk is kept away by the messenger as well."""

from typing import Any

import pytest
from msgspec.structs import replace

from otklik.channelkit.channel import ChannelContext
from otklik.channelkit.outbound import SendError, SendErrorKind, SendResult, Sent
from otklik.contacts.events import ContactBarred
from tests.messaging.conftest import Scene

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
