"""How a conversation stands, as far as macros change it: read before and after each action, compared before undoing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from msgspec import Struct

from otklik.conversations import changes, verbs
from otklik.conversations.records import Author
from otklik.desk import repository_bulk
from otklik.desk.bulk_actions import ACTIONS, read_state
from otklik.infra.db import Tx

State = dict[str, Any]
Restore = Callable[[Tx, int, Author, State], Awaitable[object]]


class Field(Struct, frozen=True):
    """A thing macros change: how it is read, by a key where there are many of it, and how it is brought back."""

    read: Callable[[Tx, int, Any], Awaitable[State | None]]
    restore: Restore


async def _read_holder(tx: Tx, number: int, _: Any) -> State:  # noqa: ANN401 - no key
    found = await verbs.get_conversation(tx, number)
    return {"operator_id": found.assignee_id, "team_id": found.team_id}


async def _read_status(tx: Tx, number: int, _: Any) -> State:  # noqa: ANN401 - no key
    return await read_state(tx, await verbs.get_conversation(tx, number))


async def _read_priority(tx: Tx, number: int, _: Any) -> State:  # noqa: ANN401 - no key
    return {"priority": (await repository_bulk.find_sorting(tx, number)).priority}


async def _read_tag(tx: Tx, number: int, key: Any) -> State:  # noqa: ANN401 - the number of a tag
    return {"tag_id": key, "there": key in (await repository_bulk.find_sorting(tx, number)).tag_ids}


async def _read_note(tx: Tx, number: int, key: Any) -> State | None:  # noqa: ANN401 - the number of a message
    version = await changes.find_note_version(tx, number, key)
    return None if version is None else {"message_id": key, "version": version}


async def _remove_note(tx: Tx, _: int, __: Author, before: State) -> None:
    await changes.take_back_note(tx, before["message_id"])


def _way_back(verb: str) -> Restore:
    """Return the undoing of an action on many conversations."""
    undo = ACTIONS[verb].undo
    if undo is None:
        raise LookupError(verb)
    return undo


FIELDS: Mapping[str, Field] = {
    "holder": Field(_read_holder, _way_back("assign")),
    "status": Field(_read_status, _way_back("snooze")),
    "priority": Field(_read_priority, _way_back("priority")),
    "tag": Field(_read_tag, _way_back("tag_add")),
    "note": Field(_read_note, _remove_note),
}
