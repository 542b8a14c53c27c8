"""Breaks a promise on purpose in the database of a finished run, to show that the gathering is not blind either."""

from collections.abc import Mapping
from typing import LiteralString

from otklik.infra.db import Tx

SABOTAGE: Mapping[str, tuple[str, LiteralString]] = {
    "erase-row": ("P1", "delete from message where id = (select min(id) from message where direction = 'in')"),
    "copy-row": (
        "P2",
        """insert into message (workspace_id, conversation_id, seq, kind, direction, author_kind, inbox_id, text,
                                 external_id)
            select m.workspace_id, m.conversation_id, c.last_seq + 1, m.kind, m.direction, m.author_kind, m.inbox_id,
                   m.text, m.external_id
            from message m join conversation c on c.id = m.conversation_id
            where m.id = (select min(id) from message where direction = 'in')""",
    ),
    "shift-row": (
        "P4",
        "update message set seq = seq + 10000 where id = (select min(id) from message where direction = 'in')",
    ),
    "erase-event": ("P9", "delete from event where message_id = (select min(id) from message where direction = 'in')"),
    "change-row": (
        "P9",
        "update message set text = text where id = (select min(id) from message where direction = 'in')",
    ),
}
"""By kind: the promise that is broken first of all, and the statement that breaks it."""


async def sabotage(tx: Tx, kind: str) -> None:
    """Break something; raises KeyError for an unknown kind."""
    await tx.execute(SABOTAGE[kind][1])
