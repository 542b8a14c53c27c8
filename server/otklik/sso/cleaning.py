"""Whether what is typed into the form of a provider can be used: plain functions, one refusal per field."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_name
from otklik.sso.provider import DISCOVERY
from otklik.sso.schemas import GroupRole, NewProvider

_DOMAIN: Final = re.compile(r"(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_SCOPE: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
_CLAIM: Final = re.compile(r"[^\s\x00-\x1f]{0,100}")
_PUBLIC: Final = frozenset(
    {"gmail.com", "googlemail.com", "mail.ru", "bk.ru", "inbox.ru", "list.ru", "yandex.ru", "ya.ru", "yandex.com",
     "rambler.ru", "outlook.com", "hotmail.com", "live.com", "icloud.com", "yahoo.com", "proton.me"}
)  # fmt: skip
"""Where everybody may have a mailbox: naming such a domain would let everybody in."""


def check_provider(given: NewProvider, *, plain_allowed: bool) -> dict[str, object]:
    """Return the values to store; raises Invalid with every wrong field."""
    wrong: list[FieldError] = []
    name = clean_name(given.name)
    if not name:
        wrong.append(FieldError("name", "empty", "must not be empty"))
    issuer = clean_issuer(given.issuer)
    wrong += _check_issuer(issuer, plain_allowed=plain_allowed)
    if not given.client_id.strip():
        wrong.append(FieldError("client_id", "empty", "must not be empty"))
    domains = _clean_domains(given.domains)
    wrong += _check_domains(domains)
    claim = given.groups_claim.strip()
    if given.group_roles and not claim:
        wrong.append(FieldError("groups_claim", "claim_needed", "is needed where groups give roles"))
    if not _CLAIM.fullmatch(claim):
        wrong.append(FieldError("groups_claim", "bad_claim", "is not the name of a claim"))
    wrong += _check_groups(given.group_roles)
    if (given.newcomer_role or given.group_roles) and not domains:
        wrong.append(FieldError("domains", "domains_needed", "are needed where people without an account get one"))
    if wrong:
        raise Invalid("some fields are wrong", errors=tuple(wrong))
    return {
        "name": name, "issuer": issuer, "client_id": given.client_id.strip(), "scopes": _clean_scopes(given.scopes),
        "domains": domains, "groups_claim": claim, "trusts_factor": given.trusts_factor,
        "signs_out": given.signs_out, "enabled": given.enabled,
    }  # fmt: skip


def clean_issuer(text: str) -> str:
    """Return an issuer's address as it is asked; the address of the description itself serves as well."""
    return text.strip().removesuffix(DISCOVERY)


def _check_issuer(issuer: str, *, plain_allowed: bool) -> list[FieldError]:
    try:
        parts = urlsplit(issuer)
    except ValueError:
        return [FieldError("issuer", "bad_url", "is not an address")]
    if not parts.hostname or parts.query or parts.fragment or parts.username or parts.scheme not in ("https", "http"):
        return [FieldError("issuer", "bad_url", "is not an address")]
    if parts.scheme == "http" and not plain_allowed:
        return [FieldError("issuer", "https_needed", "must begin with https://")]
    return []


def _clean_domains(given: Sequence[str]) -> list[str]:
    cleaned = [one.strip().lower().removeprefix("@").rstrip(".") for one in given]
    ascii_ = [_to_ascii(one) for one in cleaned if one]
    return list(dict.fromkeys(ascii_))


def _to_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _check_domains(domains: Sequence[str]) -> list[FieldError]:
    if any(not _DOMAIN.fullmatch(one) for one in domains):
        return [FieldError("domains", "bad_domain", "holds something that is not a domain")]
    if any(one in _PUBLIC for one in domains):
        return [FieldError("domains", "public_domain", "holds a domain where everybody may have a mailbox")]
    return []


def _check_groups(given: Sequence[GroupRole]) -> list[FieldError]:
    groups = [one.group.strip() for one in given]
    if any(not one for one in groups):
        return [FieldError("group_roles", "empty", "must not be empty")]
    if len(set(groups)) != len(groups):
        return [FieldError("group_roles", "twice", "names a group twice")]
    return []


def _clean_scopes(text: str) -> str:
    asked = ["openid", "email", "profile", *_SCOPE.findall(text)]
    return " ".join(dict.fromkeys(asked))
