"""Messages and drafts in another language: the company's service is asked outside of any transaction, once each."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from otklik.access.actor import Actor
from otklik.desk.sight import see_conversation, see_message
from otklik.infra.db import Tx
from otklik.infra.web.schemas import Input
from otklik.kit.errors import FieldError, Invalid
from otklik.translation import service
from otklik.translation.errors import TooLongToTranslate
from otklik.translation.records import TranslationRow
from otklik.translation.room import Translation
from otklik.translation.schemas import TEXT_MAX, Language


class TranslateInput(Input, frozen=True, kw_only=True):
    """Into which language."""

    target: Language


class DraftToTranslate(Input, frozen=True, kw_only=True):
    """Words that are not sent yet, and into which language."""

    text: Annotated[str, Meta(max_length=100_000)]
    target: Language


class MessageTranslation(Struct, frozen=True, kw_only=True):
    """A message in another language. `source` is the language the service found, empty where it does not say."""

    target: str
    source: str
    text: str
    made_at: datetime


class DraftTranslation(Struct, frozen=True, kw_only=True):
    """Words in another language; nothing of them is kept."""

    target: str
    source: str
    text: str


async def translate_message(
    translation: Translation, actor: Actor, conversation_id: int, message_id: int, target: str
) -> MessageTranslation:
    """Return a message in another language, asking the service only for what is not kept.

    Raises NoSuchMessage, Invalid for one without words, NoService, ServiceFails, RateLimited, TooLongToTranslate.
    """
    async with translation.turn(message_id, target):
        async with translation.db.workspace(actor.workspace_id) as tx:
            text = await _read_words(tx, actor, conversation_id, message_id)
            kept = await service.find_kept(tx, message_id, target, text)
            if kept is not None:
                return _show(kept)
            asked, _ = await service.get_service(tx, translation.keyring)
        service.check_pace(translation, actor)
        made = await translation.client.translate(asked, text, target)
        async with translation.db.workspace(actor.workspace_id) as tx:
            await see_message(tx, actor, message_id, conversation_id)
            return _show(await service.keep(tx, message_id, target, made, text))


async def translate_draft(
    translation: Translation, actor: Actor, conversation_id: int, data: DraftToTranslate
) -> DraftTranslation:
    """Return words of ours in another language; raises as `translate_message` does."""
    if not data.text.strip():
        raise Invalid("write something", errors=(FieldError("text", "empty", "must not be empty"),))
    if len(data.text) > TEXT_MAX:
        raise TooLongToTranslate(len(data.text), TEXT_MAX)
    async with translation.db.workspace(actor.workspace_id) as tx:
        await see_conversation(tx, actor, conversation_id)
        asked, _ = await service.get_service(tx, translation.keyring)
    service.check_pace(translation, actor)
    made = await translation.client.translate(asked, data.text, data.target)
    return DraftTranslation(target=data.target, source=made.source, text=made.text)


async def _read_words(tx: Tx, actor: Actor, conversation_id: int, message_id: int) -> str:
    message = await see_message(tx, actor, message_id, conversation_id)
    if message.deleted_at is not None or not message.text.strip():
        raise Invalid("this message has no words", code="nothing_to_translate")
    if len(message.text) > TEXT_MAX:
        raise TooLongToTranslate(len(message.text), TEXT_MAX)
    return message.text


def _show(row: TranslationRow) -> MessageTranslation:
    return MessageTranslation(target=row.target, source=row.source, text=row.text, made_at=row.made_at)
