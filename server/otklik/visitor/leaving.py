"""The conversation goes on by mail: answers that a visitor who left has not seen go to the address they gave.

A letter gathers every such answer, once each. It leaves through a mailbox of the company in the line of that address,
keeps the thread of earlier letters, and what is answered to it comes into the same conversation: the address becomes
one of the visitor's, unless somebody else is known under it already.
"""

from uuid import NAMESPACE_URL, uuid5

from otklik.channels.webchat.settings import MAIL_AFTER
from otklik.contacts.introducing import give_address
from otklik.contacts.records import Address
from otklik.conversations.events import MessageQueued
from otklik.conversations.keeping import lay_files, share_files
from otklik.conversations.posting import CONTINUED, Draft, Letter, post_message
from otklik.conversations.records import Author
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.mail_addresses import normalise_address
from otklik.messaging.capability import FileFact, Outgoing, find_faults
from otklik.messaging.directory import OpenInbox
from otklik.visitor import repository_letters as repository
from otklik.visitor.letter_words import Parts, stop_link, write_letter, write_subject
from otklik.visitor.records import LeftVisitor, UnseenAnswer
from otklik.visitor.room import Visitor
from otklik.visitor.sessions import settings_of

CONTINUE_JOB = "visitor.continue_by_mail"
_WORKING = {"active", "failing"}
_NOT_OUT_YET_S = 60.0


async def plan_letter(tx: Tx, event: MessageQueued) -> None:
    """Look after an answer in a chat once its visitor has had the time to see it, where the company wants letters."""
    inbox_id = (event.data or {}).get("inbox_id")
    if not isinstance(inbox_id, int) or event.conversation_id is None:
        return
    minutes = await repository.find_plan(tx.within(event.workspace_id), inbox_id, MAIL_AFTER)
    if minutes is None:
        return
    place = f"{event.conversation_id}:{inbox_id}"
    tx.defer(
        Job(
            workspace_id=event.workspace_id, kind=CONTINUE_JOB, key=f"continue:{place}", unique_key=place,
            payload={"conversation_id": event.conversation_id, "inbox_id": inbox_id}, delay_s=minutes * 60.0,
        )
    )  # fmt: skip


class Continuer:
    """Handles the jobs that `plan_letter` makes."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    async def run(self, job: TakenJob, context: JobContext) -> Again | None:
        """Write the letter if there is something to write; asks to be run again while it is too early."""
        directory = self._visitor.road.directory
        chat = await directory.by_id(int(job.payload["inbox_id"]))
        if chat is None or chat.record.workspace_id != job.workspace_id:
            return None
        settings = settings_of(chat)
        mailbox = await directory.by_id(settings.mail_inbox) if settings.mail_inbox else None
        if mailbox is None or not _carries(mailbox, job.workspace_id):
            return None
        async with context.database.workspace(job.workspace_id) as tx:
            return await self._look(tx, int(job.payload["conversation_id"]), chat, mailbox)

    async def _look(self, tx: Tx, conversation_id: int, chat: OpenInbox, mailbox: OpenInbox) -> Again | None:
        answers = await repository.list_unseen(tx, conversation_id, chat.record.id)
        gone = [answer for answer in answers if answer.delivery == "sent"]
        if not gone:
            return Again(_NOT_OUT_YET_S) if answers else None
        early = settings_of(chat).mail_after * 60 - gone[0].age_s
        if early > 0:
            return Again(early + 1)
        visitor = await repository.find_visitor(tx, gone[0].identity_id)
        address = normalise_address(visitor.email) if visitor is not None else ""
        if visitor is None or not await self._may_write(tx, visitor, address, mailbox):
            return None
        letter_id = await self._post(tx, conversation_id, (visitor, address), gone, (chat, mailbox))
        await repository.note_letter(tx, [answer.id for answer in gone], letter_id)
        return None

    async def _may_write(self, tx: Tx, visitor: LeftVisitor, address: str, mailbox: OpenInbox) -> bool:
        own = normalise_address(str(mailbox.settings.get("address") or ""))
        if not address or address == own or visitor.blocked:
            return False
        return not await repository.wants_none(tx, visitor.inbox_id, address)

    async def _post(
        self,
        tx: Tx,
        conversation_id: int,
        to: tuple[LeftVisitor, str],
        answers: list[UnseenAnswer],
        inboxes: tuple[OpenInbox, OpenInbox],
    ) -> int:
        """Queue the letter; the same answers give the same one."""
        (visitor, address), (chat, mailbox) = to, inboxes
        last = answers[-1]
        author = Author(kind=last.author_kind, id=last.author_id, name=last.author_name)
        uploads = await _lay_files(tx, author, answers, mailbox)
        stop = stop_link(self._visitor, (tx.workspace_id, chat.record.id), address)
        parts = Parts(
            language="ru" if visitor.locale.startswith("ru") else "en", company=visitor.company, page=visitor.page,
            answers=tuple((answer.author_name, answer.text) for answer in answers), without_files=uploads is None,
            stop=stop,
        )  # fmt: skip
        given = Address(email=address)
        owner = await give_address(tx, visitor.contact_id, mailbox.record.id, given, proved=visitor.proved)
        letter = Letter(subject=write_subject(parts), to=(address,), quotes=answers[0].answers or 0, unsubscribe=stop)
        draft = Draft(
            client_id=uuid5(NAMESPACE_URL, f"otklik:continued:{answers[0].id}"), text=write_letter(parts),
            upload_ids=tuple(uploads or ()), letter=letter, note=True, kind=CONTINUED, inbox_id=mailbox.record.id,
            identity_id=owner.identity_id,
        )  # fmt: skip
        return (await post_message(tx, conversation_id, author, draft)).id


def _carries(mailbox: OpenInbox, workspace_id: int) -> bool:
    record = mailbox.record
    letters = mailbox.capabilities.subject
    return letters and record.workspace_id == workspace_id and record.status in _WORKING


async def _lay_files(tx: Tx, author: Author, answers: list[UnseenAnswer], mailbox: OpenInbox) -> list[int] | None:
    """Lay the files of the answers beside the letter; None when a letter cannot carry them."""
    kept = [file for answer in answers for file in await share_files(tx, answer.id)]
    laid = await lay_files(tx, author, kept) if kept else []
    facts = tuple(FileFact(file.kind, file.size) for file in laid)
    if find_faults(Outgoing(files=facts), mailbox.capabilities):
        return None
    return [file.id for file in laid]
