"""As much of a vCard as the desk shows: the name and the first number."""

import re

from msgspec import Struct

from otklik.kit.text import clean_name

_LINES_MAX = 200
_NUMBER = re.compile(r"[+0-9() .-]{5,40}")
_PLUSLESS = re.compile(r"7\d{10}")


class Written(Struct, frozen=True):
    """What a card says."""

    name: str = ""
    phone: str = ""


def read_vcard(text: str) -> Written:
    """Read a card; what is not there is empty."""
    name = phone = ""
    for line in _unfold(text):
        head, colon, value = line.partition(":")
        field = head.partition(";")[0].rpartition(".")[2].strip().upper()
        if not colon:
            continue
        if field == "FN" and not name:
            name = clean_name(_unescape(value))
        elif field == "TEL" and not phone:
            phone = _phone(value)
    return Written(name, phone)


def _unfold(text: str) -> list[str]:
    """Join continued lines: one that begins with a space or a tab belongs to the line before."""
    joined = re.sub(r"\r?\n[ \t]", "", text)
    return re.split(r"\r?\n", joined)[:_LINES_MAX]


def _unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: " " if match[1] in "nN" else match[1], value)


def _phone(value: str) -> str:
    number = clean_name(value.strip().removeprefix("tel:"), 40)
    if not _NUMBER.fullmatch(number):
        return ""
    return f"+{number}" if _PLUSLESS.fullmatch(number) else number
