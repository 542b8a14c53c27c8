"""The list of reasons for breaks. Every change is announced and audited in its own transaction."""

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.events import WorkspaceChanged
from otklik.access.service import clean_required_name
from otklik.infra.db import Tx
from otklik.presence import repository
from otklik.presence.errors import NoSuchReason, ReasonTaken, TooManyReasons
from otklik.presence.records import ReasonRow
from otklik.presence.schemas import BreakReasonInput, NewBreakReason

REASONS_MAX = 30

_USUAL = {
    "ru": (("Обед", 60), ("Перерыв", 15), ("Совещание", 60), ("Обучение", 60)),
    "en": (("Lunch", 60), ("Short break", 15), ("Meeting", 60), ("Training", 60)),
}


async def list_reasons(tx: Tx) -> list[ReasonRow]:
    """Return the reasons that may be chosen, in their order."""
    return await repository.list_reasons(tx)


async def lay_usual_reasons(tx: Tx, locale: str) -> None:
    """Give a new company a list to begin with."""
    for name, minutes in _USUAL["en" if locale == "en" else "ru"]:
        await repository.insert_reason(tx, name, minutes)


async def create_reason(tx: Tx, actor: Actor, new: NewBreakReason) -> ReasonRow:
    """Add a reason at the end of the list; raises ReasonTaken and, at 30, TooManyReasons."""
    if await repository.lock_reasons(tx) >= REASONS_MAX:
        raise TooManyReasons(REASONS_MAX)
    reason_id = await repository.insert_reason(tx, clean_required_name(new.name), new.minutes)
    if reason_id is None:
        raise ReasonTaken
    row = await _get(tx, reason_id)
    await _note(tx, actor, "break_reason.created", row)
    return row


async def change_reason(tx: Tx, actor: Actor, reason_id: int, changes: BreakReasonInput) -> ReasonRow:
    """Rename a reason, change its usual length or move it; raises NoSuchReason and ReasonTaken."""
    await repository.lock_reasons(tx)
    row = await _get(tx, reason_id)
    name = row.name if changes.name is UNSET else clean_required_name(changes.name)
    if await repository.name_taken(tx, name, reason_id):
        raise ReasonTaken
    minutes = row.minutes if changes.minutes is UNSET else changes.minutes
    await repository.update_reason(tx, reason_id, {"name": name, "minutes": minutes})
    if changes.position is not UNSET:
        others = [one.id for one in await repository.list_reasons(tx) if one.id != reason_id]
        others.insert(changes.position - 1, reason_id)
        await repository.place_reasons(tx, others)
    row = await _get(tx, reason_id)
    await _note(tx, actor, "break_reason.changed", row)
    return row


async def delete_reason(tx: Tx, actor: Actor, reason_id: int) -> None:
    """Take a reason off the list; who is on such a break now stays so, and the history keeps its name."""
    await repository.lock_reasons(tx)
    row = await _get(tx, reason_id)
    await repository.archive_reason(tx, reason_id)
    await _note(tx, actor, "break_reason.deleted", row)


async def _get(tx: Tx, reason_id: int) -> ReasonRow:
    row = await repository.find_reason(tx, reason_id)
    if row is None:
        raise NoSuchReason
    return row


async def _note(tx: Tx, actor: Actor, action: str, row: ReasonRow) -> None:
    await tx.announce(WorkspaceChanged(workspace_id=tx.workspace_id))
    await write_audit(tx, actor, action, ("break_reason", row.id), {"name": row.name, "minutes": row.minutes})
