"""People as a CSV file: for spreadsheets in Russian and in English, made page by page while it is sent.

No cell can be taken for a formula: what begins like one gets an apostrophe in front, as spreadsheets themselves write.
"""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.contacts import repository
from otklik.contacts.browsing import Filter, browse_contacts
from otklik.contacts.defining import list_active_attributes
from otklik.contacts.importing_reading import is_formula
from otklik.contacts.records import ContactRow, IdentityLine
from otklik.infra.db import Database, Tx
from otklik.own_fields.records import FieldRow

Language = Literal["ru", "en"]

_PAGE = 500
_MARK = "\ufeff"
_SEPARATOR: dict[Language, str] = {"ru": ";", "en": ","}
_YES: dict[Language, str] = {"ru": "да", "en": "yes"}
_HEADERS: dict[Language, tuple[str, ...]] = {
    "ru": (
        "Номер", "Имя", "Телефон", "Почта", "Компания", "VIP", "Заблокирован", "Язык", "Часовой пояс", "Каналы",
        "Добавлен",
    ),
    "en": (
        "Number", "Name", "Phone", "E-mail", "Company", "VIP", "Blocked", "Language", "Time zone", "Channels", "Added",
    ),
}  # fmt: skip


class Export:
    """One file on its way to whoever asked for it."""

    def __init__(self, db: Database, workspace_id: int, wanted: Filter, language: Language) -> None:
        self._db = db
        self._workspace_id = workspace_id
        self._wanted = wanted
        self._language: Language = language
        self._fields: Sequence[FieldRow] = ()
        self._zone = ZoneInfo("UTC")

    async def begin(self, tx: Tx, actor: Actor) -> None:
        """Write down who takes which people away, and look up what every page needs."""
        self._fields = await list_active_attributes(tx)
        self._zone = ZoneInfo(
            await tx.value("select time_zone from workspace where id = %(w)s", {"w": tx.workspace_id})
        )
        asked = msgspec.to_builtins(self._wanted)
        detail = {name: value for name, value in asked.items() if value not in (None, "", "newest")}
        await write_audit(tx, actor, "contact.exported", detail=detail)

    async def lines(self) -> AsyncIterator[bytes]:
        """Give the file piece by piece, each page in a transaction of its own."""
        yield (_MARK + self._write([[*_HEADERS[self._language], *(field.name for field in self._fields)]])).encode()
        cursor: str | None = None
        while True:
            async with self._db.workspace(self._workspace_id) as tx:
                page = await browse_contacts(tx, self._wanted, cursor, _PAGE)
                known = await repository.list_identity_lines(tx, [row.id for row in page.items])
            if page.items:
                yield self._write([self._row(row, known) for row in page.items]).encode()
            cursor = page.next_cursor
            if cursor is None:
                return

    def _row(self, row: ContactRow, known: Sequence[IdentityLine]) -> list[str]:
        channels = sorted({line.channel for line in known if line.contact_id == row.id})
        yes = _YES[self._language]
        return [
            str(row.id), row.name, row.phone, row.email, row.company, yes if row.vip else "",
            yes if row.blocked_at else "", row.language, row.time_zone, ", ".join(channels),
            row.created_at.astimezone(self._zone).strftime("%Y-%m-%d %H:%M"),
            *(self._say(row.attributes.get(field.key)) for field in self._fields),
        ]  # fmt: skip

    def _say(self, value: object) -> str:
        if isinstance(value, bool):
            return _YES[self._language] if value else ""
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return "" if value is None else str(value)

    def _write(self, rows: Sequence[Sequence[str]]) -> str:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=_SEPARATOR[self._language], lineterminator="\r\n")
        writer.writerows([[make_harmless(cell) for cell in row] for row in rows])
        return text.getvalue()


def make_harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula, however many spaces stand before it.

    A text that has such an apostrophe of its own gets another one, so that the import reads back what was there.
    """
    return f"'{cell}" if is_formula(cell) else cell
