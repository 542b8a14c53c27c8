"""Sealing and signing of pushes: the vectors of the RFCs, an independent library, and keys that are no keys."""

import base64
import os

import http_ece  # type: ignore[import-untyped]  # it has none
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.kit.webpush import (
    PLAIN_MAX,
    BadSubscription,
    Recipient,
    Vapid,
    decode_key,
    encode_key,
    read_recipient,
    seal,
    seal_with,
)

CURVE = ec.SECP256R1()


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode_key(text), "big"), CURVE)


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def test_the_example_of_rfc_8291() -> None:
    """Section 5 and appendix A: the same keys and salt give the same octets."""
    recipient = read_recipient(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    own = private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    sealed = seal_with(
        b"When I grow up, I want to be a watermelon\x02", recipient, own, decode_key("DGv6ra1nlYgDCS1FRnbzlw")
    )
    assert encode_key(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(plain=st.binary(max_size=PLAIN_MAX))
@settings(max_examples=30, deadline=None)
def test_an_independent_library_opens_what_we_seal(plain: bytes) -> None:
    browser, secret = ec.generate_private_key(CURVE), os.urandom(16)
    sealed = seal(plain, Recipient(point_of(browser), secret))
    assert http_ece.decrypt(sealed, private_key=browser, auth_secret=secret, version="aes128gcm") == plain
    assert len(sealed) <= 4096


def test_the_length_tells_little() -> None:
    recipient = Recipient(point_of(ec.generate_private_key(CURVE)), bytes(16))
    assert len(seal(b"a", recipient)) == len(seal(b"a" * 500, recipient))


def test_too_much_is_refused() -> None:
    recipient = Recipient(point_of(ec.generate_private_key(CURVE)), bytes(16))
    with pytest.raises(ValueError, match="3000"):
        seal(bytes(PLAIN_MAX + 1), recipient)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("AAAA", "BTBZMqHH6r4Tts7J_aSIgg"),
        (encode_key(b"\x04" + bytes(64)), "BTBZMqHH6r4Tts7J_aSIgg"),
        ("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "AAAA"),
        ("не ключ", "BTBZMqHH6r4Tts7J_aSIgg"),
        ("BCVx\x00", "BTBZMqHH6r4Tts7J_aSIgg"),
    ],
)
def test_keys_that_are_none_are_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(BadSubscription):
        read_recipient(p256dh, auth)


def test_our_name_is_signed_as_rfc_8292_asks() -> None:
    vapid = Vapid.load(Vapid.generate().private)
    header = vapid.authorize("https://push.example.net", "https://desk.example.test", 1_453_523_768)
    scheme, _, rest = header.partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(", "))
    assert scheme == "vapid"
    assert decode_key(parts["k"]) == vapid.public
    head, claims, signature = parts["t"].split(".")
    assert decode_key(head) == b'{"typ":"JWT","alg":"ES256"}'
    assert decode_key(claims) == (
        b'{"aud":"https://push.example.net","exp":1453523768,"sub":"https://desk.example.test"}'
    )
    raw = decode_key(signature)
    assert len(raw) == 64
    encoded = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, vapid.public)
    key.verify(encoded, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


def test_the_form_of_our_signature_is_that_of_the_example_of_rfc_8292() -> None:
    """Section 2.4: its signature verifies by the same reading of the parts."""
    token = (
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3Njgs"
        "InN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErt"
        "mysazNjjvW2L9OkSSHzvoD1oA"
    )
    point = decode_key("BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs")
    signed, _, signature = token.rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    encoded = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    key.verify(encoded, signed.encode(), ec.ECDSA(hashes.SHA256()))
    assert signed.split(".")[0] == encode_key(b'{"typ":"JWT","alg":"ES256"}')
