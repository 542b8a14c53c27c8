"""Who writes when: in order, together while little waits, side by side when much does."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.kit.errors import Unavailable
from otklik.messaging import writers
from otklik.messaging.writers import BATCH_MAX, PATIENCE_S, WORTH, Writers

Item = tuple[int, int]


class Desk:
    """Writes that end when the test says so."""

    def __init__(self, count: int = 2) -> None:
        self.writers: Writers[Item] = Writers(self._write, count)
        self.batches: list[list[Item]] = []
        self.ends: list[asyncio.Event] = []

    async def _write(self, batch: list[Item]) -> None:
        end = asyncio.Event()
        self.batches.append(batch)
        self.ends.append(end)
        await end.wait()

    def take(self, writer: int, count: int, first: int = 0) -> None:
        for number in range(first, first + count):
            self.writers.take(writer, (writer, number))

    async def end_all(self) -> None:
        finish = asyncio.create_task(self.writers.finish())
        while not finish.done():
            for end in self.ends:
                end.set()
            await asyncio.sleep(0)


async def test_what_arrives_together_is_one_batch_of_all_writers() -> None:
    desk = Desk()
    desk.take(0, 3)
    desk.take(1, 3)
    await asyncio.sleep(0.01)
    assert [len(batch) for batch in desk.batches] == [6]
    desk.take(0, 2, first=3)
    desk.take(1, 2, first=3)
    await asyncio.sleep(0.01)
    assert len(desk.batches) == 1, "a few wait for their turn"
    await desk.end_all()
    assert [len(batch) for batch in desk.batches] == [6, 4]


async def test_a_crowd_is_written_side_by_side() -> None:
    desk = Desk()
    desk.take(0, WORTH)
    desk.take(1, WORTH)
    await asyncio.sleep(0.01)
    assert [{writer for writer, _ in batch} for batch in desk.batches] == [{0}, {1}]
    desk.take(0, WORTH, first=WORTH)
    await asyncio.sleep(0.01)
    assert len(desk.batches) == 2, "what goes to the same writer is never written by two at once"
    desk.ends[0].set()
    await asyncio.sleep(0.01)
    assert len(desk.batches) == 3, "enough wait to go beside the other"
    await desk.end_all()


async def test_a_batch_that_is_stuck_does_not_keep_the_other_writer() -> None:
    desk = Desk()
    desk.take(0, 1)
    await asyncio.sleep(0.01)
    desk.take(1, 1)
    await asyncio.sleep(0.01)
    assert len(desk.batches) == 1
    await asyncio.sleep(PATIENCE_S * 5)
    assert desk.batches[1:] == [[(1, 0)]]
    await desk.end_all()


async def test_no_batch_is_too_large_and_too_many_waiting_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writers, "_WAITING_MAX", BATCH_MAX * 2)
    desk = Desk(1)
    desk.take(0, BATCH_MAX * 2)
    with pytest.raises(Unavailable):
        desk.take(0, 1)
    await desk.end_all()
    assert [len(batch) for batch in desk.batches] == [BATCH_MAX, BATCH_MAX]


async def test_a_write_that_breaks_lets_the_next_go_on() -> None:
    written: list[int] = []

    async def write(batch: list[int]) -> None:
        if batch == [1]:
            raise RuntimeError
        written.extend(batch)

    some: Writers[int] = Writers(write, 1)
    some.take(0, 1)
    await asyncio.sleep(0.01)
    some.take(0, 2)
    await some.finish()
    assert written == [2]


def _slow(order: dict[int, list[int]], running: set[int], pause: float) -> Callable[[list[Item]], Awaitable[None]]:
    async def write(batch: list[Item]) -> None:
        mine = {writer for writer, _ in batch}
        assert not mine & running, "two batches of one writer at once"
        running.update(mine)
        for writer, number in batch:
            order[writer].append(number)
        await asyncio.sleep(pause)
        running.difference_update(mine)

    return write


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 3),
    arrivals=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 40), st.booleans()), max_size=25),
)
def test_everything_is_written_once_in_the_order_of_its_writer(
    count: int, arrivals: list[tuple[int, int, bool]]
) -> None:
    async def run() -> None:
        order: dict[int, list[int]] = defaultdict(list)
        taken: dict[int, int] = defaultdict(int)
        some: Writers[Item] = Writers(_slow(order, set(), 0.0005), count)
        for wanted, size, pause in arrivals:
            writer = wanted % count
            for _ in range(size):
                some.take(writer, (writer, taken[writer]))
                taken[writer] += 1
            if pause:
                await asyncio.sleep(0.0007)
        await some.finish()
        assert order == {writer: list(range(size)) for writer, size in taken.items()}

    asyncio.run(run())
