"""The verbs on statuses: chosen by the operator, taken and given back by what is seen of them."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from otklik.access.events import OperatorChanged
from otklik.access.service import wrong_field
from otklik.infra.db import Database, Tx
from otklik.kit.clock import utc_now
from otklik.kit.errors import NotFound
from otklik.presence import repository, rules
from otklik.presence.errors import NoSuchReason
from otklik.presence.records import PresenceState, ReasonRow
from otklik.presence.schemas import PresenceInput

Rule = Callable[[PresenceState], PresenceState | None]


async def choose_status(tx: Tx, operator_id: int, wish: PresenceInput) -> None:
    """Set the status an operator chose; it is changed by nobody but them, save that silence makes it away or offline.

    Refuses a break without a reason where there is a list of them, an end that is past or over 12 hours ahead, and a
    reason or an end of anything but a break.
    """
    before = await repository.lock_state(tx, operator_id)
    if before is None:
        raise NotFound("not found")
    after = await _plan_break(tx, wish) if wish.presence == rules.BREAK else _plain(wish)
    if after != before:
        await _set(tx, operator_id, after)


async def note_activity(tx: Tx, operator_id: int, idle_s: int) -> None:
    """Remember when an operator was last active; one who was away without having said so is back."""
    await repository.note_activity(tx, operator_id, idle_s)
    if idle_s < rules.BACK_S:
        await _follow(tx, operator_id, rules.come_back)


async def leave_unheard(tx: Tx, operator_id: int) -> None:
    """Make away whom offers do not reach, as a long silence would: who touches the desk is back."""
    await _follow(tx, operator_id, rules.fall_idle)


async def note_lines(database: Database, operator_ids: Sequence[int]) -> None:
    """Remember that these operators have a line to us; whom we had called offline gets the former status back."""
    if not operator_ids:
        return
    async with database.system() as tx:
        returned = await repository.note_lines(tx, operator_ids)
    for one in returned:
        async with database.workspace(one.workspace_id) as tx:
            await _follow(tx, one.operator_id, rules.regain_line)


class AbsenceWatch:
    """Looks every few seconds for operators whose status is better than what has been seen of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()

    async def look(self, database: Database) -> None:
        """Make those away who touch nothing, and those offline who have had no line for the time of grace.

        The line may have been cut by our own restart, so a process that has just begun calls nobody offline.
        """
        young = self._clock() - self._begun < rules.GRACE_S
        for one in await repository.list_absent(database, rules.GRACE_S):
            if one.why == "gone" and young:
                continue
            rule = rules.fall_idle if one.why == "idle" else rules.lose_line
            async with database.workspace(one.workspace_id) as tx:
                await _follow(tx, one.operator_id, rule)
        async with database.system() as tx:
            await repository.end_strays(tx)


async def _follow(tx: Tx, operator_id: int, rule: Rule) -> None:
    """Apply a rule to the status as it is now: it may have changed since somebody looked."""
    state = await repository.lock_state(tx, operator_id)
    after = rule(state) if state else None
    if after:
        await _set(tx, operator_id, after)


async def _set(tx: Tx, operator_id: int, state: PresenceState) -> None:
    await repository.set_state(tx, operator_id, state)
    await tx.announce(OperatorChanged(workspace_id=tx.workspace_id, data={"operator_id": operator_id}))


def _plain(wish: PresenceInput) -> PresenceState:
    for field, value in (("reason_id", wish.reason_id), ("until", wish.until)):
        if value is not None:
            raise wrong_field(field, "only_of_break", "only a break has this")
    return PresenceState(presence=wish.presence)


async def _plan_break(tx: Tx, wish: PresenceInput) -> PresenceState:
    reason = None
    if wish.reason_id is not None:
        reason = await repository.find_reason(tx, wish.reason_id)
        if reason is None:
            raise NoSuchReason
    elif await repository.list_reasons(tx):
        raise wrong_field("reason_id", "required", "is required")
    return PresenceState(presence=rules.BREAK, reason_id=wish.reason_id, until=_end_of(wish.until, reason))


def _end_of(until: datetime | None, reason: ReasonRow | None) -> datetime:
    now = utc_now()
    if until is None:
        minutes = reason.minutes if reason and reason.minutes else rules.USUAL_BREAK_MINUTES
        return now + timedelta(minutes=minutes)
    if until.tzinfo is None or not now < until <= now + timedelta(minutes=rules.LONGEST_BREAK_MINUTES, seconds=60):
        raise wrong_field("until", "bad_break_end", "must be within the next 12 hours")
    return until
