"""E-mail addresses and phone numbers in one spelling, so that the same address is found again."""

import re

_NOT_DIGIT = re.compile(r"\D")
_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@(?:[^@\s.]+\.)+[^@\s.]{2,}")
_EMAIL_MAX = 254
_SHORTEST, _LONGEST = 7, 15
_DOMESTIC = 11


def normalise_phone(text: str) -> str:
    """Return a number as +digits; empty when it is none. An 11-digit number that begins with 8 is a Russian one."""
    digits = _NOT_DIGIT.sub("", text)
    if not _SHORTEST <= len(digits) <= _LONGEST or len(text) > 2 * _LONGEST:
        return ""
    if len(digits) == _DOMESTIC and digits.startswith("8") and not text.strip().startswith("+"):
        digits = f"7{digits[1:]}"
    return f"+{digits}"


def normalise_email(text: str) -> str:
    """Return an address in lower case; empty when it is none."""
    plain = text.strip()
    return plain.lower() if len(plain) <= _EMAIL_MAX and _EMAIL.fullmatch(plain) else ""
