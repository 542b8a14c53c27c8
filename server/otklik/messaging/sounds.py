"""Voice messages in the form their channel plays: made anew before they leave, once for good.

What cannot be made anew leaves as an ordinary file, which every messenger shows.
"""

from typing import Final

import structlog
from msgspec import Struct, structs

from otklik.channelkit.capabilities import Capabilities, Kind
from otklik.infra.db import Database, Tx
from otklik.infra.files import FileStore, WrittenFile, record_file
from otklik.infra.sounds import NoProgram, UnreadableSound, make_aac, make_opus
from otklik.kit.errors import NotFound

log = structlog.get_logger(__name__)

OGG: Final = "audio/ogg"
MP4: Final = "audio/mp4"
_MAKERS: Final = {MP4: (make_aac, ".m4a"), OGG: (make_opus, ".ogg")}
_SOURCES: Final = {MP4: frozenset({OGG}), OGG: frozenset({MP4, "video/mp4", "audio/x-m4a"})}
_BYTES_MAX: Final = 16 * 1024 * 1024
"""It is read whole; a voice message of three hours."""


class ForeignSound(Struct, frozen=True):
    """A voice message that the channel does not play as it is."""

    attachment_id: int
    file_key: str
    name: str
    duration_s: float | None
    wanted: str


async def find_foreign(tx: Tx, message_id: int, capabilities: Capabilities) -> ForeignSound | None:
    """Return the first voice message of a message that must be made anew for this channel."""
    wanted = capabilities.voice_format
    return await tx.find(
        ForeignSound,
        """select a.id as attachment_id, f.key as file_key, a.name, f.duration_s, %(wanted)s as wanted
           from attachment a join file f on f.key = a.file_key and f.workspace_id = a.workspace_id
           where a.message_id = %(message)s and a.workspace_id = %(workspace)s and a.kind = %(voice)s
               and f.mime = any(%(sources)s) and f.size <= %(most)s
           order by a.position limit 1""",
        {
            "message": message_id, "workspace": tx.workspace_id, "voice": Kind.VOICE, "wanted": wanted,
            "sources": list(_SOURCES.get(wanted, ())), "most": _BYTES_MAX,
        },
    )  # fmt: skip


class SoundFitter:
    """Makes voice messages anew; its work lies outside of transactions."""

    def __init__(self, store: FileStore) -> None:
        self._store = store

    async def fit(self, database: Database, workspace_id: int, sound: ForeignSound) -> None:
        """Put the sound in the form that is wanted in the place of what was recorded, else make it a file."""
        try:
            made = await self._make(sound)
        except (NoProgram, UnreadableSound, NotFound) as error:
            log.warning("sounds.sent_as_file", workspace=workspace_id, error=type(error).__name__)
            async with database.workspace(workspace_id) as tx:
                await _change(tx, sound, Kind.DOCUMENT, sound.file_key)
            return
        async with database.workspace(workspace_id) as tx:
            await record_file(tx, made, workspace_id)
            await _change(tx, sound, Kind.VOICE, made.stored.key)

    async def _make(self, sound: ForeignSound) -> WrittenFile:
        make, ending = _MAKERS[sound.wanted]
        data = await make(await self._store.read(sound.file_key))
        made = await self._store.write(data, (sound.name.rpartition(".")[0] or sound.name) + ending, sound.wanted)
        return structs.replace(made, stored=structs.replace(made.stored, duration_s=sound.duration_s))


async def _change(tx: Tx, sound: ForeignSound, kind: Kind, key: str) -> None:
    """Change the attachment unless somebody has, meanwhile."""
    await tx.execute(
        """update attachment a set kind = %(kind)s, file_key = f.key, name = f.name, mime = f.mime, size = f.size,
               ref = ''
           from file f where f.key = %(key)s and f.workspace_id = a.workspace_id
               and a.id = %(id)s and a.workspace_id = %(workspace)s and a.file_key = %(before)s""",
        {
            "kind": kind, "key": key, "id": sound.attachment_id, "before": sound.file_key, "workspace": tx.workspace_id,
        },
    )  # fmt: skip
