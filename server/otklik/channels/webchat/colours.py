"""Colours chosen by people: whether they can be read, by the contrast ratio of WCAG 2.2."""

import re

BLACK, WHITE = "#000000", "#ffffff"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LINEAR_BELOW = 0.04045


def is_colour(text: str) -> bool:
    """Whether a text is `#rrggbb`, the only form that ever reaches a page."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return black or white, whichever reads better on a colour; the better one is never under 4.5 to 1."""
    return max((WHITE, BLACK), key=lambda ink: contrast(colour, ink))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else float(((part + 0.055) / 1.055) ** 2.4)
