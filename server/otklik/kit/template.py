"""The grammar of variables in prepared answers. Pure: text and values in, text and what could not be filled in out.

    place = "{{" name [ "|" "default:" '"' words '"' ] "}}"
    name  = one of NAMES | "customer.attributes." key

A key is any words without braces, bar or line end; words within the quotes may hold anything but a quote, braces or a
line end. Spaces around each part mean nothing. What is filled in is never read again: braces within a customer's name
stay what they are.
"""

import re
from collections.abc import Mapping

from msgspec import Struct

ATTRIBUTE = "customer.attributes."
NAMES: frozenset[str] = frozenset(
    {
        "customer.first_name", "customer.name", "customer.email", "customer.phone", "conversation.number",
        "conversation.channel", "conversation.subject", "operator.name", "operator.first_name", "workspace.name",
    }
)  # fmt: skip
_KEY_MAX = 100
_SAMPLE = {
    "customer.first_name": ("Анна", "Anna"), "customer.name": ("Анна Смирнова", "Anna Smith"),
    "customer.email": ("anna@example.com", "anna@example.com"),
    "customer.phone": ("+7 900 123-45-67", "+1 202 555 0123"),
    "conversation.number": ("48120", "48120"), "conversation.channel": ("Telegram", "Telegram"),
    "conversation.subject": ("Возврат заказа", "Returning an order"),
}  # fmt: skip
_BRACED = re.compile(r"\{\{([^{}\n]*)\}\}")
_INSIDE = re.compile(r'\s*([^|"]*?)\s*(?:\|\s*default\s*:\s*"([^"]*)"\s*)?')


class Place(Struct, frozen=True):
    """A variable in a text: its name, what stands in for it, and where it is, counted in characters."""

    name: str
    default: str | None
    start: int
    stop: int


class Fault(Struct, frozen=True):
    """Braces that are no variable of ours: `unknown_variable` or `bad_variable`, and where they are."""

    code: str
    words: str
    start: int
    stop: int


class Rendered(Struct, frozen=True):
    """A filled-in text; `unresolved` are the places, by their position in it, that had neither value nor default."""

    text: str
    unresolved: list[Place]


def find_places(text: str) -> list[Place]:
    """Return the variables of a text in order; other braces are words like any others."""
    return [found for match in _BRACED.finditer(text) if isinstance(found := _read(match), Place)]


def find_faults(text: str) -> list[Fault]:
    """Return the braces of a text that are no variables."""
    return [found for match in _BRACED.finditer(text) if isinstance(found := _read(match), Fault)]


def render(text: str, values: Mapping[str, str]) -> Rendered:
    """Fill in the variables; one without value and default stays as it is written and is reported."""
    written, unresolved, end, length = [], [], 0, 0
    for place in find_places(text):
        words = values.get(place.name) or place.default
        lead = text[end : place.start]
        if words is None:
            words = text[place.start : place.stop]
            at = length + len(lead)
            unresolved.append(Place(place.name, None, at, at + len(words)))
        written += [lead, words]
        length += len(lead) + len(words)
        end = place.stop
    return Rendered("".join([*written, text[end:]]), unresolved)


def sample_values(language: str) -> dict[str, str]:
    """Return an invented customer and conversation, Russian or English."""
    side = 0 if language.partition("-")[0].lower() == "ru" else 1
    return {name: words[side] for name, words in _SAMPLE.items()}


def first_word(name: str) -> str:
    """Return by what a person is addressed: the first word of the name."""
    return name.split(maxsplit=1)[0] if name.strip() else ""


def _read(match: re.Match[str]) -> Place | Fault:
    inside = _INSIDE.fullmatch(match.group(1))
    if inside is None:
        return Fault("bad_variable", match.group(0), *match.span())
    name, default = inside.groups()
    if not _is_known(name):
        return Fault("unknown_variable", match.group(0), *match.span())
    return Place(name, default, *match.span())


def _is_known(name: str) -> bool:
    key = name.removeprefix(ATTRIBUTE)
    return name in NAMES or (name.startswith(ATTRIBUTE) and 0 < len(key.strip()) <= _KEY_MAX)
