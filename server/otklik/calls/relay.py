"""The way of the sound between two browsers: which relay there is, and a password for it that ends by itself.

The relay (coturn) shares a secret with us and needs no list of users: the name says until when it is good and for
whom, the password is the name signed with the secret (the "TURN REST API" of its manual).
"""

import base64
import hmac
import time
from collections.abc import Callable, Sequence

from msgspec import Struct

from otklik.calls.records import LONGEST_S


class IceServer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A server that helps browsers to find each other, as `RTCPeerConnection` takes it."""

    urls: list[str]
    username: str = ""
    credential: str = ""


class Relay:
    """Knows the installation's relay; without one browsers have only their own addresses."""

    def __init__(self, urls: Sequence[str], secret: str, *, clock: Callable[[], float] = time.time) -> None:
        self._urls = tuple(urls)
        self._secret = secret.encode()
        self._clock = clock

    def servers_for(self, who: str) -> list[IceServer]:
        """Return the servers for one end of a call, with a password that outlives the longest call."""
        helpers = [url for url in self._urls if url.startswith("stun:")]
        relays = [url for url in self._urls if not url.startswith("stun:")]
        found = [IceServer(urls=helpers)] if helpers else []
        if relays:
            name = f"{int(self._clock()) + 2 * LONGEST_S}:{who}"
            found.append(IceServer(urls=relays, username=name, credential=self._sign(name)))
        return found

    def _sign(self, name: str) -> str:
        """Sign as the relay does: its protocol knows SHA-1 only, here as a keyed digest."""
        return base64.b64encode(hmac.digest(self._secret, name.encode(), "sha1")).decode()
