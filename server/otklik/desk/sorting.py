"""Sorting at the desk: what a conversation may be closed for, by the rules of the company and of its team."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from otklik.access.actor import Actor
from otklik.access.service import is_reason_required, is_topic_required
from otklik.conversations import verbs
from otklik.conversations.fields import find_about, list_fields, read_values
from otklik.conversations.records import Author
from otklik.conversations.verbs import Closing
from otklik.desk.schemas_verbs import ResolveInput
from otklik.desk.service import author_of
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_text
from otklik.labels.reasons import get_reason, list_reasons
from otklik.labels.topics import find_team_rule, get_topic, is_topic_used, name_topic


class Ending(Struct, frozen=True, kw_only=True):
    """How somebody wants to close a conversation; nothing of it is checked yet."""

    reason_id: int | None = None
    topic_id: int | None = None
    fields: Mapping[str, Any] = {}
    note: str = ""
    rated: bool = True


async def close(tx: Tx, actor: Actor, conversation_id: int, data: ResolveInput) -> None:
    """Close a conversation; refuses like `make_closing`."""
    await close_as(tx, author_of(actor), conversation_id, data)


async def close_as(tx: Tx, author: Author, conversation_id: int, data: ResolveInput) -> None:
    """Close a conversation in somebody's name; refuses like `make_closing`."""
    await verbs.resolve(tx, conversation_id, author, await make_closing(tx, conversation_id, read_ending(data)))


def read_ending(data: ResolveInput) -> Ending:
    """Return the wish as it was said."""
    return Ending(
        reason_id=data.reason_id, topic_id=data.topic_id, fields=data.fields, note=clean_text(data.note).strip(),
        rated=data.ask_rating,
    )  # fmt: skip


async def make_closing(tx: Tx, conversation_id: int, ending: Ending) -> Closing:
    """Return what a conversation is closed for.

    Raises NoSuchReason and NoSuchTopic, and Invalid naming each field that is wrong, or needed and not given.
    """
    about = await find_about(tx, conversation_id)
    wrong = await _find_missing(tx, conversation_id, ending, about.topic_id)
    fields, bad = read_values(await list_fields(tx), ending.fields, about.fields)
    if wrong or bad:
        code = {"reason_id": "reason_needed", "topic_id": "topic_needed"}.get(wrong[0].field) if wrong else None
        raise Invalid("say what the conversation is closed for", code=code or _code_of(bad), errors=(*wrong, *bad))
    reason = await get_reason(tx, ending.reason_id) if ending.reason_id is not None else None
    topic = await name_topic(tx, ending.topic_id) if ending.topic_id is not None else ""
    return Closing(
        reason_id=reason.id if reason else None, reason=reason.name if reason else "", note=ending.note,
        rated=ending.rated, topic_id=ending.topic_id, topic=topic, fields=fields,
    )  # fmt: skip


async def _find_missing(tx: Tx, conversation_id: int, ending: Ending, topic_id: int | None) -> list[FieldError]:
    missing: list[FieldError] = []
    if ending.reason_id is None and await is_reason_required(tx) and await list_reasons(tx):
        missing.append(FieldError("reason_id", "missing", "say what it is closed for"))
    if ending.topic_id is not None:
        await get_topic(tx, ending.topic_id)
    elif topic_id is None and await _wants_topic(tx, conversation_id):
        missing.append(FieldError("topic_id", "missing", "say what it was about"))
    return missing


async def _wants_topic(tx: Tx, conversation_id: int) -> bool:
    rule = await find_team_rule(tx, conversation_id)
    wanted = await is_topic_required(tx) if rule is None else rule
    return wanted and await is_topic_used(tx)


def _code_of(bad: list[FieldError]) -> str:
    return "fields_needed" if all(one.code == "required" for one in bad) else "invalid"
