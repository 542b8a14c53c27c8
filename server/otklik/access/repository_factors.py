"""Every query on second factors and their recovery codes."""

from collections.abc import Sequence
from typing import Any, Final

from otklik.access.records import FactorRow
from otklik.infra.db import Tx

BEGUN_MINUTES: Final = 60

_FIND = """
select f.secret, f.confirmed_at, f.created_at > now() - %(minutes)s * interval '1 minute' as fresh,
       (select count(*) from recovery_code c
        where c.workspace_id = f.workspace_id and c.operator_id = f.operator_id and c.used_at is null) as codes_left
from second_factor f where f.workspace_id = %(workspace)s and f.operator_id = %(operator)s
"""
_LOCK = _FIND + " for update of f"
_BEGIN = """
insert into second_factor (operator_id, workspace_id, secret) values (%(operator)s, %(workspace)s, %(secret)s)
on conflict (operator_id) do update set secret = excluded.secret, created_at = now()
where second_factor.confirmed_at is null
returning operator_id
"""
_CONFIRM = """
update second_factor set confirmed_at = now(), last_step = %(step)s
where workspace_id = %(workspace)s and operator_id = %(operator)s
"""
_USE_STEP = """
update second_factor set last_step = %(step)s
where workspace_id = %(workspace)s and operator_id = %(operator)s and last_step < %(step)s
"""
_USE_CODE = """
update recovery_code set used_at = now()
where workspace_id = %(workspace)s and operator_id = %(operator)s and code_hash = %(hash)s and used_at is null
"""
_DROP_CODES = "delete from recovery_code where workspace_id = %(workspace)s and operator_id = %(operator)s"
_ADD_CODES = """
insert into recovery_code (operator_id, code_hash, workspace_id)
select %(operator)s, hash, %(workspace)s from unnest(%(hashes)s::bytea[]) hash
"""
_DROP = "delete from second_factor where workspace_id = %(workspace)s and operator_id = %(operator)s"


async def find_factor(tx: Tx, operator_id: int, *, lock: bool = False) -> FactorRow | None:
    """Return an operator's second factor, confirmed or only begun."""
    return await tx.find(FactorRow, _LOCK if lock else _FIND, {**_of(tx, operator_id), "minutes": BEGUN_MINUTES})


async def begin_factor(tx: Tx, operator_id: int, sealed: bytes) -> bool:
    """Keep a secret to be confirmed, in place of one that never was; False when there is a confirmed one."""
    return await tx.value(_BEGIN, {**_of(tx, operator_id), "secret": sealed}) is not None


async def confirm_factor(tx: Tx, operator_id: int, step: int) -> None:
    """Let the factor hold from now on; the code of this step is used."""
    await tx.execute(_CONFIRM, {**_of(tx, operator_id), "step": step})


async def use_step(tx: Tx, operator_id: int, step: int) -> bool:
    """Use the code of a step; False when it, or a later one, was used before."""
    return await tx.execute(_USE_STEP, {**_of(tx, operator_id), "step": step}) > 0


async def use_code(tx: Tx, operator_id: int, code_hash: bytes) -> bool:
    """Use a recovery code; False when it is unknown or used."""
    return await tx.execute(_USE_CODE, {**_of(tx, operator_id), "hash": code_hash}) > 0


async def replace_codes(tx: Tx, operator_id: int, hashes: Sequence[bytes]) -> None:
    """Keep these recovery codes and no others."""
    await tx.execute(_DROP_CODES, _of(tx, operator_id))
    await tx.execute(_ADD_CODES, {**_of(tx, operator_id), "hashes": list(hashes)})


async def drop_factor(tx: Tx, operator_id: int) -> bool:
    """Forget the factor with its codes; False when there is none."""
    return await tx.execute(_DROP, _of(tx, operator_id)) > 0


def _of(tx: Tx, operator_id: int) -> dict[str, Any]:
    return {"workspace": tx.workspace_id, "operator": operator_id}
