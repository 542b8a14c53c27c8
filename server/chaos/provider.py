"""The stranger: delivers updates to the hook door like Telegram, badly: repeated, doubled, out of order.

Repeats until the answer is 2xx. Only what was answered with 200 counts as acknowledged.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

import aiohttp

from chaos.crew import at_work
from chaos.facts import Call
from chaos.plan import Size, Update, draw
from chaos.scene import Scene

_SENDERS = 96
_PATIENCE = aiohttp.ClientTimeout(total=20)
_OK = 200
_SENT_TWICE_AT_ONCE = 0.04
_SENT_AGAIN_LATER = 0.1
_LATER_S = 20.0
_SECRET_HEADER = "x-telegram-bot-api-secret-token"


class Provider:
    """Delivers all updates; `statuses` counts what it heard, 0 for no answer."""

    def __init__(self, scene: Scene, size: Size, updates: Sequence[Update]) -> None:
        self._scene = scene
        self._size = size
        self._updates = updates
        self._chance = draw(size, "provider")
        self._queue: asyncio.Queue[Update] = asyncio.Queue()
        self._later: set[asyncio.Task[None]] = set()
        self.calls: dict[str, Call] = {}
        self.statuses: Counter[int] = Counter()
        self.repeats = 0

    async def run(self) -> None:
        """Return when every update, and every repetition, was acknowledged."""
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE) as http,
            at_work(self._send_for_ever(http) for _ in range(_SENDERS)),
        ):
            for update in self._updates:
                self._queue.put_nowait(update)
                await asyncio.sleep(1 / self._size.rate)
            await self._queue.join()
            while self._later:
                await asyncio.gather(*self._later)
                await self._queue.join()

    async def _send_for_ever(self, http: aiohttp.ClientSession) -> None:
        while True:
            update = await self._queue.get()
            twice = self._chance.random() < _SENT_TWICE_AT_ONCE
            await asyncio.gather(*(self._deliver(http, update) for _ in range(2 if twice else 1)))
            self.repeats += twice
            if self._chance.random() < _SENT_AGAIN_LATER:
                self._repeat_later(update)
            self._queue.task_done()

    def _repeat_later(self, update: Update) -> None:
        async def repeat(after_s: float) -> None:
            await asyncio.sleep(after_s)
            self._queue.put_nowait(update)

        self.repeats += 1
        task = asyncio.create_task(repeat(self._chance.uniform(0, _LATER_S)))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    async def _deliver(self, http: aiohttp.ClientSession, update: Update) -> None:
        pause = 0.1
        while not await self._attempt(http, update):
            await asyncio.sleep(pause * self._chance.uniform(0.5, 1.5))
            pause = min(pause * 2, 2.0)
        inbox_id = self._scene.inboxes[update.inbox].id
        self.calls[update.mark] = Call(
            mark=update.mark, inbox_id=inbox_id, external_id=update.external_id, readable=update.readable
        )

    async def _attempt(self, http: aiohttp.ClientSession, update: Update) -> bool:
        inbox = self._scene.inboxes[update.inbox]
        url = f"{self._chance.choice(self._scene.doors)}/hooks/{inbox.token}"
        headers = {"content-type": "application/json", _SECRET_HEADER: inbox.hook_secret}
        status = 0
        with suppress(aiohttp.ClientError, TimeoutError, OSError):
            async with http.post(url, data=update.body, headers=headers) as answer:
                await answer.read()
                status = answer.status
        self.statuses[status] += 1
        return status == _OK
