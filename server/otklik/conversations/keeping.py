"""Stored files that outlive one message: taken from uploads and messages, and laid into new ones.

A file that is shared so is named in `attachment.brought_by` of every attachment that shows it; the sweep of files asks
by that whether it is still needed.
"""

from collections.abc import Sequence

from msgspec import Struct

from otklik.conversations.errors import NoSuchMessage
from otklik.conversations.posting import list_uploads, uploader
from otklik.conversations.records import Author
from otklik.conversations.repository import find_message
from otklik.infra.db import Tx


class KeptFile(Struct, frozen=True):
    """A stored file and as what it travels."""

    file_key: str
    kind: str
    name: str


class LaidFile(Struct, frozen=True, kw_only=True):
    """An upload made of a stored file; `size` is in bytes."""

    id: int
    kind: str
    name: str
    mime: str
    size: int
    width: int | None
    height: int | None


async def keep_uploads(tx: Tx, author: Author, upload_ids: Sequence[int]) -> list[KeptFile]:
    """Take the author's waiting uploads out of the way of the sweep, in order; the caller names their files."""
    if not upload_ids:
        return []
    await list_uploads(tx, author, upload_ids)
    kept = await tx.fetch(
        KeptFile,
        """select a.file_key, a.kind, a.name from unnest(%(ids)s::bigint[]) with ordinality as u(id, place)
           join attachment a on a.id = u.id and a.workspace_id = %(workspace)s order by u.place""",
        {"ids": list(upload_ids), "workspace": tx.workspace_id},
    )
    await tx.execute(
        "delete from attachment where id = any(%(ids)s) and workspace_id = %(workspace)s",
        {"ids": list(upload_ids), "workspace": tx.workspace_id},
    )
    return kept


async def share_files(tx: Tx, message_id: int) -> list[KeptFile]:
    """Return the files of a message, marked as shared from now on; raises NoSuchMessage, also for a deleted one."""
    message = await find_message(tx, message_id)
    if message is None or message.deleted_at is not None:
        raise NoSuchMessage("no such message")
    return await tx.fetch(
        KeptFile,
        """with shown as (
               update attachment a set brought_by = coalesce(a.brought_by, f.uploaded_by) from file f
               where a.message_id = %(message)s and a.workspace_id = %(workspace)s and a.state = 'ready'
                     and f.key = a.file_key
               returning a.file_key, a.kind, a.name, a.position)
           select file_key, kind, name from shown order by position""",
        {"message": message_id, "workspace": tx.workspace_id},
    )


async def lay_files(tx: Tx, author: Author, files: Sequence[KeptFile]) -> list[LaidFile]:
    """Make waiting uploads of this author out of stored files, in order."""
    params = {
        "keys": [file.file_key for file in files], "kinds": [file.kind for file in files],
        "names": [file.name for file in files], "by": uploader(author), "workspace": tx.workspace_id,
    }  # fmt: skip
    return await tx.fetch(
        LaidFile,
        """insert into attachment (workspace_id, kind, name, mime, size, width, height, duration_s, file_key, state,
                                   brought_by, position)
           select f.workspace_id, u.kind, u.name, f.mime, f.size, f.width, f.height, f.duration_s, f.key, 'ready',
                  %(by)s, u.place
           from unnest(%(keys)s::text[], %(kinds)s::text[], %(names)s::text[])
                with ordinality as u(key, kind, name, place)
           join file f on f.key = u.key and f.workspace_id = %(workspace)s order by u.place
           returning id, kind, name, mime, size, width, height""",
        params,
    )
