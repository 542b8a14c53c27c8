"""Published keys (RFC 7517, RFC 7518) and tokens signed with one of them: a fixed list of algorithms, none symmetric.

The list is ours and never the token's: `none` and the HMAC family are no members, so that a published key can never
serve as a shared one. A key opens only what its own kind signs.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from msgspec import Struct

from otklik.kit.jws import BadToken, Fault, decode_part, read_object, take_apart

LONGEST: Final = 16_384
_MOST_KEYS: Final = 50
_LONGEST_NUMBER: Final = 2_000
_RSA_BITS: Final = range(2048, 8193)

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

_RSA: Final[Mapping[str, tuple[HashAlgorithm, bool]]] = {
    "RS256": (SHA256(), False), "RS384": (SHA384(), False), "RS512": (SHA512(), False),
    "PS256": (SHA256(), True), "PS384": (SHA384(), True), "PS512": (SHA512(), True),
}  # fmt: skip
_EC: Final[Mapping[str, tuple[HashAlgorithm, str, int]]] = {
    "ES256": (SHA256(), "secp256r1", 32),
    "ES384": (SHA384(), "secp384r1", 48),
}
_CURVES: Final[Mapping[str, Callable[[], ec.EllipticCurve]]] = {"P-256": ec.SECP256R1, "P-384": ec.SECP384R1}
_ED: Final = frozenset({"EdDSA", "Ed25519"})
ALGORITHMS: Final = frozenset({*_RSA, *_EC, *_ED})
"""What a token may be signed with."""


class Key(Struct, frozen=True):
    """A published key; `algorithm` is the only one it is for, or empty."""

    kid: str
    algorithm: str
    public: PublicKey


def read_keys(document: Mapping[str, Any]) -> tuple[Key, ...]:
    """Return the keys for signatures that we can use; others are passed over."""
    listed = document.get("keys")
    entries = listed if isinstance(listed, list) else []
    found = (_read_key(entry) for entry in entries[:_MOST_KEYS] if isinstance(entry, dict))
    return tuple(key for key in found if key is not None)


def open_signed(text: str, keys: Sequence[Key]) -> dict[str, Any]:
    """Return what a token claims, not judged yet; raises BadToken with `UNKNOWN_KEY` where new keys may help."""
    parts = take_apart(text, LONGEST)
    algorithm = parts.header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise BadToken(Fault.ALGORITHM)
    if "crit" in parts.header or parts.header.get("b64") is False:
        raise BadToken(Fault.CRITICAL)
    kid = parts.header.get("kid")
    fitting = [key for key in keys if kid in (None, key.kid) and key.algorithm in ("", algorithm)]
    if not fitting:
        raise BadToken(Fault.UNKNOWN_KEY)
    if any(_verify(key.public, algorithm, parts.signature, parts.signed) for key in fitting):
        return read_object(parts.payload)
    raise BadToken(Fault.SIGNATURE)


def _read_key(entry: Mapping[str, Any]) -> Key | None:
    if entry.get("use", "sig") != "sig" or "d" in entry:
        return None
    try:
        public = _read_public(entry)
    except (BadToken, ValueError, KeyError, TypeError):
        return None
    if public is None:
        return None
    return Key(str(entry.get("kid", "")), str(entry.get("alg", "")), public)


def _read_public(entry: Mapping[str, Any]) -> PublicKey | None:
    match entry.get("kty"):
        case "RSA":
            made = rsa.RSAPublicNumbers(_number(entry["e"]), _number(entry["n"])).public_key()
            return made if made.key_size in _RSA_BITS else None
        case "EC" if entry.get("crv") in _CURVES:
            curve = _CURVES[entry["crv"]]()
            return ec.EllipticCurvePublicNumbers(_number(entry["x"]), _number(entry["y"]), curve).public_key()
        case "OKP" if entry.get("crv") == "Ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(decode_part(entry["x"]))
        case _:
            return None


def _number(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise BadToken(Fault.TOO_LONG)
    return int.from_bytes(decode_part(text), "big")


def _verify(public: PublicKey, algorithm: str, signature: bytes, signed: bytes) -> bool:
    try:
        if isinstance(public, rsa.RSAPublicKey) and algorithm in _RSA:
            digest, with_salt = _RSA[algorithm]
            scheme = padding.PSS(padding.MGF1(digest), digest.digest_size) if with_salt else padding.PKCS1v15()
            public.verify(signature, signed, scheme, digest)
            return True
        if isinstance(public, ec.EllipticCurvePublicKey) and algorithm in _EC:
            return _verify_curve(public, algorithm, signature, signed)
        if isinstance(public, ed25519.Ed25519PublicKey) and algorithm in _ED:
            public.verify(signature, signed)
            return True
    except InvalidSignature:
        return False
    return False


def _verify_curve(public: ec.EllipticCurvePublicKey, algorithm: str, signature: bytes, signed: bytes) -> bool:
    digest, curve, size = _EC[algorithm]
    if public.curve.name != curve or len(signature) != 2 * size:
        return False
    halves = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    public.verify(encode_dss_signature(*halves), signed, ec.ECDSA(digest))
    return True
