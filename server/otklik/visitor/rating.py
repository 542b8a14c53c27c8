"""What a visitor is asked after a conversation was closed, and what they answer."""

from otklik.channels.webchat.settings import WebchatSettings
from otklik.kit.text import clean_text
from otklik.surveys.errors import RatingOver
from otklik.surveys.records import Said
from otklik.surveys.service import OPEN_FOR, rate
from otklik.visitor import repository_ratings as repository
from otklik.visitor.records import VisitorSession
from otklik.visitor.room import Visitor
from otklik.visitor.schemas import RatingInput, RatingShown
from otklik.visitor.sessions import get_inbox_of, known_of, settings_of

_CHANNEL = "webchat"


async def say(visitor: Visitor, session: VisitorSession, given: RatingInput) -> RatingShown:
    """Keep a visitor's rating; raises RatingOver, RatingFixed, BadScore."""
    visitor.limits.take_message(session.id)
    settings: WebchatSettings = settings_of(await get_inbox_of(visitor, session))
    async with visitor.road.database.workspace(session.workspace_id) as tx:
        closings = await repository.list_closings(tx, [session.id], OPEN_FOR)
        asked = next((row for row in closings if row.closing_id == given.closing), None)
        if asked is None or settings.rating is None:
            raise RatingOver("there is nothing to rate")
        comment = clean_text(given.comment).strip() if settings.rating.comment else ""
        kept = await rate(
            tx,
            Said(
                conversation_id=asked.conversation_id, closing_id=asked.closing_id, inbox_id=session.inbox_id,
                channel=_CHANNEL, contact_name=str(known_of(session).get("name") or ""),
                scale=settings.rating.scale, score=given.score, comment=comment,
            ),
        )  # fmt: skip
    return RatingShown(closing=kept.closing_id, score=kept.score, comment=kept.comment)
