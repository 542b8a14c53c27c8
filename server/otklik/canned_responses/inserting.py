"""Filling a prepared answer in for a conversation, and putting it into an operator's message."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.service import get_workspace
from otklik.canned_responses import repository
from otklik.canned_responses.checking import clean_language
from otklik.canned_responses.records import FileRow, ResponseRow
from otklik.canned_responses.service import get_response, list_files
from otklik.channelkit.registry import Registry
from otklik.contacts.merging import get_contact
from otklik.contacts.records import ContactRow
from otklik.conversations.authorship import author_of
from otklik.conversations.keeping import KeptFile, LaidFile, lay_files
from otklik.conversations.records import ConversationRecord
from otklik.conversations.verbs import get_conversation
from otklik.inboxes.service import get_inbox
from otklik.infra.db import Tx
from otklik.kit.errors import Forbidden, NotFound
from otklik.kit.template import ATTRIBUTE, Rendered, first_word, render
from otklik.kit.text import clean_name
from otklik.messaging.keyboards import TITLE_MAX as BUTTON_MAX

_VALUE_MAX = 500


class Filled(Struct, frozen=True, kw_only=True):
    """A prepared answer filled in, the language that was chosen, and the files that come with it."""

    row: ResponseRow
    language: str
    rendered: Rendered
    buttons: list[list[dict[str, Any]]]
    files: list[FileRow]


class Addressee(Struct, frozen=True, kw_only=True):
    """Who is written to, about what and through which inbox; a conversation that is not begun has no number."""

    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    attributes: Mapping[str, object] = msgspec.field(default_factory=dict)
    number: int | None = None
    subject: str = ""
    inbox_id: int | None = None


async def fill_in(
    tx: Tx, registry: Registry, actor: Actor, place: tuple[int, int], language: str | None = None
) -> Filled:
    """Fill a prepared answer in; `place` is (conversation id, response id). Changes nothing."""
    conversation = await get_conversation(tx, place[0])
    to = addressee_of(await get_contact(tx, conversation.contact_id), conversation)
    return await fill_in_for(tx, registry, actor, (to, place[1]), language)


async def fill_in_for(
    tx: Tx, registry: Registry, actor: Actor, place: tuple[Addressee, int], language: str | None = None
) -> Filled:
    """Fill a prepared answer in for somebody, with whom there need be no conversation. Changes nothing."""
    to, response_id = place
    row = await get_response(tx, actor, response_id)
    chosen = choose_language(row, language or to.language)
    values = await _load_values(tx, registry, actor.name, to, chosen)
    return Filled(
        row=row, language=chosen, rendered=render(row.variants[chosen], values),
        buttons=fill_buttons(row.buttons, values), files=await list_files(tx, row.id),
    )  # fmt: skip


def fill_buttons(
    kept: Sequence[Sequence[dict[str, Any]]] | None, values: Mapping[str, str]
) -> list[list[dict[str, Any]]]:
    """Fill the titles of buttons in; a variable without value and default stays, and such a reply is not sent."""
    return [
        [{**one, "title": clean_name(render(one["title"], values).text, BUTTON_MAX)} for one in row]
        for row in kept or ()
    ]


async def insert(
    tx: Tx, registry: Registry, actor: Actor, place: tuple[int, int], language: str | None = None
) -> tuple[Filled, list[LaidFile]]:
    """Fill a prepared answer in, count the use, and lay its files ready as the operator's own uploads."""
    return await take(tx, actor, await fill_in(tx, registry, actor, place, language))


async def take(tx: Tx, actor: Actor, filled: Filled) -> tuple[Filled, list[LaidFile]]:
    """Count the use of what was filled in, and lay its files ready as the operator's own uploads."""
    if actor.operator_id is None:
        raise Forbidden("this is for operators only")
    await repository.count_use(tx, filled.row.id, actor.operator_id)
    kept = [KeptFile(file.file_key, file.kind, file.name) for file in filled.files]
    return filled, await lay_files(tx, author_of(actor), kept) if kept else []


async def fill_words(tx: Tx, registry: Registry, actor: Actor, conversation_id: int, text: str) -> Rendered:
    """Fill words with variables in for a conversation, as a prepared answer would be."""
    conversation = await get_conversation(tx, conversation_id)
    contact = await get_contact(tx, conversation.contact_id)
    return render(text, await load_values(tx, registry, actor.name, (conversation, contact), contact.language))


async def load_values(
    tx: Tx, registry: Registry, operator: str, where: tuple[ConversationRecord, ContactRow], language: str
) -> Mapping[str, str]:
    """Return what every variable stands for in this conversation, written by `operator`; what is empty has no value."""
    return await _load_values(tx, registry, operator, addressee_of(where[1], where[0]), language)


def addressee_of(contact: ContactRow, conversation: ConversationRecord | None = None) -> Addressee:
    """Return a customer as the one who is written to, in their conversation if there is one."""
    known = Addressee(
        name=contact.name, email=contact.email, phone=contact.phone, language=contact.language,
        attributes=contact.attributes,
    )  # fmt: skip
    if conversation is None:
        return known
    return msgspec.structs.replace(
        known, number=conversation.id, subject=conversation.subject, inbox_id=conversation.inbox_id
    )


async def _load_values(tx: Tx, registry: Registry, operator: str, to: Addressee, language: str) -> Mapping[str, str]:
    workspace = await get_workspace(tx)
    values = {
        "customer.first_name": first_word(to.name), "customer.name": to.name, "customer.email": to.email,
        "customer.phone": to.phone, "conversation.number": "" if to.number is None else str(to.number),
        "conversation.subject": to.subject, "operator.name": operator,
        "conversation.channel": await _channel_name(tx, registry, to.inbox_id, language),
        "operator.first_name": first_word(operator), "workspace.name": workspace.name,
        **_attributes(to.attributes),
    }  # fmt: skip
    return {name: clean_name(value, _VALUE_MAX) for name, value in values.items() if value}


def choose_language(row: ResponseRow, wanted: str) -> str:
    """Return the variant for a language: the same, else of the same tongue, else the default one."""
    tag = clean_language(wanted) if wanted else ""
    if tag in row.variants:
        return tag
    tongue = tag.partition("-")[0]
    same = sorted(language for language in row.variants if tongue and language.partition("-")[0] == tongue)
    return same[0] if same else row.default_language


async def _channel_name(tx: Tx, registry: Registry, inbox_id: int | None, language: str) -> str:
    if inbox_id is None:
        return ""
    try:
        inbox = await get_inbox(tx, inbox_id)
        name = registry.get(inbox.channel).manifest.face.spoken
    except NotFound:
        return ""
    return name.ru if language.partition("-")[0] == "ru" else name.en


def _attributes(attributes: Mapping[str, object]) -> dict[str, str]:
    return {
        f"{ATTRIBUTE}{key.strip()}": str(value)
        for key, value in attributes.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
