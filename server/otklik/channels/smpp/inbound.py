"""Reading: what the poller wrote down of deliver_sm becomes events. Pure."""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from otklik.channelkit.capabilities import Kind
from otklik.channelkit.content import Content
from otklik.channelkit.errors import UnknownShape
from otklik.channelkit.inbound import (
    DeliveryReported,
    Happening,
    HookCall,
    MessageReceived,
    Proof,
    Sender,
)
from otklik.channelkit.phones import is_phone, read_caller
from otklik.channelkit.sms import decode_gsm, decode_ucs2, tell_wish
from otklik.channels.smpp.parts import split_header
from otklik.channels.smpp.pdu import BadPdu, ShortMessage, read_short_message
from otklik.channels.smpp.receipts import is_receipt, other_forms, read_receipt
from otklik.channels.smpp.settings import Account, DefaultAlphabet
from otklik.kit.text import clean_text

_GAP: Final = "[…]"
_TON_NAME: Final = 5
_REPEAT_NOTE: Final = "probable_duplicate"
_GAP_NOTE: Final = "missing_parts"


class Written(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One delivery as it is journalled: the bodies of its parts in order, an empty one for a part that never came."""

    pdus: tuple[str, ...]
    key: str = ""
    repeat: bool = False


def write_delivery(pdus: Sequence[str], *, key: str = "", repeat: bool = False) -> bytes:
    """Write a delivery down."""
    return msgspec.json.encode(Written(pdus=tuple(pdus), key=key, repeat=repeat))


def hash_delivery(pdus: Sequence[str]) -> str:
    """Return what is the same for the same delivery, however often it comes."""
    return hashlib.sha256("|".join(pdus).encode()).hexdigest()[:24]


def parse(call: HookCall, account: Account) -> Sequence[Happening]:
    """Read one delivery; raises UnknownShape."""
    try:
        written = msgspec.json.decode(call.body, type=Written)
        parts = [read_short_message(bytes.fromhex(pdu)) if pdu else None for pdu in written.pdus]
    except (msgspec.MsgspecError, UnicodeDecodeError, BadPdu, ValueError) as error:
        raise UnknownShape(f"not a delivery of SMPP: {type(error).__name__}") from None
    first = next((part for part in parts if part is not None), None)
    if first is None:
        raise UnknownShape("a delivery without a message")
    if is_receipt(first):
        return _report(first, call, account)
    return _message(parts, first, written, call, account)


def _report(message: ShortMessage, call: HookCall, account: Account) -> Sequence[Happening]:
    receipt = read_receipt(message)
    if receipt is None:
        raise UnknownShape("a report that names no message")
    if receipt.status is None:
        return ()
    return (
        DeliveryReported(
            key=f"dlr:{receipt.message_id}:{receipt.state}", message_id=receipt.message_id, status=receipt.status,
            at=call.received_at, code=receipt.error, detail=receipt.state, sender=_sender(message, account),
            other_ids=other_forms(receipt.message_id),
        ),
    )  # fmt: skip


def _message(
    parts: Sequence[ShortMessage | None], first: ShortMessage, written: Written, call: HookCall, account: Account
) -> Sequence[Happening]:
    key = f"mo:{written.key or hash_delivery(written.pdus)}"
    sender = _sender(first, account)
    message = MessageReceived(
        key=key, sender=sender, message_id=key, content=_content(parts, written, account), sent_at=call.received_at
    )
    return tell_wish(message)


def _sender(message: ShortMessage, account: Account) -> Sender:
    """Return the person; a receipt too names in its source whom our message was for."""
    if message.source.ton == _TON_NAME:
        named = clean_text(message.source.digits, 100)
        return Sender(external_id=named or "?", name=named)
    address = clean_text(read_caller(message.source.digits, account.country), 100) or "?"
    if not is_phone(address):
        return Sender(external_id=address)
    return Sender(external_id=address, phone=address, proof=Proof.SELF)


def _content(parts: Sequence[ShortMessage | None], written: Written, account: Account) -> Content:
    texts = _texts(parts, account)
    notes = [_REPEAT_NOTE] if written.repeat else []
    if None in parts:
        notes.append(_GAP_NOTE)
    if texts is None:
        return Content(kind=Kind.UNSUPPORTED, note=" ".join(["binary", *notes]))
    return Content(text=clean_text("".join(texts)), note=" ".join(notes))


def _texts(parts: Sequence[ShortMessage | None], account: Account) -> list[str] | None:
    """Return the texts of the parts; None for data that is no text."""
    codings = {part.data_coding for part in parts if part is not None}
    if len(codings) == 1 and None not in parts:
        octets = b"".join(split_header(part)[1] for part in parts if part is not None)
        whole = _decode(octets, codings.pop(), account)
        return None if whole is None else [whole]
    texts = [_GAP if part is None else _decode(split_header(part)[1], part.data_coding, account) for part in parts]
    return None if None in texts else [text or "" for text in texts]


def _decode(octets: bytes, coding: int, account: Account) -> str | None:
    match _alphabet(coding):
        case "ucs2":
            return decode_ucs2(octets)
        case "default":
            return octets.decode("latin-1") if account.alphabet is DefaultAlphabet.LATIN1 else decode_gsm(octets)
        case "binary":
            return None
        case charset:
            return octets.decode(charset, "replace")


def _alphabet(coding: int) -> str:
    """Return how octets are to be read by their data coding (SMPP's own values, then those of GSM 03.38)."""
    named = {0: "default", 1: "ascii", 2: "binary", 3: "latin-1", 4: "binary", 6: "iso8859-5", 7: "iso8859-8",
             8: "ucs2"}  # fmt: skip
    if coding in named:
        return named[coding]
    group = coding >> 4
    if group <= 0b0011:  # noqa: PLR2004 - general data coding
        return ("default", "binary", "ucs2", "default")[coding >> 2 & 0b11]
    if group == 0b1111:  # noqa: PLR2004 - message class
        return "binary" if coding & 0b100 else "default"
    return "ucs2" if group == 0b1110 else "default"  # noqa: PLR2004 - message waiting
