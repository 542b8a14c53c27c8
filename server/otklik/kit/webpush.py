"""Web push without a library: payloads sealed for one browser (RFC 8291, RFC 8188), and our name signed (RFC 8292).

Only the browser that subscribed can open a payload; the push service between sees its length and nothing else.
"""

import base64
import binascii
import os
from typing import Final

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Struct

PLAIN_MAX: Final = 3_000
"""Push services take at least 4096 bytes sealed; this leaves room for the padding and the head."""

_SALT_BYTES: Final = 16
_POINT_BYTES: Final = 65
_SECRET_BYTES: Final = 16
_SCALAR_BYTES: Final = 32
_RECORD_BYTES: Final = 4_096
_PAD_TO: Final = 512
_LAST_RECORD: Final = b"\x02"
_CURVE: Final = ec.SECP256R1()


class BadSubscription(ValueError):
    """The keys of a subscription are not what RFC 8291 asks for."""


class Recipient(Struct, frozen=True):
    """The keys of one subscription: the browser's public point and its shared secret."""

    point: bytes
    secret: bytes


def encode_key(value: bytes) -> str:
    """Write bytes as base64url without padding, the form all of web push uses."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decode_key(text: str) -> bytes:
    """Read base64url with or without padding; raises BadSubscription."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise BadSubscription("a key is not base64url") from None


def read_recipient(p256dh: str, auth: str) -> Recipient:
    """Read the two keys a browser gives; raises BadSubscription for a point off the curve or a secret of odd length."""
    recipient = Recipient(decode_key(p256dh), decode_key(auth))
    if len(recipient.secret) != _SECRET_BYTES:
        raise BadSubscription("the secret is not 16 bytes")
    _read_point(recipient.point)
    return recipient


def seal(plain: bytes, recipient: Recipient) -> bytes:
    """Encrypt a payload of at most 3000 bytes as one `aes128gcm` record, padded so that its length tells little."""
    if len(plain) > PLAIN_MAX:
        message = f"a payload is at most {PLAIN_MAX} bytes"
        raise ValueError(message)
    padding = bytes(-(len(plain) + 1) % _PAD_TO)
    return seal_with(
        plain + _LAST_RECORD + padding, recipient, ec.generate_private_key(_CURVE), os.urandom(_SALT_BYTES)
    )


def seal_with(padded: bytes, recipient: Recipient, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """Encrypt with a given key and salt; apart from `seal` only so that the vector of RFC 8291 can be checked."""
    own_point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), _read_point(recipient.point))
    info = b"WebPush: info\x00" + recipient.point + own_point
    secret = _derive(shared, recipient.secret, info, 32)
    key = _derive(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + _RECORD_BYTES.to_bytes(4, "big") + bytes([_POINT_BYTES]) + own_point
    return head + AESGCM(key).encrypt(nonce, padded, None)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _read_point(point: bytes) -> ec.EllipticCurvePublicKey:
    if len(point) != _POINT_BYTES:
        raise BadSubscription("the public key is not an uncompressed point")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError:
        raise BadSubscription("the public key is not on the curve") from None


class Vapid:
    """The pair of keys by which push services know us (RFC 8292)."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        self.public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @classmethod
    def generate(cls) -> "Vapid":
        """Make a new pair."""
        return cls(ec.generate_private_key(_CURVE))

    @classmethod
    def load(cls, private: bytes) -> "Vapid":
        """Read what `private` wrote."""
        return cls(ec.derive_private_key(int.from_bytes(private, "big"), _CURVE))

    @property
    def private(self) -> bytes:
        """The private key, 32 bytes; to be sealed before it is stored."""
        return self._key.private_numbers().private_value.to_bytes(_SCALAR_BYTES, "big")

    def authorize(self, origin: str, subject: str, expires: int) -> str:
        """Return the Authorization header for one push service; `expires` is a Unix time within 24 hours."""
        head = encode_key(b'{"typ":"JWT","alg":"ES256"}')
        claims = encode_key(msgspec.json.encode({"aud": origin, "exp": expires, "sub": subject}))
        signed = f"{head}.{claims}"
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = r.to_bytes(_SCALAR_BYTES, "big") + s.to_bytes(_SCALAR_BYTES, "big")
        return f"vapid t={signed}.{encode_key(signature)}, k={encode_key(self.public)}"
