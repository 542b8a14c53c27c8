"""One run: raise the house, let the stranger and the operator work while it is being killed, let it rest, gather."""

import asyncio
import json
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from msgspec import Struct

from bench.scene import free_port
from chaos import collector
from chaos.bot_api import Settings as BotSettings
from chaos.cast import Cast, Part
from chaos.cluster import Cluster
from chaos.crew import at_work
from chaos.desk import Desk
from chaos.facts import Facts, Leftovers, Screen
from chaos.killer import Killer
from chaos.plan import Size, draw, make_replies, make_updates
from chaos.provider import Provider
from chaos.sabotage import sabotage
from chaos.scene import Scene, bot_token, hook_token, lay_scene
from chaos.standing import wait_for_doors
from chaos.watcher import Watcher
from chaos.weather import Weather, list_received
from otklik.infra.db import Database
from otklik.infra.postgres import Dsns, find_running

_READY_S = 180
_REST_S = 90
_CONVERGE_S = 5


class Outcome(Struct, frozen=True, kw_only=True):
    """The facts of a run, and what happened to the house meanwhile."""

    facts: Facts
    kills: Mapping[str, int]
    moods: Mapping[str, int]
    calls: Mapping[int, int]
    posts: Mapping[int, int]
    repeats: int
    storm_s: float
    rest_s: float


class _House(Struct, frozen=True):
    """What a run stands on; `broken` is the sabotage asked for at its end."""

    scene: Scene
    cast: Cast
    cluster: Cluster | None
    dsns: Dsns
    broken: str


async def run_split(folder: Path, size: Size, broken: str = "") -> Outcome:
    """Two web processes and two workers on a database apart; everything is killed."""
    data = folder / "data"
    cluster = await asyncio.to_thread(Cluster, data)
    parts = (
        Part("web-1", "web", free_port()), Part("web-2", "web", free_port()),
        Part("worker-1", "worker"), Part("worker-2", "worker"),
    )  # fmt: skip
    try:
        async with _bot_api(folder, size) as bot_api:
            cast = _make_cast(folder, data, parts)
            scene = await lay_scene(data, cluster.dsns, size, cast.doors, bot_api)
            cast.start()
            try:
                return await _storm(_House(scene, cast, cluster, cluster.dsns, broken), size)
            finally:
                await cast.stop()
    finally:
        await asyncio.to_thread(cluster.stop)


async def run_whole(folder: Path, size: Size, broken: str = "") -> Outcome:
    """One `otklik serve` with the database in its care, which dies and comes back with it."""
    data = folder / "data"
    async with _bot_api(folder, size) as bot_api:
        cast = _make_cast(folder, data, (Part("serve", "serve", free_port()),))
        cast.start()
        try:
            await _wait_ready(cast.doors)
            dsns = find_running(data)
            scene = await lay_scene(data, dsns, size, cast.doors, bot_api)
            return await _storm(_House(scene, cast, None, dsns, broken), size)
        finally:
            await cast.stop()


def _make_cast(folder: Path, data: Path, parts: Sequence[Part]) -> Cast:
    first = next(part.port for part in parts if part.port)
    environment = {
        "OTKLIK_DATA_DIR": str(data), "OTKLIK_LOG_LEVEL": "warning", "OTKLIK_LOG_FORMAT": "json",
        "OTKLIK_ALLOWED_NETWORKS": "127.0.0.0/8", "OTKLIK_PUBLIC_URL": f"http://127.0.0.1:{first}",
    }  # fmt: skip
    return Cast(parts, folder, environment)


@asynccontextmanager
async def _bot_api(folder: Path, size: Size) -> AsyncIterator[str]:
    """Run the fake Bot API; nobody kills it."""
    port = free_port()
    numbers = range(size.inboxes)
    settings = BotSettings(
        port=port, people=size.people, tokens=[bot_token(number) for number in numbers],
        hooks=[f"https://chaos.example/hooks/{hook_token(number)}" for number in numbers],
    )  # fmt: skip
    said = {name: getattr(settings, name) for name in BotSettings.__struct_fields__}
    with (folder / "bot-api.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "chaos.bot_api", json.dumps(said), stdout=log, stderr=log
        )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def _storm(house: _House, size: Size) -> Outcome:
    scene = house.scene
    provider, desk = Provider(scene, size, make_updates(size)), Desk(scene, size, make_replies(size))
    killer = Killer(house.cast, house.cluster, house.dsns, size)
    weather = Weather(scene.bot_api, size)
    watchers = [Watcher(scene, f"screen {n}", draw(size, f"screen-{n}")) for n in range(1, size.screens + 1)]
    await _wait_ready(scene.doors)
    _say(f"the house stands, {size.hooks} hook calls and {size.replies} replies begin")
    async with at_work(watcher.run() for watcher in watchers):
        storm_started = time.monotonic()
        async with at_work([weather.run(lambda: len(desk.answered))]), asyncio.TaskGroup() as storm:
            storm.create_task(killer.run(lambda: len(provider.calls) + len(desk.answered)))
            await asyncio.gather(provider.run(), desk.run())
            killer.stop()
        storm_s = time.monotonic() - storm_started
        _say(f"everything was acknowledged after {storm_s:.0f} s; let it rest")
        rested = await _rest(house)
        screens = await _settle_screens(watchers)
    facts = await _gather(house, provider, desk, screens, rested[1])
    return Outcome(
        facts=facts, kills=dict(killer.kills), moods=dict(weather.moods), calls=dict(provider.statuses),
        posts=dict(desk.statuses), repeats=provider.repeats + desk.repeats, storm_s=round(storm_s, 1),
        rest_s=round(rested[0], 1),
    )  # fmt: skip


def _say(what: str) -> None:
    sys.stderr.write(f"chaos: {what}\n")
    sys.stderr.flush()


async def _wait_ready(doors: Sequence[str]) -> None:
    if not await wait_for_doors(doors, _READY_S, all_of_them=True):
        message = f"the house did not stand within {_READY_S} s"
        raise RuntimeError(message)


async def _rest(house: _House) -> tuple[float, Leftovers]:
    """Wait until nothing is left to do, at most a time; returns how long it took and what is left."""
    started = time.monotonic()
    await _wait_ready(house.scene.doors)
    database = Database(house.dsns.app, house.dsns.system, app_connections=1, system_connections=1)
    await database.open()
    try:
        left = await collector.find_leftovers(database)
        while (left.overdue or left.waiting) and time.monotonic() - started < _REST_S:
            await asyncio.sleep(0.5)
            left = await collector.find_leftovers(database)
        return time.monotonic() - started, left
    finally:
        await database.close()


async def _settle_screens(watchers: Sequence[Watcher]) -> tuple[Screen, ...]:
    """Let every screen come back once more and look at it five seconds later."""
    async with asyncio.timeout(_READY_S):
        await asyncio.gather(*(watcher.settle() for watcher in watchers))
    await asyncio.sleep(_CONVERGE_S)
    return tuple(watcher.show() for watcher in watchers)


async def _gather(
    house: _House, provider: Provider, desk: Desk, screens: tuple[Screen, ...], leftovers: Leftovers
) -> Facts:
    database = Database(house.dsns.app, house.dsns.system, app_connections=1, system_connections=1)
    await database.open()
    try:
        async with database.system() as tx:
            if house.broken:
                await sabotage(tx, house.broken)
        async with database.system() as tx:
            return Facts(
                calls=tuple(provider.calls.values()), answered=tuple(desk.answered), refused=tuple(desk.refused),
                sendings=collector.read_sendings(await list_received(house.scene.bot_api)),
                messages=await collector.list_messages(tx), conversations=await collector.list_conversations(tx),
                events=await collector.list_events(tx), failed_bodies=await collector.list_failed_bodies(tx),
                screens=screens, leftovers=leftovers,
            )  # fmt: skip
    finally:
        await database.close()
