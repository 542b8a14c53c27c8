"""A macro run in many conversations: judged anew in each, by the rights its author has by then, and taken back so."""

from otklik.access.actor import Actor
from otklik.access.permissions import Permission, Role
from otklik.access.records import Standing
from otklik.conversations.records import Author
from otklik.desk import macro_running
from otklik.desk.bulk_actions import Action, Before, Doing
from otklik.desk.repository_bulk import find_doer
from otklik.infra.db import Tx
from otklik.kit.errors import Forbidden

_FORESEEN = "one_at_a_time"
"""Said by the preview of the run already: no conversation need be named for it."""


class Doer(Standing, frozen=True):
    """An operator as far as it matters for what they may do."""

    id: int
    name: str
    team_ids: list[int]


async def _run(tx: Tx, number: int, doing: Doing) -> Before | None:
    assert doing.registry is not None  # noqa: S101 - given to every run of a macro
    actor = await _actor(tx, doing.by)
    made = await macro_running.run_among_many(tx, doing.registry, actor, (number, doing.facts["macro_id"]))
    refused = [step.code for step in made.steps if step.outcome == "refused" and step.code != _FORESEEN]
    left = {"left": refused[0]} if refused else {}
    done = {"run_id": made.id} if made.id is not None else {}
    return {**done, **left} or None


async def _take_back(tx: Tx, number: int, by: Author, before: Before) -> str | None:
    back = await macro_running.undo(tx, await _actor(tx, by), (number, before["run_id"]))
    return "changed_since" if any(step.outcome == "kept" for step in back.steps) else None


async def _actor(tx: Tx, by: Author) -> Actor:
    """Return the author as they stand now: a run that waited may find them with other rights."""
    found = await find_doer(tx, Doer, by.id or 0)
    if found is None:
        raise Forbidden("you may not do this")
    return Actor(
        workspace_id=tx.workspace_id, kind="operator", id=found.id, name=found.name, role=Role(found.role),
        role_id=found.role_id, permissions=found.permissions, team_ids=tuple(found.team_ids),
    )  # fmt: skip


MACRO = Action(_run, Permission.CONVERSATIONS_REPLY, _take_back)
