"""Mentions in notes at the desk: whom they name, checked, and the people behind a team."""

from collections.abc import Sequence
from typing import Any

from otklik.desk import repository, repository_mentions
from otklik.desk.schemas import Mention
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, NotFound

MENTIONS_MAX = 20
EVERYBODY = ("все на месте", "everyone online")
"""How everybody who is online is named in a note, in the language of whoever writes it."""


async def name_mentions(tx: Tx, mentions: Sequence[Mention], text: str) -> tuple[dict[str, Any], ...]:
    """Return the mentions with the names that stand in the text; raises NotFound for people and teams there are not."""
    return tuple([await _name(tx, one, text) for one in dict.fromkeys(mentions)])


async def _name(tx: Tx, mention: Mention, text: str) -> dict[str, Any]:
    if mention.kind == "online":
        return {
            "kind": mention.kind,
            "id": 0,
            "name": next((one for one in EVERYBODY if f"@{one}" in text), EVERYBODY[0]),
        }
    find = repository.find_operator if mention.kind == "operator" else repository.find_team
    found = await find(tx, mention.id)
    if found is None:
        raise NotFound(f"no such {mention.kind}", code=f"{mention.kind}_not_found")
    return {"kind": mention.kind, "id": found.id, "name": found.name}


async def list_named(tx: Tx, mentions: Sequence[Mention]) -> list[int]:
    """Return every person named, by themselves, by their team, or because they are online."""
    people = [one.id for one in mentions if one.kind == "operator"]
    teams = [one.id for one in mentions if one.kind == "team"]
    members = await repository_mentions.list_members(tx, teams) if teams else []
    online = await repository_mentions.list_online(tx) if any(one.kind == "online" for one in mentions) else []
    return [*people, *members, *online]


def check_mentions(kind: str, mentions: Sequence[Mention]) -> None:
    """Raise Invalid for mentions in a reply, which the customer would read, and for too many."""
    if mentions and kind != "note":
        wrong = FieldError("mentions", "excluded", "only a note can name colleagues")
        raise Invalid("only a note can name colleagues", code="mentions_in_notes", errors=(wrong,))
    if len(mentions) > MENTIONS_MAX:
        wrong = FieldError("mentions", "too_many", f"at most {MENTIONS_MAX} mentions")
        raise Invalid("some fields are wrong", errors=(wrong,))
