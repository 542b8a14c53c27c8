"""Signed tokens: the vector of RFC 7515, and everything that was ever used to get past such a check."""

import base64
import hmac
import json

import pytest

from otklik.kit.jws import BadToken, Fault, open_token

# RFC 7515, appendix A.1
VECTOR = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
VECTOR_KEY = base64.urlsafe_b64decode(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow=="
)
OLD, NEW = b"o" * 32, b"n" * 32
KEYS = {"old": OLD, "new": NEW}


def encode(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sign(header: object, claims: object, key: bytes, digest: str = "sha256") -> str:
    body = f"{encode(header)}.{encode(claims)}"
    return f"{body}.{encode(hmac.digest(key, body.encode(), digest))}"


def fault_of(token: str) -> Fault:
    with pytest.raises(BadToken) as caught:
        open_token(token, KEYS)
    return caught.value.fault


def test_the_vector_of_the_standard_opens() -> None:
    opened = open_token(VECTOR, {"one": VECTOR_KEY})

    assert opened.claims == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}


def test_one_changed_byte_anywhere_is_refused() -> None:
    for place, letter in enumerate(VECTOR):
        changed = VECTOR[:place] + ("A" if letter != "A" else "B") + VECTOR[place + 1 :]
        with pytest.raises(BadToken):
            open_token(changed, {"one": VECTOR_KEY})


def test_both_living_keys_open_with_and_without_their_number() -> None:
    for kid, key in KEYS.items():
        assert open_token(sign({"alg": "HS256", "kid": kid}, {"sub": "1"}, key), KEYS).kid == kid
        assert open_token(sign({"alg": "HS256"}, {"sub": "1"}, key), KEYS).kid == kid


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE", "HS384", "RS256", "hs256", "", None, 256, ["HS256"]])
def test_no_other_algorithm_is_ever_used(name: object) -> None:
    header = {"alg": name}

    assert fault_of(sign(header, {"sub": "1"}, NEW)) is Fault.ALGORITHM
    assert fault_of(f"{encode(header)}.{encode({'sub': '1'})}.") is Fault.ALGORITHM


def test_an_unsigned_token_is_refused_under_the_right_name_as_well() -> None:
    assert fault_of(f"{encode({'alg': 'HS256'})}.{encode({'sub': '1'})}.") is Fault.SIGNATURE
    assert fault_of(sign({"alg": "HS256"}, {"sub": "1"}, b"")) is Fault.SIGNATURE
    assert fault_of(sign({"alg": "HS256"}, {"sub": "1"}, NEW, "sha512")) is Fault.SIGNATURE


def test_a_key_is_found_by_its_number_only() -> None:
    assert fault_of(sign({"alg": "HS256", "kid": "old"}, {"sub": "1"}, NEW)) is Fault.SIGNATURE
    for kid in ("gone", "", "../../etc/passwd", "' or 1=1 --", 7, ["new"], {"new": 1}, "x" * 101):
        assert fault_of(sign({"alg": "HS256", "kid": kid}, {"sub": "1"}, NEW)) is Fault.UNKNOWN_KEY


def test_keys_brought_by_the_token_are_never_looked_at() -> None:
    own = b"attacker" * 4
    header = {"alg": "HS256", "jwk": {"kty": "oct", "k": encode(own)}, "jku": "https://evil.example/keys"}

    assert fault_of(sign(header, {"sub": "1"}, own)) is Fault.SIGNATURE


def test_demands_we_do_not_understand_are_refused() -> None:
    assert fault_of(sign({"alg": "HS256", "crit": ["exp"]}, {"sub": "1"}, NEW)) is Fault.CRITICAL
    assert fault_of(sign({"alg": "HS256", "b64": False}, {"sub": "1"}, NEW)) is Fault.CRITICAL


@pytest.mark.parametrize(
    "token",
    [
        "", ".", "..", "...", "a.b", "a.b.c.d", "a.b.c", "é.é.é", "\0.\0.\0", f"{VECTOR}=", f" {VECTOR}", f"{VECTOR}\n",
        f"{encode(b'[]')}.{encode({})}.{encode(b'x')}", f"{encode(b'null')}.{encode({})}.x",
        f"{encode(b'[' * 2000)}.{encode({})}.{encode(b'x')}", f"{encode({'alg': 'HS256'})}.{encode({})}.###",
    ],
)  # fmt: skip
def test_what_is_no_token_is_malformed(token: str) -> None:
    assert fault_of(token) is Fault.MALFORMED


def test_a_signed_payload_that_is_no_object_is_malformed() -> None:
    for payload in (b"[]", b'"sub"', b"\xff\xfe", b"{", b""):
        assert fault_of(sign({"alg": "HS256"}, payload, NEW)) is Fault.MALFORMED


def test_a_huge_token_is_not_even_taken_apart() -> None:
    assert fault_of(sign({"alg": "HS256"}, {"sub": "1" * 5000}, NEW)) is Fault.TOO_LONG
    assert fault_of("." * 10_000_000) is Fault.TOO_LONG


def test_without_keys_nothing_opens() -> None:
    with pytest.raises(BadToken) as caught:
        open_token(sign({"alg": "HS256"}, {"sub": "1"}, NEW), {})
    assert caught.value.fault is Fault.NO_KEY
