"""Where the time of the road goes: each statement of a batch in PostgreSQL, each function of the writer in Python."""

import asyncio
import cProfile
import pstats
import time
from collections import Counter
from pathlib import Path
from typing import Any, cast

import psycopg

from bench.ceiling import on_a_copy, record_batches
from bench.scene import fresh_database, fresh_folder, lay_inbox
from bench.writer import introduce_people, open_inbox, write_calls
from otklik.infra.db import Database
from otklik.wiring.events import SUBSCRIBERS

_BATCH = 64
_BATCHES = 60
_FIRST = 2_000_000
_WARM = 5
"""Batches before the profile begins: the first ones prepare the statements."""
_FUNCTIONS = 16
_WORDS = 10


def measure() -> dict[str, Any]:
    """Return microseconds a message: by statement, in the order of the transaction, and by function, own time only."""
    with fresh_folder() as folder, fresh_database(folder) as (dsns, admin):
        inbox = lay_inbox(folder / "data", dsns)
        asyncio.run(introduce_people(dsns.system, inbox))
        with on_a_copy(admin) as copy:
            script = folder / "replay.sql"
            asyncio.run(record_batches(admin, script, inbox, (_BATCH, _BATCHES)))
            statements = _time_statements(copy, script)
        return {"statements": statements, "functions": asyncio.run(_profile_writer(dsns.system, inbox))}


def _time_statements(dsn: str, script: Path) -> dict[str, float]:
    """Replay a script of `prepare` and `execute`, and add up the time of each statement under its first words."""
    spent: Counter[str] = Counter()
    names: dict[str, str] = {}
    with psycopg.connect(dsn, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        for line in script.read_text(encoding="utf-8").splitlines():
            verb, _, rest = line.partition(" ")
            begun = time.perf_counter()
            connection.execute(cast("Any", line))
            took = time.perf_counter() - begun
            if verb == "prepare":
                name, _, text = rest.partition(" as ")
                names[name] = " ".join(text.split()[:_WORDS])
            else:
                spent[names.get(rest.partition("(")[0], line)] += took
    return {name: _share(took) for name, took in spent.items()}


def _share(seconds: float) -> float:
    return round(seconds / (_BATCH * _BATCHES) * 1e6, 1)


async def _profile_writer(system_dsn: str, inbox: Any) -> dict[str, float]:  # noqa: ANN401 - a bench inbox
    database = Database(system_dsn, system_dsn, app_connections=1, system_connections=1)
    database.listen_with(SUBSCRIBERS)
    await database.open()
    opened = await open_inbox(database, inbox)
    profile = cProfile.Profile()
    for number in range(_BATCHES + _WARM):
        if number == _WARM:
            profile.enable()
        await write_calls(database, opened, _FIRST + number * _BATCH, _BATCH)
    profile.disable()
    await database.close()
    found = cast("Any", pstats.Stats(profile)).stats
    spent = {_name(place): own for place, (_, _, own, _, _) in found.items()}
    return {name: _share(own) for name, own in Counter(spent).most_common(_FUNCTIONS)}


def _name(place: tuple[str, int, str]) -> str:
    file, _, function = place
    return f"{'/'.join(Path(file).parts[-2:])} {function}" if file != "~" else function
