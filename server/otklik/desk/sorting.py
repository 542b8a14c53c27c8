"""Sorting at the desk: what a conversation may be closed for, by the rules of the company."""

from msgspec import structs

from otklik.access.actor import Actor
from otklik.access.service import is_reason_required
from otklik.conversations import verbs
from otklik.conversations.verbs import Closing
from otklik.desk.schemas_verbs import ResolveInput
from otklik.desk.service import author_of
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_text
from otklik.labels.reasons import get_reason, list_reasons


async def close(tx: Tx, actor: Actor, conversation_id: int, data: ResolveInput) -> None:
    """Close a conversation; raises NoSuchReason, and Invalid where a reason is wanted and none is given."""
    closing = await make_closing(tx, data.reason_id, clean_text(data.note).strip())
    closing = structs.replace(closing, rated=data.ask_rating)
    await verbs.resolve(tx, conversation_id, author_of(actor), closing)


async def make_closing(tx: Tx, reason_id: int | None, note: str = "") -> Closing:
    """Return what a conversation is closed for; raises NoSuchReason, and Invalid where one is wanted and none given."""
    if reason_id is None:
        await check_closing(tx)
        return Closing(note=note)
    reason = await get_reason(tx, reason_id)
    return Closing(reason_id=reason.id, reason=reason.name, note=note)


async def check_closing(tx: Tx) -> None:
    """Raise Invalid where a conversation may not be closed without a reason."""
    if await is_reason_required(tx) and await list_reasons(tx):
        missing = FieldError("reason_id", "missing", "say what it is closed for")
        raise Invalid("choose what the conversation is closed for", code="reason_needed", errors=(missing,))
