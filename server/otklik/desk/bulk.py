"""One action on many conversations: each in a short transaction of its own, with the refusals kept.

Up to two hundred are done while the caller waits, more by a job that tells how far it is. How things stood before is
kept for a week, so that the whole can be taken back at once.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import msgspec
from msgspec import Struct
from psycopg.types.json import Jsonb

from otklik.access.actor import Actor
from otklik.channelkit.registry import Registry
from otklik.conversations.records import Author
from otklik.desk import repository_bulk as runs
from otklik.desk.asking import Asked, make_wanted
from otklik.desk.bulk_actions import ACTIONS, Before, CannotUndo, Doing
from otklik.desk.bulk_checks import check_action
from otklik.desk.bulk_macros import MACRO
from otklik.desk.events import BulkMoved
from otklik.desk.lists import list_all_ids
from otklik.desk.records import BulkRow
from otklik.desk.room import Desk
from otklik.desk.schemas_bulk import IDS_MAX, BulkFailure, BulkInput, BulkRun, Many
from otklik.desk.service import author_of, operator_of
from otklik.infra.db import Database, Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.errors import FieldError, Invalid, NotFound, OtklikError, Unavailable

BULK_JOB = "desk.bulk"
AT_ONCE = 200
_STEP = 50
_UNDO = "undo"
_RESCUE_S = 120.0
"""When a job looks after a run that was to be done while the caller waits, and whose process died."""


class NoSuchRun(NotFound):
    """No such run, or it is a colleague's."""

    code = "bulk_not_found"


_ACTIONS = {**ACTIONS, "macro": MACRO}


class Place(Struct, frozen=True, kw_only=True):
    """Where a run goes on: the workspace, and what its actions are judged by."""

    database: Database
    registry: Registry
    workspace_id: int

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """Open a short transaction of the workspace."""
        return self.database.workspace(self.workspace_id)


async def begin(tx: Tx, desk: Desk, actor: Actor, data: BulkInput) -> BulkRow:
    """Write a run down; a large one is left to a job. Raises Invalid, NotFound, Forbidden."""
    operator_of(actor)
    actor.check(_ACTIONS[data.action.verb].permission)
    facts = await check_action(tx, actor, data.action)
    ids = await choose(tx, desk, actor, data)
    return await _write(tx, author_of(actor), {"verb": data.action.verb, **facts}, ids)


async def begin_undo(tx: Tx, actor: Actor, run_id: int) -> BulkRow:
    """Write down the run that brings back how things stood; raises CannotUndo."""
    run = await _get(tx, actor, run_id, lock=True)
    if not _undoable(run):
        raise CannotUndo("this cannot be taken back any more")
    action = {"verb": _UNDO, "of": run.action["verb"]}
    back = await _write(tx, author_of(actor), action, [number for number, _ in run.before], undo_of=run.id)
    await runs.mark_undone(tx, run.id, back.id)
    return back


async def _write(
    tx: Tx, by: Author, action: dict[str, Any], ids: Sequence[int], *, undo_of: int | None = None
) -> BulkRow:
    values = {
        "operator": by.id, "action": Jsonb(action), "author": Jsonb(msgspec.to_builtins(by)), "ids": list(ids),
        "undo_of": undo_of,
    }  # fmt: skip
    run_id = await runs.insert(tx, values)
    tx.defer(
        Job(
            workspace_id=tx.workspace_id, kind=BULK_JOB, key=f"bulk:{tx.workspace_id}", unique_key=str(run_id),
            payload={"run_id": run_id}, delay_s=0 if len(ids) > AT_ONCE else _RESCUE_S,
        )
    )  # fmt: skip
    run = await runs.find(tx, run_id)
    assert run is not None  # noqa: S101 - it was written a line above
    return run


async def choose(tx: Tx, desk: Desk, actor: Actor, data: Many) -> list[int]:
    """Return the numbers that are meant, each once; raises Invalid for none and for too many."""
    if data.ids is not None:
        ids = list(dict.fromkeys(data.ids))
    else:
        asked = Asked(
            view=data.view or "open", filter=data.filter, query=data.q, inbox_id=data.inbox_id, sort=data.sort
        )
        ids = await list_all_ids(tx, await make_wanted(tx, desk, actor, asked), IDS_MAX + 1)
    if not ids or len(ids) > IDS_MAX:
        code = "too_many" if ids else "empty"
        raise Invalid(
            f"choose between 1 and {IDS_MAX} conversations", code="bulk_size",
            errors=(FieldError("ids", code, f"at most {IDS_MAX}"),),
        )  # fmt: skip
    return ids


async def carry_on(where: Place, run_id: int, *, steps: int | None = None) -> BulkRow:
    """Do the next conversations of a run, all unless `steps` says less, and return how far it is."""
    done = 0
    while True:
        async with where.transaction() as tx:
            run = await runs.find(tx, run_id)
        if run is None:
            raise NoSuchRun("no such run")
        if run.state == "done" or (steps is not None and done >= steps):
            return run
        await _step(where, run)
        done += 1


async def _step(where: Place, run: BulkRow) -> None:
    """Do some conversations and write down how they went; after a crash between the two they are done again.

    Doing them again changes nothing, but then `before` misses them, so the steps are short.
    """
    failures: list[dict[str, Any]] = []
    before: list[tuple[int, Before]] = []
    part = run.ids[run.done : run.done + _STEP]
    for number in part:
        try:
            async with where.transaction() as tx:
                was, left = await _do_one(tx, where, run, number)
        except Unavailable:
            raise
        except OtklikError as error:
            failures.append({"id": number, "code": error.slug})
            continue
        if left:
            failures.append({"id": number, "code": left})
        if was is not None:
            before.append((number, was))
    async with where.transaction() as tx:
        values = {"since": run.done, "done": len(part), "failures": Jsonb(failures), "before": Jsonb(before)}
        await runs.move(tx, run.id, values)
        await tx.announce(BulkMoved(workspace_id=where.workspace_id, data={"run_id": run.id}))


async def _do_one(tx: Tx, where: Place, run: BulkRow, number: int) -> tuple[Before | None, str | None]:
    """Do it with one conversation; return how it stood before, and the code of what could not be done of it."""
    by = Author(**run.author)
    if run.undo_of is not None:
        return None, await _take_one_back(tx, run, number, by)
    facts = {name: value for name, value in run.action.items() if name != "verb"}
    doing = Doing(by=by, facts=facts, registry=where.registry)
    was = await _ACTIONS[run.action["verb"]].do(tx, number, doing)
    left = was.pop("left", None) if was else None
    return was or None, left


async def _take_one_back(tx: Tx, run: BulkRow, number: int, by: Author) -> str | None:
    undone = await runs.find(tx, run.undo_of or 0)
    undo = _ACTIONS[run.action["of"]].undo
    was = dict(undone.before).get(number) if undone else None
    if undo is None or was is None:
        raise CannotUndo("this cannot be taken back any more")
    return await undo(tx, number, by, was)


class BulkRunner:
    """Carries on, by jobs, what did not fit into the answer."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def run(self, job: TakenJob, context: JobContext) -> Again | None:
        """Handle `BULK_JOB`: a step at a time, so that a shutdown waits for one step only."""
        where = Place(database=context.database, registry=self._registry, workspace_id=job.workspace_id)
        run = await carry_on(where, int(job.payload["run_id"]), steps=1)
        return None if run.state == "done" else Again(0)


async def get_run(tx: Tx, actor: Actor, run_id: int) -> BulkRow:
    """Return one's own run; raises NoSuchRun."""
    return await _get(tx, actor, run_id)


async def _get(tx: Tx, actor: Actor, run_id: int, *, lock: bool = False) -> BulkRow:
    run = await runs.find(tx, run_id, lock=lock)
    if run is None or run.operator_id != actor.operator_id or actor.operator_id is None:
        raise NoSuchRun("no such run")
    return run


def _undoable(run: BulkRow) -> bool:
    return run.state == "done" and run.undo_of is None and run.undone_by is None and bool(run.before)


async def show(tx: Tx, run: BulkRow) -> BulkRun:
    """Return a run as the wire shows it."""
    names = await runs.list_contact_names(tx, [one["id"] for one in run.failures]) if run.failures else {}
    return BulkRun(
        id=run.id, verb=run.action["verb"], state=run.state, total=len(run.ids), done=run.done,
        changed=len(run.before) if run.undo_of is None else run.done - len(run.failures),
        failures=[BulkFailure(one["id"], one["code"], names.get(one["id"], "")) for one in run.failures],
        undoable=_undoable(run),
    )  # fmt: skip
