"""The operator's program: posts replies through the public API, each under one Idempotency-Key until it is answered."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import aiohttp

from chaos.crew import at_work
from chaos.facts import Answered
from chaos.plan import Reply, Size, draw
from chaos.scene import Scene

_WORKERS = 32
_PATIENCE = aiohttp.ClientTimeout(total=30)
_OK, _CREATED = 200, 201
_PLAIN_NO = range(400, 500)
_TRY_LATER = frozenset({408, 425, 429})
_REFRESH_S = 5.0
_ASKED_AGAIN = 0.1
_ASKED_TWICE_AT_ONCE = 0.05
_KEY_FORGOTTEN = 0.05


class Desk:
    """Posts all replies to conversations it finds in the list."""

    def __init__(self, scene: Scene, size: Size, replies: Sequence[Reply]) -> None:
        self._scene = scene
        self._size = size
        self._chance = draw(size, "desk")
        self._replies = replies
        self._queue: asyncio.Queue[Reply] = asyncio.Queue()
        self._known: list[int] = []
        self._some_known = asyncio.Event()
        self.answered: list[Answered] = []
        self.refused: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.repeats = 0

    async def run(self) -> None:
        """Return when every reply was answered. They are spread over the time the hook calls take."""
        headers = {"authorization": f"Bearer {self._scene.api_token}"}
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE, headers=headers) as http,
            at_work([self._refresh_for_ever(http), *(self._post_for_ever(http) for _ in range(_WORKERS))]),
        ):
            pause = self._size.hooks / self._size.rate / max(len(self._replies), 1)
            for reply in self._replies:
                self._queue.put_nowait(reply)
                await asyncio.sleep(pause)
            await self._queue.join()

    async def _refresh_for_ever(self, http: aiohttp.ClientSession) -> None:
        """Learn which conversations there are."""
        while True:
            started = time.monotonic()
            found: list[int] = []
            cursor: str | None = ""
            while cursor is not None:
                more = {"cursor": cursor} if cursor else {}
                status, page = await self._call(
                    http, "GET", "/api/v1/conversations", params={"view": "all", "limit": "100", **more}
                )
                if status != _OK:
                    break
                found.extend(row["id"] for row in page["items"])
                cursor = page["next_cursor"]
            if found:
                self._known = found
                self._some_known.set()
            await asyncio.sleep(max(0.5, _REFRESH_S - (time.monotonic() - started)))

    async def _post_for_ever(self, http: aiohttp.ClientSession) -> None:
        while True:
            reply = await self._queue.get()
            await self._some_known.wait()
            conversation_id = self._chance.choice(self._known)
            for copies, key in self._draw_askings(reply):
                await asyncio.gather(*(self._post(http, conversation_id, reply, key) for _ in range(copies)))
            self._queue.task_done()

    def _draw_askings(self, reply: Reply) -> list[tuple[int, str]]:
        """Decide how often, and under which keys, a reply is asked for."""
        askings = [(2 if self._chance.random() < _ASKED_TWICE_AT_ONCE else 1, f"chaos-{reply.client_id}")]
        if self._chance.random() < _ASKED_AGAIN:
            askings.append((1, f"chaos-{reply.client_id}"))
        if self._chance.random() < _KEY_FORGOTTEN:
            askings.append((1, f"other-{reply.client_id}"))
        self.repeats += sum(copies for copies, _ in askings) - 1
        return askings

    async def _post(self, http: aiohttp.ClientSession, conversation_id: int, reply: Reply, key: str) -> None:
        path = f"/api/v1/conversations/{conversation_id}/messages"
        body = {"client_id": reply.client_id, "text": reply.text}
        pause = 0.1
        while True:
            status, answer = await self._call(http, "POST", path, json=body, headers={"idempotency-key": key})
            if status == _CREATED:
                self.answered.append(Answered(client_id=reply.client_id, message_id=int(answer["id"]), text=reply.text))
                return
            if status in _PLAIN_NO and status not in _TRY_LATER:
                self.refused.append(f"{status} {str(answer)[:200]}")
                return
            await asyncio.sleep(pause * self._chance.uniform(0.5, 1.5))
            pause = min(pause * 2, 2.0)

    async def _call(self, http: aiohttp.ClientSession, method: str, path: str, **more: Any) -> tuple[int, Any]:  # noqa: ANN401 - JSON
        status, answer = 0, None
        with suppress(aiohttp.ClientError, TimeoutError, OSError, ValueError):
            async with http.request(method, self._chance.choice(self._scene.doors) + path, **more) as response:
                status = response.status
                answer = await response.json(content_type=None)
        if answer is None and status in (_OK, _CREATED):
            status = 0
        self.statuses[status] += 1
        return status, answer
