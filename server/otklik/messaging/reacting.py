"""Our own reactions: noted with a job in one transaction, then set at the provider until it shows what is wanted.

Setting the same reaction twice does no harm, so an unknown outcome is simply tried again. Only the newest wish is sent:
a job that finds a newer one leaves it to that one's job.
"""

import asyncio

import structlog

from otklik.channelkit.channel import Reacts
from otklik.channelkit.outbound import SendError, SendErrorKind, SendResult
from otklik.channelkit.registry import Registry
from otklik.conversations import reacting
from otklik.conversations.changes import encode_error
from otklik.conversations.errors import CannotChange
from otklik.conversations.reacting import Wish
from otklik.conversations.records import Author
from otklik.infra.db import Tx
from otklik.infra.jobs.job import Job
from otklik.infra.jobs.queue import TakenJob
from otklik.infra.jobs.runner import Again, JobContext
from otklik.kit.errors import FieldError, Invalid
from otklik.messaging.capability import find_capabilities
from otklik.messaging.directory import Directory, OpenInbox

log = structlog.get_logger(__name__)

REACT_JOB = "messaging.react"
_TIMEOUT_S = 40
_GIVE_UP_AFTER_S = 900.0
_AGAIN_S = 5.0
_PAUSED_S = 30.0
_NO_INBOX = "no_inbox"
_PASSING = frozenset({SendErrorKind.RATE, SendErrorKind.RETRY, SendErrorKind.UNCERTAIN})


async def give_reaction(tx: Tx, registry: Registry, message_id: int, author: Author, emoji: str | None) -> None:
    """Want a reaction of ours on a message, another one, or none; the same wish again changes nothing.

    Raises CannotChange for what bears no reaction, Invalid for one that the channel does not know.
    """
    message = await reacting.find_bearer(tx, message_id)
    can = await find_capabilities(tx, registry, message.inbox_id)
    if can is None or not can.reactions_out:
        raise CannotChange("this channel has no reactions of ours", code="cannot_react")
    if emoji is not None and emoji not in can.reactions_out:
        raise Invalid(
            "the channel does not know this reaction", code="not_carried",
            errors=(FieldError("emoji", "reaction_not_carried", "is no reaction of this channel"),),
        )  # fmt: skip
    version = await reacting.wish(tx, message, () if emoji is None else (emoji,), author)
    if version is not None:
        tx.defer(
            Job(
                workspace_id=message.workspace_id, kind=REACT_JOB, key=f"reaction:{message_id}",
                unique_key=f"{message_id}:{version}",
                payload={"inbox_id": message.inbox_id, "message_id": message_id, "version": version},
            )
        )  # fmt: skip


class Reactor:
    """Sets reactions at the provider: the handler of `REACT_JOB`."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def run(self, job: TakenJob, context: JobContext) -> Again | None:
        """Set the newest wish, or note why it cannot be."""
        message_id, version = int(job.payload["message_id"]), int(job.payload["version"])
        inbox = await self._directory.by_id(int(job.payload["inbox_id"]))
        if inbox is not None and inbox.record.status == "paused":
            return Again(_PAUSED_S)
        async with context.database.workspace(job.workspace_id) as tx:
            wish = await reacting.find_wish(tx, message_id, version)
        if wish is None:
            return None
        result = await self._react(inbox, wish)
        error = None
        if isinstance(result, SendError):
            if result.kind in _PASSING and wish.age_s < _GIVE_UP_AFTER_S:
                return Again((result.retry_after_s or _AGAIN_S) + 1)
            code = _NO_INBOX if result.code == _NO_INBOX else str(result.kind)
            error = encode_error(code, result.code, result.detail)
        async with context.database.workspace(job.workspace_id) as tx:
            await reacting.settle_wish(tx, message_id, version, error)
        return None

    async def _react(self, inbox: OpenInbox | None, wish: Wish) -> SendResult:
        if inbox is None or not isinstance(inbox.channel, Reacts):
            return SendError(kind=SendErrorKind.GONE, code=_NO_INBOX)
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                context = self._directory.context(inbox)
                return await inbox.channel.react(wish.external_id, wish.recipient, wish.emojis, context)
        except TimeoutError:
            return SendError(kind=SendErrorKind.RETRY, code="timeout")
        except Exception as error:
            log.exception("reacting.channel_raised", channel=inbox.record.channel)
            return SendError(kind=SendErrorKind.FORMAT, code=type(error).__name__)
