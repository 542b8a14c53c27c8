"""What is known of a field, and where those of one sort are kept."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import LiteralString

from msgspec import Struct

from otklik.infra.db import Tx
from otklik.kit.errors import Conflict, NotFound
from otklik.own_fields.kinds import Kind


class FieldRow(Struct, frozen=True, kw_only=True):
    """A field of a company's own. `on_card` means something for fields of customers alone."""

    id: int
    key: str
    name: str
    kind: str
    choices: list[str]
    required: bool
    on_card: bool = True
    archived: bool


class NewField(Struct, frozen=True, kw_only=True):
    """A field to be made; without a key one is made of the name."""

    name: str
    kind: Kind
    choices: Sequence[str]
    flags: Mapping[str, bool]
    key: str | None = None


class Catalogue(Struct, frozen=True, kw_only=True):
    """The fields of one sort: of customers, of conversations.

    `noun` names them in the audit; `flags` are the columns that say yes or no; `announce` tells the desks of a change.
    """

    table: LiteralString
    noun: str
    flags: tuple[LiteralString, ...]
    active_max: int
    all_max: int
    missing: type[NotFound]
    name_taken: type[Conflict]
    too_many: type[Conflict]
    announce: Callable[[Tx], Awaitable[None]]
