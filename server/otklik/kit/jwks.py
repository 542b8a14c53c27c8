"""Published keys (RFC 7517) and tokens signed with one of them: a fixed list of algorithms, none symmetric.

The list is ours and never the token's: `none` and the HMAC family are no members, so that a published key can never
serve as a shared one. Keys and signatures are joserfc's; what is refused before, and why, is told here.
"""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, Final

from joserfc import jwk, jws
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwa import JWSAlgModel
from msgspec import Struct

from otklik.kit.jws import BadToken, Fault, read_object, take_apart

LONGEST: Final = 16_384
_MOST_KEYS: Final = 50
_LONGEST_NUMBER: Final = 2_000
_RSA_BITS: Final = range(2048, 8193)
_PUBLIC: Final = ("kty", "crv", "n", "e", "x", "y")
_CURVES: Final = frozenset({"P-256", "P-384", "Ed25519"})

PublicKey = jwk.RSAKey | jwk.ECKey | jwk.OKPKey
ALGORITHMS: Final = frozenset({
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"
})  # fmt: skip
"""What a token may be signed with."""


class _Registry(jws.JWSRegistry):
    """The algorithms that are ours; headers that say more than we know are no fault."""

    max_header_length = max_payload_length = max_signature_length = LONGEST

    def __init__(self) -> None:
        super().__init__(algorithms=sorted(ALGORITHMS), strict_check_header=False)

    def get_alg(self, name: str) -> JWSAlgModel:
        """Return an algorithm; that EdDSA has a newer name is no reason to warn of tokens that carry the old one."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)
            return super().get_alg(name)


_REGISTRY: Final = _Registry()


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
    if any(_verify(key.public, algorithm, text) for key in fitting):
        return read_object(parts.payload)
    raise BadToken(Fault.SIGNATURE)


def _read_key(entry: Mapping[str, Any]) -> Key | None:
    if entry.get("use", "sig") != "sig" or "d" in entry or "k" in entry:
        return None
    if any(isinstance(value, str) and len(value) > _LONGEST_NUMBER for value in entry.values()):
        return None
    try:
        public = jwk.import_key(
            {name: str(entry[name]) for name in ("kty", "crv", "n", "e", "x", "y") if name in entry}
        )
        usable = _is_usable(public)
    except (JoseError, ValueError, TypeError):
        return None
    if not usable or isinstance(public, jwk.OctKey):
        return None
    return Key(str(entry.get("kid", "")), str(entry.get("alg", "")), public)


def _is_usable(public: jwk.Key) -> bool:
    """Tell whether a key is one of ours in kind and strength. The value is read for that: only then is it checked."""
    if isinstance(public, jwk.RSAKey):
        return public.raw_value.key_size in _RSA_BITS
    return isinstance(public, jwk.ECKey | jwk.OKPKey) and public.curve_name in _CURVES and public.raw_value is not None


def _verify(public: PublicKey, algorithm: str, text: str) -> bool:
    try:
        jws.deserialize_compact(text, public, algorithms=[algorithm], registry=_REGISTRY)
    except (JoseError, ValueError):
        return False
    return True
