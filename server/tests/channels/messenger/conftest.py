"""The bench, ready."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.messenger.bench import BOT, Bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A connected inbox whose person has written once."""
    bench = Bench()
    report = await bench.channel.connect(bench.context)
    assert report.ok, report.checks
    bench.player.send_text(BOT, bench.person, "Добрый день")
    await bench.fake.settle()
    bench.hooks.calls.clear()
    bench.fake.received.clear()
    yield bench
    await bench.fake.close()
