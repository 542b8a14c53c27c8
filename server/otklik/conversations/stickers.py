"""Stickers out: those that customers and colleagues sent lately are laid into a reply again."""

from otklik.conversations import repository_stickers as repository
from otklik.conversations.keeping import LaidFile, lay_files
from otklik.conversations.records import Author
from otklik.conversations.repository_stickers import StickerLine
from otklik.infra.db import Tx
from otklik.kit.errors import NotFound

STICKERS_MAX = 60


class NoSuchSticker(NotFound):
    """No such sticker, or its message was taken back."""

    code = "sticker_not_found"


async def list_stickers(tx: Tx) -> list[StickerLine]:
    """Return the stickers of the latest messages, the newest first, each picture once."""
    return await repository.list_recent(tx, STICKERS_MAX)


async def lay_sticker(tx: Tx, author: Author, sticker_id: int) -> LaidFile:
    """Make a waiting upload of this author out of a sticker; raises NoSuchSticker."""
    kept = await repository.share(tx, sticker_id)
    if kept is None:
        raise NoSuchSticker("no such sticker")
    return (await lay_files(tx, author, [kept]))[0]
