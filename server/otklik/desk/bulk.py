"""One action on many conversations: each in a short transaction of its own, with the refusals kept.

Up to two hundred are done while the caller waits, more by a job that tells how far it is. How things stood before is
kept for a week, so that the whole can be taken back at once.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET
from psycopg.types.json import Jsonb

from otklik.access.actor import Actor
from otklik.conversations.records import Author
from otklik.desk import repository
from otklik.desk import repository_bulk as runs
from otklik.desk.asking import Asked, make_wanted
from otklik.desk.bulk_actions import ACTIONS, Doing
from otklik.desk.events import BulkMoved
from otklik.desk.lists import list_all_ids
from otklik.desk.records import BulkRow
from otklik.desk.room import Desk
from otklik.desk.schemas_bulk import IDS_MAX, BulkAction, BulkFailure, BulkInput, BulkRun
from otklik.desk.service import author_of, operator_of
from otklik.infra.db import Database, Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.clock import utc_now
from otklik.kit.errors import Conflict, FieldError, Invalid, NotFound, OtklikError, Unavailable

BULK_JOB = "desk.bulk"
AT_ONCE = 200
_STEP = 50
_UNDO = "undo"
_RESCUE_S = 120.0
"""When a job looks after a run that was to be done while the caller waits, and whose process died."""


class NoSuchRun(NotFound):
    """No such run, or it is a colleague's."""

    code = "bulk_not_found"


class CannotUndo(Conflict):
    """The run goes on still, was taken back already, or changed nothing that could be brought back."""

    code = "cannot_undo"


async def begin(tx: Tx, desk: Desk, actor: Actor, data: BulkInput) -> BulkRow:
    """Write a run down; a large one is left to a job. Raises Invalid, NotFound, Forbidden."""
    operator_of(actor)
    actor.check(ACTIONS[data.action.verb].permission)
    facts = await _check(tx, actor, data.action)
    ids = await _choose(tx, desk, actor, data)
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


async def _check(tx: Tx, actor: Actor, action: BulkAction) -> dict[str, Any]:
    """Return the facts of an action; raises Invalid for a missing one, NotFound for people and tags of elsewhere."""
    match action.verb:
        case "assign":
            return await _check_operator(tx, actor, action)
        case "team":
            team_id = _need(action.team_id, "team_id")
            if team_id is not None and await repository.find_team(tx, team_id) is None:
                raise NotFound("no such team", code="team_not_found")
            return {"team_id": team_id}
        case "tag_add" | "tag_remove":
            tag_id = _need(action.tag_id or UNSET, "tag_id")
            if not await runs.tag_exists(tx, tag_id):
                raise NotFound("no such tag", code="tag_not_found")
            return {"tag_id": tag_id}
        case "priority":
            return {"priority": _need(action.priority or UNSET, "priority")}
        case "snooze":
            until = _need(action.until or UNSET, "until")
            if until <= utc_now():
                raise Invalid("the time to return at must be in the future", code="snooze_in_the_past")
            return {"until": until.isoformat()}
        case _:
            return {}


async def _check_operator(tx: Tx, actor: Actor, action: BulkAction) -> dict[str, Any]:
    asked = _need(action.operator_id, "operator_id")
    operator_id = operator_of(actor) if asked == "me" else asked
    if operator_id is not None and await repository.find_operator(tx, operator_id) is None:
        raise NotFound("no such operator", code="operator_not_found")
    return {"operator_id": operator_id}


def _need(value: Any, field: str) -> Any:  # noqa: ANN401 - whatever the field holds
    if value is UNSET:
        raise Invalid("some fields are wrong", errors=(FieldError(f"action.{field}", "missing", "is required"),))
    return value


async def _choose(tx: Tx, desk: Desk, actor: Actor, data: BulkInput) -> list[int]:
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


async def carry_on(database: Database, workspace_id: int, run_id: int, *, steps: int | None = None) -> BulkRow:
    """Do the next conversations of a run, all unless `steps` says less, and return how far it is."""
    done = 0
    while True:
        async with database.workspace(workspace_id) as tx:
            run = await runs.find(tx, run_id)
        if run is None:
            raise NoSuchRun("no such run")
        if run.state == "done" or (steps is not None and done >= steps):
            return run
        await _step(database, workspace_id, run)
        done += 1


async def _step(database: Database, workspace_id: int, run: BulkRow) -> None:
    """Do some conversations and write down how they went; after a crash between the two they are done again.

    Doing them again changes nothing, but then `before` misses them, so the steps are short.
    """
    failures: list[dict[str, Any]] = []
    before: list[tuple[int, dict[str, Any]]] = []
    part = run.ids[run.done : run.done + _STEP]
    for number in part:
        try:
            async with database.workspace(workspace_id) as tx:
                was = await _do_one(tx, run, number)
        except Unavailable:
            raise
        except OtklikError as error:
            failures.append({"id": number, "code": error.slug})
            continue
        if was is not None:
            before.append((number, was))
    async with database.workspace(workspace_id) as tx:
        values = {"since": run.done, "done": len(part), "failures": Jsonb(failures), "before": Jsonb(before)}
        await runs.move(tx, run.id, values)
        await tx.announce(BulkMoved(workspace_id=workspace_id, data={"run_id": run.id}))


async def _do_one(tx: Tx, run: BulkRow, number: int) -> dict[str, Any] | None:
    by = Author(**run.author)
    if run.undo_of is None:
        facts = {name: value for name, value in run.action.items() if name != "verb"}
        return await ACTIONS[run.action["verb"]].do(tx, number, Doing(by=by, facts=facts))
    undone = await runs.find(tx, run.undo_of)
    undo = ACTIONS[run.action["of"]].undo
    was = dict(undone.before).get(number) if undone else None
    if undo is None or was is None:
        raise CannotUndo("this cannot be taken back any more")
    await undo(tx, number, by, was)
    return None


async def run_bulk(job: TakenJob, context: JobContext) -> Again | None:
    """Handle `BULK_JOB`: a step at a time, so that a shutdown waits for one step only."""
    run = await carry_on(context.database, job.workspace_id, int(job.payload["run_id"]), steps=1)
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
