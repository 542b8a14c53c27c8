"""What the doors of this room give."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from otklik.system.records import TableRow

State = Literal["green", "amber", "red"]
RowId = Literal[
    "database", "room", "files", "jobs", "workers", "log", "search_index", "notifications", "sockets", "mail",
    "troubles", "sound", "antivirus", "calls", "version", "search", "durability", "roles", "keys",
]  # fmt: skip


class SystemRow(Struct, frozen=True):
    """One thing that was looked at: how it is, its figures, and words of the doctor where something is wrong.

    `wrong` is in English, `wrong_ru` in Russian.
    """

    id: RowId
    state: State
    facts: dict[str, int | str]
    wrong: str = ""
    wrong_ru: str = ""


class SystemOut(Struct, frozen=True, kw_only=True):
    """How the installation is. `started_at` is this web process's; sizes are in bytes."""

    version: str
    schema: str
    python: str
    started_at: datetime
    rows: list[SystemRow]
    tables: list[TableRow]


class Licence(Struct, frozen=True):
    """A work of others that Otklik is made with."""

    name: str
    version: str
    licence: str
