"""The bench, with the judge's last word."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.max.bench import BOT, Bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A connected inbox whose person has pressed Start; every request must please the schema."""
    bench = Bench()
    await bench.channel.connect(bench.context)
    bench.player.start(BOT, bench.person)
    yield bench
    await bench.fake.close()
    assert bench.faults() == []
