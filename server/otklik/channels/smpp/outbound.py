"""Writing: a message becomes the submissions that carry it, one part each."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from otklik.channelkit.outbound import OutboundMessage, Part
from otklik.channelkit.phones import is_phone
from otklik.channelkit.sms import Alphabet, alphabet_of, cut_sms, encode_gsm, encode_ucs2, write_texts
from otklik.channels.smpp.parts import Place, write_header, write_parameters
from otklik.channels.smpp.pdu import Address, ShortMessage, Tag
from otklik.channels.smpp.settings import Account, DefaultAlphabet, LongText

SUBMIT: Final = "submit_sm"
_UDHI: Final = 0x40
_UCS2: Final = 8
_RECEIPT_ASKED: Final = 1
_SHORT_NUMBER_MAX: Final = 8


def render(message: OutboundMessage, account: Account) -> Sequence[Part]:
    """Return the submissions of a message; the reference of its parts comes from its number, so it is repeatable."""
    found = [
        one
        for number, text in enumerate(write_texts(message, latin=account.latin))
        for one in _submissions(text, message, account, reference=message.message_id + number)
    ]
    return [Part(action=SUBMIT, payload={"body": one.encode().hex()}) for one in found]


def _submissions(text: str, message: OutboundMessage, account: Account, *, reference: int) -> list[ShortMessage]:
    alphabet = _alphabet(text, account)
    blank = ShortMessage(
        source=account.source, destination=_destination(message.recipient), registered_delivery=_RECEIPT_ASKED,
        data_coding=_UCS2 if alphabet is Alphabet.UCS2 else 0, validity_period=_validity(account.validity_h),
    )  # fmt: skip
    pieces = cut_sms(text, alphabet)
    if len(pieces) == 1:
        return [replace(blank, text=_write(text, alphabet, account))]
    if account.long_text is LongText.PAYLOAD:
        return [replace(blank, tlvs={Tag.MESSAGE_PAYLOAD: _write(text, alphabet, account)})]
    return [
        _place(blank, Place(reference, len(pieces), number), _write(piece, alphabet, account), account)
        for number, piece in enumerate(pieces, 1)
    ]


def _place(blank: ShortMessage, place: Place, octets: bytes, account: Account) -> ShortMessage:
    """Put a part where it belongs among the others."""
    if account.long_text is LongText.PARAMETERS:
        return replace(blank, text=octets, tlvs=write_parameters(place))
    return replace(blank, text=write_header(place) + octets, esm_class=_UDHI)


def _alphabet(text: str, account: Account) -> Alphabet:
    """Return the alphabet that centre and text share; a centre of Latin-1 lacks some of GSM's own signs."""
    alphabet = alphabet_of(text)
    if alphabet is Alphabet.GSM7 and account.alphabet is DefaultAlphabet.LATIN1:
        try:
            text.encode("latin-1")
        except UnicodeEncodeError:
            return Alphabet.UCS2
    return alphabet


def _write(text: str, alphabet: Alphabet, account: Account) -> bytes:
    if alphabet is Alphabet.UCS2:
        return encode_ucs2(text)
    return text.encode("latin-1") if account.alphabet is DefaultAlphabet.LATIN1 else encode_gsm(text)


def _destination(recipient: str) -> Address:
    digits = recipient.lstrip("+")
    if not is_phone(recipient) and (not digits.isdecimal() or len(digits) <= _SHORT_NUMBER_MAX):
        return Address(digits, 0, 0) if digits.isdecimal() else Address(digits, 5, 0)
    return Address(digits, 1, 1)


def _validity(hours: int) -> str:
    """Write a time from now as the wire wants it: YYMMDDhhmmss000R."""
    days, rest = divmod(hours, 24)
    return f"0000{days:02d}{rest:02d}0000000R"
