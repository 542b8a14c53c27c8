"""Values that leave the house and come back: signed, bound to a purpose, with an end."""

import base64
import binascii
import hmac
import time
from collections.abc import Callable, Sequence

from otklik.kit.errors import NotFound

_SIGNATURE_BYTES = 20
_END_BYTES = 6
_LONGEST = 4096


class BadSignature(NotFound):
    """The value is not one we signed for this purpose, or its time is over."""


class Signer:
    """Signs with the first key and accepts any of them; keys come from `Keyring.derive(purpose)`."""

    def __init__(self, keys: Sequence[bytes], *, clock: Callable[[], float] = time.time) -> None:
        if not keys or any(len(key) < _SIGNATURE_BYTES for key in keys):
            message = "a signer needs at least one key of 20 bytes"
            raise ValueError(message)
        self._keys = tuple(keys)
        self._clock = clock

    def sign(self, value: str, ttl_s: float) -> str:
        """Return a URL-safe text that `read` turns back into `value` for `ttl_s` seconds."""
        return self.sign_until(value, self._clock() + ttl_s)

    def sign_until(self, value: str, end: float) -> str:
        """Like `sign`, with the end as seconds since 1970; equal ends give equal texts, which caches like."""
        body = int(end).to_bytes(_END_BYTES, "big") + value.encode()
        return _encode(self._mac(self._keys[0], body) + body)

    def read(self, text: str) -> str:
        """Return the signed value; raises BadSignature."""
        raw = _decode(text)
        mac, body = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        genuine = any(hmac.compare_digest(mac, self._mac(key, body)) for key in self._keys)
        if not genuine or int.from_bytes(body[:_END_BYTES], "big") < self._clock():
            raise BadSignature("not found")
        return body[_END_BYTES:].decode()

    @staticmethod
    def _mac(key: bytes, body: bytes) -> bytes:
        return hmac.digest(key, body, "sha256")[:_SIGNATURE_BYTES]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature("not found") from None
    if len(text) > _LONGEST or len(raw) < _SIGNATURE_BYTES + _END_BYTES or _encode(raw) != text:
        raise BadSignature("not found")
    return raw
