import asyncio

import pytest

from otklik.inboxes import repository
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Tx
from otklik.infra.events import LoggedEvent
from otklik.infra.stream import Position
from tests.messaging.conftest import TOKEN, Scene

_CHANGED = LoggedEvent(1, 1, 1, "inbox.changed", None, None, None, None)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[asyncio.Event]:
    """The looks into the database that were begun; each ends when its event is set."""
    begun: list[asyncio.Event] = []
    find = repository.find_by_token

    async def find_slowly(tx: Tx, token: str) -> InboxRecord | None:
        record = await find(tx, token)
        begun.append(asyncio.Event())
        await begun[-1].wait()
        return record

    monkeypatch.setattr(repository, "find_by_token", find_slowly)
    return begun


async def _until(looks: list[asyncio.Event], count: int) -> None:
    async with asyncio.timeout(30):
        while len(looks) < count:  # noqa: ASYNC110 - the list tells nobody
            await asyncio.sleep(0.01)


async def test_many_calls_at_once_ask_the_database_once(road: Scene, looks: list[asyncio.Event]) -> None:
    waiting = [asyncio.create_task(road.directory.by_token(TOKEN)) for _ in range(50)]
    await _until(looks, 1)
    waiting[0].cancel()  # one who leaves does not end the look of the others
    await asyncio.sleep(0)
    looks[0].set()
    found = await asyncio.gather(*waiting[1:])
    assert {one.record.id for one in found if one} == {road.inbox_id}
    assert len(looks) == 1
    assert await road.directory.by_token(TOKEN) == found[0]
    assert len(looks) == 1


async def test_a_look_that_a_change_overtook_is_not_remembered(road: Scene, looks: list[asyncio.Event]) -> None:
    early = asyncio.create_task(road.directory.by_token(TOKEN))
    await _until(looks, 1)
    await road.rows("update inbox set name = 'Новое имя' returning id")
    await road.directory.forget_changed([_CHANGED], Position(0, 0))
    late = asyncio.create_task(road.directory.by_token(TOKEN))
    await _until(looks, 2)
    for look in reversed(looks):
        look.set()
    old, new = await asyncio.gather(early, late)
    again = await road.directory.by_token(TOKEN)
    assert [one.record.name for one in (old, new, again) if one] == ["Петля", "Новое имя", "Новое имя"]


async def test_a_look_that_failed_is_not_remembered(road: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_: Tx, __: str) -> InboxRecord | None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(repository, "find_by_token", fail)
        with pytest.raises(RuntimeError):
            await road.directory.by_token(TOKEN)
    assert await road.directory.by_token(TOKEN) is not None


async def test_a_change_between_the_asking_and_the_look_does_not_break_the_look(road: Scene) -> None:
    asked = asyncio.create_task(road.directory.by_token(TOKEN))
    await asyncio.sleep(0)  # the asker has run and waits; its look has not taken its first step
    road.directory.forget()
    found = await asked
    assert found is not None
    assert found.record.id == road.inbox_id
    assert await road.directory.by_token(TOKEN) == found
