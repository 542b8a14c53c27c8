"""Two companies with people, inboxes and customers, and a desk for each."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

import httpx
from msgspec import Struct

from otklik.channelkit.channel import Channel
from otklik.channelkit.content import Content
from otklik.channelkit.inbound import MessageReceived, Sender
from otklik.channelkit.outbound import OutboundFile
from otklik.channelkit.registry import Registry
from otklik.contacts.recognition import recognise
from otklik.contacts.records import Recognised
from otklik.conversations.endpoints_fields import ROUTES as CONVERSATION_FIELDS
from otklik.conversations.events import MessageQueued
from otklik.conversations.recording import Incoming, Recorded, record_incoming
from otklik.desk import (
    endpoints,
    endpoints_bulk,
    endpoints_calls,
    endpoints_drafts,
    endpoints_files,
    endpoints_following,
    endpoints_held,
    endpoints_letters,
    endpoints_linking,
    endpoints_macros,
    endpoints_maps,
    endpoints_messages,
    endpoints_pins,
    endpoints_sorting,
    endpoints_starting,
    endpoints_stickers,
    endpoints_todo,
    endpoints_transfers,
    endpoints_views,
)
from otklik.desk.holding import Releaser
from otklik.desk.room import Desk, DeskSettings
from otklik.desk.views import DeskViews
from otklik.inboxes.records import InboxRecord
from otklik.infra.db import Database, Tx
from otklik.infra.files import FileStore
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.kit.clock import utc_now
from otklik.kit.http import HttpAnswer, HttpRequest, HttpTrouble
from otklik.kit.ids import new_uuid7
from otklik.kit.rate import SlidingWindow
from otklik.kit.signing import Signer
from otklik.labels.endpoints import ROUTES as LABELS
from otklik.labels.endpoints_topics import ROUTES as TOPICS
from otklik.macros.endpoints import ROUTES as MACROS
from otklik.messaging.channel_log import BufferedLog
from otklik.messaging.directory import Directory, World
from otklik.messaging.dispatch import Dispatcher
from otklik.messaging.limiter import Limiter
from otklik.messaging.links import FileLinks
from otklik.messaging.outbox import enqueue
from otklik.messaging.recording import arrival_of
from otklik.messaging.revising import Reviser
from otklik.messaging.sounds import SoundFitter
from otklik.messaging.typing_out import TypingOut
from tests.browser import ADDRESS, Browser, Browsers
from tests.desk.parrot import CAN_ALL, LETTERS, Parrot
from tests.factories import MadeOperator, make_operator, make_workspace

ROUTES = [
    *endpoints.ROUTES, *endpoints_messages.ROUTES, *endpoints_following.ROUTES, *endpoints_pins.ROUTES,
    *endpoints_stickers.ROUTES,
    *endpoints_sorting.ROUTES, *endpoints_files.ROUTES,
    *endpoints_views.ROUTES, *endpoints_bulk.ROUTES, *endpoints_drafts.ROUTES, *endpoints_transfers.ROUTES,
    *endpoints_letters.ROUTES, *endpoints_starting.ROUTES, *endpoints_held.ROUTES, *endpoints_macros.ROUTES,
    *endpoints_maps.ROUTES, *MACROS, *LABELS, *TOPICS, *CONVERSATION_FIELDS, *endpoints_todo.ROUTES,
    *endpoints_linking.ROUTES, *endpoints_calls.ROUTES,
]  # fmt: skip
SETTINGS = DeskSettings(address=ADDRESS, file_max_bytes=200_000, files_per_message=3, text_max=100_000)
_numbers = count(1)


class NoHttp:
    """Nobody answers."""

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Refuse."""
        raise HttpTrouble(repr(request), sent=False)


class StoredFiles:
    """Those that were brought."""

    def __init__(self, store: FileStore) -> None:
        self._store = store

    async def read(self, file: OutboundFile) -> bytes:
        """Return the bytes."""
        return await self._store.read(file.key)


class Company(Struct, frozen=True):
    """A workspace with two operators and two inboxes."""

    id: int
    anna: MadeOperator
    boris: MadeOperator
    anna_browser: Browser
    boris_browser: Browser
    chat: int
    mail: int


class Scene:
    """The world of a test."""

    def __init__(self, db: Database, store: FileStore, *channels: Channel) -> None:
        self.db = db
        self.store = store
        self.parrot = Parrot("parrot", CAN_ALL)
        self.letters = Parrot("letters", LETTERS)
        registry = Registry([self.parrot, self.letters, *channels])
        world = World(http=NoHttp(), files=StoredFiles(store), log=BufferedLog(), address=ADDRESS)
        self.directory = Directory(db, registry, lambda record: record.settings, world)
        self.typed: list[tuple[int, int, tuple[int, str], str]] = []
        self.links = FileLinks(Signer([b"k" * 32]))
        self.views = DeskViews(self.links)
        self.typing_out = TypingOut(db, self.directory)
        self.desk = Desk(
            db=db, settings=SETTINGS, registry=registry, files=store, views=self.views,
            reviser=Reviser(db, self.directory), typing_out=self.typing_out, say_typing=self._say,
            say_peek=self._say,
            uploads=SlidingWindow(1000, 60),
        )  # fmt: skip
        db.listen_with({MessageQueued: (enqueue,)})
        self.browsers: Browsers
        self.a: Company
        self.b: Company

    async def _say(self, workspace_id: int, conversation_id: int, operator: tuple[int, str], state: str) -> None:
        self.typed.append((workspace_id, conversation_id, operator, state))

    async def lay(self, browsers: Browsers) -> None:
        """Make the companies."""
        self.browsers = browsers
        self.a, self.b = await self._company("Ромашка"), await self._company("Василёк")

    async def _company(self, name: str) -> Company:
        number = await make_workspace(self.db, name)
        anna, boris = await make_operator(self.db, number), await make_operator(self.db, number)
        return Company(
            number, anna, boris, await self.browsers.of(anna), await self.browsers.of(boris),
            await self.inbox(number, "parrot"), await self.inbox(number, "letters"),
        )  # fmt: skip

    async def inbox(self, workspace_id: int, channel: str, status: str = "active") -> int:
        """Connect an inbox."""
        async with self.db.system() as tx:
            number: int = await tx.value(
                """insert into inbox (workspace_id, channel, name, status, token, hook_secret)
                   values (%(workspace)s, %(channel)s, %(channel)s, %(status)s, %(token)s, 'x') returning id""",
                {"workspace": workspace_id, "channel": channel, "status": status, "token": f"t{next(_numbers)}"},
            )
        return number

    async def set_inbox(self, inbox_id: int, status: str) -> None:
        """Change the state of an inbox."""
        async with self.db.system() as tx:
            await tx.execute(
                "update inbox set status = %(status)s where id = %(id)s", {"id": inbox_id, "status": status}
            )

    async def write(
        self, company: Company, person: str, text: str = "Здравствуйте", *, inbox_id: int = 0, **content: object
    ) -> Recorded:
        """Let a customer write; returns where the message stands."""
        async with self.db.system() as tx:
            return (await self._record(tx, company, [(person, text)], inbox_id or company.chat, content))[0]

    async def write_many(self, company: Company, people: Sequence[str]) -> list[Recorded]:
        """Let many customers write one after another, so that their waiting differs."""
        return [await self.write(company, person) for person in people]

    async def _record(
        self, tx: Tx, company: Company, lines: Sequence[tuple[str, str]], inbox_id: int, content: dict[str, Any]
    ) -> list[Recorded]:
        inbox = await tx.find(
            InboxRecord,
            """select id, workspace_id, channel, name, status, settings, secrets, token, hook_secret, public_key,
                      account, team_id, sandbox, created_at, deleted_at from inbox where id = %(id)s""",
            {"id": inbox_id},
        )
        assert inbox is not None
        people = await recognise(
            tx, [arrival_of(n, inbox, Sender(external_id=who, name=who)) for n, (who, _) in enumerate(lines)]
        )
        items = [
            _incoming(n, company, inbox_id, people[n], Content(text=text, **content))
            for n, (_, text) in enumerate(lines)
        ]
        return await record_incoming(tx, items)

    async def sql(self, query: str, **params: Any) -> Any:
        """Ask the database directly."""
        async with self.db.system() as tx:
            return await tx.value(query, params)

    async def do(self, query: str, **params: Any) -> int:
        """Change the database directly."""
        async with self.db.system() as tx:
            return await tx.execute(query, params)

    async def release_due(self) -> None:
        """Let replies whose time has come leave, as the job does; those that wait on keep their job."""
        releaser = Releaser(self.desk.registry)
        async with self.db.system() as tx:
            jobs = await tx.fetch(
                TakenJob,
                """select id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at from job
                   where kind = 'desk.release_held' order by run_at, id""",
            )
        for job in jobs:
            if await releaser.run(job, JobContext(self.db, job, UUID(int=0))) is None:
                await self.do("delete from job where id = %(id)s", id=job.id)

    async def send_all(self) -> None:
        """Let the sender empty every line that is due."""
        dispatcher = Dispatcher(self.directory, Limiter(lambda: float(next(_numbers)) * 1000), SoundFitter(self.store))
        async with self.db.system() as tx:
            jobs = await tx.fetch(
                TakenJob,
                """delete from job where kind = 'messaging.dispatch'
                   returning id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at""",
            )
        for job in jobs:
            await dispatcher.run(job, JobContext(self.db, job, UUID(int=0)))


def _incoming(number: int, company: Company, inbox_id: int, person: Recognised, content: Content) -> Incoming:
    unique = next(_numbers)
    message = MessageReceived(
        key=f"k{unique}", sender=Sender(external_id="x"), message_id=f"m{unique}", content=content, sent_at=utc_now()
    )
    return Incoming(
        number=number, workspace_id=company.id, inbox_id=inbox_id, identity_id=person.identity_id,
        contact_id=person.contact_id, contact_name=person.name, blocked=person.blocked, team_id=None, message=message,
    )  # fmt: skip


async def reply(browser: Browser, conversation_id: int, text: str = "Добрый день", **fields: Any) -> httpx.Response:
    """Post a reply."""
    body = {"client_id": str(new_uuid7()), "text": text, **fields}
    return await browser.post(f"/api/v1/conversations/{conversation_id}/messages", body)


async def upload(browser: Browser, data: bytes, name: str = "a.txt", mime: str = "text/plain") -> httpx.Response:
    """Bring a file in a form."""
    return await browser.post("/api/v1/uploads", files={"file": (name, data, mime)})


def in_future(year: int = 2099) -> str:
    """A time to come back at."""
    return datetime(year, 1, 1, tzinfo=UTC).isoformat()
