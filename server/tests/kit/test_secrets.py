# ruff: noqa: N802 - ids of the attack list keep their capital letter
"""Sealed values open in their own place with their own key; signed values end; cursors fit their list."""

import os
from pathlib import Path

import msgspec
import pytest

from otklik.kit.errors import Invalid
from otklik.kit.pagination import IdCursor, Page, decode_cursor, encode_cursor, make_page
from otklik.kit.rate import SlidingWindow, TokenBuckets
from otklik.kit.secrets import (
    BadKeys,
    Keyring,
    Place,
    Unreadable,
    add_key,
    create_keyring,
    load_keyring,
    load_or_create_keyring,
    open_under,
    seal_under,
)
from otklik.kit.signing import BadSignature, Signer

PLACE = Place(1, "inbox", "7", "secrets")


def test_values_open_only_where_they_were_sealed() -> None:
    ring = Keyring(1, {1: os.urandom(32)})
    sealed = ring.encrypt_json({"token": "123:abc"}, PLACE)
    assert b"123:abc" not in sealed
    assert ring.decrypt_json(sealed, PLACE, dict) == {"token": "123:abc"}
    for elsewhere in (
        Place(2, "inbox", "7", "secrets"), Place(1, "outbox", "7", "secrets"), Place(1, "inbox", "8", "secrets"),
        Place(1, "inbox", "7", "settings"),
    ):  # fmt: skip
        with pytest.raises(Unreadable):
            ring.decrypt(sealed, elsewhere)
    for broken in (b"", sealed[:10], sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1]), b"\x02" + sealed[1:]):
        with pytest.raises(Unreadable):
            ring.decrypt(broken, PLACE)


def test_flt_F36_another_or_missing_key_is_told_in_words() -> None:
    sealed = Keyring(1, {1: os.urandom(32)}).encrypt(b"x", PLACE)
    with pytest.raises(Unreadable, match="the key is not the one"):
        Keyring(1, {1: os.urandom(32)}).decrypt(sealed, PLACE)
    with pytest.raises(Unreadable, match="key number 1, which is not in the keyring"):
        Keyring(2, {2: os.urandom(32)}).decrypt(sealed, PLACE)


def test_a_new_key_seals_and_the_former_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys.json"
    old = load_or_create_keyring(path)
    sealed = old.encrypt(b"x", PLACE)
    new = add_key(path)
    assert new.decrypt(sealed, PLACE) == b"x"
    assert new.is_stale(sealed)
    assert not new.is_stale(new.encrypt(b"x", PLACE))
    assert new.derive("files")[1] == old.derive("files")[0] != old.derive("other")[0]


def test_atk_A21_the_key_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_keyring(path)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        create_keyring(path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]
    path.chmod(0o644)
    with pytest.raises(BadKeys, match="chmod 600"):
        load_keyring(path)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"active":1,"keys":{"1":"AAAA"}}', '{"active":2,"keys":{}}', '{"active":1,"keys":{"1":"%s"}}'],
)
def test_atk_A21_a_short_default_or_broken_key_stops_the_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text.replace("%s", "A" * 43 + "="))
    path.chmod(0o600)
    with pytest.raises(BadKeys):
        load_keyring(path)


def test_a_missing_key_file_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadKeys, match="is missing"):
        load_keyring(tmp_path / "keys.json")


def test_sealing_under_a_callers_secret() -> None:
    sealed = seal_under(b"one", b"body", "x")
    assert open_under(b"one", sealed, "x") == b"body"
    for secret, purpose in ((b"two", "x"), (b"one", "y")):
        with pytest.raises(Unreadable):
            open_under(secret, sealed, purpose)


def test_signed_values_end_and_cannot_be_altered_or_used_elsewhere() -> None:
    now = 1_800_000_000.0
    old, new = os.urandom(32), os.urandom(32)
    signer = Signer([new, old], clock=lambda: now)
    text = signer.sign("file/ключ", 60)
    assert signer.read(text) == "file/ключ"
    assert Signer([new], clock=lambda: now + 59).read(text) == "file/ключ"
    assert signer.read(Signer([old], clock=lambda: now).sign("x", 1)) == "x"
    wrong = [text[:-1], text + "A", text + "=", "A" + text[1:], text[:-2] + "zz", "", "é", "x" * 5000, text.swapcase()]
    for each in wrong:
        with pytest.raises(BadSignature):
            signer.read(each)
    for other in (Signer([new], clock=lambda: now + 61), Signer([os.urandom(32)], clock=lambda: now)):
        with pytest.raises(BadSignature):
            other.read(text)


class TimeCursor(msgspec.Struct, frozen=True, array_like=True):
    """A cursor of another list with the same shape."""

    at: int


def test_cursors_fit_their_own_list_and_refuse_tampering() -> None:
    text = encode_cursor(IdCursor(48120))
    assert decode_cursor(text, IdCursor) == IdCursor(48120)
    wrong = [text[:-1], text + "A", "A" + text[1:], "", "é", "x" * 3000, text.lower(), encode_cursor(TimeCursor(48120))]
    for each in wrong:
        with pytest.raises(Invalid) as caught:
            decode_cursor(each, IdCursor)
        assert caught.value.slug == "bad_cursor"


def test_a_page_tells_whether_there_is_more() -> None:
    assert make_page([1, 2, 3], 3, IdCursor) == Page([1, 2, 3], None)
    page = make_page([1, 2, 3], 2, IdCursor)
    assert page.items == [1, 2]
    assert page.next_cursor is not None
    assert decode_cursor(page.next_cursor, IdCursor) == IdCursor(2)
    assert make_page([], 2, IdCursor) == Page([], None)


def test_buckets_let_a_burst_through_then_one_at_a_time() -> None:
    now = 0.0
    buckets = TokenBuckets(3, 30, clock=lambda: now)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 10]
    assert buckets.take("b") == 0
    now = 10.0
    assert [buckets.take("a"), buckets.take("a")] == [0, 10]
    buckets.refill("a")
    assert buckets.wait("a") == 0


def test_windows_count_the_last_period_only() -> None:
    now = 0.0
    window = SlidingWindow(2, 10, clock=lambda: now)
    assert [window.take("a"), window.take("a"), window.take("a")] == [0, 0, 10]
    now = 10.0
    assert window.take("a") == 0


def test_limits_are_bounded_in_size() -> None:
    buckets, window = TokenBuckets(1, 1, most_keys=100), SlidingWindow(1, 1, most_keys=100)
    for number in range(1000):
        buckets.take(str(number))
        window.take(str(number))
    assert (len(buckets), len(window)) == (100, 100)
