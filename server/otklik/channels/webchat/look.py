"""How the owner wants the window to look: colours, corner, words. Read into a struct, and checked."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from otklik.channels.webchat.colours import BLACK, WHITE, contrast, ink_on, is_colour
from otklik.kit.errors import FieldError

DEFAULT_COLOUR = "#4a4fe0"
POSITIONS = ("right", "left")
INKS = ("auto", "white", "black")
THEMES = ("auto", "light", "dark")
LANGUAGES = ("auto", "ru", "en")
OFFSET_MAX = 200
OFFSET = 20
READABLE = 4.5
WORDS_MAX = {"title": 60, "label": 40, "greeting": 500, "logo_alt": 100, "face": 8}
_FIXED = {"white": WHITE, "black": BLACK}
_CHOICES = {"position": POSITIONS, "ink": INKS, "theme": THEMES, "language": LANGUAGES}


class Paint(Struct, frozen=True):
    """A colour and what is written on it."""

    colour: str
    ink: str


class Look(Struct, frozen=True, kw_only=True):
    """The window's look; empty words have their default where they are shown."""

    light: Paint
    dark: Paint
    position: str
    offset_x: int
    offset_y: int
    theme: str
    language: str
    face: str
    title: Mapping[str, str]
    label: Mapping[str, str]
    logo_alt: Mapping[str, str]
    greeting: Mapping[str, str]


def read_look(settings: Mapping[str, Any]) -> Look:
    """Read checked settings; whatever is missing or unusable has its default."""
    colour = _colour(settings, "colour", DEFAULT_COLOUR)
    chosen = {name: _chosen(settings, name) for name in _CHOICES}
    ink = chosen["ink"]
    return Look(
        light=_paint(colour, ink),
        dark=_paint(_colour(settings, "colour_dark", colour), ink),
        position=chosen["position"],
        offset_x=_offset(settings, "offset_x"),
        offset_y=_offset(settings, "offset_y"),
        theme=chosen["theme"],
        language=chosen["language"],
        face=str(settings.get("face") or ""),
        title=_words(settings, "title"),
        label=_words(settings, "label"),
        logo_alt=_words(settings, "logo_alt"),
        greeting=_words(settings, "greeting"),
    )


def pick_ink(colour: str, wanted: str) -> str:
    """Return the colour of text on a colour: the wanted one, or whichever of black and white reads better."""
    return _FIXED.get(wanted) or ink_on(colour)


def check_look(settings: Mapping[str, Any]) -> list[FieldError]:
    """Return what is wrong with the look, a number in every sentence about a limit."""
    errors = [
        FieldError(f"settings.{name}", "bad_choice", ", ".join(choices))
        for name, choices in _CHOICES.items()
        if str(settings.get(name) or choices[0]) not in choices
    ]
    errors += [wrong for name in ("colour", "colour_dark") for wrong in _check_colour(settings, name)]
    for name, longest in WORDS_MAX.items():
        errors += [
            FieldError(f"settings.{field}", "longer_than", f"at most {longest} characters")
            for field in ((name,) if name == "face" else (f"{name}_ru", f"{name}_en"))
            if len(str(settings.get(field) or "")) > longest
        ]
    return errors


def _check_colour(settings: Mapping[str, Any], name: str) -> list[FieldError]:
    colour = str(settings.get(name) or "")
    if not colour:
        return []
    field = f"settings.{name}"
    if not is_colour(colour):
        return [FieldError(field, "bad_colour", "a colour is written as #4a4fe0")]
    ratio = contrast(colour, pick_ink(colour, str(settings.get("ink") or INKS[0])))
    if ratio >= READABLE:
        return []
    # Cut, not rounded: 4.49 must not be refused as "4.5 is less than 4.5".
    words = f"text on it has a contrast of {int(ratio * 10) / 10}:1, at least {READABLE}:1 is needed"
    return [FieldError(field, "low_contrast", words)]


def _paint(colour: str, ink: str) -> Paint:
    return Paint(colour, pick_ink(colour, ink))


def _colour(settings: Mapping[str, Any], name: str, otherwise: str) -> str:
    colour = str(settings.get(name) or otherwise)
    return colour if is_colour(colour) else otherwise


def _chosen(settings: Mapping[str, Any], name: str) -> str:
    choices = _CHOICES[name]
    chosen = str(settings.get(name) or choices[0])
    return chosen if chosen in choices else choices[0]


def _offset(settings: Mapping[str, Any], name: str) -> int:
    value = settings.get(name)
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return min(OFFSET_MAX, max(0, int(value))) if known and value is not None else OFFSET


def _words(settings: Mapping[str, Any], name: str) -> Mapping[str, str]:
    return {language: str(settings.get(f"{name}_{language}") or "") for language in ("ru", "en")}
