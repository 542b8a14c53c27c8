"""Whether the sender's domain stands behind a letter, in the words of RFC 8601 and DMARC (RFC 7489).

Only the topmost Authentication-Results counts, and only when its server is one the administrator trusts: every
other one can have been written by the sender.
"""

import re
from typing import Final

from otklik.channels.email.addresses import Mailbox
from otklik.channels.email.headers import unfold
from otklik.channels.email.mime import Entity
from otklik.kit.mail_addresses import ascii_domain

VERIFIED: Final = "verified"
UNVERIFIED: Final = "unverified"
FAILED: Final = "failed"

_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_RESULT = re.compile(r"^([a-z0-9-]+)\s*(?:/\s*\d+)?\s*=\s*([a-z]+)")
_PROPERTY = re.compile(r'([a-z0-9-]+\.[a-z0-9_-]+)\s*=\s*"?([^\s";]+)"?')
_LABELS_MIN = 2


def _without_comments(text: str) -> str:
    while (shorter := _COMMENT.sub(" ", text)) != text:
        text = shorter
    return text


def aligned(author: str, signer: str) -> bool:
    """Say whether `signer` is the author's domain or one above it, never a bare top-level name."""
    signer = ascii_domain(signer.rpartition("@")[2])
    author = ascii_domain(author)
    if not author or signer.count(".") + 1 < _LABELS_MIN:
        return False
    return author == signer or author.endswith(f".{signer}")


def _judge(results: list[tuple[str, str, dict[str, str]]], domain: str) -> str:
    for method, result, properties in results:
        if method == "dmarc":
            stated = ascii_domain(properties.get("header.from", domain))
            if result == "pass":
                return VERIFIED if stated == domain else UNVERIFIED
            return FAILED if result == "fail" else UNVERIFIED
    for method, result, properties in results:
        if method == "dkim" and result == "pass":
            signer = properties.get("header.d") or properties.get("header.i", "")
            if aligned(domain, signer):
                return VERIFIED
    return UNVERIFIED


def _read_results(text: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    server, *rest = _without_comments(text).lower().split(";")
    found = [(match, item) for item in rest if (match := _RESULT.match(item.strip()))]
    results = [(match[1], match[2], dict(_PROPERTY.findall(item))) for match, item in found]
    return (server.split() or [""])[0], results


def authenticity(letter: Entity, author: Mailbox | None, trusted: frozenset[str], own_check: str = "") -> str:
    """Return verified, unverified or failed.

    `own_check` is the verdict of our own DKIM check (the signing domain, if a signature held); it is asked only
    when no trusted server has spoken. Without exactly one author nothing can be verified.
    """
    if author is None:
        return UNVERIFIED
    stated = letter.raws("authentication-results")
    if stated and trusted:
        server, results = _read_results(unfold(stated[0]))
        if server in trusted:
            return _judge(results, author.domain)
    domains = own_check.split()
    return VERIFIED if any(aligned(author.domain, domain) for domain in domains) else UNVERIFIED
