"""Looks at what the installation stands on and says in words what is wrong."""

import os
import shutil

from msgspec import Struct

from otklik.infra.db import Database, Tx
from otklik.infra.settings import Settings

_ROOM_NEEDED = 1024**3
_OLDEST = 150_000


class Finding(Struct, frozen=True):
    """One thing that was looked at: its key, what should be so, and what is wrong; empty when it is in order."""

    key: str
    wish: str
    wrong: str


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


async def _check_version(tx: Tx) -> str:
    version = int(await tx.value("select current_setting('server_version_num')"))
    return "" if version >= _OLDEST else f"it is {version // 10_000}"


async def _check_search(tx: Tx) -> str:
    if not await tx.value("select to_tsvector('russian', 'заказами') @@ to_tsquery('russian', 'заказ')"):
        return "the Russian dictionary does not work"
    if await tx.value("select 1 from pg_extension where extname = 'pg_trgm'"):
        ok = await tx.value("select show_trgm('ж') <> '{}'")
        return "" if ok else "pg_trgm does not see Cyrillic: the database's ctype must be a UTF-8 one"
    return ""


async def _check_durability(tx: Tx) -> str:
    off = [
        name
        for name in ("fsync", "full_page_writes", "synchronous_commit")
        if await tx.value("select current_setting(%(name)s)", {"name": name}) == "off"
    ]
    return f"switched off: {', '.join(off)}" if off else ""


async def _check_roles(tx: Tx) -> str:
    wrong = await tx.rows(
        """select rolname from pg_roles where rolname in ('otklik_app', 'otklik_system') and (rolsuper or rolbypassrls)
           union select r.rolname from pg_class c join pg_roles r on r.oid = c.relowner
           where c.relnamespace = 'public'::regnamespace and r.rolname in ('otklik_app', 'otklik_system')"""
    )
    return ", ".join(row[0] for row in wrong)


def _check_room(settings: Settings) -> str:
    free = shutil.disk_usage(settings.data_path).free
    return "" if free > _ROOM_NEEDED else f"{free // 1024**2} MiB free"


def _check_keys(settings: Settings) -> str:
    path = settings.data_path / "keys.json"
    if not path.exists():
        return "keys.json is missing"
    return "" if os.name != "posix" or not path.stat().st_mode & 0o077 else "others can read keys.json: chmod 600"
