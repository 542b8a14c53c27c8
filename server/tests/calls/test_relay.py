"""Passwords for the relay, as its own manual makes them, and the settings of the installation."""

import base64
import hashlib
import hmac

import pytest

from otklik.calls.relay import Relay
from otklik.infra.settings import BadSetting, load_settings

URLS = ("stun:a.test", "turn:a.test:3478")


def test_a_password_says_for_whom_and_until_when() -> None:
    [helper, relay] = Relay(URLS, "secret", clock=lambda: 1000.0).servers_for("operator7")
    assert (helper.urls, helper.username) == (["stun:a.test"], "")
    assert (relay.urls, relay.username) == (["turn:a.test:3478"], "29800:operator7")
    digest = hmac.new(b"secret", b"29800:operator7", hashlib.sha1).digest()
    assert relay.credential == base64.b64encode(digest).decode()


def test_without_a_relay_there_is_none() -> None:
    assert Relay((), "").servers_for("anybody") == []


@pytest.mark.parametrize(
    ("urls", "secret", "word"),
    [("http://a", "s", "turn_urls"), ("turn:a b", "s", "turn_urls"), ("turn:a:3478", "", "turn_secret")],
)
def test_a_wrong_relay_stops_the_start(urls: str, secret: str, word: str) -> None:
    with pytest.raises(BadSetting, match=word):
        load_settings({"OTKLIK_TURN_URLS": urls, "OTKLIK_TURN_SECRET": secret})


def test_several_ways_to_the_relay() -> None:
    urls = "turn:turn.example.com:3478, turns:turn.example.com:5349"
    settings = load_settings({"OTKLIK_TURN_URLS": urls, "OTKLIK_TURN_SECRET": "s"})
    assert settings.turn_urls == ("turn:turn.example.com:3478", "turns:turn.example.com:5349")
