"""Which websites may show the chat: origins as browsers write them, with `*.` for any subdomain."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(rf"(https?)://(\*\.)?({_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:]+\])(:[0-9]{{1,5}})?")


def normalise(text: str) -> str | None:
    """Return an origin in lower case without its default port, or None when the text is none.

    A whole address is taken as its origin. `https://*.shop.example` stands for every subdomain.
    """
    try:
        parts = urlsplit(text.strip().lower())
    except ValueError:
        return None
    match = _ORIGIN.fullmatch(f"{parts.scheme}://{parts.netloc}")
    if match is None:
        return None
    scheme, star, host, port = match.groups()
    if star and host.count(".") < 1:
        return None
    usual = ":443" if scheme == "https" else ":80"
    return f"{scheme}://{star or ''}{host}{'' if port in (None, usual) else port}"


def allows(allowed: Sequence[str], origin: str) -> bool:
    """Whether an `Origin` header is one of the allowed; "null" and empty never are."""
    asked = normalise(origin)
    if asked is None or "*" in asked or asked != origin.strip().lower():
        return False
    return any(_matches(pattern, asked) for pattern in map(normalise, allowed) if pattern)


def _matches(pattern: str, origin: str) -> bool:
    if "*." not in pattern:
        return pattern == origin
    scheme, _, rest = pattern.partition("://")
    ending = rest.removeprefix("*")
    return origin.startswith(f"{scheme}://") and origin.endswith(ending) and len(origin) > len(scheme) + 3 + len(ending)
