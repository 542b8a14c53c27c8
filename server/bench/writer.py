"""The writer of the product without its door: hook calls become messages on a database of their own."""

from bench.load import PEOPLE, build_body
from bench.scene import SECRET, Inbox
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.registry import Registry
from otklik.channels.telegram import TelegramChannel
from otklik.inboxes.repository import find_any
from otklik.infra.db import Database
from otklik.messaging.directory import OpenInbox
from otklik.messaging.ingest import write_deliveries
from otklik.messaging.reading import read_call
from otklik.messaging.uploads import IncomingFiles
from otklik.wiring.events import SUBSCRIBERS

_LAID_AT_ONCE = 125


async def open_inbox(database: Database, inbox: Inbox) -> OpenInbox:
    """Return the inbox of the load as the door would open it."""
    channel = TelegramChannel()
    Registry([channel])
    async with database.system() as tx:
        record = await find_any(tx, inbox.id)
    assert record is not None
    return OpenInbox(record, channel, {"token": "", "hook_secret": SECRET}, channel.manifest.capabilities)


async def write_calls(database: Database, inbox: OpenInbox, first: int, count: int) -> None:
    """Record the calls with these numbers in one transaction, as the group commit does."""
    calls = [HookCall(body=build_body(number)) for number in range(first, first + count)]
    async with database.system() as tx:
        await write_deliveries(tx, [(read_call(inbox, call), IncomingFiles()) for call in calls])


async def introduce_people(system_dsn: str, inbox: Inbox) -> None:
    """Let everybody who is known have written once, and let the planner know it."""
    database = Database(system_dsn, system_dsn, app_connections=1, system_connections=1)
    database.listen_with(SUBSCRIBERS)
    await database.open()
    opened = await open_inbox(database, inbox)
    for first in range(0, PEOPLE, _LAID_AT_ONCE):
        await write_calls(database, opened, first, _LAID_AT_ONCE)
    await database.close()
