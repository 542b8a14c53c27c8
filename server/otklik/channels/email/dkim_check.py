"""Our own check of DKIM signatures, for mailboxes whose server does not say: off unless the administrator asks."""

from collections.abc import Callable
from typing import Final

import dkim  # type: ignore[import-untyped]

from otklik.channels.email.mime import read_letter

DnsTxt = Callable[..., bytes | None]
"""Looks a TXT record up: `(name, timeout=5) -> bytes | None`."""

_MAX_SIGNATURES: Final = 3


def signing_domains(raw: bytes, dns: DnsTxt | None = None) -> str:
    """Return the domains whose signatures hold, separated by spaces. Blocks while it asks DNS; never raises."""
    letter = read_letter(raw)
    domains = []
    for number in range(min(len(letter.raws("dkim-signature")), _MAX_SIGNATURES)):
        try:
            check = dkim.DKIM(raw, timeout=5)
            held = check.verify(idx=number, **({"dnsfunc": dns} if dns else {}))
            domain = (check.domain or b"").decode("ascii", "ignore")
        except Exception:  # noqa: BLE001, S112 - a stranger's signature, read by a library that raises many kinds
            continue
        if held and domain and _covers_author(check):
            domains.append(domain.lower())
    return " ".join(dict.fromkeys(domains))


def _covers_author(check: dkim.DKIM) -> bool:
    """A signature of a part of the body, or one without From, proves nothing about what is shown."""
    fields = check.signature_fields or {}
    return b"l" not in fields and b"from" in fields.get(b"h", b"").lower().replace(b" ", b"").split(b":")
