"""An operator's screen: one desk socket that is cut at random, comes back with its cursor and keeps what it was told.

It behaves as the desk does: frames are applied by version, a cursor is taken from every frame that has one, and
everything is fetched anew when, and only when, the server says so.
"""

import asyncio
import json
import random
from contextlib import suppress
from typing import Any

import aiohttp
import websockets
from websockets.asyncio.client import ClientConnection

from chaos.facts import Screen, Shown
from chaos.scene import Scene

_CUT_AFTER_S = (0.5, 8.0)
_CUT_AFTER_FRAMES = (1, 4)
_EARLY_CUTS = 0.4
_PAUSE_S = (0.1, 1.5)
_PAGE = 100
_PATIENCE = aiohttp.ClientTimeout(total=20)
_OK = 200
_CREATED = (200, 201)


class Watcher:
    """One screen."""

    def __init__(self, scene: Scene, name: str, chance: random.Random) -> None:
        self._scene = scene
        self._name = name
        self._chance = chance
        self._cursor: str | None = None
        self._stale = True
        self._messages: dict[int, Shown] = {}
        self._conversations: dict[int, int] = {}
        self._returns = 0
        self._reloads = 0
        self._calm = False
        self._ready = asyncio.Event()

    async def run(self) -> None:
        """Watch until cancelled."""
        async with aiohttp.ClientSession(timeout=_PATIENCE) as http:
            while True:
                with suppress(websockets.WebSocketException, aiohttp.ClientError, TimeoutError, OSError, ValueError):
                    await self._watch_once(http)
                self._ready.clear()
                await asyncio.sleep(self._chance.uniform(*_PAUSE_S))

    async def settle(self) -> None:
        """Come back one last time, and return when the line is live."""
        self._calm = True
        self._ready.clear()
        await self._ready.wait()

    def show(self) -> Screen:
        """Return what the screen shows now."""
        return Screen(
            name=self._name, messages=dict(self._messages), conversations=dict(self._conversations),
            returns=self._returns, reloads=self._reloads,
        )  # fmt: skip

    async def _watch_once(self, http: aiohttp.ClientSession) -> None:
        door = self._chance.choice(self._scene.doors)
        address = f"{door.replace('http', 'ws')}/api/v1/socket?ticket={await self._get_ticket(http, door)}"
        calm = self._calm
        async with websockets.connect(address, origin=websockets.Origin(door), max_size=None, open_timeout=10) as line:
            await line.send(json.dumps({"type": "hello", "cursor": self._cursor}))
            self._returns += 1
            if calm:
                await self._listen(http, door, line, None)
                return
            frames = self._chance.randint(*_CUT_AFTER_FRAMES) if self._chance.random() < _EARLY_CUTS else None
            with suppress(TimeoutError):
                async with asyncio.timeout(self._chance.uniform(*_CUT_AFTER_S)):
                    await self._listen(http, door, line, frames)
            line.transport.abort()

    async def _get_ticket(self, http: aiohttp.ClientSession, door: str) -> str:
        headers = {"cookie": self._scene.cookie, "x-csrf-token": self._scene.csrf_token, "origin": door}
        async with http.post(f"{door}/api/v1/session/socket-ticket", headers=headers) as answer:
            if answer.status not in _CREATED:
                message = f"no ticket: {answer.status}"
                raise ValueError(message)
            return str((await answer.json())["ticket"])

    async def _listen(self, http: aiohttp.ClientSession, door: str, line: ClientConnection, frames: int | None) -> None:
        """Take frames, at most so many."""
        async for text in line:
            frame = json.loads(text)
            self._cursor = frame.get("cursor", self._cursor)
            if frame["type"] == "ready":
                self._stale = self._stale or frame["resync"]
                await self._reload_if_stale(http, door)
                self._ready.set()
            elif frame["type"] == "changes":
                self._apply(frame)
            frames = None if frames is None else frames - 1
            if frames == 0:
                return

    async def _reload_if_stale(self, http: aiohttp.ClientSession, door: str) -> None:
        """Fetch everything; an interrupted reload is begun again after the next return."""
        if not self._stale:
            return
        headers = {"authorization": f"Bearer {self._scene.api_token}"}
        cursor: str | None = ""
        while cursor is not None:
            query = f"view=all&limit={_PAGE}" + (f"&cursor={cursor}" if cursor else "")
            page = await _get(http, f"{door}/api/v1/conversations?{query}", headers)
            self._apply({"conversations": page["items"]})
            for row in page["items"]:
                await self._reload_messages(http, f"{door}/api/v1/conversations/{row['id']}/messages", headers)
            cursor = page["next_cursor"]
        self._stale = False
        self._reloads += 1

    async def _reload_messages(self, http: aiohttp.ClientSession, address: str, headers: dict[str, str]) -> None:
        after = 0
        while True:
            window = await _get(http, f"{address}?after_seq={after}&limit={_PAGE}", headers)
            self._apply({"messages": window["items"]})
            if len(window["items"]) < _PAGE:
                return
            after = window["last_seq"]

    def _apply(self, frame: dict[str, Any]) -> None:
        for message in frame.get("messages", ()):
            known = self._messages.get(message["id"])
            if known is None or known.version < message["version"]:
                shown = Shown(message["conversation_id"], message["seq"], message["version"])
                self._messages[message["id"]] = shown
        for row in frame.get("conversations", ()):
            if self._conversations.get(row["id"], -1) < row["version"]:
                self._conversations[row["id"]] = row["version"]
        for number in frame.get("gone", ()):
            self._conversations.pop(number, None)


async def _get(http: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
    async with http.get(url, headers=headers) as answer:
        if answer.status != _OK:
            message = f"GET {url}: {answer.status}"
            raise ValueError(message)
        return await answer.json()
