"""Doors to stickers that may be sent."""

from litestar import get, post
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.conversations.stickers import lay_sticker, list_stickers
from otklik.desk.endpoints import Id
from otklik.desk.room import Desk
from otklik.desk.schemas_messages import Upload
from otklik.desk.service import author_of
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items

_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]
_TAG = ["Files"]


class KnownSticker(Struct, frozen=True, kw_only=True):
    """A sticker that was sent or received lately; `emoji` is what it stands for, where that is known."""

    id: int
    mime: str
    emoji: str | None
    width: int | None
    height: int | None
    url: str


@get("/api/v1/stickers", guards=_REPLY, tags=_TAG)
async def list_known_stickers(actor: Actor, desk: Desk) -> Items[KnownSticker]:
    """List the stickers of the latest messages, the newest first, each picture once; at most sixty."""
    async with desk.db.workspace(actor.workspace_id) as tx:
        found = await list_stickers(tx)
    link = desk.views.links.attachment
    return Items(
        [
            KnownSticker(
                id=one.id, mime=one.mime, emoji=one.emoji or None, width=one.width, height=one.height,
                url=link(actor.workspace_id, one.id),
            )
            for one in found
        ]
    )  # fmt: skip


@post("/api/v1/stickers/{sticker_id:int}/uploads", guards=_REPLY, tags=_TAG)
async def take_sticker(sticker_id: Id, actor: Actor, desk: Desk, once: Once) -> Created[Upload]:
    """Lay a sticker ready as an upload of the caller, to be attached to a reply alone."""
    async with desk.db.workspace(actor.workspace_id) as tx:

        async def lay() -> Upload:
            laid = await lay_sticker(tx, author_of(actor), sticker_id)
            return Upload(
                id=laid.id, name=laid.name, mime=laid.mime, bytes=laid.size, kind=laid.kind, width=laid.width,
                height=laid.height, url=desk.views.links.attachment(actor.workspace_id, laid.id),
            )  # fmt: skip

        return await once.answer(tx, lay)


ROUTES = [list_known_stickers, take_sticker]
