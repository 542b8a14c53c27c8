"""Every query on imports of customers and their rows."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString

import msgspec
from psycopg.types.json import Jsonb

from otklik.contacts.records import ImportLine, ImportRecord, Known
from otklik.infra.db import Tx

_COLUMNS: Final[LiteralString] = """
select id, operator_id, operator_name, file_name, encoding, separator, headers, mapping, state, total, created, updated,
       unchanged, refused, created_at, started_at, ended_at
from contact_import where workspace_id = %(workspace)s
"""
_FIND: Final[LiteralString] = _COLUMNS + " and id = %(id)s"
_LOCK: Final[LiteralString] = _FIND + " for update"
_LIST: Final[LiteralString] = (
    _COLUMNS + " and state not in ('draft', 'checked') and started_at is not null order by id desc limit %(limit)s"
)
_FORGET_DRAFTS = """
delete from contact_import
where workspace_id = %(workspace)s and operator_id = %(operator)s
  and (state in ('draft', 'checked') or (state = 'cancelled' and started_at is null))
"""
_INSERT = """
insert into contact_import (workspace_id, operator_id, operator_name, file_name, encoding, separator, headers, total)
values (%(workspace)s, %(operator)s, %(name)s, %(file)s, %(encoding)s, %(separator)s, %(headers)s, %(total)s)
returning id
"""
_INSERT_ROWS = """
insert into contact_import_row (import_id, number, workspace_id, cells)
select %(id)s, place, %(workspace)s, array(select jsonb_array_elements_text(line))
from jsonb_array_elements(%(rows)s::jsonb) with ordinality as given(line, place)
"""
_ROWS: Final[LiteralString] = """
select number, cells, outcome, reasons from contact_import_row
where workspace_id = %(workspace)s and import_id = %(id)s and number > %(after)s
"""
_ALL_ROWS: Final[LiteralString] = _ROWS + " order by number limit %(limit)s"
_REFUSED_ROWS: Final[LiteralString] = _ROWS + " and reasons is not null order by number limit %(limit)s"
_OPEN_ROWS: Final[LiteralString] = _ROWS + " and outcome is null order by number limit %(limit)s"
_SETTLE = """
update contact_import_row r set outcome = w.outcome, reasons = w.reasons, contact_id = w.contact_id
from jsonb_to_recordset(%(rows)s::jsonb) as w(number integer, outcome text, reasons jsonb, contact_id bigint)
where r.workspace_id = %(workspace)s and r.import_id = %(id)s and r.number = w.number
"""
_CHECKED = """
update contact_import set mapping = %(mapping)s, state = 'checked', created = %(created)s, updated = %(updated)s,
       unchanged = %(unchanged)s, refused = %(refused)s
where workspace_id = %(workspace)s and id = %(id)s
"""
_START = """
update contact_import set state = 'running', started_at = now(), created = 0, updated = 0, unchanged = 0, refused = 0
where workspace_id = %(workspace)s and id = %(id)s
"""
_FRESH_ROWS = """
update contact_import_row set reasons = null
where workspace_id = %(workspace)s and import_id = %(id)s and reasons is not null
"""
_MOVE = """
update contact_import set created = created + %(created)s, updated = updated + %(updated)s,
       unchanged = unchanged + %(unchanged)s, refused = refused + %(refused)s
where workspace_id = %(workspace)s and id = %(id)s
"""
_END = (
    "update contact_import set state = %(state)s, ended_at = now() where workspace_id = %(workspace)s and id = %(id)s"
)
_SWEEP_DRAFTS = """
delete from contact_import where state in ('draft', 'checked') and created_at < now() - interval '1 day'
"""
_SWEEP_ROWS = """
delete from contact_import_row r using contact_import i
where i.id = r.import_id and i.ended_at < now() - interval '30 days'
"""
_KNOWN = """
select id as contact_id, phone, email_key as email from contact
where workspace_id = %(workspace)s and merged_into is null and phone = any(%(phones)s) and phone <> ''
union
select id, phone, email_key from contact
where workspace_id = %(workspace)s and merged_into is null and email_key = any(%(emails)s) and email_key <> ''
union
select i.contact_id, i.phone, '' from identity i join contact c on c.id = i.contact_id and c.merged_into is null
where i.workspace_id = %(workspace)s and i.phone = any(%(phones)s) and i.phone <> ''
union
select i.contact_id, '', i.email_key from identity i join contact c on c.id = i.contact_id and c.merged_into is null
where i.workspace_id = %(workspace)s and i.email_key = any(%(emails)s) and i.email_key <> ''
"""


async def insert_import(tx: Tx, values: Mapping[str, Any], rows: Sequence[Sequence[str]]) -> int:
    """Insert an import with its rows, numbered from 1; returns its id."""
    import_id: int = await tx.value(_INSERT, {**values, "workspace": tx.workspace_id})
    params = {"id": import_id, "workspace": tx.workspace_id, "rows": msgspec.json.encode(rows).decode()}
    await tx.execute(_INSERT_ROWS, params)
    return import_id


async def forget_drafts(tx: Tx, operator_id: int | None) -> None:
    """Delete the files that a person brought and never started."""
    await tx.execute(_FORGET_DRAFTS, {"workspace": tx.workspace_id, "operator": operator_id})


async def find_import(tx: Tx, import_id: int, *, lock: bool = False) -> ImportRecord | None:
    """Return an import."""
    return await tx.find(ImportRecord, _LOCK if lock else _FIND, {"workspace": tx.workspace_id, "id": import_id})


async def list_imports(tx: Tx, limit: int) -> list[ImportRecord]:
    """Return the last imports that were started, the newest first."""
    return await tx.fetch(ImportRecord, _LIST, {"workspace": tx.workspace_id, "limit": limit})


async def list_rows(tx: Tx, import_id: int, after: int, limit: int) -> list[ImportLine]:
    """Return rows of an import after a number."""
    return await tx.fetch(ImportLine, _ALL_ROWS, _place(tx, import_id, after, limit))


async def list_refused(tx: Tx, import_id: int, after: int, limit: int) -> list[ImportLine]:
    """Return refused rows after a number."""
    return await tx.fetch(ImportLine, _REFUSED_ROWS, _place(tx, import_id, after, limit))


async def list_open(tx: Tx, import_id: int, limit: int) -> list[ImportLine]:
    """Return the next rows that were not written yet."""
    return await tx.fetch(ImportLine, _OPEN_ROWS, _place(tx, import_id, 0, limit))


async def settle_rows(tx: Tx, import_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down what became of rows."""
    params = {"id": import_id, "workspace": tx.workspace_id, "rows": msgspec.json.encode(rows).decode()}
    await tx.execute(_SETTLE, params)


async def note_checked(tx: Tx, import_id: int, mapping: Mapping[str, str], counts: Mapping[str, int]) -> None:
    """Keep the mapping and what a run would do."""
    await tx.execute(
        _CHECKED, {"workspace": tx.workspace_id, "id": import_id, "mapping": Jsonb(dict(mapping)), **counts}
    )


async def start(tx: Tx, import_id: int) -> None:
    """Let a checked import run, from the beginning."""
    params = {"workspace": tx.workspace_id, "id": import_id}
    await tx.execute(_START, params)
    await tx.execute(_FRESH_ROWS, params)


async def forget_reasons(tx: Tx, import_id: int) -> None:
    """Forget why rows were refused: they are judged anew."""
    await tx.execute(_FRESH_ROWS, {"workspace": tx.workspace_id, "id": import_id})


async def move(tx: Tx, import_id: int, counts: Mapping[str, int]) -> None:
    """Add to how far it is."""
    await tx.execute(_MOVE, {"workspace": tx.workspace_id, "id": import_id, **counts})


async def end(tx: Tx, import_id: int, state: str) -> None:
    """End an import as `done` or `cancelled`."""
    await tx.execute(_END, {"workspace": tx.workspace_id, "id": import_id, "state": state})


async def find_known(tx: Tx, phones: Sequence[str], emails: Sequence[str]) -> list[Known]:
    """Return whose addresses these are, one line for each address of a person; e-mails are in lower case."""
    params = {"workspace": tx.workspace_id, "phones": list(phones), "emails": list(emails)}
    return await tx.fetch(Known, _KNOWN, params)


async def sweep_imports(tx: Tx) -> None:
    """Delete files nobody started for a day, and the rows of imports that ended a month ago, in all workspaces."""
    await tx.execute(_SWEEP_DRAFTS)
    await tx.execute(_SWEEP_ROWS)


def _place(tx: Tx, import_id: int, after: int, limit: int) -> dict[str, int]:
    return {"workspace": tx.workspace_id, "id": import_id, "after": after, "limit": limit}
