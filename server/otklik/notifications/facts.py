"""From events of the log to what somebody may have to be told. Plain functions on plain values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from otklik.notifications.choices import Happening
from otklik.notifications.records import FollowedEvent

_GIVEN = frozenset({"assigned", "transferred", "accepted"})
_UNDELIVERED = frozenset({"failed", "uncertain"})


class Fact(Struct, frozen=True, kw_only=True):
    """Something that may concern operators. `to`: whom it names, empty where the conversation decides.

    `wrote`: the customer wrote, so that it is news of the queue or of its holder, as the conversation stands.
    `title`: of the task that is due.
    """

    workspace_id: int
    conversation_id: int
    happening: Happening
    message_id: int | None = None
    to: tuple[int, ...] = ()
    by: int | None = None
    wrote: bool = False
    title: str = ""


def read_facts(events: Sequence[FollowedEvent]) -> list[Fact]:
    """Return what these events may tell, in their order; what lies too far back is no news."""
    found = (fact for event in events if not event.old for fact in _read(event, event.data or {}))
    return [fact for fact in found if fact.conversation_id]


def _read(event: FollowedEvent, data: Mapping[str, Any]) -> Iterable[Fact]:
    place = (event.workspace_id, event.conversation_id or 0)
    match event.kind:
        case "message.recorded" if data.get("direction") == "in":
            yield _fact(place, Happening.REPLY, event.message_id, wrote=True)
            yield _fact(place, Happening.FOLLOWED, event.message_id)
        case "conversation.changed":
            yield from _read_change(place, data)
        case "conversation.mentioned":
            named = tuple(data.get("operator_ids", ()))
            yield _fact(place, Happening.MENTION, event.message_id, to=named, by=data.get("by"))
        case "task.due":
            yield _fact(place, Happening.TASK, None, to=(int(data["operator_id"]),), title=data.get("title", ""))
        case "transfer.offered":
            offered = (event.workspace_id, int(data["offered_id"]))
            yield _fact(offered, Happening.OFFER, None, to=(int(data["to_id"]),), by=data.get("from_id"))
        case "message.changed" if data.get("what") == "delivery" and data.get("status") in _UNDELIVERED:
            yield _fact(place, Happening.FAILED, event.message_id)


def _read_change(place: tuple[int, int], data: Mapping[str, Any]) -> Iterable[Fact]:
    what, to = data.get("what"), data.get("operator_id")
    if what in _GIVEN and to is not None:
        yield _fact(place, Happening.ASSIGNED, None, to=(int(to),), by=data.get("by"))
    elif what in _GIVEN or what == "unassigned" or (what == "woke" and data.get("back") == "queue"):
        yield _fact(place, Happening.QUEUE, None, by=data.get("by"))
    elif what == "resolved":
        yield _fact(place, Happening.FOLLOWED, None, by=data.get("by"))


def _fact(place: tuple[int, int], happening: Happening, message_id: int | None, **more: Any) -> Fact:  # noqa: ANN401 - fields of Fact
    return Fact(
        workspace_id=place[0], conversation_id=place[1], happening=happening, message_id=message_id, **more
    )  # fmt: skip
