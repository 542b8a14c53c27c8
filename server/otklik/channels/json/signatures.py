"""Who sent this body, and when: HMAC-SHA256 over the time and the raw bytes, in the headers of the chosen scheme.

    standard_webhooks  webhook-id, webhook-timestamp, webhook-signature: v1,<base64 of id.time.body>
    two_headers        x-signature-timestamp, x-signature: sha256=<hex of time.body>
    one_header         x-signature: t=<time>,v1=<hex of time.body>

A scheme that signs the body alone is not offered: whoever has overheard a delivery could send it again for ever.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence

SCHEMES = ("standard_webhooks", "two_headers", "one_header")
SECRET_MIN = 16
_PREFIX = "whsec_"
_SIGNATURES_MAX = 20
_TIME_DIGITS = 12


def key_of(secret: str) -> bytes:
    """Return the bytes to sign with: a secret that begins with `whsec_` is base64, any other stands for itself."""
    if secret.startswith(_PREFIX):
        body = secret.removeprefix(_PREFIX)
        try:
            return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
        except (binascii.Error, ValueError):
            return b""
    return secret.encode("utf-8", "surrogatepass")


def sign(scheme: str, secret: str, body: bytes, *, delivery: str, at: int) -> dict[str, str]:
    """Return the headers that prove a body of ours."""
    key = key_of(secret)
    if scheme == "standard_webhooks":
        signature = "v1," + base64.b64encode(_mac(key, f"{delivery}.{at}.", body)).decode()
        return {"webhook-id": delivery, "webhook-timestamp": str(at), "webhook-signature": signature}
    digest = _mac(key, f"{at}.", body).hex()
    if scheme == "two_headers":
        return {"x-signature-timestamp": str(at), "x-signature": f"sha256={digest}"}
    return {"x-signature": f"t={at},v1={digest}"}


def is_fresh(scheme: str, headers: Mapping[str, str], now: float, window_s: float) -> bool:
    """Whether a delivery says that it was signed not longer ago than the window, and not later than it from now."""
    stamp = _read(scheme, headers)[0]
    return stamp.isdecimal() and stamp.isascii() and len(stamp) <= _TIME_DIGITS and abs(now - int(stamp)) <= window_s


def is_signed(scheme: str, secrets: Sequence[str], body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether one of the secrets signed this body together with the time that the delivery says."""
    stamp, delivery, given = _read(scheme, headers)
    prefix = f"{delivery}.{stamp}." if scheme == "standard_webhooks" else f"{stamp}."
    wanted = [_mac(key, prefix, body) for key in map(key_of, secrets) if key]
    return any([hmac.compare_digest(one, other) for one in given for other in wanted])  # noqa: C419 - no early end


def stamp_of(scheme: str, headers: Mapping[str, str]) -> str:
    """Return what tells one delivery from the next: its id, or else its time."""
    stamp, delivery, _ = _read(scheme, headers)
    return delivery or stamp


def _mac(key: bytes, prefix: str, body: bytes) -> bytes:
    return hmac.digest(key, prefix.encode("utf-8", "surrogatepass") + body, "sha256")


def _read(scheme: str, headers: Mapping[str, str]) -> tuple[str, str, list[bytes]]:
    """Return the time, the id of the delivery, and the signatures as bytes."""
    if scheme == "standard_webhooks":
        words = headers.get("webhook-signature", "").split()[:_SIGNATURES_MAX]
        given = [_from_base64(word.removeprefix("v1,")) for word in words if word.startswith("v1,")]
        return headers.get("webhook-timestamp", ""), headers.get("webhook-id", ""), given
    if scheme == "two_headers":
        given = [_from_hex(headers.get("x-signature", "").removeprefix("sha256="))]
        return headers.get("x-signature-timestamp", ""), "", given
    pairs = [part.strip().partition("=") for part in headers.get("x-signature", "").split(",")[:_SIGNATURES_MAX]]
    given = [_from_hex(value) for name, _, value in pairs if name == "v1"]
    return next((value for name, _, value in pairs if name == "t"), ""), "", given


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
