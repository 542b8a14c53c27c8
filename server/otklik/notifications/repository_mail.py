"""Every query on news that waits for a letter."""

from collections.abc import Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

from otklik.infra.db import Tx
from otklik.notifications.records import MailNoticeRow

_ADD: Final[LiteralString] = """
insert into mail_notice (operator_id, subject, workspace_id, conversation_id, inbox_id, happening, message_id, by_id,
                         due_at)
values (%(operator)s, %(subject)s, %(workspace)s, %(conversation)s, %(inbox)s, %(happening)s, %(message)s, %(by)s,
        %(due)s)
on conflict (operator_id, subject) do update set
    happening = excluded.happening, message_id = excluded.message_id, by_id = excluded.by_id,
    since = case when mail_notice.claim is null then mail_notice.since else now() end,
    due_at = case when mail_notice.claim is null then mail_notice.due_at else excluded.due_at end,
    claim = null, claimed_at = null, tries = 0
"""
_DUE: Final[LiteralString] = """
select workspace_id, operator_id from mail_notice where claim is null and due_at <= now()
group by workspace_id, operator_id order by min(due_at) limit %(limit)s
"""
_CLAIM: Final[LiteralString] = """
update mail_notice set claim = %(claim)s, claimed_at = now()
where workspace_id = %(workspace)s and operator_id = %(operator)s and claim is null
returning operator_id, subject, conversation_id, inbox_id, happening, message_id, by_id, since, tries
"""
_SETTLE: Final[LiteralString] = "delete from mail_notice where workspace_id = %(workspace)s and claim = %(claim)s"
_GIVE_BACK: Final[LiteralString] = """
update mail_notice set claim = null, claimed_at = null, tries = tries + 1, due_at = now() + interval '10 minutes'
where workspace_id = %(workspace)s and claim = %(claim)s
"""
_DEFER: Final[LiteralString] = """
update mail_notice set due_at = now() + interval '5 minutes'
where workspace_id = %(workspace)s and operator_id = %(operator)s and claim is null and due_at <= now()
"""
_FORGET: Final[LiteralString] = """
delete from mail_notice where workspace_id = %(workspace)s and operator_id = %(operator)s and claim is null
"""
_READ_ALL: Final[LiteralString] = """
select exists (select from read_mark r where r.workspace_id = %(workspace)s and r.operator_id = %(operator)s
               and r.conversation_id = %(conversation)s
               and r.seq >= (select max(m.seq) from message m where m.conversation_id = r.conversation_id))
"""
_SWEEP: Final[LiteralString] = "delete from mail_notice where claimed_at < now() - interval '1 hour'"


async def add_notice(tx: Tx, params: dict[str, Any]) -> None:
    """Let news wait for a letter; later news of the same takes the place of earlier."""
    nothing = {"conversation": None, "inbox": None, "message": None, "by": None}
    await tx.execute(_ADD, {**nothing, **params, "workspace": tx.workspace_id})


async def list_due(tx: Tx, limit: int) -> Sequence[tuple[int, int]]:
    """Return workspaces and operators whose time has come."""
    return [(row[0], row[1]) for row in await tx.rows(_DUE, {"limit": limit})]


async def claim(tx: Tx, operator_id: int, mark: UUID) -> list[MailNoticeRow]:
    """Put everything that waits for somebody into one letter, also what is not due yet."""
    params = {"workspace": tx.workspace_id, "operator": operator_id, "claim": mark}
    return await tx.fetch(MailNoticeRow, _CLAIM, params)


async def settle(tx: Tx, mark: UUID) -> None:
    """Forget what a letter told."""
    await tx.execute(_SETTLE, {"workspace": tx.workspace_id, "claim": mark})


async def give_back(tx: Tx, mark: UUID) -> None:
    """Let what a letter would have told be told in ten minutes: it was surely not handed over."""
    await tx.execute(_GIVE_BACK, {"workspace": tx.workspace_id, "claim": mark})


async def defer(tx: Tx, operator_id: int) -> None:
    """Look again in five minutes: it is quiet now."""
    await tx.execute(_DEFER, {"workspace": tx.workspace_id, "operator": operator_id})


async def forget(tx: Tx, operator_id: int) -> None:
    """Forget what waits for somebody who wants no letters any more."""
    await tx.execute(_FORGET, {"workspace": tx.workspace_id, "operator": operator_id})


async def sweep(tx: Tx) -> None:
    """Forget, of all workspaces, what stood in a letter whose process died: nobody knows whether it left."""
    await tx.execute(_SWEEP)


async def has_read_all(tx: Tx, operator_id: int, conversation_id: int) -> bool:
    """Say whether an operator has read a conversation to its end."""
    params = {"workspace": tx.workspace_id, "operator": operator_id, "conversation": conversation_id}
    return bool(await tx.value(_READ_ALL, params))
