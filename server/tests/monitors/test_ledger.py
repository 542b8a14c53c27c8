"""The ledger over the real road: what it says is what the tables say, whatever dies in between."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from otklik.infra.db import Database
from otklik.kit.errors import Unavailable
from otklik.messaging.hooks import store_delivery
from otklik.messaging.reading import read_call
from otklik.monitors.ledger import make_minutes, total
from otklik.monitors.records import LedgerEntry
from otklik.monitors.repository import list_minutes, list_vitals
from otklik.monitors.tasks import keep_ledger
from tests.messaging.conftest import TOKEN, Scene


async def _take(scene: Scene, *events: dict[str, object], body: bytes | None = None) -> None:
    inbox = await scene.directory.by_token(TOKEN)
    assert inbox is not None
    call = scene.call(*events)
    if body is not None:
        call = type(call)(body=body, headers=call.headers)
    await store_delivery(scene.road, read_call(inbox, call))


async def _hour(db: Database, workspace_id: int) -> LedgerEntry:
    async with db.workspace(workspace_id) as tx:
        [vitals] = await list_vitals(tx)
        return total(make_minutes(await list_minutes(tx, 1), vitals.now, 60), vitals.now)


def _message(number: int) -> dict[str, object]:
    return {"kind": "message", "id": f"m{number}", "from": str(number % 3), "text": "Здравствуйте 👋"}


async def test_each_delivery_is_accounted_for(road: Scene) -> None:
    for number in range(5):
        await _take(road, _message(number))
    await _take(road, _message(0))
    await _take(road)
    await _take(road, body=b"no json")
    await keep_ledger(road.db)
    before = await _hour(road.db, road.workspace_id)
    assert (before.received, before.stored, before.repeated) == (6, 5, 0), "what is only in memory is not claimed"

    await road.road.traffic.write(road.db, all_of_it=True)
    await keep_ledger(road.db)
    hour = await _hour(road.db, road.workspace_id)
    assert (hour.received, hour.stored, hour.repeated, hour.ignored) == (8, 5, 1, 1)
    assert (hour.lost, hour.failed, hour.messages, hour.shown, hour.unshown) == (1, 1, 5, 5, 0)
    async with road.db.workspace(road.workspace_id) as tx:
        [vitals] = await list_vitals(tx)
    assert (vitals.unprocessed, vitals.delays) == (1, 5)


async def test_counting_again_changes_nothing(road: Scene) -> None:
    await _take(road, _message(1))
    await road.road.traffic.write(road.db, all_of_it=True)
    await keep_ledger(road.db)
    await keep_ledger(road.db)
    await asyncio.gather(keep_ledger(road.db), keep_ledger(road.db))
    hour = await _hour(road.db, road.workspace_id)
    assert (hour.received, hour.stored, hour.messages) == (1, 1, 1)


async def test_old_marks_bound_what_is_read_and_settled_minutes_stay(road: Scene) -> None:
    await _take(road, _message(1))
    await keep_ledger(road.db)
    async with road.db.system() as tx:
        await tx.execute(
            """with gone as (delete from ledger_mark returning *)
               insert into ledger_mark
               select at - interval '1 hour', hook_call, message, event, channel_log from gone"""
        )
        await tx.execute("update inbox_minute set minute = minute - interval '30 minutes', calls = 7")
    await keep_ledger(road.db)
    [(marks,)] = await road.rows("select count(*) from ledger_mark")
    assert marks == 2, "the one that bounds the reading, and the new one"
    assert await road.rows("select calls from inbox_minute") == [(7,)], "what is settled is not counted anew"
    await _take(road, _message(2))
    await keep_ledger(road.db)
    assert await road.rows("select calls from inbox_minute order by minute") == [(7,), (1,)]


async def test_a_message_without_an_event_is_not_taken_for_shown(road: Scene) -> None:
    await _take(road, _message(1))
    await _take(road, _message(2))
    async with road.db.system() as tx:
        await tx.execute("delete from event where message_id = (select max(id) from message)")
    await keep_ledger(road.db)
    hour = await _hour(road.db, road.workspace_id)
    assert (hour.messages, hour.shown, hour.unshown) == (2, 1, 1)


async def test_a_delivery_that_cannot_be_stored_is_counted(
    road: Scene,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(*_: object) -> None:
        raise Unavailable("the database is away")

    monkeypatch.setattr(road.ingest, "accept", refuse)
    with pytest.raises(Unavailable):
        await _take(road, _message(1))
    await road.road.traffic.write(road.db, all_of_it=True)
    hour = await _hour(road.db, road.workspace_id)
    assert (hour.received, hour.stored, hour.lost, hour.failed) == (1, 0, 1, 0)


async def test_counts_wait_while_the_database_is_away(road: Scene) -> None:
    await _take(road, _message(1))
    traffic, away = road.road.traffic, Database("host=/nowhere", "host=/nowhere")
    with pytest.raises(Exception, match=r".*"):
        await traffic.write(away, all_of_it=True)
    await traffic.write(road.db, all_of_it=True)
    assert await road.rows("select arrived from inbox_minute") == [(1,)]


async def test_kill_9_takes_nothing_back_that_the_ledger_claimed(
    road: Scene,
    clean_dsn: str,
    tmp_path: Path,
) -> None:
    """A process takes messages without end, counts and keeps the ledger; it is killed in the middle of that."""
    command = [sys.executable, "-m", "tests.monitors.busy", clean_dsn, str(tmp_path / "files")]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    async with asyncio.timeout(120):
        while (acknowledged := int(await process.stdout.readline())) < 60:
            pass
        claimed = await _hour(road.db, road.workspace_id)
        process.send_signal(signal.SIGKILL)
        rest = (await process.stdout.read()).split()
        await process.wait()
    acknowledged = int(rest[-1]) if rest else acknowledged

    await keep_ledger(road.db)
    after = await _hour(road.db, road.workspace_id)
    [(calls, messages)] = await road.rows(
        "select (select count(*) from hook_call), (select count(*) from message where direction = 'in')"
    )
    assert after.stored == calls >= acknowledged
    assert after.messages == after.shown == messages >= acknowledged
    assert after.stored >= claimed.stored > 0
    assert after.received >= after.stored
    assert (after.failed, after.unshown) == (0, 0)
