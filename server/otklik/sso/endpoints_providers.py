"""Doors to setting providers up, to one's own links, and to how colleagues sign in."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.params import Parameter

from otklik.access.actor import Actor
from otklik.access.guards import BEFORE_FACTOR, operators_only, requires
from otklik.access.permissions import Permission
from otklik.infra.db import Database
from otklik.infra.web.idempotency import Once
from otklik.infra.web.schemas import Items
from otklik.sso import repository, service
from otklik.sso.checks import try_provider
from otklik.sso.endpoints import browser_cookie, browser_of
from otklik.sso.errors import NoSuchProvider
from otklik.sso.records import PersonRow
from otklik.sso.room import Sso
from otklik.sso.schemas import (
    NewProvider,
    OwnWays,
    PersonLink,
    PersonWays,
    PolicyInput,
    Provider,
    ProviderInput,
    ProviderReport,
    ProvidersOut,
    SignInWay,
)
from otklik.sso.starting import begin_link

_TAG = ["Single sign-on"]
_LOOK = [requires(Permission.WORKSPACE_MANAGE)]
_ALL_RIGHTS = [requires(*Permission)]
"""Whoever says how people are recognised can come in as anybody: that takes every right there is."""
_OWN = [operators_only()]
_PEOPLE = [requires(Permission.OPERATORS_MANAGE)]
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/sso/providers", guards=_LOOK, tags=_TAG)
async def list_providers(actor: Actor, sso: Sso, db: Database) -> ProvidersOut:
    """Show the providers as they are set up."""
    async with db.workspace(actor.workspace_id) as tx:
        return await service.list_providers(tx, sso, actor)


@post("/api/v1/sso/providers", guards=_ALL_RIGHTS, tags=_TAG)
async def create_provider(data: NewProvider, actor: Actor, sso: Sso, db: Database, once: Once) -> Response[Provider]:
    """Set a provider up."""
    async with db.workspace(actor.workspace_id) as tx:
        return await once.answer(tx, lambda: service.create_provider(tx, sso, actor, data))


@put("/api/v1/sso/providers/{provider_id:int}", guards=_ALL_RIGHTS, tags=_TAG)
async def change_provider(provider_id: Id, data: ProviderInput, actor: Actor, sso: Sso, db: Database) -> Provider:
    """Change a provider; a secret that is not given stays."""
    async with db.workspace(actor.workspace_id) as tx:
        return await service.change_provider(tx, sso, actor, provider_id, data)


@delete("/api/v1/sso/providers/{provider_id:int}", guards=_ALL_RIGHTS, tags=_TAG)
async def delete_provider(provider_id: Id, actor: Actor, db: Database) -> None:
    """Take a provider away; its links end, and the sessions they opened."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.delete_provider(tx, actor, provider_id)


@post("/api/v1/sso/providers/{provider_id:int}/test", guards=_ALL_RIGHTS, status_code=200, tags=_TAG)
async def test_provider(provider_id: Id, actor: Actor, sso: Sso, db: Database) -> ProviderReport:
    """Try the stored settings of a provider; changes nothing."""
    async with db.workspace(actor.workspace_id) as tx:
        row = await repository.find_provider(tx, provider_id)
    if row is None:
        raise NoSuchProvider
    return await try_provider(sso, row)


@put("/api/v1/sso/policy", guards=_ALL_RIGHTS, status_code=204, tags=_TAG)
async def set_policy(data: PolicyInput, actor: Actor, db: Database) -> None:
    """Close passwords for everybody but owners, or open them again."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.set_policy(tx, actor, closed=data.password_closed)


@get("/api/v1/session/sso", guards=_OWN, opt=BEFORE_FACTOR, tags=_TAG)
async def list_own_ways(actor: Actor, db: Database) -> OwnWays:
    """Show how one signs in, and what one may link."""
    async with db.workspace(actor.workspace_id) as tx:
        return await service.list_own_ways(tx, actor)


@post("/api/v1/session/sso/{provider_id:int}", guards=_OWN, status_code=200, tags=_TAG)
async def begin_own_link(
    provider_id: Id, actor: Actor, sso: Sso, request: Request[Any, Any, Any]
) -> Response[SignInWay]:
    """Begin to link one's own account: go on to the address."""
    begun = await begin_link(sso, actor, provider_id, browser_of(request, sso))
    return Response(SignInWay(begun.url), status_code=200, cookies=[browser_cookie(sso, begun.browser)])


@delete("/api/v1/session/sso/{provider_id:int}", guards=_OWN, tags=_TAG)
async def unlink_own(provider_id: Id, actor: Actor, db: Database) -> None:
    """Take one's own link away."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.unlink(tx, actor, actor.id, provider_id)


@get("/api/v1/sso/people", guards=_PEOPLE, tags=_TAG)
async def list_people(actor: Actor, db: Database) -> Items[PersonWays]:
    """Show how each colleague signs in."""
    async with db.workspace(actor.workspace_id) as tx:
        rows = await repository.list_people(tx)
    return Items([_show_ways(row) for row in rows])


@delete("/api/v1/operators/{operator_id:int}/sso/{provider_id:int}", guards=_PEOPLE, tags=_TAG)
async def unlink_colleague(operator_id: Id, provider_id: Id, actor: Actor, db: Database) -> None:
    """Take a colleague's link away; the sessions it opened end."""
    async with db.workspace(actor.workspace_id) as tx:
        await service.unlink(tx, actor, operator_id, provider_id)


def _show_ways(row: PersonRow) -> PersonWays:
    links = msgspec.convert(row.links, list[PersonLink])
    return PersonWays(row.operator_id, row.has_password, [one.name for one in links], links)


ROUTES = [
    list_providers, create_provider, change_provider, delete_provider, test_provider, set_policy, list_own_ways,
    begin_own_link, unlink_own, list_people, unlink_colleague,
]  # fmt: skip
