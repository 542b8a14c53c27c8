"""Files of customers and operators, shown to the antivirus in the background. Nothing waits for it but who wants to.

A file without an answer is asked about again; what is infected is put apart, and nobody opens it any more.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog
from msgspec import Struct

from otklik.conversations.changes import show_files_anew
from otklik.infra.clamd import ClamdDown, Verdict, scan_file
from otklik.infra.db import Database, Tx
from otklik.infra.files import FileStore
from otklik.kit.errors import NotFound

log = structlog.get_logger(__name__)

EVERY_S: Final = 3.0
_BATCH: Final = 40
_AT_ONCE: Final = 4
_MISSING: Final = Verdict("clean", "the bytes are gone")
"""Of bytes that are not there nobody can be harmed; the door says that they are gone."""


class _Row(Struct, frozen=True):
    key: str
    workspace_id: int


class Scanner:
    """Asks the antivirus of the installation, if it has one."""

    def __init__(self, store: FileStore, address: str) -> None:
        self._store = store
        self._address = address
        self._why = ""

    async def look(self, database: Database) -> None:
        """Check what has not been checked, the oldest first; the newest again once the antivirus is back."""
        if not self._address:
            async with database.system() as tx:
                await tx.execute("delete from scanner")
            return
        while rows := await self._list_due(database):
            verdicts = await self._ask(rows)
            if verdicts is None:
                await self._note_down(database)
                return
            for row, verdict in zip(rows, verdicts, strict=True):
                await self._keep(database, row, verdict)
            await _note_state(database, works=True, said="")
            if len(rows) < _BATCH:
                return
        await self._greet(database)

    async def _list_due(self, database: Database) -> list[_Row]:
        async with database.system() as tx:
            return await tx.fetch(
                _Row,
                """select key, workspace_id from file where scan in ('unchecked', 'unreachable')
                   order by created_at limit %(most)s""",
                {"most": _BATCH},
            )

    async def _ask(self, rows: Sequence[_Row]) -> list[Verdict] | None:
        """Return what it said of each, None as soon as it says nothing."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(row: _Row) -> Verdict:
            async with turns:
                try:
                    return await scan_file(self._address, self._store.path(row.key))
                except (FileNotFoundError, NotFound):
                    return _MISSING

        answers = await asyncio.gather(*(one(row) for row in rows), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, ClamdDown):
                self._why = str(answer)
                return None
            if isinstance(answer, BaseException):
                raise answer
        return [answer for answer in answers if isinstance(answer, Verdict)]

    async def _note_down(self, database: Database) -> None:
        log.warning("scanning.down", error=self._why[:200])
        await _note_state(database, works=False, said=self._why[:200])
        async with database.system() as tx:
            changed = await tx.rows(
                """update file set scan = 'unreachable' where key in (
                       select key from file where scan = 'unchecked' order by created_at limit 1000)
                   returning key, workspace_id"""
            )
        for key, workspace_id in changed:
            async with database.workspace(workspace_id) as tx:
                await _tell(tx, key)

    async def _greet(self, database: Database) -> None:
        """With nothing to check, say that it is wanted; how it is shows with the next file."""
        async with database.system() as tx:
            await tx.execute("insert into scanner (works) values (true) on conflict do nothing")

    async def _keep(self, database: Database, row: _Row, verdict: Verdict) -> None:
        if verdict.scan == "infected":
            await self._store.set_apart(row.key)
            log.warning("scanning.infected", workspace=row.workspace_id, found=verdict.name)
        async with database.workspace(row.workspace_id) as tx:
            await tx.execute(
                """update file set scan = %(scan)s, scan_said = %(name)s
                   where key = %(key)s and workspace_id = %(workspace)s""",
                {"scan": verdict.scan, "name": verdict.name, "key": row.key, "workspace": row.workspace_id},
            )
            await _tell(tx, row.key)


async def _note_state(database: Database, *, works: bool, said: str) -> None:
    async with database.system() as tx:
        await tx.execute(
            """insert into scanner (works, said) values (%(works)s, %(said)s)
               on conflict (only_one) do update set works = %(works)s, said = %(said)s, seen_at = now()""",
            {"works": works, "said": said},
        )


async def _tell(tx: Tx, key: str) -> None:
    """Show the messages of a file anew."""
    rows = await tx.rows(
        """select distinct message_id from attachment
           where file_key = %(key)s and workspace_id = %(workspace)s and message_id is not null""",
        {"key": key, "workspace": tx.workspace_id},
    )
    for (message_id,) in rows:
        await show_files_anew(tx, message_id)


async def judge_files(tx: Tx, message_id: int) -> str:
    """Return `infected`, `too_large` or `held` for a message whose files may not leave, or not yet; else nothing."""
    found = await tx.value(
        """select case when bool_or(f.scan = 'infected') then 'infected'
                       when not exists (select from scanner) then ''
                       when bool_or(f.scan = 'too_large' and not w.open_too_large) then 'too_large'
                       when bool_or(f.scan not in ('clean', 'too_large') and w.hold_unchecked)
                       then 'held' else '' end
           from attachment a join file f on f.key = a.file_key join workspace w on w.id = f.workspace_id
           where a.message_id = %(id)s and a.workspace_id = %(workspace)s""",
        {"id": message_id, "workspace": tx.workspace_id},
    )
    return str(found or "")
