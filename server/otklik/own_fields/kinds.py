"""Which kinds of fields there are."""

from enum import StrEnum


class Kind(StrEnum):
    """What a field holds; `choice` is one of a list, `choices` several."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    LINK = "link"
    PHONE = "phone"
    EMAIL = "email"
