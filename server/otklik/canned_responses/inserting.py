"""Filling a prepared answer in for a conversation, and putting it into an operator's message."""

from collections.abc import Mapping, Sequence
from typing import Any

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
_RUSSIAN = {"Website chat": "чат на сайте", "E-mail": "почта"}


class Filled(Struct, frozen=True, kw_only=True):
    """A prepared answer filled in, the language that was chosen, and the files that come with it."""

    row: ResponseRow
    language: str
    rendered: Rendered
    buttons: list[list[dict[str, Any]]]
    files: list[FileRow]


async def fill_in(
    tx: Tx, registry: Registry, actor: Actor, place: tuple[int, int], language: str | None = None
) -> Filled:
    """Fill a prepared answer in; `place` is (conversation id, response id). Changes nothing."""
    row = await get_response(tx, actor, place[1])
    conversation = await get_conversation(tx, place[0])
    contact = await get_contact(tx, conversation.contact_id)
    chosen = choose_language(row, language or contact.language)
    values = await load_values(tx, registry, actor.name, (conversation, contact), chosen)
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
    if actor.operator_id is None:
        raise Forbidden("this is for operators only")
    filled = await fill_in(tx, registry, actor, place, language)
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
    conversation, contact = where
    workspace = await get_workspace(tx)
    values = {
        "customer.first_name": first_word(contact.name), "customer.name": contact.name, "customer.email": contact.email,
        "customer.phone": contact.phone, "conversation.number": str(conversation.id),
        "conversation.subject": conversation.subject, "operator.name": operator,
        "conversation.channel": await _channel_title(tx, registry, conversation, language),
        "operator.first_name": first_word(operator), "workspace.name": workspace.name,
        **_attributes(contact.attributes),
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


async def _channel_title(tx: Tx, registry: Registry, conversation: ConversationRecord, language: str) -> str:
    if conversation.inbox_id is None:
        return ""
    try:
        inbox = await get_inbox(tx, conversation.inbox_id)
        title = registry.get(inbox.channel).manifest.title
    except NotFound:
        return ""
    return _RUSSIAN.get(title, title) if language.partition("-")[0] == "ru" else title


def _attributes(attributes: Mapping[str, object]) -> dict[str, str]:
    return {
        f"{ATTRIBUTE}{key.strip()}": str(value)
        for key, value in attributes.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
