"""The verbs on closing reasons. A reason that is taken away is archived: what was closed for it keeps it."""

from msgspec import UNSET

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.infra.db import Tx
from otklik.labels import repository
from otklik.labels.errors import NameTaken, NoSuchReason, TooManyLabels
from otklik.labels.records import ReasonRow
from otklik.labels.schemas import REASONS_MAX, NewReason, ReasonInput
from otklik.labels.service import announce_labels, clean_label


async def list_reasons(tx: Tx) -> list[ReasonRow]:
    """Return the reasons in use, in their order; there are at most REASONS_MAX."""
    return await repository.list_reasons(tx)


async def get_reason(tx: Tx, reason_id: int) -> ReasonRow:
    """Return a reason in use; raises NoSuchReason."""
    row = await repository.find_reason(tx, reason_id)
    if row is None:
        raise NoSuchReason("this reason is used no more, choose another")
    return row


async def find_reason_name(tx: Tx, reason_id: int) -> str | None:
    """Return the name of a reason, also of one that is used no more; None for one that never was."""
    return await repository.find_reason_name(tx, reason_id)


async def create_reason(tx: Tx, actor: Actor, new: NewReason) -> ReasonRow:
    """Make a reason, the last of the list; raises NameTaken and TooManyLabels."""
    name = clean_label(new.name)
    await repository.lock_labels(tx)
    await _check_free(tx, name)
    there = await repository.list_reasons(tx)
    if len(there) >= REASONS_MAX:
        raise TooManyLabels(f"a workspace has at most {REASONS_MAX} reasons", extra={"limit": REASONS_MAX})
    made = await repository.insert_reason(tx, name, max((row.position for row in there), default=0) + 1)
    await write_audit(tx, actor, "closing_reason.created", ("closing_reason", made.id), {"name": name})
    await announce_labels(tx, relabelled=False)
    return made


async def change_reason(tx: Tx, actor: Actor, reason_id: int, changes: ReasonInput) -> ReasonRow:
    """Rename a reason or move it in the list; raises NoSuchReason and NameTaken."""
    await repository.lock_labels(tx)
    before = await get_reason(tx, reason_id)
    if changes.name is not UNSET and (name := clean_label(changes.name)) != before.name:
        await _check_free(tx, name, reason_id)
        await repository.rename_reason(tx, reason_id, name)
        detail = {"name": {"from": before.name, "to": name}}
        await write_audit(tx, actor, "closing_reason.changed", ("closing_reason", reason_id), detail)
    if changes.place is not UNSET:
        order = [row.id for row in await repository.list_reasons(tx) if row.id != reason_id]
        order.insert(changes.place, reason_id)
        await repository.order_reasons(tx, order)
    await announce_labels(tx, relabelled=False)
    return await get_reason(tx, reason_id)


async def delete_reason(tx: Tx, actor: Actor, reason_id: int) -> None:
    """Offer a reason no more; raises NoSuchReason."""
    await repository.lock_labels(tx)
    row = await get_reason(tx, reason_id)
    await repository.archive_reason(tx, reason_id)
    await write_audit(tx, actor, "closing_reason.deleted", ("closing_reason", reason_id), {"name": row.name})
    await announce_labels(tx, relabelled=False)


async def _check_free(tx: Tx, name: str, own: int | None = None) -> None:
    other = await repository.find_reason_named(tx, name)
    if other is not None and other != own:
        raise NameTaken("another reason has this name", extra={"id": other})
