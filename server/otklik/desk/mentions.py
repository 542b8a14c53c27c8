"""Mentions in notes at the desk: whom they name, checked, and the people behind a team."""

from collections.abc import Sequence
from typing import Any

from otklik.desk import repository, repository_mentions
from otklik.desk.schemas import Mention
from otklik.infra.db import Tx
from otklik.kit.errors import FieldError, Invalid, NotFound

MENTIONS_MAX = 20


async def name_mentions(tx: Tx, mentions: Sequence[Mention]) -> tuple[dict[str, Any], ...]:
    """Return the mentions with the names of now; raises NotFound for people and teams who cannot see the note."""
    return tuple([await _name(tx, one) for one in dict.fromkeys(mentions)])


async def _name(tx: Tx, mention: Mention) -> dict[str, Any]:
    find = repository.find_operator if mention.kind == "operator" else repository.find_team
    found = await find(tx, mention.id)
    if found is None:
        raise NotFound(f"no such {mention.kind}", code=f"{mention.kind}_not_found")
    return {"kind": mention.kind, "id": found.id, "name": found.name}


async def list_named(tx: Tx, mentions: Sequence[Mention]) -> list[int]:
    """Return every person named, by themselves or by their team."""
    people = [one.id for one in mentions if one.kind == "operator"]
    teams = [one.id for one in mentions if one.kind == "team"]
    return [*people, *(await repository_mentions.list_members(tx, teams) if teams else [])]


def check_mentions(kind: str, mentions: Sequence[Mention]) -> None:
    """Raise Invalid for mentions in a reply, which the customer would read, and for too many."""
    if mentions and kind != "note":
        wrong = FieldError("mentions", "excluded", "only a note can name colleagues")
        raise Invalid("only a note can name colleagues", code="mentions_in_notes", errors=(wrong,))
    if len(mentions) > MENTIONS_MAX:
        wrong = FieldError("mentions", "too_many", f"at most {MENTIONS_MAX} mentions")
        raise Invalid("some fields are wrong", errors=(wrong,))
