"""Telephone numbers as they are kept: +79161234567, without separators."""

import re
from typing import Final

import phonenumbers

_DIGITS: Final = re.compile(r"\D+")
_INTERNATIONAL_MIN: Final = 11
_INTERNATIONAL_MAX: Final = 15
_SHORT_MAX: Final = 8
_TYPED_MAX: Final = 40


def read_phone(typed: str, country: str = "RU") -> str:
    """Return a number that a person typed in E.164; empty when it is no number that could exist.

    `country` (two letters) says how a number without a country code is meant.
    """
    typed = typed.strip()
    if not typed or len(typed) > _TYPED_MAX:
        return ""
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number) or number.extension:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_caller(address: str, country: str = "RU") -> str:
    """Return the address an operator named, in E.164 if it is a number; a short code or a name stays as it is."""
    address = address.strip()
    digits = _DIGITS.sub("", address)
    if not digits or not re.fullmatch(r"\+?[\d\s()-]+", address) or len(digits) <= _SHORT_MAX:
        return address
    if not address.startswith("+") and _INTERNATIONAL_MIN <= len(digits) <= _INTERNATIONAL_MAX:
        whole = _parse(f"+{digits}")
        if whole and phonenumbers.is_valid_number(phonenumbers.parse(whole)):
            return whole
    return read_phone(address, country) or digits


def is_phone(address: str) -> bool:
    """Whether an address is a number in E.164."""
    return re.fullmatch(r"\+[1-9]\d{6,14}", address) is not None


def is_country(code: str) -> bool:
    """Whether two letters name a country whose numbers we know."""
    return code in phonenumbers.SUPPORTED_REGIONS


def _parse(text: str) -> str:
    return read_phone(text, "ZZ")
