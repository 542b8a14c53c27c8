"""Doors to messages and drafts in another language."""

from litestar import post

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.desk import translating
from otklik.desk.endpoints import Id
from otklik.desk.translating import DraftToTranslate, DraftTranslation, MessageTranslation, TranslateInput
from otklik.translation.room import Translation

_TAG = ["Translation"]
_VIEW = [requires(Permission.CONVERSATIONS_VIEW)]
_REPLY = [requires(Permission.CONVERSATIONS_VIEW, Permission.CONVERSATIONS_REPLY)]


@post(
    "/api/v1/conversations/{conversation_id:int}/messages/{message_id:int}/translation", guards=_VIEW, status_code=200,
    tags=_TAG,
)  # fmt: skip
async def translate_message(
    conversation_id: Id, message_id: Id, data: TranslateInput, actor: Actor, translation: Translation
) -> MessageTranslation:
    """Translate a message; the company's service is asked once for each message and language."""
    return await translating.translate_message(translation, actor, conversation_id, message_id, data.target)


@post("/api/v1/conversations/{conversation_id:int}/translated-draft", guards=_REPLY, status_code=200, tags=_TAG)
async def translate_draft(
    conversation_id: Id, data: DraftToTranslate, actor: Actor, translation: Translation
) -> DraftTranslation:
    """Translate words that are not sent yet; nothing is sent or kept."""
    return await translating.translate_draft(translation, actor, conversation_id, data)


ROUTES = [translate_message, translate_draft]
