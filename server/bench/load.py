"""A load generator for hook calls: keep-alive connections, prebuilt requests, every answer checked and timed.

Runs in a process of its own. Closed loop: each connection sends the next request when the answer is there. Paced:
requests leave at a fixed rate whatever the answers do, and waiting for a free connection counts as latency.
"""

import asyncio
import json
import sys
import time
from collections import deque
from typing import cast

import uvloop

from bench.scene import SECRET

_BODY = (
    '{"update_id": %d, "message": {"message_id": %d, "from": {"id": %d, "is_bot": false, "first_name": "Вера", '
    '"last_name": "Иванова", "username": "vera", "language_code": "ru"}, "chat": {"id": %d, "first_name": "Вера", '
    '"username": "vera", "type": "private"}, "date": 1795341600, "text": "Здравствуйте! Где мой заказ №%d? '
    'Обещали привезти вчера, а курьера так и не было."}}'
)
PEOPLE = 5_000
"""Customers who are known before the load begins; of every twenty calls one comes from somebody new."""
_NEW_EVERY = 20
FIRST_NUMBER = 1_000_000_000
"""Where numbers of calls begin, so that all have ten digits and all calls the same length."""


def build_body(number: int) -> bytes:
    """Return the update that one hook call brings; `number` counts from 0, the first PEOPLE introduce everybody."""
    is_new = number >= PEOPLE and number % _NEW_EVERY == 0
    number += FIRST_NUMBER
    person = number if is_new else 10_000_000 + number % PEOPLE
    return (_BODY % (number, number, person, person, number)).encode()


def build_request(path: str, number: int) -> bytes:
    """Return the bytes of one hook call."""
    body = build_body(number)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._buffer = b""
        self._started = 0.0
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.WriteTransport", transport)
        self._run.free(self)

    def send(self, request: bytes, started: float) -> None:
        """Send one request, timed from `started`."""
        self._started = started
        assert self._transport is not None
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Take an answer; ours are short and have a known shape."""
        self._buffer += data
        if not self._buffer.endswith(b"\r\n\r\nok") and b" 200 " in self._buffer[:16]:
            return
        ok = self._buffer.startswith(b"HTTP/1.1 200")
        self._buffer = b""
        self._run.note(time.perf_counter() - self._started, ok=ok)
        self._run.free(self)


class Run:
    """One measurement."""

    def __init__(self, path: str, first: int, seconds: float, rate: float) -> None:
        self._path, self._next, self._rate = path, first, rate
        self._end = time.perf_counter() + seconds
        self._idle: deque[Connection] = deque()
        self._due: deque[float] = deque()
        self.latencies: list[float] = []
        self.refused = 0

    def note(self, seconds: float, *, ok: bool) -> None:
        """Count an answer."""
        if ok:
            self.latencies.append(seconds)
        else:
            self.refused += 1

    def free(self, connection: Connection) -> None:
        """A connection can take the next request."""
        if self._rate:
            if self._due:
                self._send(connection, self._due.popleft())
            else:
                self._idle.append(connection)
        elif time.perf_counter() < self._end:
            self._send(connection, time.perf_counter())

    def _send(self, connection: Connection, started: float) -> None:
        connection.send(build_request(self._path, self._next), started)
        self._next += 1

    async def pace(self) -> None:
        """Let requests become due at the rate."""
        start, sent = time.perf_counter(), 0
        while (now := time.perf_counter()) < self._end:
            due = int((now - start) * self._rate) - sent
            for offset in range(due):
                moment = start + (sent + offset) / self._rate
                if self._idle:
                    self._send(self._idle.popleft(), moment)
                else:
                    self._due.append(moment)
            sent += due
            await asyncio.sleep(0.001)


async def run(settings: dict[str, float | str | int]) -> dict[str, object]:
    """Make the load and return what was seen; latencies in milliseconds."""
    seconds = float(settings["seconds"])
    measured = Run(str(settings["path"]), int(settings["first"]), seconds, float(settings.get("rate", 0)))
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    for _ in range(int(settings["connections"])):
        await loop.create_connection(lambda: Connection(measured), "127.0.0.1", int(settings["port"]))
    if settings.get("rate"):
        await measured.pace()
    else:
        await asyncio.sleep(max(0.0, seconds - (time.perf_counter() - started)))
    elapsed = time.perf_counter() - started
    await asyncio.sleep(0.5)
    ordered = sorted(measured.latencies)
    percentile = (
        {f"p{share}": round(ordered[int(len(ordered) * share / 100)] * 1000, 2) for share in (50, 99)}
        if ordered
        else {}
    )
    return {"accepted": len(ordered), "refused": measured.refused, "per_s": round(len(ordered) / elapsed), **percentile}


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(json.loads(sys.argv[1])))))  # noqa: T201 - the result, for the parent
