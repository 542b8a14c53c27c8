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


class Opened(Struct, frozen=True):
    """A genuine token: the number of the key it was signed with, and what it claims, not judged yet."""

    kid: str
    claims: dict[str, Any]


def open_token(text: str, keys: Mapping[str, bytes]) -> Opened:
    """Return what a token claims; raises BadToken. A token without `kid` may be signed with any of the keys."""
    if len(text) > LONGEST:
        raise BadToken(Fault.TOO_LONG)
    parts = text.split(".")
    if len(parts) != _PARTS or not text.isascii():
        raise BadToken(Fault.MALFORMED)
    header = _read_object(parts[0])
    signature = _decode(parts[2])
    candidates = _choose_keys(header, keys)
    signed = f"{parts[0]}.{parts[1]}".encode()
    for kid, key in candidates.items():
        if hmac.compare_digest(hmac.digest(key, signed, "sha256"), signature):
            return Opened(kid, _read_object(parts[1]))
    raise BadToken(Fault.SIGNATURE)


def read_unproved(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims without looking at the signature, to explain a refusal; raises BadToken."""
    parts = text.split(".")
    if len(text) > LONGEST or len(parts) != _PARTS:
        raise BadToken(Fault.TOO_LONG if len(text) > LONGEST else Fault.MALFORMED)
    return _read_object(parts[0]), _read_object(parts[1])


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


def _read_object(part: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(_decode(part), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadToken(Fault.MALFORMED) from None


def _decode(part: str) -> bytes:
    """Read base64url without padding; two spellings of one value are never both right."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadToken(Fault.MALFORMED) from None
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
        raise BadToken(Fault.MALFORMED)
    return raw
