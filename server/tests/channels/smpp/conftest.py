"""A bench that is tidied up."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.smpp.bench import Bench


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A centre that runs, and a channel that has not called it yet."""
    bench = Bench()
    await bench.start()
    yield bench
    await bench.stop()
