"""What is done with a conversation once a reply that waited has left: closing it, or putting it off."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct, convert, to_builtins

from otklik.conversations import verbs
from otklik.conversations.records import Author
from otklik.desk.schemas_held import HeldInput
from otklik.desk.schemas_verbs import ResolveInput, SnoozeInput
from otklik.desk.sorting import close_as, make_closing, read_ending
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, OtklikError


class Afterwards(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the two, or neither."""

    closing: ResolveInput | None = None
    snooze: SnoozeInput | None = None


async def check_afterwards(tx: Tx, conversation_id: int, data: HeldInput) -> None:
    """Refuse what closing or putting off would refuse now."""
    if data.snooze is not None and (data.resolve or data.closing is not None):
        both = FieldError("snooze", "excluded", "a conversation is either closed or put off")
        raise Invalid("a conversation is either closed or put off", errors=(both,))
    if data.resolve or data.closing is not None:
        await make_closing(tx, conversation_id, read_ending(data.closing or ResolveInput()))
    if data.snooze is not None:
        verbs.check_nap(data.snooze.nap)


def keep_afterwards(data: HeldInput) -> dict[str, Any] | None:
    """Return it as it is stored; None for nothing but sending."""
    return to_builtins(Afterwards(closing=data.closing, snooze=data.snooze)) or None


async def do_afterwards(tx: Tx, place: tuple[int, Author], kept: Mapping[str, Any], *, resolve: bool) -> None:
    """Close or put off in somebody's name; `place` is (conversation, who).

    What is refused by now is left: the reply has left, and the conversation stays open.
    """
    conversation_id, author = place
    wish = convert(kept, Afterwards, strict=False)
    with suppress(OtklikError):
        if wish.closing is not None:
            await close_as(tx, author, conversation_id, wish.closing)
        elif resolve:
            await verbs.resolve(tx, conversation_id, author)
        elif wish.snooze is not None:
            await verbs.snooze(tx, conversation_id, author, wish.snooze.nap)
