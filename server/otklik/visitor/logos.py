"""The company's picture in the head of a chat: taken as it is brought, kept as small as it is shown."""

import asyncio
from typing import Final

from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.inboxes.events import InboxChanged
from otklik.infra.db import Tx
from otklik.infra.files import record_file
from otklik.infra.pictures import make_fitting
from otklik.visitor import repository_logos as repository
from otklik.visitor.errors import LogoTooLarge
from otklik.visitor.keys import check_chat
from otklik.visitor.room import Visitor

MOST_BYTES: Final = 2 * 1024 * 1024
BOX: Final = (360, 120)
"""Three times what the window shows, for dense screens."""


async def show_logo(visitor: Visitor, tx: Tx, inbox_id: int) -> str | None:
    """Return the address of a chat's logo, None where it has none."""
    return visitor.links.chat_logo(tx.workspace_id, inbox_id, await repository.find_logo(tx, inbox_id))


async def set_logo(visitor: Visitor, actor: Actor, inbox_id: int, data: bytes) -> str | None:
    """Take a picture as the logo of a chat; raises LogoTooLarge, and Invalid for what is no proper picture."""
    if len(data) > MOST_BYTES:
        raise LogoTooLarge(MOST_BYTES)
    async with visitor.road.database.workspace(actor.workspace_id) as tx:
        await check_chat(tx, inbox_id)
    small = await asyncio.to_thread(make_fitting, data, BOX, "logo")
    written = await visitor.road.store.write(small, "logo.png", "image/png")
    async with visitor.road.database.workspace(actor.workspace_id) as tx:
        await check_chat(tx, inbox_id, lock=True)
        file = await record_file(tx, written, actor.workspace_id, actor.key)
        await repository.put_logo(tx, inbox_id, file.key)
        await _tell(tx, actor, inbox_id, "logo_set")
        return await show_logo(visitor, tx, inbox_id)


async def drop_logo(visitor: Visitor, actor: Actor, inbox_id: int) -> None:
    """Go back to the sign."""
    async with visitor.road.database.workspace(actor.workspace_id) as tx:
        await check_chat(tx, inbox_id, lock=True)
        if await repository.delete_logo(tx, inbox_id):
            await _tell(tx, actor, inbox_id, "logo_removed")


async def _tell(tx: Tx, actor: Actor, inbox_id: int, what: str) -> None:
    await write_audit(tx, actor, f"inbox.{what}", ("inbox", inbox_id), {})
    await tx.announce(InboxChanged(workspace_id=tx.workspace_id, data={"inbox_id": inbox_id, "what": what}))
