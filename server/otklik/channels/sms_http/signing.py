"""How a provider proves its calls: a key in the address, a keyed hash of the body, or Vonage's own way."""

import base64
import hashlib
import hmac
from typing import Final
from urllib.parse import parse_qs

from otklik.channelkit.errors import BadSignature
from otklik.channelkit.inbound import HookCall
from otklik.channels.sms_http.description import Description
from otklik.channels.sms_http.templates import read_body

KEY: Final = "key"
_KEY_HEADER: Final = "x-hook-key"
_HMAC_HEADER: Final = "x-signature"


def verify(call: HookCall, told: Description) -> None:
    """Raise BadSignature unless the call proves itself in the way that is described."""
    secret = told["hook_key"]
    if not secret:
        raise BadSignature("no secret is set")
    ways = {"hmac": _by_hash, "vonage": _by_fields}
    if not ways.get(told["signature"], _by_key)(call, secret, told):
        raise BadSignature("the call does not prove itself")


def _by_key(call: HookCall, secret: str, told: Description) -> bool:
    header = (told["signature_header"] or _KEY_HEADER).lower()
    given = call.headers.get(header) or parse_qs(call.query).get(KEY, [""])[0]
    return _same(given.removeprefix("Bearer "), secret)


def _by_hash(call: HookCall, secret: str, told: Description) -> bool:
    """Compare a SHA-256 hash of the body, in hexadecimal or base64, perhaps with its name before it."""
    given = call.headers.get((told["signature_header"] or _HMAC_HEADER).lower(), "").removeprefix("sha256=")
    digest = hmac.new(secret.encode(), call.body, hashlib.sha256)
    return _same(given.lower(), digest.hexdigest()) or _same(given, base64.b64encode(digest.digest()).decode())


def _by_fields(call: HookCall, secret: str, told: Description) -> bool:
    """Compare `sig`, a hash over all other fields in order of their names: MD5 with the secret behind, or keyed."""
    del told
    try:
        fields = read_body(call.body, call.query)
    except ValueError:
        return False
    if not isinstance(fields, dict):
        return False
    given = str(fields.pop("sig", "")).lower()
    said = sign_fields(fields)
    keyed = hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
    plain = hashlib.md5(said + secret.encode(), usedforsecurity=False).hexdigest()
    return _same(given, keyed) or _same(given, plain)


def sign_fields(fields: dict[str, object]) -> bytes:
    """Write fields as they are hashed: `&name=value` in order, with `&` and `=` inside a value made harmless."""
    parts = (f"&{name}={str(fields[name]).replace('&', '_').replace('=', '_')}" for name in sorted(fields))
    return "".join(parts).encode("utf-8", "surrogatepass")


def _same(given: str, wanted: str) -> bool:
    return bool(given) and hmac.compare_digest(
        given.encode("utf-8", "surrogatepass"), wanted.encode("utf-8", "surrogatepass")
    )
