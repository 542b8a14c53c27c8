"""Looks at what the installation stands on and says in words what is wrong."""

import os
import shutil

from msgspec import Struct

from otklik.infra.db import Database, Tx
from otklik.infra.settings import Settings

_ROOM_NEEDED = 1024**3
_OLDEST = 150_000


class Fault(Struct, frozen=True):
    """What is wrong, in both languages; empty when it is in order."""

    en: str = ""
    ru: str = ""


FINE = Fault()
_BLIND = Fault(
    "pg_trgm does not see Cyrillic: the database's ctype must be a UTF-8 one",
    "pg_trgm не видит кириллицу: у базы должна быть ctype с UTF-8",
)
_OPEN_KEYS = Fault("others can read keys.json: chmod 600", "keys.json могут прочитать другие: выполните chmod 600")


class Finding(Struct, frozen=True):
    """One thing that was looked at: its key, what should be so, and what is wrong."""

    key: str
    wish: str
    fault: Fault

    @property
    def wrong(self) -> str:
        """What is wrong, in English; empty when it is in order."""
        return self.fault.en


async def examine(database: Database, settings: Settings) -> list[Finding]:
    """Look at everything the installation stands on."""
    async with database.system() as tx:
        found = [
            Finding("version", "PostgreSQL is 15 or newer", await _check_version(tx)),
            Finding("search", "search finds Russian words and parts of them", await _check_search(tx)),
            Finding("durability", "commits are durable", await _check_durability(tx)),
            Finding("roles", "the application's role owns nothing and obeys row security", await _check_roles(tx)),
        ]
    return [
        *found,
        Finding("room", "there is room for data", _check_room(settings)),
        Finding("keys", "the keys are ours alone", _check_keys(settings)),
    ]


async def _check_version(tx: Tx) -> Fault:
    version = int(await tx.value("select current_setting('server_version_num')"))
    major = version // 10_000
    return FINE if version >= _OLDEST else Fault(f"it is {major}", f"здесь версия {major}")


async def _check_search(tx: Tx) -> Fault:
    if not await tx.value("select to_tsvector('russian', 'заказами') @@ to_tsquery('russian', 'заказ')"):
        return Fault("the Russian dictionary does not work", "русский словарь не работает")
    if await tx.value("select 1 from pg_extension where extname = 'pg_trgm'"):
        ok = await tx.value("select show_trgm('ж') <> '{}'")
        return FINE if ok else _BLIND
    return FINE


async def _check_durability(tx: Tx) -> Fault:
    off = [
        name
        for name in ("fsync", "full_page_writes", "synchronous_commit")
        if await tx.value("select current_setting(%(name)s)", {"name": name}) == "off"
    ]
    names = ", ".join(off)
    return Fault(f"switched off: {names}", f"выключено: {names}") if off else FINE


async def _check_roles(tx: Tx) -> Fault:
    wrong = await tx.rows(
        """select rolname from pg_roles where rolname in ('otklik_app', 'otklik_system') and (rolsuper or rolbypassrls)
           union select r.rolname from pg_class c join pg_roles r on r.oid = c.relowner
           where c.relnamespace = 'public'::regnamespace and r.rolname in ('otklik_app', 'otklik_system')"""
    )
    names = ", ".join(row[0] for row in wrong)
    return Fault(names, names)


def _check_room(settings: Settings) -> Fault:
    free = shutil.disk_usage(settings.data_path).free
    left = free // 1024**2
    return FINE if free > _ROOM_NEEDED else Fault(f"{left} MiB free", f"свободно {left} МиБ")


def _check_keys(settings: Settings) -> Fault:
    path = settings.data_path / "keys.json"
    if not path.exists():
        return Fault("keys.json is missing", "нет файла keys.json")
    return FINE if os.name != "posix" or not path.stat().st_mode & 0o077 else _OPEN_KEYS
