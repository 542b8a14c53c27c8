"""The verbs on topics, a tree of what conversations can be about. One taken away is archived: what had it keeps it."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import UNSET
from msgspec.structs import replace

from otklik.access.actor import Actor
from otklik.access.audit import tell_changes, write_audit
from otklik.infra.db import Tx
from otklik.labels import repository_topics as repository
from otklik.labels.errors import InsideItself, NameTaken, NoSuchTopic, ParentArchived, TooDeep, TooManyLabels
from otklik.labels.records import TopicRow
from otklik.labels.repository import lock_labels
from otklik.labels.schemas_topics import ALL_MAX, DEPTH_MAX, TOPICS_MAX, NewTopic, TopicInput
from otklik.labels.service import announce_labels, clean_label

_BETWEEN = " › "


async def list_topics(tx: Tx) -> list[TopicRow]:
    """Return all topics in the order of the tree, each after the one above it; the archived ones stand last."""
    return in_order(await repository.list_topics(tx))


async def get_topic(tx: Tx, topic_id: int) -> TopicRow:
    """Return a topic in use; raises NoSuchTopic."""
    row = _by_id(await repository.list_topics(tx)).get(topic_id)
    if row is None or row.archived:
        raise NoSuchTopic("this topic is used no more, choose another")
    return row


async def name_topic(tx: Tx, topic_id: int) -> str:
    """Return the name of a topic with those above it, `Доставка › Опоздали`; empty for one that is gone."""
    return path_of(_by_id(await repository.list_topics(tx)), topic_id)


async def name_topics(tx: Tx, topic_ids: Collection[int]) -> dict[int, str]:
    """Return the names of topics with those above them."""
    by_id = _by_id(await repository.list_topics(tx)) if topic_ids else {}
    return {topic_id: path_of(by_id, topic_id) for topic_id in topic_ids}


async def find_topics_named(tx: Tx, name: str) -> list[int]:
    """Return the topics of a name, in whatever case, or of a path `Доставка › Опоздали`, with all that stand below."""
    there = await repository.list_topics(tx)
    by_id = _by_id(there)
    said = _fold(name)
    found = [row.id for row in there if said in {_fold(row.name), _fold(path_of(by_id, row.id))}]
    return sorted({one for topic_id in found for one in (topic_id, *below(there, topic_id))})


def _fold(name: str) -> str:
    return name.lower().replace("ё", "е").replace(" › ", "›").replace("/", "›")


async def is_topic_used(tx: Tx) -> bool:
    """Whether there is any topic to choose."""
    return any(not row.archived for row in await repository.list_topics(tx))


async def find_team_rule(tx: Tx, conversation_id: int) -> bool | None:
    """Return whether the team of a conversation wants a topic; None where it has no rule of its own."""
    return await repository.find_team_rule(tx, conversation_id)


async def create_topic(tx: Tx, actor: Actor, new: NewTopic) -> TopicRow:
    """Make a topic, the last below its parent; raises NameTaken, NoSuchTopic, TooDeep and TooManyLabels."""
    name = clean_label(new.name)
    await lock_labels(tx)
    there = await repository.list_topics(tx)
    _check_room(there)
    by_id = _by_id(there)
    if new.parent_id is not None:
        _check_parent(by_id, new.parent_id, storeys=1)
    beside = [row for row in there if row.parent_id == new.parent_id]
    _check_free(beside, name)
    place = max((row.position for row in beside), default=0) + 1
    topic_id = await repository.insert_topic(tx, new.parent_id, name, place)
    row = _by_id(await repository.list_topics(tx))[topic_id]
    await _note(tx, actor, "topic.created", row)
    return row


async def change_topic(tx: Tx, actor: Actor, topic_id: int, changes: TopicInput) -> TopicRow:
    """Rename, move, archive or bring back a topic.

    Raises NoSuchTopic, NameTaken, InsideItself, TooDeep, ParentArchived and TooManyLabels.
    """
    await lock_labels(tx)
    there = await repository.list_topics(tx)
    before = _by_id(there).get(topic_id)
    if before is None:
        raise NoSuchTopic("no such topic")
    name = before.name if changes.name is UNSET else clean_label(changes.name)
    archived = before.archived if changes.archived is UNSET else changes.archived
    parent_id = before.parent_id if changes.parent_id is UNSET else changes.parent_id
    beside = [row for row in there if row.parent_id == parent_id and row.id != topic_id and not row.archived]
    if not archived:
        _check_free(beside, name)
    if name != before.name:
        await repository.rename_topic(tx, topic_id, name)
    if parent_id != before.parent_id:
        _check_move(there, topic_id, parent_id)
        await repository.put_below(tx, topic_id, parent_id)
    if archived != before.archived:
        await _archive(tx, there, replace(before, parent_id=parent_id), archived=archived)
    if changes.place is not UNSET or parent_id != before.parent_id:
        order = [row.id for row in beside]
        order.insert(len(order) if changes.place is UNSET else changes.place, topic_id)
        await repository.order_topics(tx, order)
    after = _by_id(await repository.list_topics(tx))[topic_id]
    await _note(tx, actor, "topic.changed", after, before)
    return after


async def _archive(tx: Tx, there: Sequence[TopicRow], row: TopicRow, *, archived: bool) -> None:
    """Archiving takes away what stands below as well; only this one comes back, under a parent in use."""
    if archived:
        await repository.archive_topics(tx, [row.id, *below(there, row.id)], archived=True)
        return
    parent = _by_id(there).get(row.parent_id or 0)
    if parent is not None and parent.archived:
        raise ParentArchived("bring back the topic above it first")
    _check_room(there)
    await repository.archive_topics(tx, [row.id], archived=False)


def in_order(rows: Sequence[TopicRow]) -> list[TopicRow]:
    """Put topics in the order of the tree, those in use before the archived ones."""
    ordered = _walk(rows, None)
    return sorted(ordered, key=lambda row: row.archived)


def _walk(rows: Sequence[TopicRow], parent_id: int | None) -> list[TopicRow]:
    mine = [row for row in rows if row.parent_id == parent_id]
    return [one for row in mine for one in (row, *_walk(rows, row.id))]


def below(rows: Sequence[TopicRow], topic_id: int) -> list[int]:
    """Return what stands below a topic, to the lowest storey."""
    return [row.id for row in _walk(rows, topic_id)]


def path_of(by_id: Mapping[int, TopicRow], topic_id: int) -> str:
    """Return the names from the top of the tree down to a topic."""
    return _BETWEEN.join(row.name for row in _line_up(by_id, topic_id))


def _line_up(by_id: Mapping[int, TopicRow], topic_id: int) -> list[TopicRow]:
    line: list[TopicRow] = []
    row = by_id.get(topic_id)
    while row is not None:
        line.insert(0, row)
        row = by_id.get(row.parent_id or 0)
    return line


def _by_id(rows: Iterable[TopicRow]) -> dict[int, TopicRow]:
    return {row.id: row for row in rows}


def _check_move(there: Sequence[TopicRow], topic_id: int, parent_id: int | None) -> None:
    """What is archived counts as well: it may come back where it hangs."""
    if parent_id is None:
        return
    under = below(there, topic_id)
    if parent_id in {topic_id, *under}:
        raise InsideItself("a topic cannot stand below itself")
    by_id = _by_id(there)
    lowest = max(len(_line_up(by_id, one)) for one in (topic_id, *under))
    _check_parent(by_id, parent_id, storeys=lowest - len(_line_up(by_id, topic_id)) + 1)


def _check_parent(by_id: Mapping[int, TopicRow], parent_id: int, storeys: int) -> None:
    """Whether so many storeys can be hung below a topic."""
    parent = by_id.get(parent_id)
    if parent is None or parent.archived:
        raise NoSuchTopic("no such topic")
    if len(_line_up(by_id, parent_id)) + storeys > DEPTH_MAX:
        raise TooDeep(f"topics stand at most {DEPTH_MAX} deep", extra={"limit": DEPTH_MAX})


def _check_free(beside: Sequence[TopicRow], name: str) -> None:
    other = next((row for row in beside if not row.archived and row.name.lower() == name.lower()), None)
    if other is not None:
        raise NameTaken("another topic beside it has this name", extra={"id": other.id})


def _check_room(there: Sequence[TopicRow]) -> None:
    if sum(not row.archived for row in there) >= TOPICS_MAX or len(there) >= ALL_MAX:
        raise TooManyLabels(f"a workspace has at most {TOPICS_MAX} topics in use", extra={"limit": TOPICS_MAX})


async def _note(tx: Tx, actor: Actor, action: str, row: TopicRow, before: TopicRow | None = None) -> None:
    detail: dict[str, object] = {"name": row.name}
    if before is not None:
        detail |= tell_changes(_told(before), _told(row))
    await write_audit(tx, actor, action, ("topic", row.id), detail)
    await announce_labels(tx, relabelled=before is not None)


def _told(row: TopicRow) -> dict[str, object]:
    return {"name": row.name, "archived": row.archived, "place": row.position, "parent_id": row.parent_id}
