"""The verbs on ratings: rate a closing, change one's mind for a day, list what a person said."""

from collections.abc import Sequence
from datetime import timedelta

from otklik.contacts.events import ContactChanged
from otklik.conversations.records import Author, Status
from otklik.conversations.verbs import add_line, announce_changed, get_conversation, rewrite_line
from otklik.infra.db import Tx
from otklik.kit.clock import utc_now
from otklik.surveys import repository
from otklik.surveys.errors import BadScore, RatingFixed, RatingOver
from otklik.surveys.records import RatingRow, Said

SCALES = {"faces": (1, 2, 3, 4, 5), "thumbs": (1, 5)}
COMMENT_MAX = 1_000
OPEN_FOR = timedelta(days=7)
CHANGEABLE_FOR = timedelta(days=1)
_LISTED = 20


async def rate(tx: Tx, said: Said) -> RatingRow:
    """Keep what a customer says of a closing, with a line in the conversation; said again, it replaces the former.

    The caller has made sure that the closing is the last one of the conversation and not older than OPEN_FOR. Raises
    BadScore, RatingOver when the conversation goes on, RatingFixed a day after the first word.
    """
    if said.score not in SCALES.get(said.scale, ()):
        raise BadScore("the scale has no such score")
    conversation = await get_conversation(tx, said.conversation_id, lock=True)
    if conversation.status != Status.RESOLVED:
        raise RatingOver("the conversation goes on")
    before = await repository.find_rating(tx, said.closing_id)
    if before is not None and (before.scale, before.score, before.comment) == (said.scale, said.score, said.comment):
        return before
    if before is not None and utc_now() - before.created_at > CHANGEABLE_FOR:
        raise RatingFixed("a rating can be changed for 24 hours")
    data = {"scale": said.scale, "score": said.score, "comment": said.comment}
    if before is None:
        author = Author(kind="contact", id=conversation.contact_id, name=said.contact_name)
        line = await add_line(tx, conversation, author, "rated", data)
        await repository.insert_rating(tx, said, line.id)
    else:
        await repository.update_rating(tx, before.id, said)
        if before.line_id is not None:
            await rewrite_line(tx, before.line_id, "rated", data)
    await announce_changed(tx, conversation, "rated", {"score": said.score})
    await tx.announce(ContactChanged(workspace_id=tx.workspace_id, contact_id=conversation.contact_id))
    now = await repository.find_rating(tx, said.closing_id)
    assert now is not None  # noqa: S101 - it was written above
    return now


async def list_ratings(tx: Tx, contact_id: int) -> Sequence[RatingRow]:
    """Return the last ratings of a person, the newest first."""
    return await repository.list_ratings(tx, contact_id, _LISTED)
