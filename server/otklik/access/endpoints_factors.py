"""Doors to the second factor: one's own, and a colleague's whose phone is lost."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import Parameter

from otklik.access import factors
from otklik.access.actor import Actor
from otklik.access.config import Access
from otklik.access.guards import BEFORE_FACTOR, operators_only, requires
from otklik.access.permissions import Permission
from otklik.access.schemas_factors import (
    BeginFactorInput,
    ConfirmFactorInput,
    FactorState,
    NewFactor,
    ProveInput,
    RecoveryCodes,
)
from otklik.infra.db import Database

_TAG = ["Start and session"]
_OWN = [operators_only()]
_PEOPLE = [requires(Permission.OPERATORS_MANAGE)]
Id = Annotated[int, Parameter(ge=1, le=2**63 - 1)]


@get("/api/v1/session/two-factor", guards=_OWN, opt=BEFORE_FACTOR, tags=_TAG)
async def show_two_factor(actor: Actor, db: Database) -> FactorState:
    """Show whether one signs in with a second factor."""
    async with db.workspace(actor.workspace_id) as tx:
        return await factors.show_factor(tx, actor.id)


@post("/api/v1/session/two-factor", guards=_OWN, opt=BEFORE_FACTOR, tags=_TAG)
async def begin_two_factor(data: BeginFactorInput, actor: Actor, access: Access) -> NewFactor:
    """Get a secret for an authenticator app; it holds once a first code confirms it within the hour."""
    return await factors.begin_factor(access, actor, data.password)


@put("/api/v1/session/two-factor", guards=_OWN, opt=BEFORE_FACTOR, tags=_TAG)
async def confirm_two_factor(data: ConfirmFactorInput, actor: Actor, access: Access) -> RecoveryCodes:
    """Turn the second factor on with the code the app shows; every other session ends."""
    return RecoveryCodes(await factors.confirm_factor(access, actor, data.code))


@post("/api/v1/session/two-factor/off", guards=_OWN, status_code=204, tags=_TAG)
async def turn_two_factor_off(data: ProveInput, actor: Actor, access: Access) -> None:
    """Turn one's second factor off."""
    await factors.turn_off(access, actor, data.password, data.code)


@post("/api/v1/session/two-factor/recovery-codes", guards=_OWN, tags=_TAG)
async def renew_recovery_codes(data: ProveInput, actor: Actor, access: Access) -> RecoveryCodes:
    """Get ten new recovery codes; all former ones end."""
    return RecoveryCodes(await factors.renew_codes(access, actor, data.password, data.code))


@get("/api/v1/operators/{operator_id:int}/two-factor", guards=_PEOPLE, tags=["People"])
async def show_colleagues_two_factor(operator_id: Id, actor: Actor, db: Database) -> FactorState:
    """Show whether a colleague signs in with a second factor."""
    async with db.workspace(actor.workspace_id) as tx:
        return await factors.show_factor(tx, operator_id)


@delete("/api/v1/operators/{operator_id:int}/two-factor", guards=_PEOPLE, tags=["People"])
async def reset_colleagues_two_factor(operator_id: Id, actor: Actor, db: Database) -> None:
    """Take away the second factor of a colleague whose phone is lost; their sessions end."""
    async with db.workspace(actor.workspace_id) as tx:
        await factors.reset_factor(tx, actor, operator_id)


ROUTES = [
    show_two_factor,
    begin_two_factor,
    confirm_two_factor,
    turn_two_factor_off,
    renew_recovery_codes,
    show_colleagues_two_factor,
    reset_colleagues_two_factor,
]
