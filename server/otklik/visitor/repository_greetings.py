"""Queries of greetings."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from psycopg.types.json import Jsonb

from otklik.infra.db import Tx
from otklik.visitor.records import GreetingRow

_SELECT: LiteralString = """
select id, inbox_id, name, enabled, text_ru, text_en, terms, every_days, shown, opened, answered from visitor_greeting
"""
_COUNTS: dict[str, LiteralString] = {
    "shown": "update visitor_greeting set shown = shown + 1",
    "opened": "update visitor_greeting set opened = opened + 1",
    "answered": "update visitor_greeting set answered = answered + 1",
}


async def list_greetings(tx: Tx, inbox_id: int) -> list[GreetingRow]:
    """Return the greetings of a chat in their order."""
    return await tx.fetch(
        GreetingRow,
        _SELECT + """where inbox_id = %(inbox)s and workspace_id = %(workspace)s order by position, id""",
        {"inbox": inbox_id, "workspace": tx.workspace_id},
    )


async def are_there_any(tx: Tx, inbox_id: int) -> bool:
    """Whether a chat shows greetings."""
    return bool(
        await tx.value(
            """select exists (select from visitor_greeting
                   where inbox_id = %(inbox)s and workspace_id = %(workspace)s and enabled)""",
            {"inbox": inbox_id, "workspace": tx.workspace_id},
        )
    )


async def find_greeting(tx: Tx, inbox_id: int, greeting_id: int) -> GreetingRow | None:
    """Return a greeting of a chat."""
    return await tx.find(
        GreetingRow,
        _SELECT + """where id = %(id)s and inbox_id = %(inbox)s and workspace_id = %(workspace)s""",
        {"id": greeting_id, "inbox": inbox_id, "workspace": tx.workspace_id},
    )


async def insert_greeting(tx: Tx, inbox_id: int, values: Mapping[str, Any]) -> int:
    """Add a greeting behind the others; returns its id."""
    return int(
        await tx.value(
            """insert into visitor_greeting (workspace_id, inbox_id, name, enabled, text_ru, text_en, terms, every_days,
                                             position)
               select %(workspace)s, %(inbox)s, %(name)s, %(enabled)s, %(text_ru)s, %(text_en)s, %(terms)s,
                      %(every_days)s, coalesce(max(position), 0) + 1
               from visitor_greeting where inbox_id = %(inbox)s and workspace_id = %(workspace)s
               returning id""",
            {**values, "terms": Jsonb(values["terms"]), "inbox": inbox_id, "workspace": tx.workspace_id},
        )
    )


async def update_greeting(tx: Tx, greeting_id: int, values: Mapping[str, Any]) -> None:
    """Write all that can be changed of a greeting."""
    await tx.execute(
        """update visitor_greeting set name = %(name)s, enabled = %(enabled)s, text_ru = %(text_ru)s,
               text_en = %(text_en)s, terms = %(terms)s, every_days = %(every_days)s
           where id = %(id)s and workspace_id = %(workspace)s""",
        {**values, "terms": Jsonb(values["terms"]), "id": greeting_id, "workspace": tx.workspace_id},
    )


async def order_greetings(tx: Tx, ids: Sequence[int]) -> None:
    """Put greetings in this order."""
    await tx.execute(
        """update visitor_greeting g set position = o.place
           from unnest(%(ids)s::bigint[]) with ordinality as o(id, place)
           where g.id = o.id and g.workspace_id = %(workspace)s""",
        {"ids": list(ids), "workspace": tx.workspace_id},
    )


async def delete_greeting(tx: Tx, inbox_id: int, greeting_id: int) -> bool:
    """Forget a greeting; False when it is gone already."""
    return bool(
        await tx.execute(
            """delete from visitor_greeting
               where id = %(id)s and inbox_id = %(inbox)s and workspace_id = %(workspace)s""",
            {"id": greeting_id, "inbox": inbox_id, "workspace": tx.workspace_id},
        )
    )


async def count_greeting(tx: Tx, inbox_id: int, greeting_id: int, what: str) -> None:
    """Count that a greeting was shown, opened or answered; one that is gone is not counted."""
    await tx.execute(
        _COUNTS[what] + " where id = %(id)s and inbox_id = %(inbox)s and workspace_id = %(workspace)s",
        {"id": greeting_id, "inbox": inbox_id, "workspace": tx.workspace_id},
    )
