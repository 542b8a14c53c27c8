"""Queries of what macros did."""

from typing import Any

from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.infra.db import Tx


class RunRow(Struct, frozen=True, kw_only=True):
    """What a run changed; `done` holds for each action its verb and how things stood before and after."""

    id: int
    conversation_id: int
    operator_id: int | None
    done: list[dict[str, Any]]
    undone: bool


async def insert_run(tx: Tx, macro_id: int, place: tuple[int, int], done: list[dict[str, Any]]) -> int:
    """Write down what a run changed, by (conversation, operator); runs of a week ago are forgotten on the way."""
    await tx.execute(
        """delete from macro_run where id in (
               select id from macro_run where workspace_id = %(workspace)s and created_at < now() - interval '7 days'
               order by created_at limit 20)""",
        {"workspace": tx.workspace_id},
    )
    return int(
        await tx.value(
            """insert into macro_run (workspace_id, macro_id, conversation_id, operator_id, done)
               values (%(workspace)s, %(macro)s, %(conversation)s, %(operator)s, %(done)s) returning id""",
            {
                "workspace": tx.workspace_id, "macro": macro_id, "conversation": place[0], "operator": place[1],
                "done": Jsonb(done),
            },
        )
    )  # fmt: skip


async def lock_run(tx: Tx, run_id: int) -> RunRow | None:
    """Return a run, locked; the caller has locked its conversation."""
    return await tx.find(
        RunRow,
        """select id, conversation_id, operator_id, done, undone_at is not null as undone from macro_run
           where id = %(id)s and workspace_id = %(workspace)s for update""",
        {"id": run_id, "workspace": tx.workspace_id},
    )


async def mark_undone(tx: Tx, run_id: int) -> None:
    """Note that a run was taken back."""
    await tx.execute(
        "update macro_run set undone_at = now() where id = %(id)s and workspace_id = %(workspace)s",
        {"id": run_id, "workspace": tx.workspace_id},
    )
