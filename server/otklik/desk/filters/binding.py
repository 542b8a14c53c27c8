"""Whom the names of a filter mean. A stored filter keeps ids, so that it survives a new name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import LiteralString

from msgspec import Struct

from otklik.contacts.defining import find_rules
from otklik.contacts.searching import find_contact_ids, make_search
from otklik.conversations.fields import list_fields
from otklik.desk.filters.conditions import Filter, ids_of, make_filter
from otklik.desk.filters.errors import WrongFilter
from otklik.desk.filters.lexicon import OF_TALK, TEXT, own_key, plain
from otklik.desk.filters.reading import Parsed
from otklik.desk.filters.tree import Condition, Node, conditions_of, replace_conditions
from otklik.desk.finding import PEOPLE_MAX, find_by_words
from otklik.infra.db import Tx
from otklik.labels.topics import find_topics_named

_SAME_NAME_MAX = 50
_TABLES: dict[str, LiteralString] = {
    "inbox": "select 'inbox' as kind, id, name from inbox where workspace_id = %(workspace)s and deleted_at is null",
    "team": "select 'team' as kind, id, name from team where workspace_id = %(workspace)s",
    "assignee": "select 'assignee' as kind, id, name from operator where workspace_id = %(workspace)s",
    "reason": "select 'reason' as kind, id, name from closing_reason where workspace_id = %(workspace)s",
    "topic": "select 'topic' as kind, id, name from topic where workspace_id = %(workspace)s and archived_at is null",
    "tag": "select 'tag' as kind, id, name from tag where workspace_id = %(workspace)s",
}
_UNION: LiteralString = " union all "


class _Named(Struct, frozen=True):
    kind: str
    id: int
    name: str


async def bind(tx: Tx, parsed: Parsed, channels: Iterable[str]) -> Node:
    """Replace names by ids; raises WrongFilter for a name that nobody bears and a channel that does not exist."""
    found = list(conditions_of(parsed.tree))
    known = await _load_names(tx, {one.field for one in found if one.named} & _TABLES.keys())
    by_name: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for one in known:
        by_name[one.kind, plain(one.name)].append(one.id)
    slugs = frozenset(channels)
    missing = await _find_missing(tx, {one.field for one in found if own_key(one.field)})
    topics = {one.value: await find_topics_named(tx, one.value) for one in found if one.field == "topic" and one.named}
    by_name.update({("topic", plain(name)): ids for name, ids in topics.items()})
    bound: list[Condition] = []
    for number, condition in enumerate(found):
        fresh = _bind_one(condition, by_name, slugs)
        place = parsed.places[number]
        if condition.field in missing:
            raise WrongFilter("filter_unknown_field", "there is no such field", at=place.at, word=condition.field)
        if fresh is None:
            raise WrongFilter("filter_unknown_value", "this field has no such value", at=place.at, word=place.text)
        bound.append(fresh)
    return replace_conditions(parsed.tree, iter(bound))


async def _find_missing(tx: Tx, own: set[str]) -> set[str]:
    """Return those of the own fields, of customers and of conversations, that do not exist."""
    if not own:
        return own
    of_people = await find_rules(tx, sorted({own_key(name) for name in own if not name.startswith(OF_TALK)}))
    of_talks = {row.key for row in await list_fields(tx)} if any(one.startswith(OF_TALK) for one in own) else set()
    return {name for name in own if own_key(name) not in (of_talks if name.startswith(OF_TALK) else of_people)}


def _bind_one(
    one: Condition, by_name: Mapping[tuple[str, str], list[int]], channels: frozenset[str]
) -> Condition | None:
    if one.field == "channel":
        return one if one.value in channels else None
    if not one.named or one.field not in _TABLES:
        return one
    ids = sorted(by_name.get((one.field, plain(one.value)), ()))[:_SAME_NAME_MAX]
    return Condition(one.field, one.op, ",".join(f"#{number}" for number in ids)) if ids else None


async def _load_names(tx: Tx, kinds: Iterable[str]) -> list[_Named]:
    wanted = [_TABLES[kind] for kind in sorted(kinds)]
    return await tx.fetch(_Named, _UNION.join(wanted), {"workspace": tx.workspace_id}) if wanted else []


async def complete(tx: Tx, tree: Node) -> Filter:
    """Make the filter of a bound tree: look up the people and conversations that its words mean now."""
    found: dict[Condition, list[int]] = {}
    for one in conditions_of(tree):
        if one.field == TEXT:
            found[one] = await find_by_words(tx, one.value)
        elif one.field == "contact":
            found[one] = await find_contact_ids(tx, make_search(one.value), limit=PEOPLE_MAX)
    return make_filter(tree, found)


async def unbind(tx: Tx, trees: list[Node]) -> list[Node]:
    """Put names in the place of ids, for people to read; what was deleted meanwhile keeps its number."""
    kinds = {one.field for tree in trees for one in conditions_of(tree) if one.value.startswith("#")}
    known = await _load_names(tx, kinds & _TABLES.keys())
    names = {(one.kind, one.id): one.name for one in known}
    bearers: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for one in known:
        bearers[one.kind, plain(one.name)].add(one.id)

    def show(one: Condition) -> Condition:
        if one.field not in _TABLES or not one.value.startswith("#"):
            return one
        ids = ids_of(one)
        name = names.get((one.field, ids[0]))
        if not name or bearers[one.field, plain(name)] != set(ids):
            return one
        return Condition(one.field, one.op, name, named=True)

    return [replace_conditions(tree, map(show, conditions_of(tree))) for tree in trees]
