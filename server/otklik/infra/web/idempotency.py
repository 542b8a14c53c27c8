"""A creation asked for twice happens once.

The client sends `Idempotency-Key`. The endpoint creates through `Once.answer`, which writes the key in the
transaction of the creation, before it: of two requests at once the second waits on the unique key, and then gets
the stored answer; after a failure nothing is stored and the key is free. The stored answer is sealed under the key
itself, of which only a digest is kept, so the table reveals nothing of what was created.
"""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

import msgspec
from litestar import Request, Response
from msgspec import Struct

from otklik.infra.db import Tx
from otklik.infra.web.caller import find_caller
from otklik.kit.errors import Conflict, FieldError, Invalid
from otklik.kit.secrets import Unreadable, open_under, seal_under

T = TypeVar("T")
R = TypeVar("R")

HEADER = "idempotency-key"

_LONGEST = 200
_PURPOSE = "idempotency"

_CLAIM = """
insert into idempotency_key (workspace_id, actor, key, request_hash, status, body)
values (%(workspace)s, %(actor)s, %(key)s, %(hash)s, 0, '')
on conflict do nothing
"""
_STORE = """
update idempotency_key set status = %(status)s, body = %(body)s
where workspace_id = %(workspace)s and actor = %(actor)s and key = %(key)s
"""
_FIND = """
select request_hash, status, body from idempotency_key
where workspace_id = %(workspace)s and actor = %(actor)s and key = %(key)s
"""
_FORGET = "delete from idempotency_key where created_at < now() - interval '2 days'"


class IdempotencyMismatch(Conflict):
    """The key was used for another request."""

    code = "idempotency_mismatch"


class Created(Response[T], Generic[T]):
    """An answer whose body is already JSON."""


class _Stored(Struct, frozen=True):
    request_hash: bytes
    status: int
    body: bytes


class Once:
    """This request's chance to create. Endpoints take it as the dependency `once`."""

    def __init__(self, request: Request[Any, Any, Any], key: str, request_hash: bytes) -> None:
        self._request = request
        self._key = key
        self._hash = request_hash

    async def answer(self, tx: Tx, create: Callable[[], Awaitable[T]], status: int = 201) -> Created[T]:
        """Create and answer with what `create` returns, or give the answer of the first time.

        Call it inside the transaction that creates, and create nothing outside `create`.
        """
        if not self._key:
            return _respond(msgspec.json.encode(await create()), status)
        caller = find_caller(self._request.scope)
        if caller is None:
            message = "only a proved caller can repeat a request"
            raise RuntimeError(message)
        digest = hashlib.sha256(self._key.encode()).hexdigest()
        place = {"workspace": caller.workspace_id, "actor": caller.key, "key": digest}
        if not await tx.execute(_CLAIM, {**place, "hash": self._hash}):
            return await self._repeat(tx, place)
        body = msgspec.json.encode(await create())
        sealed = seal_under(self._key.encode(), body, _PURPOSE)
        await tx.execute(_STORE, {**place, "status": status, "body": sealed})
        return _respond(body, status)

    async def create(self, tx: Tx, make: Callable[[], Awaitable[R]], show: Callable[[R], T]) -> Created[T]:
        """Make something and answer with how it shows, or give the answer of the first time."""

        async def create() -> T:
            return show(await make())

        return await self.answer(tx, create)

    async def _repeat(self, tx: Tx, place: dict[str, object]) -> Created[Any]:
        stored = await tx.find(_Stored, _FIND, place)
        if stored is None or stored.request_hash != self._hash:
            raise IdempotencyMismatch("this idempotency key was used for another request")
        try:
            body = open_under(self._key.encode(), stored.body, _PURPOSE)
        except Unreadable:
            raise IdempotencyMismatch("this idempotency key was used for another request") from None
        return _respond(body, stored.status)


async def provide_once(request: Request[Any, Any, Any]) -> Once:
    """Make the dependency `once`; a key that is no short visible text raises Invalid."""
    key = request.headers.get(HEADER, "")
    if len(key) > _LONGEST or not key.isascii() or not key.isprintable():
        wrong = FieldError("Idempotency-Key", "bad_format", "must be up to 200 visible characters")
        raise Invalid("the Idempotency-Key header is wrong", errors=(wrong,))
    digest = hashlib.sha256(f"{request.method} {request.scope['path']}\n".encode())
    if key:
        digest.update(await request.body())
    return Once(request, key, digest.digest())


async def forget_old_keys(tx: Tx) -> int:
    """Delete keys older than two days; returns how many. For a daily job of the machinery."""
    return await tx.execute(_FORGET)


def _respond(body: bytes, status: int) -> Created[Any]:
    return Created(body, status_code=status, media_type="application/json")
