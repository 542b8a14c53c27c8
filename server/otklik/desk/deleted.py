"""A look at what was deleted: only for whoever has the right, and never without a trace."""

import msgspec
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.permissions import Permission
from otklik.channelkit.content import Mark
from otklik.conversations.deleted import get_body
from otklik.desk import repository
from otklik.desk.room import Desk
from otklik.desk.schemas_messages import Attachment
from otklik.desk.sight import see_message
from otklik.infra.db import Tx


class DeletedMessage(Struct, frozen=True):
    """What a deleted message said; the addresses of its files live for an hour."""

    text: str
    marks: list[Mark]
    attachments: list[Attachment]


async def show_deleted(tx: Tx, desk: Desk, actor: Actor, place: tuple[int, int]) -> DeletedMessage:
    """Return what a deleted message said and write down who looked; `place` is (conversation id, message id)."""
    actor.check(Permission.CONVERSATIONS_SEE_DELETED)
    message = await see_message(tx, actor, place[1], place[0])
    body = await get_body(tx, message.id)
    files = await repository.load_attachments(tx, [message.id])
    detail = {"conversation_id": message.conversation_id}
    await write_audit(tx, actor, "message.deleted_seen", ("message", message.id), detail)
    return DeletedMessage(
        text=body.text,
        marks=[msgspec.convert(mark, Mark) for mark in (body.content or {}).get("marks", ())],
        attachments=[_lend(tx, desk, desk.views.show_file(tx.workspace_id, file)) for file in files],
    )


def _lend(tx: Tx, desk: Desk, shown: Attachment) -> Attachment:
    """Give a file of a deleted message the only address that opens it."""
    if shown.url is None:
        return shown
    return msgspec.structs.replace(shown, url=desk.views.links.deleted_file(tx.workspace_id, shown.id))
