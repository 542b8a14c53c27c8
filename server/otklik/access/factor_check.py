"""Whether somebody holds the second factor: a code of their app, never twice, or one of their recovery codes."""

import time
from typing import Final

from otklik.access import repository_factors as repository
from otklik.access.audit import Doer, write_audit
from otklik.access.config import Access
from otklik.access.errors import BadCode, CodeNeeded
from otklik.access.records import FactorRow, SignInRow
from otklik.infra.db import Tx
from otklik.kit.errors import RateLimited
from otklik.kit.ids import hash_token
from otklik.kit.secrets import Place
from otklik.kit.totp import DIGITS, find_step

RECOVERY_SIGNS: Final = 16
_APART = str.maketrans("", "", " -\u00a0\u2009")


def place_of(workspace_id: int, operator_id: int) -> Place:
    """Where an operator's secret is stored."""
    return Place(workspace_id, "second_factor", str(operator_id), "secret")


def clean_code(text: str) -> str:
    """Return a code without the gaps people type into it."""
    return text.translate(_APART).strip().upper()


async def check_factor(access: Access, found: SignInRow, code: str) -> None:
    """Let pass who has no second factor or gives a code of it.

    Raises CodeNeeded where there is no code, BadCode for a wrong or used one, RateLimited for guessing.
    """
    async with access.db.system(found.workspace_id) as tx:
        factor = await repository.find_factor(tx, found.id)
    if factor is None or factor.confirmed_at is None:
        return
    if not clean_code(code):
        raise CodeNeeded
    spend_try(access, found.id)
    async with access.db.system(found.workspace_id) as tx:
        fits = await use_factor(tx, access, found, code)
        if not fits:
            detail = {"email": found.email, "why": "code"}
            await write_audit(tx, None, "session.refused", ("operator", found.id), detail)
    if not fits:
        raise BadCode
    access.limits.per_code.refill(str(found.id))


def spend_try(access: Access, operator_id: int) -> None:
    """Count one try of a code; raises RateLimited."""
    wait = access.limits.per_code.take(str(operator_id))
    if wait:
        raise RateLimited("too many attempts", retry_after=wait)


async def use_factor(tx: Tx, access: Access, found: SignInRow, code: str) -> bool:
    """Use a code of the operator's confirmed factor up; False when it is wrong or used."""
    factor = await repository.find_factor(tx, found.id, lock=True)
    if factor is None or factor.confirmed_at is None:
        return False
    cleaned = clean_code(code)
    if len(cleaned) == DIGITS:
        step = step_of(access, tx.workspace_id, found.id, factor, cleaned)
        return step is not None and await repository.use_step(tx, found.id, step)
    if len(cleaned) != RECOVERY_SIGNS or not await repository.use_code(tx, found.id, hash_token(cleaned)):
        return False
    doer = Doer(kind="operator", id=found.id, name=found.name)
    left = {"left": factor.codes_left - 1}
    await write_audit(tx, doer, "two_factor.recovery_used", ("operator", found.id), left)
    return True


def step_of(access: Access, workspace_id: int, operator_id: int, factor: FactorRow, code: str) -> int | None:
    """Return the step of the clock whose code this is."""
    secret = access.tools.keyring.decrypt(factor.secret, place_of(workspace_id, operator_id))
    return find_step(secret, code, time.time())
