"""The text of short messages: in which alphabet it goes, how many parts it takes, where it is cut.

GSM-7 is taken whenever every character is in it, else UCS-2; one Cyrillic letter or emoji turns the whole text over. A
text that does not fit alone is cut into parts which the telephone joins again, so nothing is trimmed at a cut.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from otklik.channelkit.capabilities import TextUnit
from otklik.channelkit.fitting import Limits, Piece, buttons_as_text, split_text
from otklik.channelkit.inbound import ConsentChanged, Happening, MessageReceived, ReachChanged
from otklik.channelkit.outbound import OutboundMessage
from otklik.kit.text import utf16_length

TEXT_MAX: Final = 1600
"""The longest text of one message, in UTF-16 units; what is longer goes as several messages."""

_ESCAPE = "\x1b"
_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
_BASIC_CODES: Final = {character: code for code, character in enumerate(_BASIC) if character != _ESCAPE}
_EXTENDED_CHARACTERS: Final = {code: character for character, code in _EXTENDED.items()}
_ESCAPE_CODE: Final = 0x1B


class Alphabet(StrEnum):
    """How a text is written on the air."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


ALONE: Final = {Alphabet.GSM7: 160, Alphabet.UCS2: 70}
JOINED: Final = {Alphabet.GSM7: 153, Alphabet.UCS2: 67}
"""How much fits into a message of one part, and into each of several: septets, or 16-bit units."""


class Size(Struct, frozen=True):
    """What a text takes: its alphabet, its length there, and the number of parts that are paid for."""

    alphabet: Alphabet
    units: int
    parts: int


def alphabet_of(text: str) -> Alphabet:
    """Return the cheapest alphabet that has every character."""
    plain = all(character in _BASIC_CODES or character in _EXTENDED for character in text)
    return Alphabet.GSM7 if plain else Alphabet.UCS2


def measure_sms(text: str) -> Size:
    """Count a text as the operator will."""
    alphabet = alphabet_of(text)
    return Size(alphabet, _length(text, alphabet), len(cut_sms(text)))


def cut_sms(text: str, alphabet: Alphabet | None = None) -> tuple[str, ...]:
    """Cut a text into parts for joining; an escaped character and a surrogate pair stay whole. Lossless."""
    alphabet = alphabet or alphabet_of(text)
    if _length(text, alphabet) <= ALONE[alphabet]:
        return (text,)
    parts: list[str] = []
    start = used = 0
    for place, character in enumerate(text):
        width = _width(character, alphabet)
        if used + width > JOINED[alphabet]:
            parts.append(text[start:place])
            start, used = place, 0
        used += width
    return (*parts, text[start:])


def _length(text: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.UCS2:
        return utf16_length(text)
    return len(text) + sum(character in _EXTENDED for character in text)


def _width(character: str, alphabet: Alphabet) -> int:
    if alphabet is Alphabet.UCS2:
        return 2 if character > "\uffff" else 1
    return 2 if character in _EXTENDED else 1


def encode_gsm(text: str) -> bytes:
    """Write a text in GSM-7, one octet a septet; a character outside the alphabet becomes a question mark."""
    octets = bytearray()
    for character in text:
        if character in _EXTENDED:
            octets += bytes((_ESCAPE_CODE, _EXTENDED[character]))
        else:
            octets.append(_BASIC_CODES.get(character, ord("?")))
    return bytes(octets)


def decode_gsm(octets: bytes) -> str:
    """Read GSM-7 written one octet a septet; an unknown escape is its plain character, as telephones do it."""
    characters: list[str] = []
    escaped = False
    for octet in octets:
        code = octet & 0x7F
        if escaped:
            characters.append(_EXTENDED_CHARACTERS.get(code, _BASIC[code]))
            escaped = False
        elif code == _ESCAPE_CODE:
            escaped = True
        else:
            characters.append(_BASIC[code])
    return "".join(characters)


def encode_ucs2(text: str) -> bytes:
    """Write a text in UCS-2, big end first."""
    return text.encode("utf-16-be", "surrogatepass")


def decode_ucs2(octets: bytes) -> str:
    """Read UCS-2; half a character at the end, or a lone surrogate, becomes a replacement mark."""
    return octets.decode("utf-16-be", "replace")


def encode_sms(text: str) -> bytes:
    """Write a text in the alphabet that it needs."""
    return encode_gsm(text) if alphabet_of(text) is Alphabet.GSM7 else encode_ucs2(text)


# Wishes of the person -----------------------------------------------------------------------------------------

OPTED_OUT: Final = "opted_out"
_LEAVES: Final = frozenset({"stop", "стоп", "отписка", "отписаться", "unsubscribe", "stopall"})
_RETURNS: Final = frozenset({"start", "старт", "подписка", "unstop"})


def read_wish(text: str) -> bool | None:
    """Return False for a message that is nothing but a word of leaving, True for one of coming back, else None."""
    word = text.strip().strip(".!«»\"'").casefold()
    if word in _LEAVES:
        return False
    return True if word in _RETURNS else None


def tell_wish(message: MessageReceived, *, known: bool | None = None) -> tuple[Happening, ...]:
    """Return a message, and after it what it says if it is a word of leaving or of coming back.

    `known`: the provider has read the wish already.
    """
    wish = read_wish(message.content.text) if known is None else known
    if wish is None:
        return (message,)
    reach = ReachChanged(
        key=f"{message.key}:reach", sender=message.sender, reachable=wish, at=message.sent_at,
        reason="" if wish else OPTED_OUT,
    )  # fmt: skip
    consent = ConsentChanged(key=f"{message.key}:wish", sender=message.sender, given=wish, at=message.sent_at)
    return (message, reach, consent)


# Latin letters ------------------------------------------------------------------------------------------------

_LATIN: Final = dict(
    zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True),
) | {
    "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu",
    "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u",
}  # fmt: skip
_SIGNS: Final = {
    "«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-",
    "−": "-", "…": "...", "№": "No.", "₽": "rub.", "\xa0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "•": "-",
}  # fmt: skip


def write_latin(text: str) -> str:
    """Write Cyrillic with Latin letters and typographic signs plainly, so that more fits; other writing stays."""
    return "".join(_latin(text, place) for place in range(len(text)))


def _latin(text: str, place: int) -> str:
    character = text[place]
    if character in _SIGNS:
        return _SIGNS[character]
    low = character.lower()
    written = _LATIN.get(low)
    if written is None:
        return character
    if low == character:
        return written
    shouted = _is_upper(text, place - 1) or _is_upper(text, place + 1)
    return written.upper() if shouted else written.capitalize()


def _is_upper(text: Sequence[str], place: int) -> bool:
    return 0 <= place < len(text) and text[place].isupper()


# What a channel of short messages makes of a message ------------------------------------------------------------


def write_texts(message: OutboundMessage, *, latin: bool = False) -> tuple[str, ...]:
    """Return the texts that a message becomes: buttons as a list, a place as its address, too long a text as several.

    The same message gives the same texts. `latin`: Cyrillic is written with Latin letters.
    """
    text = message.text.replace("\0", "").strip()
    if message.location is not None:
        place = message.location
        link = f"https://maps.google.com/?q={place.latitude:.6f},{place.longitude:.6f}"
        text = "\n".join(filter(None, (text, place.title, place.address, link)))
    text = buttons_as_text(Piece(text), message.buttons).text
    pieces = split_text(write_latin(text) if latin else text, (), Limits(each=TEXT_MAX, unit=TextUnit.SMS))
    return tuple(piece.text for piece in pieces if piece.text)
