# ruff: noqa: E501 - letters and their tables stand as they come
import dkim  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from otklik.channelkit.inbound import Proof, Thread
from otklik.channels.email.dkim_check import signing_domains
from otklik.channels.email.thread import (
    own_message_id,
    probe_token,
    read_own_message_id,
    read_reply_token,
    reply_token,
    sub_address,
)
from tests.channels.email.letters import SECRET, message, plain, read

TOKEN = reply_token(SECRET, 81)
ADDRESS = sub_address("support@shop.example", TOKEN)
OURS = own_message_id(SECRET, 81, "7", "shop.example")


@pytest.mark.parametrize(
    "heads",
    [
        f"To: {ADDRESS}\r\n", f"Cc: Магазин <{ADDRESS.upper()}>\r\n", f"Delivered-To: {ADDRESS}\r\n",
        f"X-Original-To: {ADDRESS}\r\n", f"Envelope-To: {ADDRESS}\r\n", f"In-Reply-To: <{OURS}>\r\n",
        f"References: <x@y.example>\r\n <{OURS}>\r\n", f"References: <{OURS.upper()}>\r\n",
    ],
)  # fmt: skip
def test_our_signature_names_the_conversation(heads: str) -> None:
    thread = message("From: vera@customer.example\r\n" + heads + "\r\nx").thread
    assert thread is not None
    assert thread.conversation_id == 81


@pytest.mark.parametrize(
    "token",
    [
        TOKEN.replace("81.", "82."), TOKEN[:-1], TOKEN[:-1] + ("a" if TOKEN[-1] != "a" else "b"), "81", "81.", "." + TOKEN,
        reply_token("another secret", 81), "081." + TOKEN.partition(".")[2][:-1] + "é", "9" * 40 + ".aaaaaaaaaaaaaaaa",
        OURS.split(".")[3].partition("@")[0],
    ],
)  # fmt: skip
def test_forged_tokens_open_nothing(token: str) -> None:
    assert read_reply_token(SECRET, token) is None
    thread = message(f"From: a@b.example\r\nTo: support+{token}@shop.example\r\n\r\nx").thread
    assert thread is None


def test_without_a_secret_no_token_is_believed() -> None:
    assert read_reply_token("", reply_token("", 81)) is None
    assert read_own_message_id("", own_message_id("", 81, "7", "shop.example")) is None


def test_a_token_for_another_address_counts_for_nothing() -> None:
    assert message(f"From: a@b.example\r\nTo: support+{TOKEN}@evil.example\r\n\r\nx").thread is None
    assert message(f"From: a@b.example\r\nTo: sales+{TOKEN}@shop.example\r\n\r\nx").thread is None


def test_a_message_id_is_no_reply_token_and_signs_its_own_numbers() -> None:
    assert read_own_message_id(SECRET, OURS) is not None
    assert read_own_message_id(SECRET, OURS.replace(".7.", ".9.")) is None
    assert read_own_message_id(SECRET, OURS.replace("o.81.", "o.82.")) is None
    assert len(TOKEN.partition(".")[2]) * 5 >= 64


def test_answered_ids_come_nearest_first() -> None:
    letter = message(
        "From: a@b.example\r\nIn-Reply-To: <3@x.example>\r\nReferences: <1@x.example> <2@x.example> <3@x.example>\r\n\r\nx"
    )
    assert letter.thread == Thread(message_ids=("3@x.example", "2@x.example", "1@x.example"))


def test_our_own_test_letter_is_nobodys_message() -> None:
    assert read(plain("x", f"X-Otklik-Probe: {probe_token(SECRET, 'abc')}\r\n")) == []
    assert read(plain("x", "X-Otklik-Probe: abc.aaaaaaaaaaaaaaaa\r\n")) != []


RESULTS = {
    "dmarc": ("mx.shop.example; dmarc=pass header.from=customer.example", "verified"),
    "dmarc_with_comments": (
        "mx.shop.example (mail (in)) 1; spf=none; dmarc=pass (p=REJECT; sp=NONE) header.from=Customer.Example",
        "verified",
    ),
    "dmarc_fail": (
        "mx.shop.example; dkim=pass header.d=customer.example; dmarc=fail header.from=customer.example",
        "failed",
    ),
    "dmarc_none_dkim": (
        "mx.shop.example; dmarc=none header.from=customer.example; dkim=pass header.d=customer.example",
        "unverified",
    ),
    "dkim_aligned": ("mx.shop.example; dkim=pass (2048-bit key) header.d=customer.example header.s=s", "verified"),
    "dkim_of_another": ("mx.shop.example; dkim=pass header.d=evil.example", "unverified"),
    "dkim_of_a_top_level": ("mx.shop.example; dkim=pass header.d=example", "unverified"),
    "dmarc_for_another_name": ("mx.shop.example; dmarc=pass header.from=evil.example", "unverified"),
    "untrusted_server": ("mx.evil.example; dmarc=pass header.from=customer.example", "unverified"),
    "trusted_name_in_a_comment": (
        "mx.evil.example (mx.shop.example); dmarc=pass header.from=customer.example",
        "unverified",
    ),
    "nothing": ("mx.shop.example; none", "unverified"),
    "garbage": (";;;=((", "unverified"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_results_of_a_trusted_server_count(name: str) -> None:
    value, level = RESULTS[name]
    said = message(f"Authentication-Results: {value}\r\n" + plain("x"))
    assert said.content.mail is not None
    assert said.content.mail.authentic == level
    assert said.sender.proof is (Proof.PROVIDER if level == "verified" else Proof.NONE)


def test_only_the_topmost_results_count() -> None:
    forged = "Authentication-Results: mx.evil.example; none\r\nAuthentication-Results: mx.shop.example; dmarc=pass header.from=customer.example\r\n"
    said = message(forged + plain("x"))
    assert said.content.mail is not None
    assert said.content.mail.authentic == "unverified"


def test_our_own_dkim_check_with_a_throw_away_key() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    record = "v=DKIM1; k=rsa; p=" + "".join(public.splitlines()[1:-1])
    raw = plain("Где мой заказ?\r\n").encode()
    signed = dkim.sign(raw, b"s1", b"customer.example", private, include_headers=[b"from", b"to", b"subject"]) + raw
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record.encode()

    assert signing_domains(signed, dns) == "customer.example"
    assert asked[0].rstrip(b".") == b"s1._domainkey.customer.example"
    assert signing_domains(signed.replace("заказ".encode(), "отказ".encode()), dns) == ""
    assert signing_domains(raw, dns) == ""
    assert signing_domains(b"DKIM-Signature: a=;b\r\n\r\n", dns) == ""
    said = message(signed, dkim="customer.example")
    assert said.sender.proof is Proof.PROVIDER
    assert message(signed, dkim="evil.example").sender.proof is Proof.NONE
