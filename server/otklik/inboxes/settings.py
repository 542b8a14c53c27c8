"""The settings of an inbox against its channel's manifest: what is stored in clear, what is sealed, what is refused."""

import math
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import Channel
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.manifest import ConfigField, FieldKind, Manifest
from otklik.infra.web.words import FIELDS
from otklik.kit.errors import FieldError, Invalid
from otklik.kit.text import clean_text
from otklik.kit.week import SPANS_MAX, WeekSpan

_TEXT_MAX = 5_000
_SECRET_MAX = 20_000
_ORIGINS_MAX = 50
_ORIGIN_MAX = 300
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NUMBER_MAX = 1e15
_WORTH_HIDING = 4


class Parts(Struct, frozen=True):
    """Settings split by what may be seen; leaves its values out of every repr."""

    public: Mapping[str, Any]
    secrets: Mapping[str, str]

    def __repr__(self) -> str:
        """Name the fields only."""
        return f"Parts({sorted(self.public)}, {sorted(self.secrets)})"


NOTHING = Parts({}, {})


def merge_settings(manifest: Manifest, stored: Parts, given: Mapping[str, Any], *, from_host: bool = False) -> Parts:
    """Lay what was given over what is stored; raises Invalid naming every wrong field.

    An absent field keeps its value, null takes it away. Fields that only the host of the installation may set are
    refused unless `from_host`.
    """
    fields = {field.name: field for field in manifest.fields}
    errors: list[FieldError] = []
    public, secrets = dict(stored.public), dict(stored.secrets)
    for name, value in given.items():
        field = fields.get(name)
        if field is None or (field.host_only and not from_host):
            errors.append(_error(name, "unknown" if field is None else "host_only"))
            continue
        side: dict[str, Any] = secrets if field.kind is FieldKind.SECRET else public
        side.pop(name, None)
        code = None if value is None or value == "" else _check(field, value)
        if code is not None:
            errors.append(_error(name, code))
        elif value is not None and value != "":
            side[name] = _clean(value)
    wrong = {error.field for error in errors}
    errors += [error for error in _missing(manifest, public, secrets) if error.field not in wrong]
    if errors:
        raise Invalid("some settings are wrong", errors=tuple(errors[:50]))
    return Parts(public, secrets)


def with_defaults(manifest: Manifest, parts: Parts) -> dict[str, Any]:
    """Return all settings as a channel gets them: its own defaults, then what was chosen."""
    defaults = {field.name: field.default for field in manifest.fields if field.default is not None}
    return {**defaults, **parts.public, **parts.secrets}


def validate_with(channel: Channel, parts: Parts, reserved: Mapping[str, str]) -> None:
    """Let the channel judge its settings; its complaints come out with the names of our fields and without secrets."""
    try:
        channel.validate({**with_defaults(channel.manifest, parts), **reserved})
    except BadSettings as error:
        secrets = tuple(parts.secrets.values())
        errors = tuple(
            FieldError(_path(wrong.field), wrong.code, hide(wrong.message, secrets)) for wrong in error.errors
        )
        raise Invalid(hide(error.detail, secrets), code=error.slug, errors=errors) from None


def hide(text: str, secrets: tuple[str, ...]) -> str:
    """Take secrets out of words that came from outside."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _WORTH_HIDING:
            text = text.replace(secret, "•••")
    return text


def _missing(manifest: Manifest, public: Mapping[str, Any], secrets: Mapping[str, str]) -> list[FieldError]:
    return [
        _error(field.name, "missing")
        for field in manifest.fields
        if field.required and field.default is None and field.name not in public and field.name not in secrets
    ]


def _error(name: str, code: str) -> FieldError:
    return FieldError(_path(clean_text(name, 100)), code, FIELDS[code][0])


def _path(name: str) -> str:
    return name if name.startswith("settings.") or not name else f"settings.{name}"


def _check(field: ConfigField, value: object) -> str | None:
    """Return the code of what is wrong with a value."""
    match field.kind:
        case FieldKind.NUMBER:
            return _check_number(field, value)
        case FieldKind.FLAG:
            return None if isinstance(value, bool) else "wrong_type"
        case FieldKind.ORIGINS:
            return _check_origins(value)
        case FieldKind.HOURS:
            return _check_hours(value)
        case FieldKind.MAILBOX:
            return None if isinstance(value, int) and not isinstance(value, bool) and value > 0 else "wrong_type"
        case FieldKind.TEXT | FieldKind.SECRET | FieldKind.CHOICE | FieldKind.COLOUR:
            return _check_text(field, value)


def _check_text(field: ConfigField, value: object) -> str | None:
    if not isinstance(value, str):
        return "wrong_type"
    if field.kind is FieldKind.CHOICE:
        return None if value in {one.value for one in field.choices} else "bad_choice"
    if field.kind is FieldKind.COLOUR:
        return None if _COLOUR.fullmatch(value) else "bad_format"
    return "too_long" if len(value) > (_SECRET_MAX if field.kind is FieldKind.SECRET else _TEXT_MAX) else None


def _check_number(field: ConfigField, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return "wrong_type"
    if value < (-_NUMBER_MAX if field.min is None else field.min):
        return "too_small"
    return "too_big" if value > (_NUMBER_MAX if field.max is None else field.max) else None


def _check_origins(value: object) -> str | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return "wrong_type"
    return "too_long" if len(value) > _ORIGINS_MAX or any(len(one) > _ORIGIN_MAX for one in value) else None


def _check_hours(value: object) -> str | None:
    if not isinstance(value, list):
        return "wrong_type"
    if len(value) > SPANS_MAX:
        return "too_many"
    try:
        msgspec.convert(value, tuple[WeekSpan, ...])
    except msgspec.ValidationError:
        return "bad_hours"
    return None


def _clean(value: Any) -> Any:  # noqa: ANN401 - a checked setting
    if isinstance(value, str):
        return clean_text(value)
    return [_clean(one).strip() if isinstance(one, str) else one for one in value] if isinstance(value, list) else value
