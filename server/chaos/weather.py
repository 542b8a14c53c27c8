"""The provider's bad days: refusals by rate, answers that get lost after the message was delivered, silence."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from typing import Any

import aiohttp

from chaos.bot_api import CONTROL_KEY

_PAUSES_S = (2.0, 7.0)
_SENDING = ["sendMessage"]
_MOODS: tuple[tuple[float, dict[str, Any]], ...] = (
    (4, {"mood": "throttled", "times": 3, "value": 1, "only": _SENDING}),
    (3, {"mood": "gateway", "times": 2, "only": _SENDING}),
    (1, {"mood": "down", "times": 1, "only": _SENDING}),
    (1, {"mood": "silent", "times": 1, "only": _SENDING}),
)
_SILENCES_MAX = 3


class Weather:
    """Changes the mood of the fake Bot API at random."""

    def __init__(self, bot_api: str, chance: random.Random) -> None:
        self._address = f"{bot_api}/control"
        self._chance = chance
        self.moods: Counter[str] = Counter()

    async def run(self) -> None:
        """Go on until cancelled, then let the sun shine."""
        async with aiohttp.ClientSession(headers={"x-control-key": CONTROL_KEY}) as http:
            try:
                while True:
                    await asyncio.sleep(self._chance.uniform(*_PAUSES_S))
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
