"""What a prepared answer may look like; everything that is wrong is named with its place."""

import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from otklik.canned_responses.schemas import FOLDER_MAX, TITLE_MAX, Scope, Variant
from otklik.canned_responses.searching import fold
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.template import Fault, find_faults
from otklik.kit.text import clean_name, clean_text, utf16_length
from otklik.messaging.keyboards import Buttons, find_twins, read_buttons, sketch

_SHORTCUT = re.compile(r"[\w.-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_REGION = 2
_SCRIPT = 4
_WORDS = {
    "unknown_variable": "there is no variable {words}, at character {at}",
    "bad_variable": "{words} is not written as a variable is, at character {at}",
}


class Draft(Struct, frozen=True, kw_only=True):
    """A prepared answer as somebody wants it; the first variant is the default one."""

    scope: Scope
    team_id: int | None
    folder: str
    shortcut: str
    title: str
    variants: Sequence[Variant]
    buttons: Buttons = ()


def check_draft(draft: Draft) -> dict[str, Any]:
    """Return the values to store; raises Invalid with every fault and its place."""
    variants = {clean_language(one.language): clean_text(one.text).strip() for one in draft.variants}
    title, folder = clean_name(draft.title, TITLE_MAX), clean_name(draft.folder, FOLDER_MAX)
    shortcut = clean_name(draft.shortcut).lstrip("/;")
    errors = [
        *_check_names(title, shortcut),
        *_check_variants(draft.variants),
        *find_twins(read_buttons(draft.buttons)),
        *_check_titles(draft.buttons),
    ]
    faults = [
        (number, fault)
        for number, one in enumerate(draft.variants)
        for fault in find_faults(clean_text(one.text).strip())
    ]
    texts = [clean_text(one.text).strip() for one in draft.variants]
    errors += [_say(number, fault, texts[number]) for number, fault in faults]
    if errors:
        extra = {"faults": [{"variant": number, **place(fault, texts[number])} for number, fault in faults]}
        raise Invalid("some fields are wrong", errors=tuple(errors), extra=extra)
    return {
        "scope": draft.scope, "folder": folder, "shortcut": shortcut, "title": title, "variants": variants,
        "default_language": clean_language(draft.variants[0].language), "title_key": fold(f"{shortcut} {title}"),
        "body_key": fold(" ".join(variants.values())), "buttons": sketch(draft.buttons),
    }  # fmt: skip


def clean_language(tag: str) -> str:
    """Write a language tag as it is usually written: `ru`, `pt-BR`, `zh-Hant`."""
    first, *rest = tag.strip().split("-")
    return "-".join([first.lower(), *(_case(part) for part in rest)])


def place(fault: Fault, text: str) -> dict[str, Any]:
    """Return a fault for the wire, its place counted in UTF-16 units."""
    return {
        "code": fault.code, "words": fault.words, "start": utf16_length(text[: fault.start]),
        "stop": utf16_length(text[: fault.stop]),
    }  # fmt: skip


def _case(part: str) -> str:
    if len(part) == _REGION:
        return part.upper()
    return part.title() if len(part) == _SCRIPT else part.lower()


def _check_names(title: str, shortcut: str) -> list[FieldError]:
    errors = []
    if not title:
        errors.append(FieldError("title", "empty", "must not be empty"))
    if shortcut and not _SHORTCUT.fullmatch(shortcut):
        errors.append(FieldError("shortcut", "bad_shortcut", "is letters, digits, dots, - and _ without spaces"))
    return errors


def _check_variants(variants: Sequence[Variant]) -> list[FieldError]:
    errors = []
    seen: set[str] = set()
    for number, one in enumerate(variants):
        if not _LANGUAGE.fullmatch(one.language.strip()):
            errors.append(
                FieldError(f"variants.{number}.language", "bad_language", "is not a language such as ru or pt-BR")
            )
        elif clean_language(one.language) in seen:
            errors.append(FieldError(f"variants.{number}.language", "repeated", "this language is there already"))
        seen.add(clean_language(one.language))
        if not clean_text(one.text).strip():
            errors.append(FieldError(f"variants.{number}.text", "empty", "must not be empty"))
    return errors


def _check_titles(buttons: Buttons) -> list[FieldError]:
    return [
        FieldError(f"buttons.{row}.{number}.title", fault.code, _word(fault, one.title))
        for row, line in enumerate(buttons)
        for number, one in enumerate(line)
        for fault in find_faults(one.title)
    ]


def _say(number: int, fault: Fault, text: str) -> FieldError:
    return FieldError(f"variants.{number}.text", fault.code, _word(fault, text))


def _word(fault: Fault, text: str) -> str:
    return _WORDS[fault.code].format(words=fault.words, at=utf16_length(text[: fault.start]) + 1)
