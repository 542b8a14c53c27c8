"""Is a delivery genuine: published vectors, everything that proves nothing, and the handshake."""

import hashlib
import hmac

import pytest

from otklik.channelkit.errors import BadSignature
from otklik.channelkit.inbound import HookCall
from otklik.channelkit.meta.signing import HEADER, answer_handshake, prove, sign, verify

BODY = b'{"object":"page","entry":[{"id":"1001","time":1795341600000,"messaging":[]}]}'
GIVEN = "sha256=f6c7537f44fcddd3f888392a8a50d64b181cdacc63b9ccb9acb06dbd826baac6"


def test_a_known_signature() -> None:
    assert sign(BODY, "app-secret") == GIVEN
    verify(HookCall(body=BODY, headers={HEADER: GIVEN}), "app-secret", ())


def test_the_proof_is_the_token_signed_with_the_secret() -> None:
    assert prove("EAAB", "app-secret") == hmac.new(b"app-secret", b"EAAB", hashlib.sha256).hexdigest()


@pytest.mark.parametrize("header", ["", "sha256=", "sha1=abc", "sha256=" + "0" * 64, "sha256=\ud800", "👋"])
@pytest.mark.parametrize("secret", ["app-secret", ""])
def test_what_proves_nothing(header: str, secret: str) -> None:
    with pytest.raises(BadSignature):
        verify(HookCall(body=BODY, headers={HEADER: header} if header else {}), secret, ("",))


def test_a_signature_with_an_empty_secret_proves_nothing() -> None:
    with pytest.raises(BadSignature):
        verify(HookCall(body=BODY, headers={HEADER: sign(BODY, "")}), "", ())


def test_one_byte_more_and_the_signature_is_worthless() -> None:
    with pytest.raises(BadSignature):
        verify(HookCall(body=BODY + b" ", headers={HEADER: GIVEN}), "app-secret", ())


def test_the_old_signature_beside_it_is_not_looked_at() -> None:
    old = "sha1=" + hmac.new(b"app-secret", BODY, hashlib.sha1).hexdigest()
    with pytest.raises(BadSignature):
        verify(HookCall(body=BODY, headers={"x-hub-signature": old}), "app-secret", ())


def ask(query: str) -> HookCall:
    return HookCall(body=b"", query=query, method="GET")


def test_a_handshake_gets_its_challenge_back() -> None:
    call = ask("hub.mode=subscribe&hub.verify_token=our+word&hub.challenge=1158201444")
    verify(call, "", ("", "our word"))
    answer = answer_handshake(call)
    assert answer is not None
    assert (answer.status, answer.body, answer.content_type) == (200, b"1158201444", "text/plain")


@pytest.mark.parametrize(
    "query",
    ["", "hub.mode=subscribe&hub.challenge=1", "hub.mode=subscribe&hub.verify_token=x&hub.challenge=1",
     "hub.mode=unsubscribe&hub.verify_token=word&hub.challenge=1", "hub.verify_token=word&hub.challenge=1",
     "hub.mode=subscribe&hub.verify_token=&hub.challenge=1", "hub.verify_token=%ed%a0%80&hub.mode=subscribe",
     "&".join(f"a{n}=1" for n in range(3000))],
)  # fmt: skip
def test_a_handshake_without_our_word_is_refused(query: str) -> None:
    with pytest.raises(BadSignature):
        verify(ask(query), "app-secret", ("word", ""))


@pytest.mark.parametrize("challenge", ["%3Cscript%3E", "", "a" * 201, "1+2"])
def test_a_handshake_gets_no_page_back(challenge: str) -> None:
    answer = answer_handshake(ask(f"hub.mode=subscribe&hub.verify_token=w&hub.challenge={challenge}"))
    assert answer is not None
    assert (answer.status, answer.body) == (400, b"")


def test_a_delivery_is_no_handshake() -> None:
    assert answer_handshake(HookCall(body=b"{}")) is None
