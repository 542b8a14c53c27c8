"""Those of a letter's recipients who did not get it, while the one it was written to did."""

from collections.abc import Mapping

from psycopg.types.json import Jsonb

from otklik.channelkit.inbound import DeliveryReported, DeliveryStatus
from otklik.conversations.changes import announce_change, content_of
from otklik.conversations.records import MessageRecord
from otklik.infra.db import Tx
from otklik.kit.text import clean_text

_WORDS_MAX = 300


async def note_refused(tx: Tx, message: MessageRecord, refused: Mapping[str, str]) -> None:
    """Remember who did not get a letter, and why."""
    words = {clean_text(address, 254): clean_text(reason, _WORDS_MAX) for address, reason in refused.items()}
    await tx.execute(
        """update message set version = version + 1, content = jsonb_set(
               content, '{mail,refused}', coalesce(content #> '{mail,refused}', '{}') || %(words)s)
           where id = %(id)s and workspace_id = %(workspace)s and content ? 'mail'""",
        {"id": message.id, "workspace": message.workspace_id, "words": Jsonb(words)},
    )
    await announce_change(tx, message, "refused")


def is_about_copy(message: MessageRecord, report: DeliveryReported) -> bool:
    """Whether a report says that somebody else than the first addressee did not get a letter."""
    mail = content_of(message).mail
    if mail is None or report.sender is None or report.status is not DeliveryStatus.FAILED:
        return False
    return report.sender.external_id.lower() in {one.lower() for one in (*mail.to[1:], *mail.cc, *mail.bcc)}
