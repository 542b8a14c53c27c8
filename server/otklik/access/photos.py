"""One's own photo, as colleagues and visitors see it."""

import asyncio
from typing import Final

from otklik.access import repository
from otklik.access.actor import Actor
from otklik.access.config import Access
from otklik.access.errors import PhotoTooLarge
from otklik.access.records import OperatorRow
from otklik.access.service import announce_operator, get_operator
from otklik.infra.db import Tx
from otklik.infra.files import record_file
from otklik.infra.pictures import make_square
from otklik.kit.errors import RateLimited

MOST_BYTES: Final = 5 * 1024 * 1024
SIDE: Final = 256


async def set_photo(access: Access, actor: Actor, data: bytes) -> OperatorRow:
    """Take a picture as one's photo; raises PhotoTooLarge, RateLimited, and Invalid for what is no proper picture."""
    if len(data) > MOST_BYTES:
        raise PhotoTooLarge(MOST_BYTES)
    wait = access.limits.photos.take(actor.key)
    if wait:
        raise RateLimited("too many photos at once", retry_after=wait)
    square = await asyncio.to_thread(make_square, data, SIDE, "photo")
    written = await access.tools.files.write(square, "photo.jpg", "image/jpeg")
    async with access.db.workspace(actor.workspace_id) as tx:
        file = await record_file(tx, written, actor.workspace_id, actor.key)
        return await _put(tx, actor.id, file.key)


async def drop_photo(access: Access, actor: Actor) -> OperatorRow:
    """Go back to initials."""
    async with access.db.workspace(actor.workspace_id) as tx:
        return await _put(tx, actor.id, None)


async def _put(tx: Tx, operator_id: int, key: str | None) -> OperatorRow:
    await repository.change_photo(tx, operator_id, key)
    await announce_operator(tx, operator_id)
    return await get_operator(tx, operator_id)
