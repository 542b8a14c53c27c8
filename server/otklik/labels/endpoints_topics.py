"""Doors to topics. Everybody reads them; who manages labels changes them."""

from typing import Annotated

from litestar import get, patch, post
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.labels import topics
from otklik.labels.records import TopicRow
from otklik.labels.schemas_topics import NewTopic, Topic, TopicInput

_TAG = ["Labels"]
_VIEW = [requires(Permission.WORKSPACE_VIEW)]
_MANAGE = [requires(Permission.LABELS_MANAGE)]

Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/topics", guards=_VIEW, tags=_TAG)
async def list_topics(actor: Actor, db: Database) -> list[Topic]:
    """List the tree of topics, at most 500 in use, each after the one above it; the archived ones stand last."""
    async with db.workspace(actor.workspace_id) as tx:
        return [_show(row) for row in await topics.list_topics(tx)]


@post("/api/v1/topics", guards=_MANAGE, tags=_TAG)
async def create_topic(data: NewTopic, actor: Actor, db: Database, once: Once) -> Created[Topic]:
    """Make a topic, the last below its parent."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: topics.create_topic(tx, actor, data), _show)


@patch("/api/v1/topics/{topic_id:int}", guards=_MANAGE, tags=_TAG)
async def change_topic(topic_id: Id, data: TopicInput, actor: Actor, db: Database) -> Topic:
    """Rename or move a topic, archive it with what stands below it, or bring it back."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show(await topics.change_topic(tx, actor, topic_id, data))


def _show(row: TopicRow) -> Topic:
    return Topic(id=row.id, parent_id=row.parent_id, name=row.name, archived=row.archived)


ROUTES = [list_topics, create_topic, change_topic]
