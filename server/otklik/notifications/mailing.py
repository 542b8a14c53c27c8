"""Letters about what was not seen: gathered for each person, judged when they leave, and never told of twice.

What is in a letter is claimed before it is handed over. Where nobody knows whether it was, it counts as told.
"""

from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import structlog

from otklik.infra.db import Tx
from otklik.infra.mail import MailSender, MailTrouble
from otklik.kit.clock import utc_now
from otklik.kit.ids import new_uuid7
from otklik.notifications import repository, repository_mail, repository_outages
from otklik.notifications.choices import PERSONAL, Happening
from otklik.notifications.deciding import Notice, Person, World, make_person
from otklik.notifications.expiring import find_step
from otklik.notifications.facts import Fact
from otklik.notifications.following import actor_of, load_world
from otklik.notifications.mail_letter import Item, Letter, write_letter
from otklik.notifications.outages import Outage, keeps_channels, say_outage
from otklik.notifications.records import MailNoticeRow
from otklik.notifications.room import Notifications
from otklik.notifications.telling import say

log = structlog.get_logger(__name__)

EVERY_S: Final = 30
TRIES_MAX: Final = 6
STOP_PAGE: Final = "/api/v1/notifications/stop-mail"
_AT_ONCE: Final = 50
_STOP_S: Final = 400 * 24 * 3600


class Mailer:
    """Sends what is due; one process of the installation runs it by the clock."""

    def __init__(self, tools: Notifications, sender: MailSender) -> None:
        self._tools = tools
        self._sender = sender

    async def run(self) -> int:
        """Send every letter whose time has come; returns how many were handed over."""
        if not self._sender.ready:
            return 0
        async with self._tools.db.system() as tx:
            await repository_mail.sweep(tx)
            due = await repository_mail.list_due(tx, _AT_ONCE)
        return sum([await self._serve(workspace_id, operator_id) for workspace_id, operator_id in due])

    async def _serve(self, workspace_id: int, operator_id: int) -> bool:
        mark = new_uuid7()
        async with self._tools.db.workspace(workspace_id) as tx:
            letter = await self._claim(tx, operator_id, mark)
        if letter is None:
            return False
        told, tries = letter
        try:
            await self._sender.send(write_letter(told))
        except MailTrouble as trouble:
            log.warning("notifications.letter_failed", operator=operator_id, error=str(trouble)[:200])
            again = not trouble.uncertain and not trouble.final and tries + 1 < TRIES_MAX
            async with self._tools.db.workspace(workspace_id) as tx:
                await (repository_mail.give_back(tx, mark) if again else repository_mail.settle(tx, mark))
            return False
        async with self._tools.db.workspace(workspace_id) as tx:
            await repository_mail.settle(tx, mark)
        return True

    async def _claim(self, tx: Tx, operator_id: int, mark: UUID) -> tuple[Letter, int] | None:
        """Take what waits into a letter; None when it is quiet, or nothing of it is news any more."""
        row = await repository.find_person(tx, operator_id)
        if row is None or row.held:
            await repository_mail.forget(tx, operator_id)
            return None
        person = make_person(row, utc_now())
        if person.quiet:
            await repository_mail.defer(tx, operator_id)
            return None
        rows = await repository_mail.claim(tx, operator_id, mark)
        items = [item for one in rows if (item := await self._tell(tx, person, one)) is not None]
        if not items:
            await repository_mail.settle(tx, mark)
            return None
        address = self._tools.address
        token = self._tools.stopping.sign(f"{tx.workspace_id}:{operator_id}", _STOP_S)
        letter = Letter(
            to=row.email, sender=self._sender.sender, locale=row.locale,
            zone=person.choices.time_zone or row.time_zone, items=sorted(items, key=lambda item: item.at),
            settings_url=f"{address}/settings/notifications", stop_url=f"{address}{STOP_PAGE}?token={token}",
            message_id=f"{mark}@{urlsplit(address).hostname or 'otklik'}",
        )  # fmt: skip
        return letter, max(one.tries for one in rows)

    async def _tell(self, tx: Tx, person: Person, row: MailNoticeRow) -> Item | None:
        """Say one thing as it is now; None when it was seen, muted, deleted, may not be seen, or is not wanted."""
        happening = Happening(row.happening)
        if not person.channels(happening).mail:
            return None
        if row.conversation_id is None:
            return await self._tell_outage(tx, person, row)
        if not await self._tools.see(tx, actor_of(person.row), [row.conversation_id]):
            return None
        notice = Notice(person.id, happening, row.conversation_id, row.message_id, row.by_id)
        world = await self._world(tx, person, notice)
        if world is None:
            return None
        _, outside = say(notice, person, world)
        url = f"{self._tools.address}/inbox/all/{row.conversation_id}"
        return Item(outside.title, outside.body, row.since, url)

    async def _tell_outage(self, tx: Tx, person: Person, row: MailNoticeRow) -> Item | None:
        inbox = await repository_outages.find_inbox(tx, row.inbox_id or 0)
        if inbox is None or not keeps_channels(person) or inbox.status not in {"failing", "active"}:
            return None
        failing = inbox.status == "failing"
        step = find_step(inbox.expires_at, utc_now()) if inbox.expires_at and not failing else None
        said = say_outage(Outage(inbox, failing, step), person.row.locale)
        return Item(said.title, said.body, row.since, f"{self._tools.address}/settings/health")

    async def _world(self, tx: Tx, person: Person, notice: Notice) -> World | None:
        fact = Fact(
            workspace_id=tx.workspace_id, conversation_id=notice.conversation_id, happening=notice.happening,
            message_id=notice.message_id,
        )  # fmt: skip
        by = await repository.find_person(tx, notice.by) if notice.by is not None else None
        world = await load_world(tx, [person.row, by] if by else [person.row], [fact])
        conversation = world.conversations.get(notice.conversation_id)
        muted = notice.happening not in PERSONAL and (person.id, notice.conversation_id) in world.mutes
        if conversation is None or muted:
            return None
        if notice.happening is Happening.QUEUE and conversation.assignee_id is not None:
            return None
        if notice.message_id is None:
            return None if await repository_mail.has_read_all(tx, person.id, notice.conversation_id) else world
        message = world.messages.get(notice.message_id)
        if message is None or message.deleted:
            return None
        return None if await repository.has_read(tx, person.id, notice.conversation_id, message.seq) else world
