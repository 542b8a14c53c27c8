"""Connecting, testing, the handshake, and looking after the registration."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from otklik.channelkit.channel import Check, Doubt
from otklik.channelkit.errors import BadSettings, BadSignature
from otklik.channelkit.fakes import FakeAnswer
from otklik.channelkit.inbound import AccountNoted, HookCall
from otklik.channelkit.meta.tokens import word_for
from otklik.channels.whatsapp.fake.events import envelope
from otklik.channels.whatsapp.registration import CORE
from otklik.kit.clock import utc_now
from tests.channels.whatsapp.bench import HOOK, SECRET, Bench
from tests.channels.whatsapp.wire import Loose


def checks(report: Loose) -> dict[str, Check]:
    return {check.name: check for check in report.checks}


@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        ({"phone_number_id": "+7 916"}, {"phone_number_id"}),
        ({"waba_id": "my shop"}, {"waba_id"}),
        ({"token": "short"}, {"token"}),
        ({"token": "EAAG" + "0" * 40 + "\nx"}, {"token"}),
        ({"app_secret": "знак"}, {"app_secret"}),
        ({"base_url": "file:///etc/passwd"}, {"base_url"}),
        ({"list_button": "Выбрать из нашего большого списка"}, {"list_button"}),
    ],
)
def test_wrong_settings_are_named(settings: Loose, fields: set[str]) -> None:
    bench = Bench(**settings)
    with pytest.raises(BadSettings) as refused:
        bench.channel.validate(bench.context.settings)
    assert {error.field for error in refused.value.errors} == {f"settings.{name}" for name in fields}


async def test_connecting_subscribes_the_account_and_gives_the_number_our_address() -> None:
    bench = Bench()
    report = await bench.channel.connect(bench.context)
    assert {name: check.ok for name, check in checks(report).items()} == dict.fromkeys(
        ("token", "rights", "account", "address", "registration", "app"), True
    )
    assert not any(check.doubt for check in report.checks)
    account = report.account
    assert account is not None
    assert (account.id, account.name, account.username) == (bench.account.id, "Магазин", bench.account.extra["phone"])
    assert account.expires_at is None
    extra = bench.account.extra
    assert (extra["subscribed"], extra["override"], extra["app_hook"]) == (True, HOOK, HOOK)
    assert set(CORE) <= set(extra["fields"])
    assert [call.method for call in bench.hooks.tried] == ["GET", "GET"]


async def test_meta_is_told_a_word_and_never_the_secret_of_the_address() -> None:
    bench = Bench()
    await bench.channel.connect(bench.context)
    for call in bench.hooks.tried:
        assert SECRET not in call.query
        assert word_for(SECRET, "whatsapp") in call.query
    with pytest.raises(BadSignature):
        bench.channel.verify(bench.hooks.tried[0], bench.context.settings, "another secret")
    assert word_for("", "whatsapp") == ""


async def test_a_word_of_the_administrators_own_is_taken_too() -> None:
    bench = Bench(verify_token="наше слово")
    query = "hub.mode=subscribe&hub.challenge=7&hub.verify_token="
    query += "%D0%BD%D0%B0%D1%88%D0%B5+%D1%81%D0%BB%D0%BE%D0%B2%D0%BE"
    call = HookCall(body=b"", method="GET", query=query)
    bench.channel.verify(call, bench.context.settings, SECRET)
    answer = bench.channel.answer(call, bench.context.settings, SECRET)
    assert answer is not None
    assert answer.body == b"7"


async def test_the_address_of_an_app_that_serves_others_is_left_alone() -> None:
    bench = Bench()
    bench.account.extra |= {"app_hook": "https://other.example/hook", "fields": ["messages"]}
    report = await bench.channel.connect(bench.context)
    assert report.ok
    app = checks(report)["app"]
    assert (app.doubt, "account_update" in app.detail.en) == (Doubt.WARN, True)
    assert bench.account.extra["app_hook"] == "https://other.example/hook"


async def test_an_address_that_meta_cannot_reach_is_said() -> None:
    bench = Bench()
    bench.hooks.refusals = [FakeAnswer(status=502)] * 5
    report = await bench.channel.connect(bench.context)
    assert not report.ok
    assert "2200" in checks(report)["registration"].detail.ru


@pytest.mark.parametrize(
    ("settings", "check"),
    [
        ({"token": "EAAGwrong" + "0" * 40}, "token"), ({"app_secret": "f" * 32}, "app_secret"),
        ({"phone_number_id": "999999"}, "number"), ({"waba_id": "999999"}, "account"),
    ],
)  # fmt: skip
async def test_what_was_entered_wrong_is_named(settings: Loose, check: str) -> None:
    bench = Bench(**settings)
    for report in (await bench.channel.test(bench.context), await bench.channel.connect(bench.context)):
        assert not report.ok
        assert [one.name for one in report.checks if not one.ok] == [check]
    assert bench.account.extra["override"] == ""


async def test_what_the_token_may_and_until_when() -> None:
    bench = Bench()
    bench.account.extra["scopes"] = ["whatsapp_business_messaging"]
    rights = checks(await bench.channel.test(bench.context))["rights"]
    assert (rights.ok, "whatsapp_business_management" in rights.detail.en) == (False, True)
    del bench.account.extra["scopes"]
    for days, doubt in ((3, Doubt.WARN), (50, Doubt.NONE)):
        ends = (utc_now() + timedelta(days=days)).replace(microsecond=0)
        bench.account.extra["expires_at"] = int(ends.timestamp())
        report = await bench.channel.test(bench.context)
        assert (checks(report)["rights"].doubt, report.ok) == (doubt, True)
        assert report.account is not None
        assert report.account.expires_at == datetime.fromtimestamp(int(ends.timestamp()), UTC)


@pytest.mark.parametrize(("extra", "check"), [({"quality": "RED"}, "quality"), ({"status": "PENDING"}, "status")])
async def test_what_somebody_should_look_at(extra: Loose, check: str) -> None:
    bench = Bench()
    bench.account.extra |= extra
    report = await bench.channel.test(bench.context)
    assert (report.ok, checks(report)[check].doubt) == (True, Doubt.WARN)


async def test_testing_changes_nothing_and_says_where_messages_go() -> None:
    bench = Bench()
    registration = checks(await bench.channel.test(bench.context))["registration"]
    assert (registration.ok, registration.doubt) == (True, Doubt.NONE)
    bench.account.extra["override"] = "https://other.example/hook"
    registration = checks(await bench.channel.test(bench.context))["registration"]
    assert (registration.doubt, "other.example" in registration.detail.ru) == (Doubt.WARN, True)
    assert bench.account.extra["subscribed"] is False
    assert not any(one.request.method == "POST" for one in bench.fake.received)


@pytest.mark.parametrize("url", ["http://desk.example/h", "", "https://desk.example/" + "a" * 200])
async def test_an_address_that_does_not_suit_is_said_before_anything_is_changed(url: str) -> None:
    bench = Bench()
    bench.context = replace(bench.context, hook_url=url)
    report = await bench.channel.connect(bench.context)
    assert (report.ok, checks(report)["address"].ok) == (False, False)
    assert bench.account.extra["subscribed"] is False


async def test_a_token_of_which_nothing_is_said_still_connects(bench: Bench) -> None:
    bench.fake.moods.set("down", only=("debug_token",))
    report = await bench.channel.connect(bench.context)
    assert report.ok
    assert checks(report)["rights"].doubt is Doubt.UNKNOWN
    assert checks(report)["app"].doubt is Doubt.UNKNOWN
    assert (await bench.channel.watch(bench.context)).ok


# Looking after it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lost",
    [{"subscribed": False}, {"override": ""}, {"override": "https://other.example/"}, {"app_hook": "", "fields": []}],
)
async def test_a_dropped_subscription_is_noticed_and_made_again(bench: Bench, lost: Loose) -> None:
    assert not (await bench.channel.watch(bench.context)).repaired
    bench.account.extra |= lost
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, True)
    extra = bench.account.extra
    assert (extra["subscribed"], extra["override"], extra["app_hook"]) == (True, HOOK, HOOK)
    assert not (await bench.channel.watch(bench.context)).repaired


async def test_where_nothing_is_said_of_addresses_ours_is_given_again_without_alarm(bench: Bench) -> None:
    bench.account.extra["tells_nothing"] = True
    bench.account.extra["override"] = ""
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired, bench.account.extra["override"]) == (True, False, HOOK)


async def test_an_app_of_somebody_else_is_no_reason_for_repairs(bench: Bench) -> None:
    bench.account.extra |= {"app_hook": "https://other.example/hook", "fields": ["messages"]}
    found = await bench.channel.watch(bench.context)
    assert (found.ok, found.repaired) == (True, False)
    assert bench.account.extra["app_hook"] == "https://other.example/hook"


async def test_a_registration_that_cannot_be_mended_is_said(bench: Bench) -> None:
    bench.account.extra["override"] = ""
    bench.hooks.refusals = [FakeAnswer(status=500)]
    found = await bench.channel.watch(bench.context)
    assert (found.ok, "2200" in found.detail) == (False, True)
    bench.fake.moods.set("revoked")
    found = await bench.channel.watch(bench.context)
    assert (found.ok, "190" in found.detail) == (False, True)


async def test_leaving_takes_back_only_our_own_address(bench: Bench) -> None:
    bench.account.extra["override"] = "https://other.example/"
    await bench.channel.disconnect(bench.context)
    assert bench.account.extra["override"] == "https://other.example/"
    bench.account.extra["override"] = HOOK
    await bench.channel.disconnect(bench.context)
    assert (bench.account.extra["override"], bench.account.extra["subscribed"]) == ("", True)


async def test_what_concerns_the_account_comes_by_the_address_of_the_app(bench: Bench) -> None:
    value = {"event": "REJECTED", "message_template_name": "cheap", "message_template_language": "ru"}
    bench.fake.tell_change(bench.account, "message_template_status_update", value)
    [note] = await bench.arrived()
    assert isinstance(note, AccountNoted)
    assert "cheap" in note.detail
    assert envelope(bench.account, "x", {}, 1)["entry"][0]["time"] == 1
