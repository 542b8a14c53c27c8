"""Queries of the facts that rows of a list show besides the usual ones."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from otklik.infra.db import Tx


class FactsLine(Struct, frozen=True):
    """What a conversation is about, and the asked-for fields of it and of its customer."""

    id: int
    topic_id: int | None
    talk: dict[str, Any] | None
    contact: dict[str, Any] | None


async def load_facts(
    tx: Tx, ids: Sequence[int], talk_keys: Sequence[str], contact_keys: Sequence[str]
) -> list[FactsLine]:
    """Return the facts of conversations in no order."""
    return await tx.fetch(
        FactsLine,
        """select c.id, c.topic_id,
                  (select jsonb_object_agg(f.key, f.value) from jsonb_each(c.fields) f
                   where f.key = any(%(talk)s::text[])) as talk,
                  (select jsonb_object_agg(f.key, f.value) from jsonb_each(p.attributes) f
                   where f.key = any(%(contact)s::text[])) as contact
           from conversation c join contact p on p.id = c.contact_id
           where c.id = any(%(ids)s) and c.workspace_id = %(workspace)s""",
        {
            "ids": list(ids), "talk": list(talk_keys), "contact": list(contact_keys), "workspace": tx.workspace_id,
        },
    )  # fmt: skip
