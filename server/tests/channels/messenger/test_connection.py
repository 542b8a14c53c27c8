"""Connecting, testing, the handshake, and looking after the registration."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.channelkit.channel import Check, Doubt
from otklik.channelkit.errors import BadSettings, BadSignature
from otklik.channelkit.fakes import FakeAnswer
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.meta.tokens import word_for
from otklik.channels.messenger.registration import FIELDS
from otklik.kit.clock import utc_now
from tests.channels.messenger.bench import HOOK, SECRET, Bench
from tests.channels.messenger.wire import Loose


def checks(report: Loose) -> dict[str, Check]:
    return {check.name: check for check in report.checks}


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"page_id": "my page"}, "page_id"), ({"token": "short"}, "token"), ({"app_secret": "знак"}, "app_secret"),
        ({"token": "EAAP" + "0" * 40 + "\nx"}, "token"), ({"base_url": "file:///etc/passwd"}, "base_url"),
    ],
)  # fmt: skip
def test_wrong_settings_are_named(settings: Loose, field: str) -> None:
    bench = Bench(**settings)
    with pytest.raises(BadSettings) as refused:
        bench.channel.validate(bench.context.settings)
    assert [error.field for error in refused.value.errors] == [f"settings.{field}"]


async def test_connecting_gives_the_app_our_address_and_subscribes_the_page() -> None:
    bench = Bench()
    before = await bench.channel.test(bench.context)
    assert before.ok
    assert bench.account.extra["app_hook"] == ""
    report = await bench.channel.connect(bench.context)
    assert {name: check.ok for name, check in checks(report).items()} == dict.fromkeys(
        ("token", "rights", "address", "registration"), True
    )
    assert not any(check.doubt for check in report.checks)
    account = report.account
    assert account is not None
    assert (account.id, account.name, account.expires_at) == (bench.account.id, "Магазин", None)
    extra = bench.account.extra
    assert (extra["app_hook"], extra["subscribed"], extra["fields"]) == (HOOK, list(FIELDS), list(FIELDS))
    for call in bench.hooks.tried:
        assert SECRET not in call.query
        assert word_for(SECRET, "messenger") in call.query
    with pytest.raises(BadSignature):
        bench.channel.verify(bench.hooks.tried[0], bench.context.settings, "another secret")


async def test_a_word_of_the_administrators_own_is_taken_too() -> None:
    bench = Bench(verify_token="наше слово")
    query = "hub.mode=subscribe&hub.challenge=7&hub.verify_token="
    query += "%D0%BD%D0%B0%D1%88%D0%B5+%D1%81%D0%BB%D0%BE%D0%B2%D0%BE"
    call = HookCall(body=b"", method="GET", query=query)
    bench.channel.verify(call, bench.context.settings, SECRET)
    answer = bench.channel.answer(call, bench.context.settings, SECRET)
    assert answer is not None
    assert answer.body == b"7"


async def test_an_app_that_serves_others_is_left_alone() -> None:
    bench = Bench()
    bench.account.extra |= {"app_hook": "https://other.example/hook", "fields": list(FIELDS)}
    tested = checks(await bench.channel.test(bench.context))["registration"]
    assert (tested.ok, tested.doubt, "other.example" in tested.detail.en) == (True, Doubt.WARN, True)
    report = await bench.channel.connect(bench.context)
    assert not checks(report)["registration"].ok
    assert bench.account.extra["app_hook"] == "https://other.example/hook"
    watched = await bench.channel.watch(bench.context)
    assert not watched.ok
    assert "other.example" in watched.detail


@pytest.mark.parametrize(
    ("settings", "check"),
    [
        ({"token": "EAAPwrong" + "0" * 40}, "token"), ({"app_secret": "f" * 32}, "app_secret"),
        ({"page_id": "999999"}, "page"),
    ],
)  # fmt: skip
async def test_what_was_entered_wrong_is_named(settings: Loose, check: str) -> None:
    bench = Bench(**settings)
    for report in (await bench.channel.test(bench.context), await bench.channel.connect(bench.context)):
        assert not report.ok
        assert [one.name for one in report.checks if not one.ok] == [check]


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"scopes": ["pages_messaging"]}, "pages_manage_metadata"), ({"type": "USER"}, "a person's token"),
    ],
)  # fmt: skip
async def test_a_token_that_may_too_little(extra: Loose, words: str) -> None:
    bench = Bench()
    bench.account.extra |= extra
    rights = checks(await bench.channel.connect(bench.context))["rights"]
    assert not rights.ok
    assert words in rights.detail.en


@pytest.mark.parametrize(("days", "doubt"), [(60, Doubt.NONE), (5, Doubt.WARN)])
async def test_the_end_of_a_token_is_known(days: int, doubt: Doubt) -> None:
    bench = Bench()
    ends = utc_now() + timedelta(days=days)
    bench.account.extra["expires_at"] = int(ends.timestamp())
    report = await bench.channel.test(bench.context)
    assert checks(report)["rights"].doubt is doubt
    assert report.account is not None
    assert report.account.expires_at == datetime.fromtimestamp(int(ends.timestamp()), UTC)


async def test_an_address_that_meta_cannot_reach_is_said() -> None:
    bench = Bench()
    bench.hooks.refusals = [FakeAnswer(status=502)] * 5
    report = await bench.channel.connect(bench.context)
    assert "2200" in checks(report)["registration"].detail.ru
    assert not report.ok


@pytest.mark.parametrize("lost", [{"subscribed": []}, {"subscribed": ["messages"]}, {"app_hook": "", "fields": []}])
async def test_what_was_lost_is_set_right(bench: Bench, lost: Loose) -> None:
    assert (await bench.channel.watch(bench.context)).repaired is False
    bench.account.extra |= lost
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)
    assert (bench.account.extra["app_hook"], bench.account.extra["subscribed"]) == (HOOK, list(FIELDS))


async def test_trouble_while_watching_is_no_repair(bench: Bench) -> None:
    bench.http.unplugged = True
    assert (await bench.channel.watch(bench.context)).ok is False
