"""Files that came as references: fetched after the message stands in the desk, retried, measured, checked."""

import structlog
from msgspec import Struct

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import FetchedFile, FetchesFiles, FetchesNames, FetchesProfiles
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import CannotFetch
from otklik.contacts.events import ContactChanged
from otklik.contacts.recognition import recognise
from otklik.conversations.changes import announce_change
from otklik.conversations.repository import find_message
from otklik.infra.db import Database, Tx
from otklik.infra.files import FileStore, WrittenFile, record_file
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.kit.errors import Invalid, NotFound
from otklik.messaging.directory import Directory, OpenInbox
from otklik.messaging.recording import arrival_of

log = structlog.get_logger(__name__)

_LAST_ATTEMPT = 11


class _Row(Struct, frozen=True):
    id: int
    kind: str
    ref: str
    name: str
    mime: str
    size: int | None


class FileFetcher:
    """Handles the jobs that bring attachments and photos."""

    def __init__(self, directory: Directory, store: FileStore) -> None:
        self._directory = directory
        self._store = store

    async def fetch_files(self, job: TakenJob, context: JobContext) -> None:
        """Fetch every missing attachment of a message; what can never come gets its reason."""
        inbox = await self._directory.by_id(int(job.payload["inbox_id"]))
        message_id = int(job.payload["message_id"])
        for row in await _list_missing(context.database, job.workspace_id, message_id):
            if inbox is None or not isinstance(inbox.channel, FetchesFiles):
                await _give_up(context.database, job.workspace_id, message_id, row.id, "channel_gone")
                continue
            try:
                written = await self._fetch(inbox, inbox.channel, row)
            except (CannotFetch, Invalid, NotFound) as error:
                await _give_up(context.database, job.workspace_id, message_id, row.id, error.detail)
                continue
            except Exception:
                if job.attempts >= _LAST_ATTEMPT:
                    await _give_up(context.database, job.workspace_id, message_id, row.id, "gave_up")
                raise
            await _keep(context.database, job.workspace_id, message_id, row.id, written)

    async def _fetch(self, inbox: OpenInbox, channel: FetchesFiles, row: _Row) -> WrittenFile:
        wanted = Attachment(kind=Kind(row.kind), ref=row.ref, name=row.name, mime=row.mime, size=row.size)
        fetched: FetchedFile = await channel.fetch_file(wanted, self._directory.context(inbox))
        return await self._store.write(fetched.data, row.name or fetched.name or row.kind, row.mime or fetched.mime)

    async def fetch_profile(self, job: TakenJob, context: JobContext) -> None:
        """Fetch a new person's name and photo where the channel has them."""
        inbox = await self._directory.by_id(int(job.payload["inbox_id"]))
        identity_id = int(job.payload["identity_id"])
        async with context.database.workspace(job.workspace_id) as tx:
            sender = await tx.value("select external_id from identity where id = %(id)s", {"id": identity_id})
        if inbox is None or sender is None:
            return
        if isinstance(inbox.channel, FetchesNames):
            await self._fetch_name(inbox, inbox.channel, str(sender), context.database)
        if isinstance(inbox.channel, FetchesProfiles):
            await self._fetch_photo(inbox, inbox.channel, (identity_id, str(sender)), context.database)

    async def _fetch_name(self, inbox: OpenInbox, channel: FetchesNames, external_id: str, database: Database) -> None:
        """Name a person whom nothing has named yet."""
        sender = await channel.fetch_sender(external_id, self._directory.context(inbox))
        if sender is None or not sender.name:
            return
        async with database.workspace(inbox.record.workspace_id) as tx:
            person = (await recognise(tx, [arrival_of(0, inbox.record, sender)]))[0]
            await tx.announce(ContactChanged(workspace_id=inbox.record.workspace_id, contact_id=person.contact_id))

    async def _fetch_photo(
        self, inbox: OpenInbox, channel: FetchesProfiles, person: tuple[int, str], database: Database
    ) -> None:
        identity_id, sender = person
        workspace_id = inbox.record.workspace_id
        photo = await channel.fetch_photo(sender, self._directory.context(inbox))
        if photo is None:
            return
        written = await self._store.write(photo.data, "photo", photo.mime)
        if not written.stored.mime.startswith("image/"):
            return
        async with database.workspace(workspace_id) as tx:
            await record_file(tx, written, workspace_id)
            contact_id = await tx.value(
                """update contact set avatar_key = %(key)s, version = version + 1
                   where id = (select contact_id from identity where id = %(id)s) returning id""",
                {"key": written.stored.key, "id": identity_id},
            )
            await tx.announce(ContactChanged(workspace_id=workspace_id, contact_id=contact_id))


async def _list_missing(database: Database, workspace_id: int, message_id: int) -> list[_Row]:
    async with database.workspace(workspace_id) as tx:
        return await tx.fetch(
            _Row,
            """select id, kind, ref, name, mime, size from attachment
               where message_id = %(id)s and state = 'fetching' order by position""",
            {"id": message_id},
        )


async def _keep(
    database: Database, workspace_id: int, message_id: int, attachment_id: int, written: WrittenFile
) -> None:
    async with database.workspace(workspace_id) as tx:
        file = await record_file(tx, written, workspace_id)
        changed = await tx.execute(
            """update attachment set state = 'ready', file_key = %(key)s, mime = %(mime)s, size = %(size)s, reason = '',
                   name = case when name = '' then %(name)s else name end,
                   width = coalesce(width, %(width)s), height = coalesce(height, %(height)s)
               where id = %(id)s and state = 'fetching'""",
            {
                "id": attachment_id, "key": file.key, "mime": file.mime, "size": file.size, "name": file.name,
                "width": file.width, "height": file.height,
            },
        )  # fmt: skip
        message = await find_message(tx, message_id)
        if changed and message is not None:
            await _touch(tx, message_id)
            await announce_change(tx, message, "files")


async def _give_up(database: Database, workspace_id: int, message_id: int, attachment_id: int, reason: str) -> None:
    async with database.workspace(workspace_id) as tx:
        await tx.execute(
            """update attachment set state = case when %(reason)s like 'too_large%%' then 'too_large' else 'failed' end,
                   reason = %(reason)s where id = %(id)s and state = 'fetching'""",
            {"id": attachment_id, "reason": reason[:500]},
        )
        message = await find_message(tx, message_id)
        if message is not None:
            await _touch(tx, message_id)
            await announce_change(tx, message, "files")


async def _touch(tx: Tx, message_id: int) -> None:
    await tx.execute("update message set version = version + 1 where id = %(id)s", {"id": message_id})
