"""Codes of authenticator apps, by the RFC's own examples."""

import pytest

from otklik.kit.totp import STEP_S, app_address, code_at, find_step, new_secret, secret_text

RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
        (2000000000, "69279037"), (20000000000, "65353130"),
    ],
)  # fmt: skip
def test_codes_are_those_of_the_rfc(now: int, code: str) -> None:
    assert code_at(RFC_SECRET, now // STEP_S, digits=8) == code
    assert code_at(RFC_SECRET, now // STEP_S) == code[-6:]


def test_a_clock_may_be_one_step_off_and_no_more() -> None:
    now = 1_234_567_890.0
    step = int(now) // STEP_S
    for drift in (-1, 0, 1):
        assert find_step(RFC_SECRET, code_at(RFC_SECRET, step + drift), now) == step + drift
    for drift in (-2, 2):
        assert find_step(RFC_SECRET, code_at(RFC_SECRET, step + drift), now) is None
    for wrong in ("", "abcdef", "１２３４５６", "00000"):
        assert find_step(RFC_SECRET, wrong, now) is None


def test_an_app_takes_the_secret_over_by_its_address() -> None:
    assert secret_text(RFC_SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    address = app_address(RFC_SECRET, "Otklik Ромашка", "anna@example.test")
    assert address.startswith("otpauth://totp/Otklik%20%D0%A0")
    assert ":anna@example.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Otklik%20%D0%A0" in address
    assert address.endswith("&algorithm=SHA1&digits=6&period=30")


def test_secrets_are_long_and_never_the_same() -> None:
    assert len(new_secret()) == 20
    assert new_secret() != new_secret()
