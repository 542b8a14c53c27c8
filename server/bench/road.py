"""The road hook → durable message → another process's socket, under load, beside what the database can do alone."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import websockets

from bench.ceiling import Ceiling, ceiling_of, measure_machine
from bench.load import FIRST_NUMBER, build_request
from bench.scene import Inbox, Server, free_port, fresh_database, fresh_folder, lay_inbox, postgres_cpu_s
from bench.writer import introduce_people
from otklik.access.sessions import Visit, make_ticket, open_session
from otklik.infra.db import WRITERS, Database
from otklik.infra.postgres import Dsns

_SOCKET_RATE = 200
_SENDERS = 40
_BATCH = 64
"""Calls in a batch of the database alone."""
_CONNECTIONS = _BATCH * WRITERS
"""Enough that the writers can have batches of the same size."""
_ROUNDS = 3
_AT_MOST = 15_000
"""Calls a second that the load is prepared for."""


def measure(seconds: float) -> dict[str, Any]:
    """Run the whole measurement and return its figures.

    A shared machine is now fast, now slow: the database alone and the whole road take turns, and what counts is the
    middle one of the ratios.
    """
    with fresh_folder() as folder, fresh_database(folder) as (dsns, admin):
        data = folder / "data"
        inbox = lay_inbox(data, dsns)
        asyncio.run(introduce_people(dsns.system, inbox))
        round_trips = measure_machine(admin, folder)
        with ceiling_of(admin, folder, inbox, (_BATCH, 100), times=_ROUNDS) as ceiling, serving(data) as server:
            _load(server.port, inbox, first_number=2_000_000, seconds=3)
            rounds = [_measure_round(Laid(data, inbox, server), ceiling, number, seconds) for number in range(_ROUNDS)]
            middle = sorted(rounds, key=lambda found: float(found["ratio"]))[_ROUNDS // 2]
            stored = asyncio.run(_count(dsns, "Здравствуйте!%№101"))
            accepted = sum(found["full"]["accepted"] for found in rounds)
            assert stored >= accepted, f"{accepted} calls were accepted and {stored} are messages"
            half_rate = middle["full"]["per_s"] / 2
            half = _load(server.port, inbox, first_number=20_000_000, seconds=seconds, rate=half_rate)
            with serving(data) as other:
                pushed = asyncio.run(_measure_push(dsns, inbox, server.port, other.port))
    return middle | {
        "ratios": [found["ratio"] for found in rounds], "stored": stored, "half": half, "push": pushed,
        "round_trips_per_s": round(round_trips),
    }  # fmt: skip


class Laid(NamedTuple):
    """What a round needs."""

    data: Path
    inbox: Inbox
    server: Server


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """Run one web process."""
    server = Server(data, "web", free_port())
    try:
        server.wait_ready()
        yield server
    finally:
        server.stop()


def _measure_round(laid: Laid, ceiling: Ceiling, number: int, seconds: float) -> dict[str, Any]:
    alone = ceiling.measure()
    python, database = laid.server.cpu_s(), postgres_cpu_s(laid.data)
    full = _load(laid.server.port, laid.inbox, first_number=10_000_000 + number * 200_000, seconds=seconds)
    python, database = laid.server.cpu_s() - python, postgres_cpu_s(laid.data) - database
    return {
        "full": full, "python_us": round(python / max(full["accepted"], 1) * 1e6),
        "postgres_us": round(database / max(full["accepted"], 1) * 1e6), "ceiling_per_s": round(alone),
        "ratio": round(full["per_s"] / alone, 3),
    }  # fmt: skip


def _load(port: int, inbox: Inbox, *, first_number: int, seconds: float, rate: float = 0) -> dict[str, Any]:
    settings = {
        "port": port,
        "path": inbox.path,
        "first": first_number,
        "seconds": seconds,
        "connections": _CONNECTIONS,
        "at_most": _AT_MOST,
        "rate": rate,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", json.dumps(settings)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def _count(dsns: Dsns, like: str) -> int:
    database = Database(dsns.app, dsns.system, app_connections=1, system_connections=1)
    await database.open()
    async with database.system() as tx:
        count = int(await tx.value("select count(*) from message where text like %(like)s", {"like": f"%{like}%"}))
    await database.close()
    return count


async def _measure_push(dsns: Dsns, inbox: Inbox, hook_port: int, socket_port: int) -> dict[str, Any]:
    """Send hooks to one process at a steady rate and time their arrival at a socket of the other."""
    ticket = await _open_ticket(dsns, inbox)
    arrived: dict[str, float] = {}
    address = f"ws://127.0.0.1:{socket_port}/api/v1/socket?ticket={ticket}"
    async with websockets.connect(address, origin=f"http://127.0.0.1:{socket_port}", max_size=None) as line:  # type: ignore[arg-type]
        await line.send('{"type":"hello","cursor":null}')
        listener = asyncio.create_task(_listen(line, arrived))
        sent = await _send_steadily(inbox, hook_port)
        await asyncio.sleep(1)
        listener.cancel()
    waits = sorted(arrived[key] - sent[key] for key in sent if key in arrived)
    shares = {f"p{share}": round(waits[int(len(waits) * share / 100)] * 1000, 2) for share in (50, 99)} if waits else {}
    return {"sent": len(sent), "arrived": len(waits), **shares}


async def _open_ticket(dsns: Dsns, inbox: Inbox) -> str:
    database = Database(dsns.app, dsns.system, app_connections=1, system_connections=1)
    await database.open()
    async with database.system(inbox.workspace_id) as tx:
        operator = await tx.value("select min(id) from operator")
        session = await open_session(tx, operator, Visit())
        ticket = await make_ticket(tx, session.id)
    await database.close()
    return ticket


async def _listen(line: Any, arrived: dict[str, float]) -> None:  # noqa: ANN401 - a websocket
    async for frame in line:
        now = time.perf_counter()
        for message in json.loads(frame).get("messages", ()):
            arrived.setdefault(message["text"].partition("№")[2].partition("?")[0], now)


async def _send_steadily(inbox: Inbox, port: int) -> dict[str, float]:
    """Send calls at the rate over many connections in turn, as a provider would: one waits for its answer."""
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(_SENDERS)]
    drains = [asyncio.create_task(_drain(reader)) for reader, _ in lines]
    sent: dict[str, float] = {}
    start = time.perf_counter()
    for number in range(_SOCKET_RATE * 5):
        await asyncio.sleep(max(0.0, start + number / _SOCKET_RATE - time.perf_counter()))
        sent[f"{FIRST_NUMBER + 30_000_000 + number}"] = time.perf_counter()
        lines[number % _SENDERS][1].write(build_request(inbox.path, 30_000_000 + number))
    await asyncio.sleep(1)
    for drain in drains:
        drain.cancel()
    for _, writer in lines:
        writer.close()
    return sent


async def _drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(65_536):
        pass
