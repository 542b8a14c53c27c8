"""Queries of stickers that went through the company's channels."""

from msgspec import Struct

from otklik.conversations.keeping import KeptFile
from otklik.infra.db import Tx

_LOOKED_AT = 500
# What a messenger takes as a sticker; a picture of another type would arrive as a file.
_MIMES = ["image/webp", "video/webm", "application/x-tgsticker"]


class StickerLine(Struct, frozen=True, kw_only=True):
    """A sticker of some message: its attachment, what it looks like, and the emoji it stands for."""

    id: int
    mime: str
    emoji: str
    width: int | None
    height: int | None


async def list_recent(tx: Tx, limit: int) -> list[StickerLine]:
    """Return stickers of the latest messages that can be sent again, the newest first, each picture once."""
    return await tx.fetch(
        StickerLine,
        """with latest as (
               select a.id, a.file_key, a.width, a.height, m.content ->> 'emoji' as emoji
               from attachment a join message m on m.id = a.message_id and m.deleted_at is null
               where a.workspace_id = %(workspace)s and a.kind = 'sticker' and a.message_id is not null
                     and a.state = 'ready'
               order by a.id desc limit %(looked_at)s
           ), once as (
               select distinct on (f.sha256) l.id, f.mime, coalesce(l.emoji, '') as emoji, l.width, l.height
               from latest l join file f on f.key = l.file_key and f.mime = any(%(mimes)s)
                                              and f.scan <> 'infected'
               order by f.sha256, l.emoji is null, l.id desc
           )
           select id, mime, emoji, width, height from once order by id desc limit %(limit)s""",
        {"workspace": tx.workspace_id, "limit": limit, "looked_at": _LOOKED_AT, "mimes": _MIMES},
    )


async def share(tx: Tx, attachment_id: int) -> KeptFile | None:
    """Return the picture of a sticker of a message, marked as shared from now on; None when there is no such one."""
    return await tx.find(
        KeptFile,
        """update attachment a set brought_by = coalesce(a.brought_by, f.uploaded_by)
           from file f, message m
           where a.id = %(id)s and a.workspace_id = %(workspace)s and a.kind = 'sticker' and a.state = 'ready'
                 and f.key = a.file_key and f.scan <> 'infected' and m.id = a.message_id and m.deleted_at is null
           returning a.file_key, a.kind, a.name""",
        {"id": attachment_id, "workspace": tx.workspace_id},
    )
