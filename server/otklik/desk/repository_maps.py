"""Queries about the maps of a company."""

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from otklik.infra.db import Tx


async def find_maps(tx: Tx) -> dict[str, Any] | None:
    """Return what was chosen, None before anything was."""
    found: dict[str, Any] | None = await tx.value(
        "select maps from workspace where id = %(workspace)s", {"workspace": tx.workspace_id}
    )
    return found


async def put_maps(tx: Tx, maps: Mapping[str, Any]) -> None:
    """Keep what was chosen."""
    await tx.execute(
        "update workspace set maps = %(maps)s where id = %(workspace)s",
        {"maps": Jsonb(maps), "workspace": tx.workspace_id},
    )
