"""Whether an ID token holds (OpenID Connect Core 1.0, 3.1.3.7), and who it is about: plain functions."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from otklik.kit.text import clean_name
from otklik.sso.errors import NotLetIn, Why
from otklik.sso.payloads import find_claim
from otklik.sso.records import Person

LEEWAY_S: Final = 120
"""How far the provider's clock and ours may be apart."""
_OLDEST_S: Final = 3600
_LONGEST_SUBJECT: Final = 255
_LONGEST_EMAIL: Final = 254
_MOST_GROUPS: Final = 1000
_LONGEST_GROUP: Final = 200
SIGNED_OUT: Final = "http://schemas.openid.net/event/backchannel-logout"


class Expected(Struct, frozen=True):
    """What a token must say."""

    issuer: str
    client_id: str
    nonce: str = ""


class SaidOut(Struct, frozen=True):
    """Who has signed out at a provider: everywhere (`sub`), or of one of its sessions (`sid`); `jti` names the word."""

    jti: str
    sub: str
    sid: str


def judge(claims: Mapping[str, Any], expected: Expected, now: float) -> None:
    """Raise NotLetIn unless the token is by this issuer, for us, for this very sign-in, and of now."""
    _judge_parties(claims, expected)
    if claims.get("nonce") != expected.nonce:
        raise _bad("nonce")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise _bad("sub")
    _judge_times(claims, now)


def judge_sign_out(claims: Mapping[str, Any], expected: Expected, now: float) -> SaidOut:
    """Return who has signed out by a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6).

    Raises NotLetIn unless it is by this issuer, for us, of now, and cannot be taken for an ID token.
    """
    _judge_parties(claims, expected)
    _judge_times(claims, now)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(SIGNED_OUT), dict):
        raise _bad("events")
    if "nonce" in claims:
        raise _bad("nonce")
    said = {name: claims.get(name, "") for name in ("jti", "sub", "sid")}
    for name, value in said.items():
        if not isinstance(value, str) or len(value) > _LONGEST_SUBJECT:
            raise _bad(name)
    if not said["jti"]:
        raise _bad("jti")
    if not said["sub"] and not said["sid"]:
        raise _bad("sub")
    return SaidOut(**said)


def _judge_parties(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise _bad("iss")
    audience = claims.get("aud")
    listed = [audience] if isinstance(audience, str) else audience
    if not isinstance(listed, list) or expected.client_id not in listed:
        raise _bad("aud")
    party = claims.get("azp")
    if (party is None and len(listed) > 1) or party not in (None, expected.client_id):
        raise _bad("azp")


def _judge_times(claims: Mapping[str, Any], now: float) -> None:
    expires, issued = _seconds(claims.get("exp")), _seconds(claims.get("iat"))
    if expires is None or expires <= now - LEEWAY_S:
        raise _bad("exp")
    if issued is None or not now - _OLDEST_S <= issued <= now + LEEWAY_S:
        raise _bad("iat")
    if "nbf" in claims:
        begins = _seconds(claims["nbf"])
        if begins is None or begins > now + LEEWAY_S:
            raise _bad("nbf")


def describe(claims: Mapping[str, Any], groups_claim: str) -> Person:
    """Return who the provider says it is; whatever is no text is not there."""
    email = claims.get("email")
    sid = claims.get("sid")
    name = claims.get("name") or claims.get("preferred_username") or ""
    return Person(
        subject=str(claims["sub"]),
        email=email.strip().lower() if isinstance(email, str) and len(email) <= _LONGEST_EMAIL else "",
        email_verified=claims.get("email_verified") in (True, "true"),
        name=clean_name(name) if isinstance(name, str) else "",
        sid=sid if isinstance(sid, str) and len(sid) <= _LONGEST_SUBJECT else "",
        groups=_groups(find_claim(dict(claims), groups_claim)) if groups_claim else frozenset(),
    )


def is_welcome(person: Person, domains: Sequence[str]) -> bool:
    """Whether the provider vouches for an address of one of the domains; with no domains, nobody is by address."""
    _, at, domain = person.email.rpartition("@")
    return bool(at) and person.email_verified and domain in domains


def _groups(claimed: Any) -> frozenset[str]:  # noqa: ANN401 - whatever a provider puts there
    listed = [claimed] if isinstance(claimed, str) else claimed
    if not isinstance(listed, list):
        return frozenset()
    return frozenset(one for one in listed[:_MOST_GROUPS] if isinstance(one, str) and len(one) <= _LONGEST_GROUP)


def _seconds(value: Any) -> float | None:  # noqa: ANN401 - whatever a provider puts there
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _bad(claim: str) -> NotLetIn:
    return NotLetIn(Why.TOKEN, claim)
