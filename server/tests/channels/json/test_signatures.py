import base64
import hmac
import time

import pytest

from otklik.channelkit.errors import BadSignature
from otklik.channels.json import JsonChannel
from otklik.channels.json.signatures import SCHEMES, is_signed, key_of, sign
from tests.channels.json.bench import MESSAGE, SECRET, call_of, settings_of

_BODY = b'{"event_type":"ping","data":{"success":true}}'


def test_the_vector_of_the_standard_webhooks_specification() -> None:
    secret = "whsec_plJ3nmyCDGBKInavdOK15jsl"
    headers = sign("standard_webhooks", secret, _BODY, delivery="msg_loFOjxBNrRLzqYUf", at=1731705121)
    assert headers == {
        "webhook-id": "msg_loFOjxBNrRLzqYUf", "webhook-timestamp": "1731705121",
        "webhook-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    }  # fmt: skip
    assert is_signed("standard_webhooks", (secret,), _BODY, headers)


def test_the_two_other_schemes_sign_time_and_body() -> None:
    two = sign("two_headers", "secret-of-16-signs", b"{}", delivery="x", at=1795341600)
    assert two["x-signature-timestamp"] == "1795341600"
    one = sign("one_header", "secret-of-16-signs", b"{}", delivery="x", at=1795341600)
    assert one["x-signature"] == f"t=1795341600,v1={two['x-signature'].removeprefix('sha256=')}"
    by_hand = hmac.new(b"secret-of-16-signs", b"1795341600.{}", "sha256").hexdigest()
    assert two["x-signature"] == f"sha256={by_hand}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_does_not_prove_itself_is_refused(scheme: str) -> None:
    settings, channel = settings_of(scheme=scheme), JsonChannel()
    good = call_of(MESSAGE, settings)
    channel.verify(good, settings, "")
    name = "webhook-signature" if scheme == "standard_webhooks" else "x-signature"
    bad_headers: list[dict[str, str]] = [
        {}, {**good.headers, name: ""}, {**good.headers, name: "v1,кот"}, {**good.headers, name: "sha256=zz"},
        {**good.headers, name: good.headers[name] + "00"}, {**good.headers, name: "t=,v1="},
    ]  # fmt: skip
    forged = [type(good)(body=good.body, headers=headers, received_at=good.received_at) for headers in bad_headers]
    forged.append(type(good)(body=good.body + b" ", headers=good.headers, received_at=good.received_at))
    for call in forged:
        with pytest.raises(BadSignature):
            channel.verify(call, settings, "")
    with pytest.raises(BadSignature):
        channel.verify(good, {**settings, "secret": ""}, "")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("off_s", "taken"), [(0, True), (-299, True), (299, True), (-302, False), (302, False)])
def test_a_signature_is_believed_within_its_window(scheme: str, off_s: int, taken: bool) -> None:  # noqa: FBT001
    settings = settings_of(scheme=scheme, window_s=300)
    now = time.time()
    call = call_of(MESSAGE, settings, at=now)
    late = type(call)(
        body=call.body, headers=call_of(MESSAGE, settings, at=now + off_s).headers, received_at=call.received_at
    )
    if taken:
        JsonChannel().verify(late, settings, "")
    else:
        with pytest.raises(BadSignature):
            JsonChannel().verify(late, settings, "")


def test_while_a_secret_is_changed_both_are_taken_and_the_new_one_signs() -> None:
    before = settings_of()
    call = call_of(MESSAGE, before)
    JsonChannel().verify(call, settings_of(secret="the-new-secret-of-ours", secret_before=SECRET), "")
    with pytest.raises(BadSignature):
        JsonChannel().verify(call, settings_of(secret="the-new-secret-of-ours"), "")


def test_several_signatures_of_one_delivery_are_all_looked_at() -> None:
    headers = sign("standard_webhooks", SECRET, _BODY, delivery="m", at=1)
    many = {**headers, "webhook-signature": f"v1,AAAA v2,zzz {headers['webhook-signature']}"}
    assert is_signed("standard_webhooks", (SECRET,), _BODY, many)


def test_a_secret_with_the_prefix_is_base64_and_one_that_is_not_opens_nothing() -> None:
    raw = b"0123456789abcdef"
    assert key_of("whsec_" + base64.b64encode(raw).decode()) == raw
    assert key_of("whsec_!!!") == b""
    assert not is_signed(
        "two_headers", ("whsec_!!!",), b"{}", sign("two_headers", "whsec_!!!", b"{}", delivery="", at=1)
    )
