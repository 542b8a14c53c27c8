"""Two companies at their desks, with notifications, an ear on what desks are told, and a push service."""

import ipaddress
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from otklik.access.endpoints import ROUTES as ACCESS
from otklik.access.endpoints_people import ROUTES as PEOPLE
from otklik.access.events import SessionsClosed
from otklik.conversations.events import ConversationChanged, MessageQueued
from otklik.desk.room import desk_dependencies
from otklik.desk.sight import see_conversations
from otklik.infra.db import Database
from otklik.infra.files import FileStore
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import JobContext
from otklik.infra.stream import EventStream
from otklik.infra.whispers import Whisper, Whispers
from otklik.kit.rate import SlidingWindow
from otklik.kit.safe_http import SafeHttp
from otklik.kit.secrets import Keyring
from otklik.kit.signing import Signer
from otklik.messaging.outbox import enqueue
from otklik.notifications.endpoints import ROUTES as NOTIFICATIONS
from otklik.notifications.endpoints_mail import ROUTES as STOP_MAIL
from otklik.notifications.following import Follower
from otklik.notifications.pushing import Pusher
from otklik.notifications.room import Notifications, notification_dependencies
from otklik.notifications.subscribers import forget_devices
from otklik.transfers.subscribers import end_offer
from tests import settling
from tests.browser import Browser, open_browsers
from tests.desk.scene import ROUTES, Company, Scene
from tests.notifications.push_service import PushService, Subscription

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
ALL = [*ROUTES, *NOTIFICATIONS, *STOP_MAIL, *ACCESS, *PEOPLE]


class Told(dict[int, list[dict[str, Any]]]):
    """What each operator's desks were told, by operator."""

    def take(self, operator_id: int) -> list[dict[str, Any]]:
        """Return and forget the notices of an operator."""
        return [frame for frame in self.pop(operator_id, []) if frame["type"] == "notice"]


class Hall(Scene):
    """The scene, with somebody who follows the log."""

    def __init__(self, db: Database, store: FileStore, service: PushService) -> None:
        super().__init__(db, store)
        db.listen_with(
            {MessageQueued: (enqueue,), ConversationChanged: (end_offer,), SessionsClosed: (forget_devices,)}
        )
        self.service = service
        self.http = SafeHttp([LOOPBACK])
        self.keyring = Keyring(1, {1: os.urandom(32)})
        self.tools = Notifications(
            db=db, see=see_conversations, http=self.http, keyring=self.keyring, address="https://desk.example.test",
            tests=SlidingWindow(1000, 60), stopping=Signer(self.keyring.derive("stop-mail")), mail_ready=True,
        )  # fmt: skip
        self.follower = Follower(db, see_conversations)
        self.told = Told()
        self.stream = EventStream(db)
        self.whispers = Whispers(db)
        self.whispers.listen(self._hear)
        self.stream.on_whisper(self.whispers.receive)
        self._marks = 0

    def _hear(self, whisper: Whisper) -> None:
        if whisper.kind == "mark":
            self._marks = whisper.data["number"]
            return
        for number in whisper.data["operator_ids"]:
            self.told.setdefault(number, []).append(whisper.data["frame"])

    async def follow(self) -> None:
        """Let the follower reach the end of the log in one go, and wait until all it said has been heard."""
        await settling.settle(self.db)
        while await self.sql(_UNFOLLOWED):
            while await self.follower.advance():
                pass
            await self.breathe()
        number = self._marks + 1
        await self.whispers.send(Whisper(kind="mark", workspace_id=0, data={"number": number}))
        while self._marks < number:
            await self.breathe()

    async def breathe(self) -> None:
        """Let others run."""
        await self.sql("select 1")

    async def subscribe(self, browser: Browser) -> Subscription:
        """Let a browser take pushes."""
        key = (await browser.get("/api/v1/operators/me/push-key")).json()["key"]
        made = self.service.subscribe(key)
        answer = await browser.put("/api/v1/operators/me/devices", made.body)
        assert answer.status_code == 200, answer.text
        return made

    async def hurry_pushes(self) -> int:
        """Run the pushes that wait, as if their time had come; returns how many jobs there were."""
        async with self.db.system() as tx:
            jobs = await tx.fetch(
                TakenJob,
                """update job set run_at = now() where kind = 'notifications.push'
                   returning id, workspace_id, lane, key, kind, payload, attempts, max_attempts, version, run_at""",
            )
            await tx.execute("update lane set owner = %(owner)s, until = now() + interval '1 hour'", {"owner": OWNER})
        for job in jobs:
            await Pusher(self.tools).run(job, _context(self.db, job))
        return len(jobs)

    async def choose(self, browser: Browser, **choices: Any) -> None:
        """Change one's choices."""
        answer = await browser.put("/api/v1/operators/me/notifications", choices)
        assert answer.status_code == 200, answer.text

    async def settle(self, company: Company, conversation_id: int, operator_id: int | None) -> None:
        """Give a conversation to somebody, silently."""
        await self.do(
            "update conversation set assignee_id = %(operator)s where id = %(id)s and workspace_id = %(workspace)s",
            operator=operator_id, id=conversation_id, workspace=company.id,
        )  # fmt: skip


OWNER = UUID(int=7)
_UNFOLLOWED = """
select not exists (select from notification_progress) or exists (
    select from event e, notification_progress p where (e.xid, e.id) > (p.xid, p.event_id) and p.xid <= e.xid)
"""
"""What commits beside this test, in another one, may keep an event from being settled for a moment."""


def _context(db: Database, job: TakenJob) -> Any:
    return JobContext(db, job, OWNER)


@pytest.fixture
async def hall(db: Database, tmp_path: Path) -> AsyncIterator[Hall]:
    """Two companies, somebody who tells, and a push service."""
    async with PushService() as service:
        made = Hall(db, FileStore(tmp_path), service)
        state = {"desk": made.desk, "notifications": made.tools}
        dependencies = {**desk_dependencies(), **notification_dependencies()}
        await made.stream.start()
        async with open_browsers(db, ALL, state, dependencies) as browsers:
            await made.lay(browsers)
            await made.follow()
            yield made
        await made.stream.stop()
        await made.http.close()
