"""A shop with two inboxes, people who write to it, and the doors of contacts."""

from collections.abc import AsyncIterator, Sequence
from itertools import count
from typing import Any

import pytest

from otklik.channelkit.content import Content
from otklik.channelkit.inbound import HookCall, MessageReceived, Sender
from otklik.contacts import endpoints, endpoints_attributes, endpoints_card, endpoints_imports
from otklik.contacts.endpoints import Contacts, contact_dependencies
from otklik.contacts.merging import ProofMerger
from otklik.conversations.belongings import ConversationBelongings
from otklik.conversations.recording import Recorded
from otklik.inboxes.records import InboxRecord
from otklik.inboxes.repository import find_any
from otklik.infra.db import Database
from otklik.infra.jobs.runner import JobRunner
from otklik.kit.clock import utc_now
from otklik.messaging.ingest import Delivery, record_deliveries
from otklik.messaging.recording import MERGE_JOB
from otklik.messaging.uploads import IncomingFiles
from otklik.wiring.events import SUBSCRIBERS
from tests.browser import Browser, Browsers, open_browsers
from tests.factories import make_workspace

_numbers = count(1)
ROUTES = [*endpoints.ROUTES, *endpoints_attributes.ROUTES, *endpoints_card.ROUTES, *endpoints_imports.ROUTES]


class Shop:
    """One workspace."""

    def __init__(self, db: Database, workspace_id: int, browser: Browser) -> None:
        self.db = db
        self.id = workspace_id
        self.browser = browser
        self.inboxes: dict[str, InboxRecord] = {}

    async def add_inbox(self, name: str) -> None:
        """Make an inbox by this name."""
        async with self.db.system() as tx:
            number = await tx.value(
                """insert into inbox (workspace_id, channel, name, status, token, hook_secret)
                   values (%(w)s, 'loopback', %(name)s, 'active', %(token)s, 's') returning id""",
                {"w": self.id, "name": name, "token": f"{name}-{self.id}-{'t' * 20}"},
            )
            record = await find_any(tx, number)
        assert record is not None
        self.inboxes[name] = record

    async def hear(self, inbox: str, person: str, text: str, **sender: Any) -> Recorded:
        """Let a person write to an inbox."""
        number = str(next(_numbers))
        known = Sender(external_id=person, name=sender.pop("name", person.title()), **sender)
        message = MessageReceived(
            key=f"m:{number}", sender=known, message_id=number, content=Content(text=text), sent_at=utc_now()
        )
        delivery = Delivery(inbox=self.inboxes[inbox], call=HookCall(body=b"{}"), happenings=(message,))
        [accepted] = await record_deliveries(self.db, [(delivery, IncomingFiles())])
        return accepted.recorded[0]

    async def person(self, inbox: str, external_id: str) -> int:
        """Return the contact behind an address."""
        [(number,)] = await self.rows(
            "select contact_id from identity where inbox_id = %(i)s and external_id = %(e)s",
            i=self.inboxes[inbox].id, e=external_id,
        )  # fmt: skip
        return int(number)

    async def texts(self, conversation_id: int) -> list[tuple[int, str]]:
        """Return numbers and texts of a conversation; system lines in brackets."""
        rows = await self.rows(
            "select seq, text, content from message where conversation_id = %(c)s order by seq", c=conversation_id
        )
        return [(seq, f"[{content['event']['kind']}]" if content else text) for seq, text, content in rows]

    async def rows(self, query: str, **params: object) -> Sequence[tuple[Any, ...]]:
        """Look into the database."""
        async with self.db.system() as tx:
            return await tx.rows(query, params)

    async def merge(self, kept: int, gone: int) -> int:
        """Merge two people and return the number of the merge."""
        answer = await self.browser.post(f"/api/v1/contacts/{kept}/merge", {"other_id": gone})
        assert answer.status_code == 200, answer.text
        return int(answer.json()["merge_id"])

    async def undo(self, merge_id: int) -> None:
        """Undo a merge."""
        answer = await self.browser.post(f"/api/v1/contacts/merges/{merge_id}/undo")
        assert answer.status_code == 200, answer.text

    async def check(self) -> None:
        """Check the promises: dense order, true counters, one current conversation, identities with living people."""
        assert not await self.rows(
            """select conversation_id from message group by conversation_id
               having count(*) <> max(seq) or min(seq) <> 1 or count(distinct seq) <> count(*)"""
        )
        assert not await self.rows(
            """select c.id, c.last_seq, c.in_count, c.last_out_seq, x.* from conversation c left join lateral (
                   select count(*) as n, count(*) filter (where direction = 'in') as ins,
                          coalesce(max(seq) filter (where direction = 'out' and not note), 0) as out_seq
                   from message where conversation_id = c.id) x on true
               where (c.last_seq, c.in_count, c.last_out_seq) <> (x.n, x.ins, x.out_seq)"""
        )
        assert not await self.rows(
            """select i.id from identity i join contact c on c.id = i.contact_id where c.merged_into is not null"""
        )
        assert not await self.rows(
            """select m.id from message m join identity i on i.id = m.identity_id
               join conversation c on c.id = m.conversation_id where c.contact_id <> i.contact_id"""
        )
        assert not await self.rows(
            """select r.* from read_mark r join lateral (
                   select count(*) as n from message m where m.conversation_id = r.conversation_id
                   and m.direction = 'in' and m.seq <= r.seq) x on true where r.in_seen <> x.n"""
        )
        assert not await self.rows(
            """select c.contact_id from conversation c group by c.contact_id
               having not bool_or(c.takes_new) and bool_or(c.status <> 'resolved')"""
        )


class Scene:
    """Two shops on one installation."""

    def __init__(self, a: Shop, b: Shop, browsers: Browsers) -> None:
        self.a = a
        self.b = b
        self.browsers = browsers


@pytest.fixture
async def scene(db: Database) -> AsyncIterator[Scene]:
    """Two shops, each with a chat and a mailbox."""
    db.listen_with(SUBSCRIBERS)
    contacts = Contacts(db, ConversationBelongings(), lambda _, number, key: key and f"/files/{number}")
    async with open_browsers(db, ROUTES, {"contacts": contacts}, contact_dependencies()) as browsers:
        shops = []
        for name in ("Ромашка", "Василёк"):
            number = await make_workspace(db, name)
            shop = Shop(db, number, await browsers.of_new(number, "operator"))
            await shop.add_inbox("chat")
            await shop.add_inbox("mail")
            shops.append(shop)
        yield Scene(shops[0], shops[1], browsers)


@pytest.fixture
async def runner(db: Database) -> AsyncIterator[JobRunner]:
    """A worker that knows the job of proofs."""
    made = JobRunner(db, {MERGE_JOB: ProofMerger(ConversationBelongings()).run}, {})
    await made.start()
    yield made
    await made.stop()
