"""Codes that change with the clock, as authenticator apps show them (RFC 6238: HMAC-SHA-1, 30 s, 6 digits)."""

import base64
import hmac
import os
from typing import Final
from urllib.parse import quote, urlencode

STEP_S: Final = 30
DIGITS: Final = 6
_SECRET_BYTES = 20
_DRIFT = 1


def new_secret() -> bytes:
    """Return a fresh secret of 160 bits."""
    return os.urandom(_SECRET_BYTES)


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """Return the code of one step of the clock."""
    mark = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = mark[-1] & 0x0F
    number = int.from_bytes(mark[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def find_step(secret: bytes, code: str, now: float) -> int | None:
    """Return the step whose code this is: the present one, or a neighbour of it for clocks that are off; or None."""
    present = int(now) // STEP_S
    found = None
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode("utf-8", "replace")):
            found = step
    return found


def secret_text(secret: bytes) -> str:
    """Return the secret as apps take it from a person: Base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def app_address(secret: bytes, issuer: str, account: str) -> str:
    """Return the `otpauth://` address by which an app takes the secret over."""
    facts = {"secret": secret_text(secret), "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_S}
    return f"otpauth://totp/{quote(issuer, safe='')}:{quote(account, safe='@')}?{urlencode(facts, quote_via=quote)}"
