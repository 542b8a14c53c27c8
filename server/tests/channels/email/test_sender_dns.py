"""What is told of SPF and DMARC."""

from collections.abc import Sequence

import pytest

from otklik.channels.email.sender_dns import look_up_sender

GOOD = {"shop.ru": ["google-site=1", "v=spf1 include:_spf.yandex.net ~all"], "_dmarc.shop.ru": ["v=DMARC1; p=none"]}


@pytest.mark.parametrize(
    "records, expected",
    [
        (GOOD, {"spf": "", "dmarc": ""}),
        ({}, {"spf": "warn", "dmarc": "warn"}),
        ({"shop.ru": ["v=spf1 a", "v=spf1 b"], "_dmarc.shop.ru": ["nothing"]}, {"spf": "warn", "dmarc": "warn"}),
        (None, {"spf": "unknown", "dmarc": "unknown"}),
    ],
)
async def test_hints(records: dict[str, list[str]] | None, expected: dict[str, str]) -> None:
    async def ask(name: str) -> Sequence[str] | None:
        return None if records is None else records.get(name, [])

    checks = await look_up_sender("shop.ru", ask)
    assert {check.name: check.doubt.value for check in checks} == expected
    assert all(check.ok for check in checks), "a hint never fails the test"


@pytest.mark.parametrize("domain", ["shop.test", "localhost", "mail.internal"])
async def test_names_of_nobodys_dns_are_not_asked_for(domain: str) -> None:
    async def ask(_name: str) -> Sequence[str] | None:
        pytest.fail("it was asked for")

    assert await look_up_sender(domain, ask) == []
