"""The event stream: every event once, soon, and none jumped over."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from otklik.infra.db import Database
from otklik.infra.events import Event, LoggedEvent
from otklik.infra.stream import EventStream, Position, find_tip, list_settled, read_by_ids
from tests.settling import settle


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
    yield listener
    await stream.stop()


async def _say(db: Database, number: int) -> None:
    async with db.system() as tx:
        await tx.announce(Event(workspace_id=1, conversation_id=number))


async def _settled(db: Database, position: Position) -> list[int | None]:
    """Return the conversations of the events after a position, once they are settled, in the order of the log."""
    await settle(db)
    places = await list_settled(db, position)
    events = await read_by_ids(db, [place.id for place in places])
    assert [Position(event.xid, event.id) for event in events] == places
    return [event.conversation_id for event in events]


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
            tx.flush()
            await tx.value("select 1")
            written.set()
            await released.wait()

    late = asyncio.create_task(commit_late())
    await written.wait()
    await _say(db, 2)
    assert await heard.wait_for(1) == [2]
    assert await list_settled(db, Position(0, 0)) == []
    released.set()
    await late
    assert await heard.wait_for(2) == [2, 1]
    assert await _settled(db, Position(0, 0)) == [1, 2]


async def test_f32_without_the_bell_the_log_is_looked_at(db: Database, heard: Heard) -> None:
    async with db.system() as tx:
        await tx.execute("insert into event (workspace_id, kind, conversation_id) values (1, 'event', 7)")
    assert await heard.wait_for(1, seconds=30) == [7]


async def test_a_rolled_back_event_is_never_heard(db: Database, heard: Heard) -> None:
    async def fail() -> None:
        async with db.system() as tx:
            await tx.announce(Event(workspace_id=1, conversation_id=1))
            tx.flush()
            await tx.value("select 1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    await _say(db, 2)
    assert await heard.wait_for(1) == [2]


async def test_the_tip_of_the_log_is_where_reading_goes_on(db: Database) -> None:
    await _say(db, 1)
    await settle(db)
    tip = await find_tip(db)
    await _say(db, 2)
    assert await _settled(db, tip) == [2]


@pytest.mark.parametrize("text", ["", "1", "1.", ".1", "a.b", "1.2.3", "-1.2", "9" * 50])
def test_a_position_that_is_none_is_refused(text: str) -> None:
    assert Position.parse(text) is None


def test_a_position_survives_being_written() -> None:
    assert Position.parse(str(Position(12, 34))) == Position(12, 34)


async def test_the_position_reaches_the_end_of_the_log_soon_after_a_burst(db: Database) -> None:
    stream, listener = EventStream(db), Heard()
    stream.listen(listener.hear)
    await stream.start()
    await asyncio.gather(*(_say(db, number) for number in range(40)))
    await listener.wait_for(40)
    async with asyncio.timeout(60):
        while stream.position != await find_tip(db):  # noqa: ASYNC110 - nobody tells when it moves
            await asyncio.sleep(0.02)
    await stream.stop()
    assert max(listener.events, key=lambda event: (event.xid, event.id)).id == stream.position.id


async def test_more_events_than_one_look_holds_are_all_given(db: Database, heard: Heard) -> None:
    async with db.system() as tx:
        await tx.execute(
            """insert into event (workspace_id, kind, conversation_id)
               select 1, 'event', n from generate_series(1, 2500) n"""
        )
    assert await heard.wait_for(2500) == list(range(1, 2501))


async def test_events_nobody_watches_are_read_in_few_goes_and_none_is_lost(db: Database) -> None:
    stream, listener = EventStream(db), Heard()
    goes: list[int] = []
    watched = False

    async def count(events: Sequence[LoggedEvent], _: Position) -> None:
        goes.append(len(events))

    stream.listen(listener.hear)
    stream.listen(count)
    stream.hurry_while(lambda: watched)
    await stream.start()
    started = asyncio.get_running_loop().time()
    for number in range(40):
        await _say(db, number)
    assert await listener.wait_for(40) == list(range(40))
    calm = (asyncio.get_running_loop().time() - started) / 0.1
    assert len(goes) <= calm + 2
    watched = True
    await _say(db, 40)
    assert (await listener.wait_for(41))[-1] == 40
    await stream.stop()
