"""The form in which a mailbox is an identity."""

import re

_ADDRESS_MAX = 254
_LOCAL_MAX = 64
_LOCAL = re.compile(r"[^\s\x00-\x1f\x7f<>(),;:\"@\[\]\\]+")
_DOMAIN = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)


def normalise_address(text: str) -> str:
    """Return `local@domain` in lower case, the domain in its IDNA form, or '' when it is not an address.

    Local parts are compared without case: no mail system of today keeps Vera@ and vera@ apart.
    """
    local, at, domain = text.strip().rpartition("@")
    domain = ascii_domain(domain)
    local = local.lower()
    if not at or not domain or len(local.encode()) > _LOCAL_MAX or not _LOCAL.fullmatch(local):
        return ""
    address = f"{local}@{domain}"
    return address if len(address) <= _ADDRESS_MAX else ""


def ascii_domain(domain: str) -> str:
    """Return a domain in lower-case IDNA form, or '' when it is none."""
    domain = domain.strip().rstrip(".").lower()
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return domain if _DOMAIN.fullmatch(domain) else ""
