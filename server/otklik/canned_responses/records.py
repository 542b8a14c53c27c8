"""Rows of this room's tables."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class BriefRow(Struct, frozen=True, kw_only=True):
    """A prepared answer in a list, as one operator sees it; `uses` are everybody's."""

    id: int
    scope: str
    operator_id: int | None
    team_id: int | None
    team_name: str | None
    folder: str
    shortcut: str
    title: str
    excerpt: str
    languages: list[str]
    files: int
    favourite: bool
    uses: int


class ResponseRow(BriefRow, frozen=True, kw_only=True):
    """A prepared answer; `variants` maps a language to its text, `buttons` stand under it in rows."""

    variants: Mapping[str, str]
    buttons: list[list[dict[str, Any]]] | None
    default_language: str
    version: int


class FileRow(Struct, frozen=True, kw_only=True):
    """A file kept with a prepared answer. `size` is in bytes."""

    id: int
    response_id: int
    kind: str
    name: str
    mime: str
    size: int
    width: int | None
    height: int | None
    file_key: str


class Viewer(Struct, frozen=True, kw_only=True):
    """Whose eyes look: operator 0 is a program, which has nothing of its own; `all_teams` is a supervisor."""

    operator_id: int
    team_ids: tuple[int, ...]
    all_teams: bool
