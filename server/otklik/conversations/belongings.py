"""What the room of contacts asks of conversations when people are merged, parted or blocked."""

from typing import Any

import msgspec

from otklik.access.actor import Actor
from otklik.conversations.joining import Memory, join_people, part_people
from otklik.conversations.merging import part_across
from otklik.conversations.records import SYSTEM, Author
from otklik.conversations.repository import find_current
from otklik.conversations.repository_joining import lock_conversations_of
from otklik.conversations.verbs import add_line, get_conversation
from otklik.infra.db import Tx


class ConversationBelongings:
    """The conversations of a person, as `contacts.merging.Belongings`."""

    async def move(self, tx: Tx, kept_id: int, gone_id: int, by: Actor | None) -> dict[str, Any]:
        """Give all conversations to the kept contact; two that run become one."""
        memory: dict[str, Any] = msgspec.to_builtins(await join_people(tx, kept_id, gone_id, _author(by)))
        return memory

    async def give_back(self, tx: Tx, memory: dict[str, Any], by: Actor | None) -> list[int]:
        """Give them back; what arrived since goes to the owner of its address."""
        known, author = msgspec.convert(memory, Memory), _author(by)
        await lock_conversations_of(tx, (known.kept_id, known.gone_id))
        await part_across(tx, known.kept_conversations, known.gone_conversations, author)
        return await part_people(tx, known, author)

    async def note(self, tx: Tx, contact_id: int, by: Actor | None, what: str) -> None:
        """Leave a line in the conversation that runs, if there is one."""
        current = await find_current(tx, contact_id)
        if current is not None:
            await add_line(tx, await get_conversation(tx, current, lock=True), _author(by), what, {})


def _author(by: Actor | None) -> Author:
    if by is None:
        return SYSTEM
    return Author(kind="operator" if by.kind == "operator" else "system", id=by.operator_id, name=by.name)
