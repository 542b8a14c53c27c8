"""The provider's bad days: refusals by rate, answers that get lost after the message was delivered, silence."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp

from chaos.bot_api import CONTROL_KEY
from chaos.plan import Size, draw

_CHANGES = 80
_SMALLEST_STEP = 4
_SPREAD = (0.2, 1.8)
_LOOK_EVERY_S = 0.1
_SENDING = ["sendMessage"]
_MOODS: tuple[tuple[float, dict[str, Any]], ...] = (
    (4, {"mood": "throttled", "times": 3, "value": 1, "only": _SENDING}),
    (3, {"mood": "gateway", "times": 2, "only": _SENDING}),
    (1, {"mood": "down", "times": 1, "only": _SENDING}),
    (1, {"mood": "silent", "times": 1, "only": _SENDING}),
)
_SILENCES_MAX = 3


class Weather:
    """Changes the mood of the fake Bot API at random, in steps of replies posted."""

    def __init__(self, bot_api: str, size: Size) -> None:
        self._address = f"{bot_api}/control"
        self._step = max(_SMALLEST_STEP, size.replies / _CHANGES)
        self._chance = draw(size, "weather")
        self.moods: Counter[str] = Counter()

    async def run(self, progress: Callable[[], int]) -> None:
        """Go on until cancelled, then let the sun shine."""
        async with aiohttp.ClientSession(headers={"x-control-key": CONTROL_KEY}) as http:
            try:
                while True:
                    due = progress() + self._step * self._chance.uniform(*_SPREAD)
                    while progress() < due:  # noqa: ASYNC110 - the others' work is only counted
                        await asyncio.sleep(_LOOK_EVERY_S)
                    await self._change(http)
            finally:
                await http.post(f"{self._address}/calm", json={})

    async def _change(self, http: aiohttp.ClientSession) -> None:
        [(_, mood)] = self._chance.choices(_MOODS, weights=[weight for weight, _ in _MOODS])
        name = mood["mood"]
        if name == "silent" and self.moods[name] >= _SILENCES_MAX:
            return
        with suppress(aiohttp.ClientError, TimeoutError):
            await http.post(f"{self._address}/mood", json=mood)
            self.moods[name] += 1


async def list_received(bot_api: str) -> list[dict[str, Any]]:
    """Return every call that bots made, in the order of arrival."""
    async with (
        aiohttp.ClientSession(headers={"x-control-key": CONTROL_KEY}) as http,
        http.get(f"{bot_api}/control/received") as answer,
    ):
        found: list[dict[str, Any]] = (await answer.json())["result"]
        return found
