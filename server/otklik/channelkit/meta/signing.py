"""Is a delivery genuine? The signature over the raw body, and the handshake that comes before the first one."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from urllib.parse import parse_qs

from otklik.channelkit.channel import Answer
from otklik.channelkit.errors import BadSignature
from otklik.channelkit.inbound import HookCall

HEADER = "x-hub-signature-256"
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{1,200}", re.ASCII)


def sign(body: bytes, app_secret: str) -> str:
    """Return the signature that the provider sets under a body."""
    digest = hmac.new(app_secret.encode("utf-8", "surrogatepass"), body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"


def prove(token: str, app_secret: str) -> str:
    """Return the proof that who holds a token also knows the secret of its app."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def verify(call: HookCall, app_secret: str, verify_tokens: Iterable[str]) -> None:
    """Raise BadSignature unless a delivery is signed with our app's secret, or a handshake knows one of our words."""
    if call.method == "GET":
        _verify_handshake(call, verify_tokens)
        return
    given = call.headers.get(HEADER, "").encode("utf-8", "surrogatepass")
    if not app_secret or not hmac.compare_digest(given, sign(call.body, app_secret).encode()):
        raise BadSignature("the signature is missing or wrong")


def answer_handshake(call: HookCall) -> Answer | None:
    """Return the challenge of a handshake that was verified; nothing for a delivery."""
    if call.method != "GET":
        return None
    challenge = _ask(call, "hub.challenge")
    if not _CHALLENGE.fullmatch(challenge):
        return Answer(status=400)
    return Answer(body=challenge.encode())


def _verify_handshake(call: HookCall, verify_tokens: Iterable[str]) -> None:
    given = _ask(call, "hub.verify_token").encode("utf-8", "surrogatepass")
    known = [hmac.compare_digest(given, token.encode("utf-8", "surrogatepass")) for token in verify_tokens if token]
    if _ask(call, "hub.mode") != "subscribe" or not any(known):
        raise BadSignature("the handshake does not know our word")


def _ask(call: HookCall, name: str) -> str:
    try:
        return parse_qs(call.query).get(name, [""])[0]
    except ValueError:
        return ""
