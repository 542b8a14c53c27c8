"""Reading of signed JSON tokens (RFC 7515, RFC 7519), HS256 only: strict, and with a reason for every refusal.

The algorithm is ours and never the token's: a header that names another one is refused before any key is touched.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

LONGEST = 4096
_PARTS = 3
_KID_MAX = 100
_ALGORITHM = "HS256"


class Fault(StrEnum):
    """Why a token is refused."""

    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    ALGORITHM = "algorithm"
    CRITICAL = "critical"
    NO_KEY = "no_key"
    UNKNOWN_KEY = "unknown_key"
    SIGNATURE = "signature"


class BadToken(Exception):
    """The token is not one that a holder of a key has signed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Parts(Struct, frozen=True):
    """A token taken apart, nothing of it proved: `signed` are the bytes the signature is about."""

    header: dict[str, Any]
    payload: str
    signed: bytes
    signature: bytes


class Opened(Struct, frozen=True):
    """A genuine token: the number of the key it was signed with, and what it claims, not judged yet."""

    kid: str
    claims: dict[str, Any]


def open_token(text: str, keys: Mapping[str, bytes]) -> Opened:
    """Return what a token claims; raises BadToken. A token without `kid` may be signed with any of the keys."""
    parts = take_apart(text, LONGEST)
    for kid, key in _choose_keys(parts.header, keys).items():
        if hmac.compare_digest(hmac.digest(key, parts.signed, "sha256"), parts.signature):
            return Opened(kid, read_object(parts.payload))
    raise BadToken(Fault.SIGNATURE)


def take_apart(text: str, longest: int) -> Parts:
    """Return the parts of a token of at most so many characters; raises BadToken."""
    if len(text) > longest:
        raise BadToken(Fault.TOO_LONG)
    parts = text.split(".")
    if len(parts) != _PARTS or not text.isascii():
        raise BadToken(Fault.MALFORMED)
    return Parts(read_object(parts[0]), parts[1], f"{parts[0]}.{parts[1]}".encode(), decode_part(parts[2]))


def read_unproved(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims without looking at the signature, to explain a refusal; raises BadToken."""
    parts = text.split(".")
    if len(text) > LONGEST or len(parts) != _PARTS:
        raise BadToken(Fault.TOO_LONG if len(text) > LONGEST else Fault.MALFORMED)
    return read_object(parts[0]), read_object(parts[1])


def _choose_keys(header: Mapping[str, Any], keys: Mapping[str, bytes]) -> Mapping[str, bytes]:
    if header.get("alg") != _ALGORITHM:
        raise BadToken(Fault.ALGORITHM)
    if "crit" in header or header.get("b64") is False:
        raise BadToken(Fault.CRITICAL)
    if not keys:
        raise BadToken(Fault.NO_KEY)
    kid = header.get("kid")
    if kid is None:
        return keys
    if not isinstance(kid, str) or len(kid) > _KID_MAX or kid not in keys:
        raise BadToken(Fault.UNKNOWN_KEY)
    return {kid: keys[kid]}


def read_object(part: str) -> dict[str, Any]:
    """Return the JSON object a part of a token holds; raises BadToken."""
    try:
        return msgspec.json.decode(decode_part(part), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadToken(Fault.MALFORMED) from None


def decode_part(part: str) -> bytes:
    """Read base64url without padding; two spellings of one value are never both right."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadToken(Fault.MALFORMED) from None
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
        raise BadToken(Fault.MALFORMED)
    return raw
