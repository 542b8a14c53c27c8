"""The settings of a form, read once into a struct: what it asks, of whom it is taken, and where answers go."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from otklik.channelkit.errors import BadSettings
from otklik.kit.errors import FieldError

ASKED = ("off", "optional", "required")
OWN_MAX = 20
OWN_VALUE_MAX = 2_000
TEXT_MAX = 10_000
FILES_MAX = 5
FILE_MAX_BYTES = 10 * 1024 * 1024
BODY_MAX_BYTES = 26 * 1024 * 1024
CHOICES_MAX = 50
LABEL_MAX = 100
_USUAL = {"name": "optional", "email": "required", "phone": "off"}
_RESERVED = {
    "name", "email", "phone", "topic", "text", "files", "consent", "consent_version", "website", "token", "page",
    "submission_id", "lang",
}  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_WEB = ("https://", "http://")

Settings = Mapping[str, Any]


class Label(Struct, frozen=True):
    """A name in both languages."""

    ru: str
    en: str

    def of(self, language: str) -> str:
        """Return the name in a language."""
        return self.ru if language == "ru" else self.en


class OwnField(Struct, frozen=True, kw_only=True):
    """A field of the company's own: one line of text, or one of several choices."""

    name: str
    label: Label
    required: bool
    choices: tuple[str, ...] = ()


class FormConsent(Struct, frozen=True):
    """What whoever writes agrees to; a new version is another text."""

    text: Label
    url: str
    version: str


class FormSettings(Struct, frozen=True, kw_only=True):
    """A form. `asked` maps name, e-mail and phone to whether they are required; none of the off ones is in it.

    `origins` are the sites whose pages may send it, any where there are none. `guarded`: a form is taken only with a
    token that our page or `GET /forms/v1/KEY` gave.
    """

    title: Label
    intro: Label
    done: Label
    asked: Mapping[str, bool]
    own: tuple[OwnField, ...]
    topics: tuple[str, ...]
    files: bool
    consent: FormConsent | None
    origins: tuple[str, ...]
    guarded: bool
    thanks_url: str
    mail_inbox: int


def read_settings(settings: Settings) -> FormSettings:
    """Read checked settings; whatever is missing has its default."""
    asked = {name: str(settings.get(f"ask_{name}") or usual) for name, usual in _USUAL.items()}
    mailbox = settings.get("mail_inbox")
    return FormSettings(
        title=_label(settings, "title", "Напишите нам", "Write to us"),
        intro=_label(settings, "intro", "", ""),
        done=_label(settings, "done", "Спасибо! Мы получили ваше обращение.", "Thank you! We have your request."),
        asked={name: how == "required" for name, how in asked.items() if how != "off"},
        own=read_own(str(settings.get("fields") or ""))[0],
        topics=read_topics(str(settings.get("topics") or "")),
        files=settings.get("files") is not False,
        consent=_consent(settings),
        origins=tuple(str(one) for one in settings.get("origins") or ()),
        guarded=settings.get("guarded") is True,
        thanks_url=str(settings.get("thanks_url") or ""),
        mail_inbox=mailbox if isinstance(mailbox, int) else 0,
    )


@lru_cache(maxsize=256)
def read_own(text: str) -> tuple[tuple[OwnField, ...], tuple[int, ...]]:
    """Read lines such as `order* = Номер заказа | Order number | choice, choice`; returns wrong lines by number."""
    fields: dict[str, OwnField] = {}
    wrong: list[int] = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip():
            continue
        field = _read_line(raw)
        if field is None or field.name in fields or len(fields) >= OWN_MAX:
            wrong.append(number)
        else:
            fields[field.name] = field
    return tuple(fields.values()), tuple(wrong)


def read_topics(text: str) -> tuple[str, ...]:
    """Read the topics to choose from, one in each line."""
    lines = (line.strip()[:LABEL_MAX] for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))[:CHOICES_MAX]


def check_settings(settings: Settings) -> None:
    """Raise BadSettings naming every wrong field."""
    errors = []
    _, wrong = read_own(str(settings.get("fields") or ""))
    if wrong:
        errors.append(FieldError("settings.fields", "form_field", f"cannot be read in line {wrong[0]}"))
    asked = read_settings(settings).asked
    if not asked.get("email") and not asked.get("phone"):
        errors.append(FieldError("settings.ask_email", "form_contact", "an e-mail address or a phone must be required"))
    errors += [
        FieldError(f"settings.{name}", "bad_url", "an http or https address")
        for name in ("thanks_url", "consent_url")
        if settings.get(name) and not _is_web(str(settings[name]))
    ]
    if errors:
        raise BadSettings("the settings of the form are wrong", errors=tuple(errors))


def _read_line(raw: str) -> OwnField | None:
    left, sign, right = raw.partition("=")
    name = left.strip().removesuffix("*").strip()
    parts = [part.strip()[:LABEL_MAX] for part in right.split("|", 2)]
    if not sign or not _NAME.fullmatch(name) or name in _RESERVED or not parts[0]:
        return None
    english = parts[1] if len(parts) > 1 and parts[1] else parts[0]
    listed = right.split("|", 2)[2].split(",") if len(parts) > 2 else []  # noqa: PLR2004 - the third part
    choices = tuple(dict.fromkeys(one.strip()[:LABEL_MAX] for one in listed if one.strip()))[:CHOICES_MAX]
    return OwnField(name=name, label=Label(parts[0], english), required=left.strip().endswith("*"), choices=choices)


def _label(settings: Settings, name: str, ru: str, en: str) -> Label:
    said_ru, said_en = str(settings.get(f"{name}_ru") or ""), str(settings.get(f"{name}_en") or "")
    if not said_ru and not said_en:
        return Label(ru, en)
    return Label(said_ru or said_en, said_en or said_ru)


def _consent(settings: Settings) -> FormConsent | None:
    text = _label(settings, "consent", "", "")
    if not text.ru:
        return None
    url = str(settings.get("consent_url") or "")
    return FormConsent(text, url if _is_web(url) else "", str(settings.get("consent_version") or "1"))


def _is_web(url: str) -> bool:
    try:
        return url.startswith(_WEB) and bool(urlsplit(url).hostname)
    except ValueError:
        return False
