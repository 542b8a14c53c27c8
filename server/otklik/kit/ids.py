"""Identifiers: time-ordered UUIDs and unguessable tokens."""

import hashlib
import os
import secrets
import time
from uuid import UUID

_MILLISECONDS_SHIFT = 80
_VERSION_7 = 0x7 << 76
_RANDOM_A_BITS = 62
_VARIANT = 0b10 << 62


def new_uuid7() -> UUID:
    """Return a UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high = (random >> 68) << 64
    low = random & ((1 << _RANDOM_A_BITS) - 1)
    return UUID(int=(milliseconds << _MILLISECONDS_SHIFT) | _VERSION_7 | high | _VARIANT | low)


def new_token(size: int = 32) -> str:
    """Return an unguessable URL-safe token made of `size` random bytes."""
    return secrets.token_urlsafe(size)


def hash_token(token: str) -> bytes:
    """Return the digest under which a token is stored; tokens themselves never reach the database."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
