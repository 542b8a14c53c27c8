"""How Twilio proves its calls: a keyed hash over the address it called and every field of the form."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

from otklik.channelkit.errors import BadSignature
from otklik.channelkit.inbound import HookCall

HEADER: Final = "x-twilio-signature"
OVERRIDES: Final = "#rc=5&rp=all"
"""Asks Twilio to try again up to five times, whatever went wrong; by default it tries once more, if at all."""

Fields = Mapping[str, Sequence[str]]


def sign(token: str, url: str, fields: Fields) -> str:
    """Return the signature of a call; values that a name has several times are sorted, each counted once."""
    said = url + "".join(name + value for name in sorted(fields) for value in sorted(set(fields[name])))
    digest = hmac.new(token.encode(), said.encode("utf-8", "surrogatepass"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def read_form(body: bytes) -> dict[str, list[str]]:
    """Read a form; raises UnicodeDecodeError for octets that are none, ValueError for too many fields."""
    return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=1000)


def verify(call: HookCall, token: str, address: str) -> None:
    """Raise BadSignature unless Twilio made this call. `address` is our own, as the world sees it."""
    given = call.headers.get(HEADER, "")
    if not token or not given or not call.path:
        raise BadSignature("the call is not signed")
    url = address.rstrip("/") + call.path + (f"?{call.query}" if call.query else "")
    try:
        fields = _signed_fields(call)
    except ValueError:
        raise BadSignature("the call cannot be read") from None
    good = [hmac.compare_digest(sign(token, one, fields).encode(), given.encode()) for one in _spellings(url)]
    if not any(good):
        raise BadSignature("the signature is not Twilio's")


def _signed_fields(call: HookCall) -> Fields:
    """Return what is signed beside the address; of JSON that is a hash within the address, which must be right."""
    claimed = parse_qs(call.query).get("bodySHA256")
    if claimed is None:
        return read_form(call.body)
    if not hmac.compare_digest(hashlib.sha256(call.body).hexdigest().encode(), claimed[0].lower().encode()):
        raise BadSignature("the body is another one")
    return {}


def _spellings(url: str) -> Iterator[str]:
    """Yield the ways in which Twilio may have written our address: with the port, without it, with our wish."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    bare = parts._replace(netloc=host).geturl()
    for one in dict.fromkeys((url, bare, parts._replace(netloc=f"{host}:{port}").geturl())):
        yield one
        yield one + OVERRIDES
