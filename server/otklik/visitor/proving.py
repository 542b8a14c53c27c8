"""Who a site says its visitor is: a signed token of an hour at most, or the digest of an id for sites that have one."""

import hashlib
import hmac
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from otklik.contacts.addresses import normalise_email, normalise_phone
from otklik.kit.jws import BadToken, Opened, open_token
from otklik.kit.text import clean_name
from otklik.visitor.errors import IdentityRefused
from otklik.visitor.schemas import IdentityInput

LIFE_MAX_S = 3600
_LEEWAY_S = 60
_SUBJECT_MAX = 200
_TIME_MAX = 1e12
_FACTS = {"name": 200, "email": 254, "phone": 32}


class Doubt(StrEnum):
    """Why a genuine token proves nothing, beside the faults of the signature."""

    NO_SUBJECT = "no_subject"
    NO_EXPIRY = "no_expiry"
    EXPIRED = "expired"
    LIVES_TOO_LONG = "lives_too_long"
    NOT_YET = "not_yet"
    NO_PROOF = "no_proof"
    SIGNATURE = "signature"
    NO_KEY = "no_key"


class Proved(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person the site vouches for. Name, e-mail and phone are here only if they were signed too."""

    sub: str
    kid: str
    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def visitor_id(self) -> str:
        """Under which name the chat knows them: the same on every device, and not a name a browser can have."""
        return f"u-{hashlib.sha256(self.sub.encode()).hexdigest()[:40]}"


def prove(given: IdentityInput, keys: Mapping[str, bytes], now: float) -> Proved:
    """Return whom the site vouches for; raises IdentityRefused with the reason."""
    if given.token:
        return prove_by_token(given.token, keys, now)
    if given.user_id and given.user_hash:
        return _prove_by_hash(given, keys)
    raise IdentityRefused(Doubt.NO_PROOF)


def prove_by_token(token: str, keys: Mapping[str, bytes], now: float) -> Proved:
    """Open and judge a token; raises IdentityRefused with the reason."""
    try:
        opened = open_token(token, keys)
    except BadToken as bad:
        raise IdentityRefused(bad.fault) from None
    return judge(opened, now)


def judge(opened: Opened, now: float) -> Proved:
    """Return whom the claims of a genuine token name; raises IdentityRefused. Clocks may differ by a minute."""
    claims = opened.claims
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _SUBJECT_MAX or clean_name(subject) != subject:
        raise IdentityRefused(Doubt.NO_SUBJECT)
    end = _moment(claims, "exp")
    if end is None:
        raise IdentityRefused(Doubt.NO_EXPIRY)
    if end <= now - _LEEWAY_S:
        raise IdentityRefused(Doubt.EXPIRED)
    if end > now + LIFE_MAX_S + _LEEWAY_S:
        raise IdentityRefused(Doubt.LIVES_TOO_LONG)
    if any((_moment(claims, name) or 0) > now + _LEEWAY_S for name in ("iat", "nbf")):
        raise IdentityRefused(Doubt.NOT_YET)
    facts = {name: _fact(claims, name, longest) for name, longest in _FACTS.items()}
    facts["email"] = "" if claims.get("email_verified") is False else normalise_email(facts["email"])
    facts["phone"] = normalise_phone(facts["phone"])
    return Proved(sub=subject, kid=opened.kid, **facts)


def _prove_by_hash(given: IdentityInput, keys: Mapping[str, bytes]) -> Proved:
    """Only the id is signed here: what stands beside it stays the visitor's own word."""
    if not keys:
        raise IdentityRefused(Doubt.NO_KEY)
    if clean_name(given.user_id) != given.user_id:
        raise IdentityRefused(Doubt.NO_SUBJECT)
    said = given.user_hash.lower().encode()
    for kid, key in keys.items():
        if hmac.compare_digest(hmac.digest(key, given.user_id.encode(), "sha256").hex().encode(), said):
            return Proved(sub=given.user_id, kid=kid)
    raise IdentityRefused(Doubt.SIGNATURE)


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    value = claims.get(name)
    return (
        float(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _TIME_MAX
        else None
    )


def _fact(claims: Mapping[str, Any], name: str, longest: int) -> str:
    value = claims.get(name)
    return clean_name(value, longest) if isinstance(value, str) else ""
