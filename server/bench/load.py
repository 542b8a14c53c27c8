"""A load generator for hook calls: keep-alive connections, prebuilt requests, every answer checked and timed.

Runs in a process of its own. Closed loop: each connection sends the next request when the answer is there. Paced:
requests leave at a fixed rate whatever the answers do, and waiting for a free connection counts as latency.
"""

import gc
import json
import select
import socket
import sys
import time
from collections import deque
from collections.abc import Sequence
from typing import Any

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


class Run:
    """One measurement: as little Python for a call as can be, all requests are made beforehand."""

    def __init__(self, port: int, connections: int, requests: Sequence[bytes]) -> None:
        self._port = port
        self._requests = iter(requests)
        self._poll = select.epoll()
        self._lines: dict[int, socket.socket] = {}
        self._started: dict[int, float] = {}
        self._begun: dict[int, bytes] = {}
        self._idle: deque[int] = deque()
        self.latencies: list[float] = []
        self.refused = 0
        for _ in range(connections):
            self._open()

    def _open(self) -> None:
        line = socket.create_connection(("127.0.0.1", self._port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines[line.fileno()] = line
        self._poll.register(line.fileno(), select.EPOLLIN)
        self._idle.append(line.fileno())

    def send(self, moment: float) -> bool:
        """Send the next request, timed from `moment`, if a connection is free and a request is left."""
        if not self._idle:
            return False
        request = next(self._requests, None)
        if request is None:
            return False
        number = self._idle.popleft()
        self._started[number] = moment
        self._lines[number].sendall(request)
        return True

    def take(self, seconds: float) -> None:
        """Take the answers that are there, or wait for one at most so long; they come in one or two pieces."""
        for number, _ in self._poll.poll(seconds):
            piece = self._lines[number].recv(4096)
            answer = self._begun.pop(number, b"") + piece
            if not piece or not answer.startswith(b"HTTP/1.1 200"):
                self._replace(number)
            elif answer.endswith(b"\r\n\r\n"):  # no provider of ours needs a word: the answer has no body
                self.latencies.append(time.perf_counter() - self._started.pop(number))
                self._idle.append(number)
            else:
                self._begun[number] = answer

    def _replace(self, number: int) -> None:
        """Count a refusal; how long its answer is nobody knows, so the connection is replaced."""
        self.refused += 1
        self._started.pop(number, None)
        self._lines.pop(number).close()
        self._open()

    @property
    def waiting(self) -> int:
        """Requests that have not been answered."""
        return len(self._started)

    def close(self) -> None:
        """Hang up."""
        for line in self._lines.values():
            line.close()


def run_closed(run: Run, seconds: float) -> float:
    """Let every connection send the next request when the answer is there; return the seconds it took."""
    begun = time.perf_counter()
    while (now := time.perf_counter()) - begun < seconds:
        while run.send(now):
            pass
        run.take(0.05)
    elapsed = time.perf_counter() - begun
    _drain(run)
    return elapsed


def run_paced(run: Run, seconds: float, rate: float) -> float:
    """Let requests leave at a rate whatever the answers do; waiting for a free connection counts as latency."""
    begun, sent = time.perf_counter(), 0
    while (now := time.perf_counter()) - begun < seconds:
        while (moment := begun + sent / rate) <= now and run.send(moment):
            sent += 1
        run.take(max(0.0, min(0.005, begun + sent / rate - time.perf_counter())))
    elapsed = time.perf_counter() - begun
    _drain(run)
    return elapsed


def _drain(run: Run) -> None:
    end = time.perf_counter() + 5
    while run.waiting and time.perf_counter() < end:
        run.take(0.05)


def measure(settings: dict[str, Any]) -> dict[str, object]:
    """Make the load and return what was seen; latencies in milliseconds, our own CPU per call in microseconds."""
    seconds, rate = float(settings["seconds"]), float(settings.get("rate", 0))
    first, path = int(settings["first"]), str(settings["path"])
    count = int(seconds * (rate or float(settings["at_most"]))) + int(settings["connections"])
    requests = [build_request(path, number) for number in range(first, first + count)]
    run = Run(int(settings["port"]), int(settings["connections"]), requests)
    gc.disable()
    cpu = time.process_time()
    elapsed = run_paced(run, seconds, rate) if rate else run_closed(run, seconds)
    cpu = time.process_time() - cpu
    run.close()
    ordered = sorted(run.latencies)
    percentile = (
        {f"p{share}": round(ordered[int(len(ordered) * share / 100)] * 1000, 2) for share in (50, 99)}
        if ordered
        else {}
    )
    return {
        "accepted": len(ordered), "refused": run.refused, "per_s": round(len(ordered) / elapsed),
        "own_us": round(cpu / max(len(ordered), 1) * 1e6), **percentile,
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(json.loads(sys.argv[1]))))
