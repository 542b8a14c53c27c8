"""The second factor of one's own account: set up with an app, proved by a first code, kept with recovery codes."""

import base64
import os
from typing import Final
from urllib.parse import urlsplit

from otklik.access import repository_factors as repository
from otklik.access.actor import Actor
from otklik.access.audit import write_audit
from otklik.access.config import Access
from otklik.access.errors import BadCode, CannotGrant, NoFactor, NoFactorBegun, OwnRole, TwoFactorOn
from otklik.access.events import RightsChanged
from otklik.access.factor_check import clean_code, place_of, spend_try, step_of, use_factor
from otklik.access.permissions import may_grant
from otklik.access.records import FactorRow, SignInRow
from otklik.access.schemas_factors import FactorState, NewFactor
from otklik.access.service import get_operator, prove_password
from otklik.access.sessions import close_sessions_of
from otklik.infra.db import Tx
from otklik.kit.ids import hash_token
from otklik.kit.totp import app_address, new_secret, secret_text

CODES: Final = 10
_CODE_BYTES = 10
_GROUP = 4


async def show_factor(tx: Tx, operator_id: int) -> FactorState:
    """Tell whether somebody has a second factor and how many recovery codes are left; raises NotFound."""
    await get_operator(tx, operator_id)
    row = await repository.find_factor(tx, operator_id)
    if row is None or row.confirmed_at is None:
        return FactorState(since=None, codes_left=0)
    return FactorState(since=row.confirmed_at, codes_left=row.codes_left)


async def begin_factor(access: Access, actor: Actor, password: str) -> NewFactor:
    """Make a secret for the app; it asks for nothing until confirmed. Raises BadCredentials, TwoFactorOn."""
    found = await prove_password(access, actor, password)
    secret = new_secret()
    sealed = access.tools.keyring.encrypt(secret, place_of(actor.workspace_id, actor.id))
    async with access.db.workspace(actor.workspace_id) as tx:
        if not await repository.begin_factor(tx, actor.id, sealed):
            raise TwoFactorOn
    issuer = f"Otklik {urlsplit(access.settings.address).hostname}"
    return NewFactor(_grouped(secret_text(secret)), app_address(secret, issuer, found.email))


async def confirm_factor(access: Access, actor: Actor, code: str) -> list[str]:
    """Let the factor hold once the app shows the right code; every other session ends. Returns the recovery codes.

    Raises BadCode, TwoFactorOn, and NoFactorBegun when nothing was begun within the last hour.
    """
    spend_try(access, actor.id)
    async with access.db.workspace(actor.workspace_id) as tx:
        row = await repository.find_factor(tx, actor.id, lock=True)
        step = step_of(access, actor.workspace_id, actor.id, _begun(row), clean_code(code))
        if step is None:
            raise BadCode
        await repository.confirm_factor(tx, actor.id, step)
        codes = await _new_codes(tx, actor.id)
        await close_sessions_of(tx, actor.id, keep=actor.session_id)
        await _note(tx, actor, "two_factor.enabled")
    access.limits.per_code.refill(str(actor.id))
    return codes


async def turn_off(access: Access, actor: Actor, password: str, code: str) -> None:
    """Go back to the password alone; raises BadCredentials, NoFactor, BadCode."""
    found = await _prove(access, actor, password, code)
    async with access.db.workspace(actor.workspace_id) as tx:
        if await repository.drop_factor(tx, found.id):
            await _note(tx, actor, "two_factor.disabled")


async def renew_codes(access: Access, actor: Actor, password: str, code: str) -> list[str]:
    """Return new recovery codes, which take the place of all former ones; raises BadCredentials, NoFactor, BadCode."""
    await _prove(access, actor, password, code)
    async with access.db.workspace(actor.workspace_id) as tx:
        if await repository.find_factor(tx, actor.id, lock=True) is None:
            raise NoFactor
        codes = await _new_codes(tx, actor.id)
        await write_audit(tx, actor, "two_factor.codes_renewed", ("operator", actor.id))
    return codes


async def reset_factor(tx: Tx, actor: Actor, operator_id: int) -> None:
    """Take a colleague's second factor away, whose phone is lost; their sessions end.

    Raises NotFound, NoFactor, OwnRole for one's own, CannotGrant for somebody with rights the actor does not hold.
    """
    operator = await get_operator(tx, operator_id)
    if operator_id == actor.operator_id:
        raise OwnRole
    if not may_grant(actor.permissions, operator.permissions):
        raise CannotGrant
    if not await repository.drop_factor(tx, operator_id):
        raise NoFactor
    await close_sessions_of(tx, operator_id)
    await write_audit(tx, actor, "two_factor.reset", ("operator", operator_id))


async def forget_factor(tx: Tx, operator_id: int) -> bool:
    """Take a second factor away from the command line; False when there is none."""
    if not await repository.drop_factor(tx, operator_id):
        return False
    await close_sessions_of(tx, operator_id)
    await write_audit(tx, None, "two_factor.reset", ("operator", operator_id))
    return True


def _begun(row: FactorRow | None) -> FactorRow:
    if row is not None and row.confirmed_at is not None:
        raise TwoFactorOn
    if row is None or not row.fresh:
        raise NoFactorBegun
    return row


async def _prove(access: Access, actor: Actor, password: str, code: str) -> SignInRow:
    found = await prove_password(access, actor, password)
    async with access.db.workspace(actor.workspace_id) as tx:
        row = await repository.find_factor(tx, actor.id)
    if row is None or row.confirmed_at is None:
        raise NoFactor
    spend_try(access, actor.id)
    async with access.db.workspace(actor.workspace_id) as tx:
        fits = await use_factor(tx, access, found, code)
    if not fits:
        raise BadCode
    access.limits.per_code.refill(str(actor.id))
    return found


async def _new_codes(tx: Tx, operator_id: int) -> list[str]:
    made = [base64.b32encode(os.urandom(_CODE_BYTES)).decode() for _ in range(CODES)]
    await repository.replace_codes(tx, operator_id, [hash_token(code) for code in made])
    return [_grouped(code, "-") for code in made]


async def _note(tx: Tx, actor: Actor, action: str) -> None:
    await write_audit(tx, actor, action, ("operator", actor.id))
    await tx.announce(RightsChanged(workspace_id=tx.workspace_id, data={"subject_id": actor.id}))


def _grouped(text: str, between: str = " ") -> str:
    return between.join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))
