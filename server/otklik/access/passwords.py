"""Passwords: Argon2id in threads, a few at a time, equal work for unknown people."""

import asyncio
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from otklik.kit.errors import FieldError, Invalid, Unavailable
from otklik.kit.ids import new_token

T = TypeVar("T")

LONGEST_BYTES = 1024
SHORTEST = 10

_PARALLEL = 2
_MOST_WAITING = 24
_FEW_CHARACTERS = 4


class Passwords:
    """Hashes and verifies. Costs of the hasher: 3 passes over 64 MiB, one lane, about 0.15 s."""

    def __init__(self, hasher: PasswordHasher | None = None, *, parallel: int = _PARALLEL) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
        self._turn = asyncio.Semaphore(parallel)
        self._waiting = 0
        self._nobody = self._hasher.hash(new_token())

    async def hash(self, password: str) -> str:
        """Hash a new password; raises Unavailable (`busy`) when too many wait."""
        return await self._in_turn(self._hash, _plain(password))

    async def verify(self, password: str, stored: str | None) -> bool:
        """Check a password against a stored hash; without one the same work is done and the answer is no."""
        plain = _plain(password)
        fits = await self._in_turn(self._verify, stored or self._nobody, plain[:LONGEST_BYTES])
        return fits and stored is not None and len(plain) <= LONGEST_BYTES

    def is_outdated(self, stored: str) -> bool:
        """Whether a hash was made with other costs and should be made anew."""
        return self._hasher.check_needs_rehash(stored)

    async def _in_turn(self, work: Callable[..., T], *arguments: object) -> T:
        if self._waiting >= _MOST_WAITING:
            raise Unavailable("too many people are signing in at once", code="busy")
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work, *arguments)
        finally:
            self._waiting -= 1

    def _hash(self, plain: bytes) -> str:
        return self._hasher.hash(plain)

    def _verify(self, stored: str, plain: bytes) -> bool:
        try:
            return self._hasher.verify(stored, plain)
        except (Argon2Error, InvalidHashError):
            return False


def check_new_password(password: str, email: str = "") -> None:
    """Raise Invalid when a new password is too short, too long or plainly guessable."""
    lowered = password.casefold()
    parts = {part for part in (email.casefold(), email.casefold().partition("@")[0]) if part}
    if len(password) < SHORTEST:
        raise _wrong("too_short", f"must be at least {SHORTEST} characters")
    if len(_plain(password)) > LONGEST_BYTES:
        raise _wrong("too_long", f"must be at most {LONGEST_BYTES} bytes")
    if lowered in parts or len(set(lowered)) <= _FEW_CHARACTERS:
        raise _wrong("weak_password", "is too easy to guess")


def _plain(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _wrong(code: str, message: str) -> Invalid:
    return Invalid("the password is not acceptable", errors=(FieldError("password", code, message),))
