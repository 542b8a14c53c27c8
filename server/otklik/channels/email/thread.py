"""Evidence which conversation a letter answers: signed tokens in addresses and in our own Message-IDs.

A token carries 80 bits of HMAC-SHA256 under the inbox's own secret, so that knowing a conversation's number does
not let a stranger write into it. Letters of the signature are of one case: mail systems change case at will.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

from msgspec import Struct

from otklik.channelkit.inbound import Thread
from otklik.channels.email.addresses import read_addresses
from otklik.channels.email.headers import message_ids
from otklik.channels.email.mime import Entity

_SIGNATURE_BYTES = 10
_REPLY = re.compile(r"(\d{1,18})\.([a-z2-7]{16})")
_LETTER = re.compile(r"o\.(\d{1,18})\.(\d{1,18}(?:p\d{1,3})?)\.([a-z2-7]{16})@.+", re.IGNORECASE)
_RECIPIENT_HEADERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
_MANY = 40


class OwnLetter(Struct, frozen=True):
    """A Message-ID of ours whose signature holds."""

    conversation_id: int
    message: str
    message_id: str


def _sign(secret: str, *words: str) -> str:
    text = "\0".join(("otklik-mail", *words))
    mac = hmac.digest(secret.encode(), text.encode(), hashlib.sha256)[:_SIGNATURE_BYTES]
    return base64.b32encode(mac).decode().lower()


def _holds(secret: str, signature: str, *words: str) -> bool:
    return bool(secret) and hmac.compare_digest(_sign(secret, *words), signature.lower())


def reply_token(secret: str, conversation_id: int) -> str:
    """Return `<conversation>.<signature>`, put behind the + of our address."""
    return f"{conversation_id}.{_sign(secret, 'reply', str(conversation_id))}"


def read_reply_token(secret: str, token: str) -> int | None:
    """Return the conversation a token names, or None when we did not sign it."""
    match = _REPLY.fullmatch(token.lower())
    return int(match[1]) if match and _holds(secret, match[2], "reply", str(int(match[1]))) else None


def own_message_id(secret: str, conversation_id: int, message: str, domain: str) -> str:
    """Return our Message-ID without brackets; the same message always gets the same, so a retry is one letter."""
    signature = _sign(secret, "letter", str(conversation_id), message)
    return f"o.{conversation_id}.{message}.{signature}@{domain}"


def read_own_message_id(secret: str, message_id: str) -> OwnLetter | None:
    """Return what our Message-ID says, or None when we did not sign it."""
    match = _LETTER.fullmatch(message_id.strip("<> "))
    if match is None or not _holds(secret, match[3], "letter", match[1], match[2].lower()):
        return None
    return OwnLetter(int(match[1]), match[2], message_id.strip("<> "))


def find_own_letter(secret: str, ids: Iterable[str]) -> OwnLetter | None:
    """Return the first id that is ours."""
    return next((own for item in ids if (own := read_own_message_id(secret, item))), None)


def probe_token(secret: str, nonce: str) -> str:
    """Return the mark of a letter we send to ourselves to test sub-addressing."""
    return f"{nonce}.{_sign(secret, 'probe', nonce)}"


def is_probe(secret: str, value: str) -> bool:
    """Say whether a mark is one of `probe_token`."""
    nonce, _, signature = value.strip().partition(".")
    return len(signature) == 16 and signature.isascii() and _holds(secret, signature, "probe", nonce)  # noqa: PLR2004


def sub_address(address: str, token: str) -> str:
    """Put a token behind the + of an address."""
    local, _, domain = address.partition("@")
    return f"{local}+{token}@{domain}"


def _tokens(letter: Entity, address: str) -> Iterable[str]:
    local, _, domain = address.lower().partition("@")
    for name in _RECIPIENT_HEADERS:
        for value in letter.raws(name)[:_MANY]:
            for mailbox in read_addresses(value):
                user, _, host = mailbox.address.partition("@")
                if host == domain and user.startswith(f"{local}+"):
                    yield user[len(local) + 1 :]


def answered_ids(letter: Entity) -> tuple[str, ...]:
    """Return the ids of the letters this one answers, nearest first."""
    replied = message_ids(letter.raw("in-reply-to"))
    references = message_ids(letter.raw("references"))
    return tuple(dict.fromkeys((*replied, *reversed(references))))


def find_thread(letter: Entity, address: str, secret: str) -> Thread | None:
    """Gather the evidence, strongest first: token in a recipient, our own Message-ID, ids to look up."""
    ids = answered_ids(letter)
    tokens = (read_reply_token(secret, token) for token in _tokens(letter, address))
    conversation = next((found for found in tokens if found is not None), None)
    if conversation is None and (own := find_own_letter(secret, ids)):
        conversation = own.conversation_id
    if conversation is None and not ids:
        return None
    return Thread(conversation_id=conversation, message_ids=ids)
