"""The description of a provider: a preset with the administrator's own lines over it, checked line by line."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.channelkit.channel import Settings
from otklik.channelkit.errors import BadSettings
from otklik.channelkit.inbound import DeliveryStatus
from otklik.channelkit.outbound import SendErrorKind
from otklik.channelkit.phones import is_country
from otklik.channels.sms_http.presets import PRESETS
from otklik.channels.sms_http.templates import fill_json, find_unknown, read_table
from otklik.kit.errors import FieldError

METHODS: Final = ("POST", "GET")
FORMATS: Final = ("form", "json", "query")
AUTHS: Final = ("none", "basic", "bearer", "header")
SIGNATURES: Final = ("key", "hmac", "vonage")
_STATUSES: Final = ("", "sent", "delivered", "read", "failed", "uncertain")
_ASKED: Final = ("login", "password", "key", "sender")
_LINE_MAX: Final = 2_000


class Description(Struct, frozen=True, kw_only=True):
    """All of it. Paths are empty where a provider does not tell; tables are read already."""

    lines: dict[str, str]
    statuses: dict[str, str]
    error_kinds: dict[str, str]
    latin: bool

    def __repr__(self) -> str:
        """Name the place only: secrets must not reach a log by way of a traceback."""
        return f"Description({urlsplit(self['url']).netloc})"

    def __getitem__(self, name: str) -> str:
        """Return one line."""
        return self.lines.get(name, "")

    def status_of(self, word: str) -> DeliveryStatus | None:
        """Return what a status word means; None for one that means nothing yet. Raises KeyError for an unknown one."""
        meaning = self.statuses[word.strip().casefold()]
        return DeliveryStatus(meaning) if meaning else None

    def kind_of(self, code: str) -> SendErrorKind | None:
        """Return what a refusal means, if it is described."""
        meaning = self.error_kinds.get(code.strip().casefold())
        return SendErrorKind(meaning) if meaning else None


def read_settings(settings: Settings) -> Description:
    """Lay the administrator's lines over the preset."""
    lines = dict(PRESETS.get(_text(settings, "preset") or "custom", {}))
    own = {name: _text(settings, name) for name in settings if isinstance(settings[name], str | int | float)}
    lines |= {name: value for name, value in own.items() if value}
    return Description(
        lines=lines, statuses=read_table(lines.get("status_words", "")),
        error_kinds=read_table(lines.get("error_kinds", "")), latin=settings.get("latin") is True,
    )  # fmt: skip


def check_settings(settings: Settings) -> None:
    """Raise BadSettings naming every wrong line."""
    faults = tuple(_find_faults(read_settings(settings), _text(settings, "preset")))
    if faults:
        raise BadSettings("the description of the provider is wrong", errors=faults)


def _find_faults(told: Description, preset: str) -> Iterator[FieldError]:
    if preset not in ("", *PRESETS):
        yield _fault("preset", "bad_choice", ", ".join(PRESETS))
    for name in ("url", "check_url"):
        if not _is_address(told[name]) and (told[name] or name == "url"):
            yield _fault(name, "bad_url", "an http or https address")
    for name, choices in (("method", METHODS), ("format", FORMATS), ("auth", AUTHS), ("signature", SIGNATURES)):
        if told[name] not in ("", *choices):
            yield _fault(name, "bad_choice", ", ".join(choices))
    if not is_country(told["country"].upper() or "RU"):
        yield _fault("country", "bad_country", "two letters, such as RU")
    if not told["hook_key"]:
        yield _fault("hook_key", "missing", "a secret by which the provider's calls are known")
    yield from _missing_values(told)
    yield from _template_faults(told)
    yield from _table_faults(told)
    for name, value in told.lines.items():
        if len(value) > _LINE_MAX:
            yield _fault(name, "too_long", f"at most {_LINE_MAX} characters")


def _missing_values(told: Description) -> Iterator[FieldError]:
    """Name what the request needs and nobody has filled in."""
    request = told["url"] + told["body"]
    needed = {name for name in _ASKED if f"{{{name}}}" in request}
    needed |= {"basic": {"login", "password"}, "bearer": {"key"}, "header": {"key"}}.get(told["auth"], set())
    for name in _ASKED:
        if name in needed and not told[name]:
            yield _fault(name, "missing", "the request needs it")


def _template_faults(told: Description) -> Iterator[FieldError]:
    for name in ("url", "body", "check_url"):
        unknown = find_unknown(told[name])
        if unknown:
            yield _fault(name, "unknown_word", f"{{{unknown[0]}}} means nothing here")
    if told["format"] == "json":
        try:
            fill_json(told["body"], {})
        except ValueError:
            yield _fault("body", "bad_json", "a JSON document")
    elif "{text}" not in told["body"] + told["url"]:
        yield _fault("body", "no_text", "{text} must stand somewhere")


def _table_faults(told: Description) -> Iterator[FieldError]:
    if any(meaning not in _STATUSES for meaning in told.statuses.values()):
        yield _fault("status_words", "bad_meaning", "sent, delivered, read, failed, uncertain or nothing")
    if any(meaning not in list(SendErrorKind) for meaning in told.error_kinds.values()):
        yield _fault("error_kinds", "bad_meaning", ", ".join(SendErrorKind))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "{" not in parts.netloc


def _fault(field: str, code: str, words: str) -> FieldError:
    return FieldError(f"settings.{field}", code, words)


def _text(settings: Settings, name: str) -> str:
    value: Any = settings.get(name)
    return str(value).strip() if value is not None else ""
