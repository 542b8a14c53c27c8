"""Rows of this room's table."""

from typing import Any

from msgspec import Struct


class MacroRow(Struct, frozen=True, kw_only=True):
    """A macro; `actions` are as its author wrote them, checked."""

    id: int
    scope: str
    operator_id: int | None
    team_id: int | None
    team_name: str | None
    name: str
    actions: list[dict[str, Any]]
    uses: int
    version: int


class Viewer(Struct, frozen=True, kw_only=True):
    """Whose eyes look: operator 0 is a program; `all_teams` is a supervisor."""

    operator_id: int
    team_ids: tuple[int, ...]
    all_teams: bool
