"""The event stream: every event once, soon, and none jumped over."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from otklik.infra.db import Database
from otklik.infra.events import Event, LoggedEvent
from otklik.infra.stream import EventStream, Position, find_tip, read_after


class Heard:
    """A listener that keeps what it was given."""

    def __init__(self) -> None:
        self.events: list[LoggedEvent] = []
        self.news = asyncio.Event()

    async def hear(self, events: Sequence[LoggedEvent], _: Position) -> None:
        """Keep a batch."""
        self.events.extend(events)
        self.news.set()

    async def wait_for(self, count: int, seconds: float = 60) -> list[int | None]:
        """Return the conversations of the first `count` events."""
        async with asyncio.timeout(seconds):
            while len(self.events) < count:
                self.news.clear()
                await self.news.wait()
        return [event.conversation_id for event in self.events]


@pytest.fixture
async def heard(db: Database) -> AsyncIterator[Heard]:
    """A stream with one listener."""
    stream, listener = EventStream(db), Heard()
    stream.listen(listener.hear)
    await stream.start()
    await asyncio.sleep(0.2)
    yield listener
    await stream.stop()


async def _say(db: Database, number: int) -> None:
    async with db.system() as tx:
        await tx.announce(Event(workspace_id=1, conversation_id=number))


async def test_every_event_is_given_once_in_order(db: Database, heard: Heard) -> None:
    for number in range(20):
        await _say(db, number)
    assert await heard.wait_for(20) == list(range(20))
    await asyncio.sleep(1.3)
    assert len(heard.events) == 20


async def test_f28_an_event_that_commits_late_with_a_lower_id_is_not_jumped_over(db: Database, heard: Heard) -> None:
    written, released = asyncio.Event(), asyncio.Event()

    async def commit_late() -> None:
        async with db.system() as tx:
            await tx.announce(Event(workspace_id=1, conversation_id=1))
            await tx.flush()
            written.set()
            await released.wait()

    late = asyncio.create_task(commit_late())
    await written.wait()
    await _say(db, 2)
    assert await heard.wait_for(1) == [2]
    async with db.system() as tx:
        assert await read_after(tx, Position(0, 0)) == []
    released.set()
    await late
    assert await heard.wait_for(2) == [2, 1]
    async with db.system() as tx:
        settled = await read_after(tx, Position(0, 0))
    assert [event.conversation_id for event in settled] == [1, 2]


async def test_f32_without_the_bell_the_log_is_looked_at(db: Database, heard: Heard) -> None:
    async with db.system() as tx:
        await tx.execute("insert into event (workspace_id, kind, conversation_id) values (1, 'event', 7)")
    assert await heard.wait_for(1, seconds=30) == [7]


async def test_a_rolled_back_event_is_never_heard(db: Database, heard: Heard) -> None:
    async def fail() -> None:
        async with db.system() as tx:
            await tx.announce(Event(workspace_id=1, conversation_id=1))
            await tx.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    await _say(db, 2)
    assert await heard.wait_for(1) == [2]


async def test_the_tip_of_the_log_is_where_reading_goes_on(db: Database) -> None:
    await _say(db, 1)
    async with db.system() as tx:
        tip = await find_tip(tx)
    await _say(db, 2)
    async with db.system() as tx:
        assert [event.conversation_id for event in await read_after(tx, tip)] == [2]


@pytest.mark.parametrize("text", ["", "1", "1.", ".1", "a.b", "1.2.3", "-1.2", "9" * 50])
def test_a_position_that_is_none_is_refused(text: str) -> None:
    assert Position.parse(text) is None


def test_a_position_survives_being_written() -> None:
    assert Position.parse(str(Position(12, 34))) == Position(12, 34)
