"""Doors of the set-up page where a company writes the greetings its chat shows by itself."""

from litestar import delete, get, patch, post

from otklik.access.actor import Actor
from otklik.access.guards import requires
from otklik.access.permissions import Permission
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Created, Once
from otklik.infra.web.schemas import Items
from otklik.visitor import greetings
from otklik.visitor.records import GreetingRow
from otklik.visitor.schemas_greetings import Greeting, GreetingInput, NewGreeting

_manage = [requires(Permission.INBOXES_MANAGE)]
_TAG = ["inboxes"]
_BASE = "/api/v1/inboxes/{inbox_id:int}/greetings"


@get(_BASE, guards=_manage, tags=_TAG)
async def list_greetings(inbox_id: int, actor: Actor, db: Database) -> Items[Greeting]:
    """List the greetings of a website chat in their order, with their figures."""
    async with db.workspace(actor.workspace_id) as tx:
        return Items([_show(row) for row in await greetings.list_greetings(tx, inbox_id)])


@post(_BASE, guards=_manage, tags=_TAG)
async def add_greeting(inbox_id: int, data: NewGreeting, actor: Actor, db: Database, once: Once) -> Created[Greeting]:
    """Add a greeting behind the others."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.create(tx, lambda: greetings.add_greeting(tx, actor, inbox_id, data), _show)


@patch(_BASE + "/{greeting_id:int}", guards=_manage, tags=_TAG)
async def change_greeting(inbox_id: int, greeting_id: int, data: GreetingInput, actor: Actor, db: Database) -> Greeting:
    """Change a greeting, or move it in the list."""
    async with db.workspace(actor.workspace_id) as tx:
        return _show(await greetings.change_greeting(tx, actor, inbox_id, greeting_id, data))


@delete(_BASE + "/{greeting_id:int}", guards=_manage, tags=_TAG)
async def delete_greeting(inbox_id: int, greeting_id: int, actor: Actor, db: Database) -> None:
    """Take a greeting away."""
    async with db.workspace(actor.workspace_id) as tx:
        await greetings.delete_greeting(tx, actor, inbox_id, greeting_id)


def _show(row: GreetingRow) -> Greeting:
    return Greeting(
        id=row.id, name=row.name, enabled=row.enabled, text_ru=row.text_ru, text_en=row.text_en,
        terms=greetings.terms_of(row), every_days=row.every_days, shown=row.shown, opened=row.opened,
        answered=row.answered,
    )  # fmt: skip


ROUTES = [list_greetings, add_greeting, change_greeting, delete_greeting]
