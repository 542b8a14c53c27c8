from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.channel import Doubt
from otklik.channelkit.conformance import Conformance, Specimen, Trouble, judge
from otklik.channelkit.content import Attachment
from otklik.channelkit.errors import BadSettings, BadSignature, CannotFetch, ChannelTrouble, UnknownShape
from otklik.channelkit.inbound import (
    DeliveryReported,
    DeliveryStatus,
    HookCall,
    MessageReceived,
    Proof,
    ReachChanged,
)
from otklik.channelkit.manifest import Grade
from otklik.channelkit.outbound import OutboundFile, Scope, SendError, SendErrorKind, Sent
from otklik.channels.twilio.refusals import send_error
from otklik.channels.twilio.settings import check_settings, read_settings
from otklik.channels.twilio.signing import HEADER, OVERRIDES, read_form, sign, verify
from otklik.kit.http import FilePart
from tests.channels.twilio.bench import ADDRESS, NUMBER, PATH, PERSON, Bench

_INBOUND = (
    "MessageSid=SM0123456789abcdef0123456789abcdef&AccountSid=AC0123456789abcdef0123456789abcdef&From=%2B79161234567"
    "&To=%2B74950000000&Body=%D0%93%D0%B4%D0%B5+%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7%3F&NumMedia=0&NumSegments=1"
)
_STATUS = "MessageSid=SM1&MessageStatus={status}&ErrorCode={code}&From=%2B14155550100&To=%2B79161234567"
_PNG = b"\x89PNG"
_TOKEN = "tw-token"


@pytest.fixture
def bench() -> Bench:
    """An account, not connected yet."""
    return Bench()


# Proof --------------------------------------------------------------------------------------------------------

_URL = "https://desk.example/hooks/tw/a1"
_JSON = f"{_URL}?bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


def _call(body: bytes, signature: str, query: str = "") -> HookCall:
    return HookCall(body=body, headers={HEADER: signature}, path="/hooks/tw/a1", query=query)


def test_a_form_is_signed_as_twilio_signs_it() -> None:
    signature = "bcOHt1oxabzptUCKgVmxWbo2gTE="
    assert sign(_TOKEN, _URL, read_form(_INBOUND.encode())) == signature
    verify(_call(_INBOUND.encode(), signature), _TOKEN, ADDRESS)


def test_json_is_signed_as_twilio_signs_it() -> None:
    call = _call(b'{"a":1}', "sxr5mYiwLsHS4opLOnDIbGOHaSo=", _JSON.partition("?")[2])
    verify(call, _TOKEN, ADDRESS)
    with pytest.raises(BadSignature):
        verify(replace(call, body=b'{"a":2}'), _TOKEN, ADDRESS)


@given(
    st.dictionaries(st.text(min_size=1, max_size=8), st.lists(st.text(max_size=8), min_size=1, max_size=3), max_size=5)
)
def test_the_library_agrees_about_every_form(fields: dict[str, list[str]]) -> None:
    with suppress(UnicodeEncodeError):
        theirs = RequestValidator(_TOKEN).compute_signature(_URL, _MultiDict(fields))
        assert sign(_TOKEN, _URL, fields) == theirs


class _MultiDict(dict[str, Any]):
    def getall(self, name: str) -> Any:
        return self[name]

    def getlist(self, name: str) -> Any:
        return self[name]


@pytest.mark.parametrize("written", [_URL, "https://desk.example:443/hooks/tw/a1", _URL + OVERRIDES])
def test_the_address_may_be_written_in_several_ways(written: str) -> None:
    signature = sign(_TOKEN, written, read_form(_INBOUND.encode()))
    verify(_call(_INBOUND.encode(), signature), _TOKEN, ADDRESS)


@pytest.mark.parametrize(
    ("call", "token"),
    [
        (_call(_INBOUND.encode(), ""), _TOKEN),
        (_call(_INBOUND.encode(), "bcOHt1oxabzptUCKgVmxWbo2gTE="), ""),
        (_call(_INBOUND.encode() + b"&a=1", "bcOHt1oxabzptUCKgVmxWbo2gTE="), _TOKEN),
        (_call(_INBOUND.encode(), "нет"), _TOKEN),
        (_call(b"\xff", "bcOHt1oxabzptUCKgVmxWbo2gTE="), _TOKEN),
        (replace(_call(_INBOUND.encode(), "bcOHt1oxabzptUCKgVmxWbo2gTE="), path="/hooks/other"), _TOKEN),
        (replace(_call(_INBOUND.encode(), "bcOHt1oxabzptUCKgVmxWbo2gTE="), path=""), _TOKEN),
    ],
)
def test_what_is_not_twilios_is_refused(call: HookCall, token: str) -> None:
    with pytest.raises(BadSignature):
        verify(call, token, ADDRESS)


# Reading ------------------------------------------------------------------------------------------------------


def test_a_message_is_read(bench: Bench) -> None:
    (message,) = bench.channel.parse(bench.call(_INBOUND), bench.settings)
    assert isinstance(message, MessageReceived)
    assert message.content.text == "Где заказ?"
    assert (message.sender.external_id, message.sender.proof) == (PERSON, Proof.SELF)
    assert message.message_id == message.key == "SM0123456789abcdef0123456789abcdef"


def test_pictures_are_attachments(bench: Bench) -> None:
    more = "&NumMedia=2&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2Fm&MediaContentType0=image%2Fjpeg&MediaUrl1=x"
    body = _INBOUND.replace("&NumMedia=0", more).replace(
        "Body=%D0%93%D0%B4%D0%B5+%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7%3F", "Body="
    )
    (message,) = bench.channel.parse(bench.call(body), bench.settings)
    assert isinstance(message, MessageReceived)
    assert message.content.kind is Kind.IMAGE
    assert [(file.kind, file.name, file.ref) for file in message.content.attachments] == [
        (Kind.IMAGE, "89abcdef-1.jpg", "https://api.twilio.com/m"), (Kind.DOCUMENT, "89abcdef-2", "x"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("sent", DeliveryStatus.SENT), ("delivered", DeliveryStatus.DELIVERED), ("read", DeliveryStatus.READ),
        ("undelivered", DeliveryStatus.FAILED), ("failed", DeliveryStatus.FAILED), ("canceled", DeliveryStatus.FAILED),
    ],
)  # fmt: skip
def test_reports(bench: Bench, status: str, meaning: DeliveryStatus) -> None:
    (report,) = bench.channel.parse(bench.call(_STATUS.format(status=status, code="30003")), bench.settings)
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.status, report.code) == ("SM1", meaning, "30003")
    assert report.key == f"SM1:{status}"


@pytest.mark.parametrize("status", ["accepted", "scheduled", "queued", "sending"])
def test_a_message_on_its_way_changes_nothing(bench: Bench, status: str) -> None:
    assert bench.channel.parse(bench.call(_STATUS.format(status=status, code="")), bench.settings) == ()


@pytest.mark.parametrize("code", ["30005", "30006"])
def test_a_number_that_does_not_exist_cannot_be_reached(bench: Bench, code: str) -> None:
    _, reach = bench.channel.parse(bench.call(_STATUS.format(status="undelivered", code=code)), bench.settings)
    assert isinstance(reach, ReachChanged)
    assert (reach.sender.external_id, reach.reachable) == (PERSON, False)


@pytest.mark.parametrize(
    ("word", "kind", "reachable"),
    [("Pare", "STOP", False), ("да", "START", True), ("help", "HELP", None), ("СТОП", "", False)],
)
def test_wishes(bench: Bench, word: str, kind: str, reachable: bool | None) -> None:  # noqa: FBT001 - a column
    body = f"MessageSid=SM1&From=%2B79161234567&Body={word}&OptOutType={kind}"
    happened = bench.channel.parse(bench.call(body), bench.settings)
    reach = [one.reachable for one in happened if isinstance(one, ReachChanged)]
    assert reach == ([] if reachable is None else [reachable])
    assert isinstance(happened[0], MessageReceived)


@pytest.mark.parametrize("body", ["", "a=1", "MessageSid=SM1", "MessageSid=SM1&MessageStatus=teleported"])
def test_unknown_shapes(bench: Bench, body: str) -> None:
    with pytest.raises(UnknownShape):
        bench.channel.parse(HookCall(body=body.encode()), bench.settings)


@given(st.binary(max_size=200) | st.text(alphabet="MesageSid=&%+0fFBody", max_size=200).map(str.encode))
def test_nothing_but_an_unknown_shape_is_raised(body: bytes) -> None:
    bench = Bench()
    for raw in (body, b"MessageSid=SM1&From=" + body):
        with suppress(UnknownShape):
            bench.channel.parse(HookCall(body=raw), bench.settings)


# Sending ------------------------------------------------------------------------------------------------------


async def test_a_message_is_sent_and_reported(bench: Bench) -> None:
    (sent,) = await bench.send("Да, есть 👋")
    assert isinstance(sent, Sent)
    bench.player.receive(NUMBER, bench.person)
    (report,) = await bench.arrived()
    assert isinstance(report, DeliveryReported)
    assert (report.message_id, report.status) == (sent.external_id, DeliveryStatus.DELIVERED)


def test_a_long_text_is_several_messages(bench: Bench) -> None:
    parts = bench.channel.render(bench.message("слово " * 300), bench.settings)
    assert [len(part.payload["Body"]) <= 1600 for part in parts] == [True, True]


def test_senders_are_named_by_what_they_are(bench: Bench) -> None:
    service = {**bench.settings, "sender": "MG" + "0" * 32}
    (part,) = bench.channel.render(bench.message("x"), service)
    assert part.payload == {"To": PERSON, "MessagingServiceSid": "MG" + "0" * 32, "Body": "x"}
    (part,) = bench.channel.render(bench.message("Привет"), {**bench.settings, "latin": True})
    assert part.payload["Body"] == "Privet"


_TABLE = [
    (429, 20429, SendErrorKind.RATE), (429, 0, SendErrorKind.RATE), (400, 30001, SendErrorKind.RATE),
    (400, 30022, SendErrorKind.RATE), (401, 20003, SendErrorKind.AUTH), (404, 20404, SendErrorKind.AUTH),
    (401, 0, SendErrorKind.AUTH), (403, 0, SendErrorKind.AUTH), (400, 21606, SendErrorKind.AUTH),
    (400, 21659, SendErrorKind.AUTH), (400, 21660, SendErrorKind.AUTH), (400, 21661, SendErrorKind.AUTH),
    (400, 21211, SendErrorKind.GONE), (400, 21614, SendErrorKind.GONE), (400, 30005, SendErrorKind.GONE),
    (400, 30006, SendErrorKind.GONE), (400, 21612, SendErrorKind.FORMAT), (400, 21617, SendErrorKind.FORMAT),
    (400, 21623, SendErrorKind.FORMAT), (400, 21999, SendErrorKind.FORMAT), (400, 21610, SendErrorKind.OPTOUT),
    (400, 30004, SendErrorKind.POLICY), (400, 30007, SendErrorKind.POLICY), (400, 30034, SendErrorKind.POLICY),
    (400, 30003, SendErrorKind.POLICY), (400, 30999, SendErrorKind.POLICY), (500, 0, SendErrorKind.UNCERTAIN),
    (500, 20500, SendErrorKind.UNCERTAIN),
    (503, 0, SendErrorKind.UNCERTAIN), (400, 0, SendErrorKind.FORMAT),
]  # fmt: skip


@pytest.mark.parametrize(("status", "code", "kind"), _TABLE)
def test_refusals(status: int, code: int, kind: SendErrorKind) -> None:
    error = send_error(status, code, "words")
    assert (error.kind, error.code, error.detail) == (kind, str(code or status), "words")
    assert bool(error.retry_after_s) == (kind is SendErrorKind.RATE)
    assert (error.scope is Scope.INBOX) == (kind in (SendErrorKind.RATE, SendErrorKind.AUTH))


@pytest.mark.parametrize(
    ("mood", "kind"),
    [("gateway", SendErrorKind.UNCERTAIN), ("html", SendErrorKind.UNCERTAIN), ("down", SendErrorKind.UNCERTAIN)],
)
async def test_answers_that_are_none(bench: Bench, mood: str, kind: SendErrorKind) -> None:
    bench.fake.moods.set(mood)
    (error,) = await bench.send("раз")
    assert isinstance(error, SendError)
    assert error.kind is kind


# Connecting ---------------------------------------------------------------------------------------------------


async def test_connecting_registers_our_address_and_leaving_takes_it_back(bench: Bench) -> None:
    account = bench.player.account(NUMBER)
    assert (await bench.channel.connect(bench.context)).ok
    assert account.extra["sms_url"] == ADDRESS + PATH + OVERRIDES
    bench.player.send_text(NUMBER, bench.person, "Где заказ?")
    (message,) = await bench.arrived()
    assert isinstance(message, MessageReceived)
    account.extra["sms_url"] = "https://elsewhere.example/"
    assert (await bench.channel.watch(bench.context)).repaired
    await bench.channel.disconnect(bench.context)
    assert account.extra["sms_url"] == ""


async def test_a_number_of_somebody_else_is_named(bench: Bench) -> None:
    context = replace(bench.context, settings={**bench.settings, "sender": "+14155550199"})
    report = await bench.channel.test(context)
    assert not report.ok
    assert (await bench.channel.watch(context)).detail == "the number is not in this account"


@pytest.mark.parametrize(
    ("sender", "doubt"), [("Shop", Doubt.WARN), ("MG" + "0" * 32, Doubt.UNKNOWN), ("12345", Doubt.UNKNOWN)]
)
async def test_senders_that_are_no_numbers(bench: Bench, sender: str, doubt: Doubt) -> None:
    context = replace(bench.context, settings={**bench.settings, "sender": sender})
    report = await bench.channel.connect(context)
    assert report.ok
    assert report.checks[-1].doubt is doubt
    assert (await bench.channel.watch(context)).ok
    await bench.channel.disconnect(context)


async def test_a_picture_is_fetched_with_our_name(bench: Bench) -> None:
    await bench.channel.connect(bench.context)
    bench.player.send_file(NUMBER, bench.person, "photo", FilePart("p.png", _PNG, "image/png"))
    (message,) = await bench.arrived()
    assert isinstance(message, MessageReceived)
    fetched = await bench.channel.fetch_file(message.content.attachments[0], bench.context)
    assert (fetched.data, fetched.mime) == (_PNG, "image/png")


async def test_our_password_is_for_twilio_alone(bench: Bench) -> None:
    bench.http.mount("evil.example", bench.hooks)
    await bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref="https://evil.example/x"), bench.context)
    assert "authorization" not in bench.http.seen[-1].headers
    with pytest.raises(ChannelTrouble):
        await bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref="https://nowhere.example/x"), bench.context)
    bench.player.revoke_token(NUMBER)
    with pytest.raises(CannotFetch):
        await bench.channel.fetch_file(Attachment(kind=Kind.IMAGE, ref="https://api.twilio.com/x"), bench.context)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"account_sid": "AC1"}, "account_sid"), ({"auth_token": ""}, "auth_token"), ({"api_key": "x"}, "api_key"),
        ({"api_key": "SK" + "0" * 32}, "api_secret"), ({"sender": ""}, "sender"), ({"sender": "Магазин"}, "sender"),
        ({"base_url": "ftp://x"}, "base_url"),
    ],
)  # fmt: skip
def test_wrong_settings_are_named(bench: Bench, settings: dict[str, Any], field: str) -> None:
    with pytest.raises(BadSettings) as caught:
        check_settings({**bench.settings, **settings})
    assert f"settings.{field}" in [error.field for error in caught.value.errors]
    assert bench.token not in repr(read_settings(bench.settings))


# Conformance --------------------------------------------------------------------------------------------------


class FakePeer:
    """The fake in the words of the suite."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def play(self, trouble: Trouble) -> None:
        moods = {Trouble.THROTTLED: "throttled", Trouble.SILENT: "silent", Trouble.REVOKED: "revoked"}
        if trouble is Trouble.UNPLUGGED:
            self._bench.http.unplugged = True
        elif trouble is Trouble.BLOCKED:
            self._bench.player.block(NUMBER, self._bench.person)
        else:
            self._bench.http.unplugged = False
            self._bench.fake.moods.clear()
            self._bench.fake.moods.set(moods[trouble], value=7)

    def texts(self) -> Sequence[str]:
        messages = self._bench.player.view(NUMBER, self._bench.person)["messages"]
        return [str(message["text"]) for message in messages if not message["mine"]]

    def files(self) -> int:
        return 0

    def buttons(self) -> Sequence[str]:
        return ()

    def sees_typing(self) -> bool:
        return False


class TestTwilio(Conformance):
    """SMS by Twilio earns gold."""

    async def specimen(self) -> Specimen:
        bench = Bench()
        file = bench.fake.keep_file(bench.player.account(NUMBER), "photo", FilePart("p.png", _PNG, "image/png"))
        media = f"https://api.twilio.com/2010-04-01/Accounts/{bench.settings['account_sid']}/Media/{file.id}"
        image = f"MessageSid=SM2&From=%2B79161234567&Body=&NumMedia=1&MediaUrl0={media}&MediaContentType0=image/png"
        return Specimen(
            channel=bench.channel, context=bench.context, peer=FakePeer(bench), recipient=PERSON,
            calls={
                "text": bench.call(_INBOUND), "image": bench.call(image),
                "delivered": bench.call(_STATUS.format(status="delivered", code="")),
                "blocked": bench.call("MessageSid=SM3&From=%2B79161234567&Body=STOP&OptOutType=STOP"),
            },
            forged=replace(bench.call(_INBOUND), body=_INBOUND.encode() + b"&x=1"),
            file=OutboundFile(key="k", kind=Kind.DOCUMENT, name="f", mime="text/plain", size=1),
            bad_settings={**bench.settings, "auth_token": "0" * 32}, secrets=(bench.token,), notes=bench.notes.lines,
        )  # fmt: skip

    async def test_it_earns_gold(self) -> None:
        verdict = await judge(self.specimen)
        assert verdict.failed == {}
        assert verdict.earned == Grade.GOLD
