"""Invents the rows of a demo workspace: pure, the same seed gives the same people and talks."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from otklik.demo.words import NAMES_EN, NAMES_RU, STORIES_EN, STORIES_RU, Story

CONTACTS = 300
CONVERSATIONS = 2_000
_DAYS = 60
_OPEN = 190
_SNOOZED = 20
_OF_HOST = 9
_EVERY = 14


class Cast(Struct, frozen=True, kw_only=True):
    """Ids of what stands already; `host` is the real person for whom the desk is filled."""

    workspace_id: int
    operators: Sequence[tuple[int, str]]
    host: tuple[int, str] | None
    teams: Sequence[int]
    inboxes: Sequence[tuple[int, str]]
    contact_ids: Sequence[int]
    identity_ids: Sequence[int]
    conversation_ids: Sequence[int]
    now: datetime


def make_people(cast: Cast, dice: random.Random) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return contacts and their identities, one in each of one or two channels."""
    contacts, identities = [], []
    ids = iter(cast.identity_ids)
    for number, contact_id in enumerate(cast.contact_ids):
        russian = number % 3 != 0
        name = dice.choice(dice.choice(NAMES_RU if russian else NAMES_EN))
        address = f"customer{number}@demo.invalid"
        contacts.append(
            {
                "id": contact_id, "workspace_id": cast.workspace_id, "name": name,
                "language": "ru" if russian else "en",
                "phone": f"+7916{number:07d}" if russian else "", "email": address,
                "created_at": cast.now - timedelta(days=_DAYS),
            }
        )  # fmt: skip
        first = number % len(cast.inboxes)
        for inbox_id, channel in (cast.inboxes[first], cast.inboxes[(first + 1) % len(cast.inboxes)])[: 1 + number % 2]:
            identities.append(
                {
                    "id": next(ids), "workspace_id": cast.workspace_id, "contact_id": contact_id, "inbox_id": inbox_id,
                    "external_id": address if channel == "email" else f"demo-{number}",
                    "name": name, "channel": channel,
                    "email": address if channel == "email" else "",
                    "username": f"customer{number}" if channel == "telegram" else "",
                }
            )  # fmt: skip
    return contacts, identities


def make_conversations(
    cast: Cast, identities: Sequence[dict[str, Any]], names: dict[int, str], dice: random.Random
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Yield conversations with their messages; the newest of each person may be open, the others are closed."""
    for number, conversation_id in enumerate(cast.conversation_ids):
        identity = identities[number % len(identities)]
        age = _age(number, dice)
        story = dice.choice(STORIES_RU if names[identity["contact_id"]][0] > "z" else STORIES_EN)
        status = "open" if number < _OPEN else "snoozed" if number < _OPEN + _SNOOZED else "resolved"
        newest = number < len(identities) and all(
            other["contact_id"] != identity["contact_id"] for other in identities[:number]
        )
        if status != "resolved" and not newest:
            status = "resolved"
        yield _tell(
            cast,
            (conversation_id, status, newest),
            identity,
            (story, names[identity["contact_id"]]),
            (cast.now - age, dice),
        )


def _choose_operator(cast: Cast, conversation_id: int, dice: random.Random) -> tuple[int, str]:
    """Give some of the open conversations to the host: their own list must not be empty."""
    chosen = dice.choice(cast.operators)
    number = conversation_id - cast.conversation_ids[0]
    mine = number % _EVERY == 0 and number < _OF_HOST * _EVERY
    return cast.host if cast.host is not None and mine else chosen


def _age(number: int, dice: random.Random) -> timedelta:
    if number < _OPEN:
        return timedelta(minutes=dice.expovariate(1 / 90) + 1)
    return timedelta(minutes=dice.uniform(6 * 60, _DAYS * 24 * 60))


def _tell(
    cast: Cast,
    place: tuple[int, str, bool],
    identity: dict[str, Any],
    told: tuple[Story, str],
    begun: tuple[datetime, random.Random],
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    (conversation_id, status, newest), (story, name), (start, dice) = place, told, begun
    lines = story.lines if status == "resolved" else story.lines[: dice.randint(1, len(story.lines))]
    operator = _choose_operator(cast, conversation_id, dice)
    messages, at = [], start
    for position, line in enumerate(lines):
        inbound = position % 2 == 0
        text = line.format(number=40_000 + conversation_id % 9_999, name=name.split()[0])
        messages.append(
            {
                "workspace_id": cast.workspace_id, "conversation_id": conversation_id, "seq": position + 1,
                "kind": "mail" if identity["channel"] == "email" and inbound else "text",
                "direction": "in" if inbound else "out", "author_kind": "contact" if inbound else "operator",
                "author_id": identity["contact_id"] if inbound else operator[0],
                "author_name": name if inbound else operator[1], "inbox_id": identity["inbox_id"],
                "identity_id": identity["id"], "text": text, "delivery": None if inbound else "delivered", "at": at,
                "content": {"mail": {"subject": story.subject}} if identity["channel"] == "email" and inbound else None,
            }
        )  # fmt: skip
        at = min(cast.now, at + timedelta(seconds=dice.uniform(15, 240)))
    waits = len(lines) % 2 == 1 and status == "open"
    taken = len(lines) > 1 or dice.random() < 0.4  # noqa: PLR2004 - four in ten wait unassigned
    return {
        "id": conversation_id, "workspace_id": cast.workspace_id, "contact_id": identity["contact_id"],
        "status": status,
        "takes_new": newest, "inbox_id": identity["inbox_id"], "identity_id": identity["id"],
        "subject": story.subject if identity["channel"] == "email" else "", "team_id": dice.choice(cast.teams),
        "assignee_id": operator[0] if taken else None, "last_seq": len(lines), "in_count": (len(lines) + 1) // 2,
        "last_out_seq": len(lines) // 2 * 2, "last_message_at": messages[-1]["at"],
        "waiting_since": messages[-1]["at"] if waits else None,
        "first_response_at": messages[1]["at"] if len(messages) > 1 else None,
        "snoozed_until": cast.now + timedelta(days=1) if status == "snoozed" else None,
        "resolved_at": messages[-1]["at"] if status == "resolved" else None, "created_at": start,
        "preview": {
            "text": messages[-1]["text"][:160], "kind": "text", "author": messages[-1]["author_kind"], "note": False,
        },
    }, messages  # fmt: skip
