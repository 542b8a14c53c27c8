"""What the domain of an address says in DNS about who may send its letters: SPF and DMARC.

Hints, never a failure: a letter leaves without them, and lands among spam more often. A DKIM key stands under a name
that only the mail provider knows, so nothing is said of it.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import dns.asyncresolver
import dns.exception
import dns.resolver

from otklik.channelkit.channel import Check, Doubt
from otklik.channelkit.manifest import Words

AskDns = Callable[[str], Awaitable[Sequence[str] | None]]
"""Returns the TXT records of a name, none where there are none, and None where DNS does not answer."""

_PATIENCE_S: Final = 4.0
_NOWHERE: Final = (".test", ".invalid", ".example", ".localhost", ".local", ".internal", ".lan")
"""Ends of names that are in nobody's DNS (RFC 2606, RFC 6762)."""


async def ask_txt(name: str) -> Sequence[str] | None:
    """Ask the system's resolvers."""
    try:
        answer = await dns.asyncresolver.resolve(name, "TXT", lifetime=_PATIENCE_S)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError):
        return None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


async def look_up_sender(domain: str, ask: AskDns) -> list[Check]:
    """Return what DNS says about letters from this domain."""
    if "." not in domain or domain.endswith(_NOWHERE):
        return []
    spf, dmarc = await ask(domain), await ask(f"_dmarc.{domain}")
    return [_judge_spf(domain, spf), _judge_dmarc(domain, dmarc)]


def _judge_spf(domain: str, records: Sequence[str] | None) -> Check:
    if records is None:
        return _silent("spf", "SPF", domain)
    found = [one for one in records if one.lower().startswith("v=spf1")]
    if len(found) == 1:
        return Check("spf", ok=True, detail=Words(f"SPF у {domain} есть", f"{domain} has SPF"))
    if found:
        return _hint(
            "spf", f"У {domain} несколько записей SPF, почтовые серверы не примут ни одной: оставьте одну",
            f"{domain} has several SPF records, and servers will take none of them: leave one",
        )  # fmt: skip
    return _hint(
        "spf", f"У {domain} нет SPF: письма чаще попадают в спам. Запись подскажет ваш почтовый сервис",
        f"{domain} has no SPF: letters land among spam more often. Your mail provider tells you the record",
    )  # fmt: skip


def _judge_dmarc(domain: str, records: Sequence[str] | None) -> Check:
    if records is None:
        return _silent("dmarc", "DMARC", domain)
    if any(one.lower().startswith("v=dmarc1") for one in records):
        return Check("dmarc", ok=True, detail=Words(f"DMARC у {domain} есть", f"{domain} has DMARC"))
    return _hint(
        "dmarc", f"У {domain} нет DMARC. Добавьте TXT-запись _dmarc.{domain}, для начала «v=DMARC1; p=none»",
        f"{domain} has no DMARC. Add a TXT record _dmarc.{domain}, to begin with “v=DMARC1; p=none”",
    )  # fmt: skip


def _hint(name: str, ru: str, en: str) -> Check:
    return Check(name, ok=True, detail=Words(ru, en), doubt=Doubt.WARN)


def _silent(name: str, what: str, domain: str) -> Check:
    words = Words(f"DNS не ответил, {what} у {domain} не проверен", f"DNS did not answer, {what} of {domain} unknown")
    return Check(name, ok=True, detail=words, doubt=Doubt.UNKNOWN)
