"""The doors of imports: a file of customers comes in, its columns are checked, it runs, what was refused goes back."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from litestar import Request, get, post
from litestar.params import Parameter, QueryParameter
from litestar.response import Stream
from msgspec import structs

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.contacts import importing
from otklik.contacts import repository_imports as imports
from otklik.contacts.defining import list_active_attributes
from otklik.contacts.exporting import make_harmless
from otklik.contacts.importing_reading import BYTES_MAX, guess_columns, read_table
from otklik.contacts.records import ImportLine, ImportRecord
from otklik.contacts.schemas_imports import (
    ContactImport,
    ContactImportDetail,
    ImportReason,
    ImportRefusal,
    MappingInput,
)
from otklik.infra.db import Database, Tx
from otklik.infra.web.schemas import Items
from otklik.infra.web.words import say_field

_TAG = ["Contacts"]
_EDIT = [requires(Permission.CONTACTS_VIEW, Permission.CONTACTS_EDIT)]
_SAMPLE = 5
_SHOWN = 20
_PAGE = 500
_HEADERS = {"ru": ("Строка", "Почему не загружена"), "en": ("Row", "Why it was refused")}

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]
Tongue = Annotated[Literal["ru", "en"], QueryParameter(name="lang")]


@post("/api/v1/contacts/imports", guards=_EDIT, tags=_TAG, request_max_body_size=2 * BYTES_MAX)
async def take_import(
    request: Request[Any, Any, Any], actor: Actor, db: Database, lang: Tongue = "ru"
) -> ContactImportDetail:
    """Bring a CSV file as the raw body with `X-File-Name` (percent-encoded); nothing is written of its customers yet.

    UTF-8, UTF-16 and Windows-1251, comma, semicolon and tab are recognised. Up to 10 MB and 20,000 rows.
    """
    table = await asyncio.to_thread(read_table, await request.body())
    async with db.workspace(actor.workspace_id) as tx:
        taken = await importing.take_file(tx, actor, unquote(request.headers.get("x-file-name", "")), table)
        return await _show(tx, taken, lang)


@get("/api/v1/contacts/imports", guards=_EDIT, tags=_TAG)
async def list_imports(actor: Actor, db: Database) -> Items[ContactImport]:
    """List the last imports that were started, the newest first."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items([_brief(one) for one in await importing.list_imports(tx)])


@get("/api/v1/contacts/imports/{import_id:int}", guards=_EDIT, tags=_TAG)
async def show_import(import_id: Id, actor: Actor, db: Database, lang: Tongue = "ru") -> ContactImportDetail:
    """Show an import with its columns and how far it is."""
    async with db.workspace(actor.workspace_id) as tx:
        return await _show(tx, await importing.get_seen(tx, actor, import_id), lang)


@post("/api/v1/contacts/imports/{import_id:int}/check", guards=_EDIT, status_code=200, tags=_TAG)
async def check_import(
    import_id: Id, data: MappingInput, actor: Actor, db: Database, lang: Tongue = "ru"
) -> ContactImportDetail:
    """Say what a run would do with these columns; nothing is written of the customers."""
    async with db.workspace(actor.workspace_id) as tx:
        return await _show(tx, await importing.check_import(tx, actor, import_id, data.mapping), lang)


@post("/api/v1/contacts/imports/{import_id:int}/start", guards=_EDIT, status_code=200, tags=_TAG)
async def start_import(import_id: Id, actor: Actor, db: Database, lang: Tongue = "ru") -> ContactImportDetail:
    """Let a checked import run in the background."""
    async with db.workspace(actor.workspace_id) as tx:
        return await _show(tx, await importing.start_import(tx, actor, import_id), lang)


@post("/api/v1/contacts/imports/{import_id:int}/cancel", guards=_EDIT, status_code=200, tags=_TAG)
async def cancel_import(import_id: Id, actor: Actor, db: Database, lang: Tongue = "ru") -> ContactImportDetail:
    """Stop an import; what it wrote stays."""
    async with db.workspace(actor.workspace_id) as tx:
        return await _show(tx, await importing.cancel_import(tx, actor, import_id), lang)


@get("/api/v1/contacts/imports/{import_id:int}/refused", guards=_EDIT, tags=_TAG)
async def give_refused(import_id: Id, actor: Actor, db: Database, lang: Tongue = "ru") -> Stream:
    """Get the refused rows as a CSV file with the reasons, to be mended and brought in again."""
    async with db.workspace(actor.workspace_id) as tx:
        record = await importing.get_seen(tx, actor, import_id)

    async def lines() -> AsyncIterator[bytes]:
        after = 0
        yield ("\ufeff" + _write([[*_HEADERS[lang], *record.headers]], lang)).encode()
        while True:
            async with db.workspace(actor.workspace_id) as tx:
                rows = await imports.list_refused(tx, import_id, after, _PAGE)
            if not rows:
                return
            after = rows[-1].number
            yield _write([[str(row.number + 1), _say(row, lang), *row.cells] for row in rows], lang).encode()

    headers = {"Content-Disposition": 'attachment; filename="refused.csv"', "Cache-Control": "no-store"}
    return Stream(lines, media_type="text/csv", headers=headers)


async def _show(tx: Tx, record: ImportRecord, lang: Literal["ru", "en"]) -> ContactImportDetail:
    fields = {row.key: row.name for row in await list_active_attributes(tx)}
    sample = await imports.list_rows(tx, record.id, 0, _SAMPLE)
    refused = await imports.list_refused(tx, record.id, 0, _SHOWN)
    return ContactImportDetail(
        **structs.asdict(_brief(record)), encoding=record.encoding, separator=record.separator, headers=record.headers,
        mapping=record.mapping or guess_columns(record.headers, fields), sample=[row.cells for row in sample],
        refusals=[ImportRefusal(row.number + 1, row.cells, _reasons(row, lang)) for row in refused],
    )  # fmt: skip


def _brief(record: ImportRecord) -> ContactImport:
    return ContactImport(**{name: getattr(record, name) for name in ContactImport.__struct_fields__})


def _reasons(row: ImportLine, lang: Literal["ru", "en"]) -> list[ImportReason]:
    return [
        ImportReason(one["field"], one["code"], say_field(one["code"], one["message"], lang))
        for one in row.reasons or ()
    ]


def _say(row: ImportLine, lang: Literal["ru", "en"]) -> str:
    return "; ".join(f"{one.field.removeprefix('attributes.')}: {one.message}" for one in _reasons(row, lang))


def _write(rows: list[list[str]], lang: Literal["ru", "en"]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if lang == "ru" else ",", lineterminator="\r\n")
    writer.writerows([[make_harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


ROUTES = [take_import, list_imports, show_import, check_import, start_import, cancel_import, give_refused]
