"""What was filled into a form, checked field by field. Pure."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from otklik.channelkit.manifest import Words
from otklik.channels.form.settings import (
    FILE_MAX_BYTES,
    FILES_MAX,
    OWN_VALUE_MAX,
    TEXT_MAX,
    FormSettings,
    OwnField,
)
from otklik.contacts.addresses import normalise_phone
from otklik.kit.mail_addresses import normalise_address
from otklik.kit.text import clean_name, clean_text
from otklik.visitor.form_words import FAULTS

_SHORT_MAX = 200
_YES = frozenset({"1", "on", "true", "yes", "да"})
_MARKS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid", "yclid")
HONEYPOT = "website"


class GivenFile(Struct, frozen=True):
    """A file as it came."""

    name: str
    mime: str
    data: bytes


class Fault(Struct, frozen=True):
    """What is wrong with a field."""

    field: str
    code: str

    @property
    def words(self) -> Words:
        """Say it in both languages."""
        return FAULTS[self.code]


class Filled(Struct, frozen=True, kw_only=True):
    """A form filled in rightly. `answers` are what the desk shows beside the text."""

    text: str
    name: str
    email: str
    phone: str
    answers: tuple[tuple[str, str], ...]
    page: str
    marks: Mapping[str, str]

    @property
    def person(self) -> str:
        """What this person is known by: the address as they gave it."""
        return f"email:{self.email}" if self.email else f"phone:{self.phone}"


def fill(
    form: FormSettings, given: Mapping[str, str], files: Sequence[GivenFile], language: str
) -> Filled | tuple[Fault, ...]:
    """Check everything that was given; returns the filled form, or every fault."""
    reader = _Reader(given, language)
    if given.get(HONEYPOT, "").strip():
        reader.fault(HONEYPOT, "robot")
    said = {name: reader.usual(name, required=form.asked[name]) for name in form.asked}
    topic = reader.one_of("topic", form.topics) if form.topics else ""
    own = [(field.label.of(language), reader.own(field)) for field in form.own]
    text = reader.long("text")
    _check_consent(form, reader)
    _check_files(form, files, reader)
    if reader.faults:
        return tuple(reader.faults)
    answers = [*said.items(), ("topic", topic), *own]
    if form.consent is not None:
        answers.append(("consent", f"{form.consent.text.of(language)} (v{form.consent.version})"))
    return Filled(
        text=text, name=said.get("name", ""), email=said.get("email", ""), phone=said.get("phone", ""),
        answers=tuple((field, value) for field, value in answers if value),
        page=clean_name(given.get("page", ""), 500), marks=_marks(given),
    )  # fmt: skip


def _marks(given: Mapping[str, str]) -> dict[str, str]:
    found = {name: clean_name(given.get(name, "")) for name in _MARKS}
    return {name: value for name, value in found.items() if value}


def _check_consent(form: FormSettings, reader: "_Reader") -> None:
    if form.consent is None:
        return
    if reader.given.get("consent", "").strip().lower() not in _YES:
        reader.fault("consent", "consent")
    elif reader.given.get("consent_version", form.consent.version) != form.consent.version:
        reader.fault("consent", "consent_changed")


def _check_files(form: FormSettings, files: Sequence[GivenFile], reader: "_Reader") -> None:
    if files and not form.files:
        reader.fault("files", "no_files")
    elif len(files) > FILES_MAX:
        reader.fault("files", "too_many_files")
    elif any(len(file.data) > FILE_MAX_BYTES for file in files):
        reader.fault("files", "file_too_large")


class _Reader:
    """Takes fields out of what was given and keeps what is wrong with them."""

    def __init__(self, given: Mapping[str, str], language: str) -> None:
        self.given = given
        self.language = language
        self.faults: list[Fault] = []

    def fault(self, field: str, code: str) -> str:
        self.faults.append(Fault(field, code))
        return ""

    def usual(self, name: str, *, required: bool) -> str:
        said = clean_name(self.given.get(name, ""), _SHORT_MAX + 1)
        if not said:
            return self.fault(name, "missing") if required else ""
        if name == "email":
            return normalise_address(said) or self.fault(name, "bad_email")
        if name == "phone":
            return normalise_phone(said) or self.fault(name, "bad_phone")
        return said if len(said) <= _SHORT_MAX else self.fault(name, "too_long")

    def long(self, name: str) -> str:
        said = clean_text(self.given.get(name, "")).replace("\r\n", "\n").strip()
        if not said:
            return self.fault(name, "missing")
        return said if len(said) <= TEXT_MAX else self.fault(name, "too_long")

    def one_of(self, name: str, choices: Sequence[str]) -> str:
        said = clean_name(self.given.get(name, ""), OWN_VALUE_MAX)
        return said if not said or said in choices else self.fault(name, "bad_choice")

    def own(self, field: OwnField) -> str:
        said = clean_name(self.given.get(field.name, ""), OWN_VALUE_MAX + 1)
        if not said:
            return self.fault(field.name, "missing") if field.required else ""
        if field.choices and said not in field.choices:
            return self.fault(field.name, "bad_choice")
        return said if len(said) <= OWN_VALUE_MAX else self.fault(field.name, "too_long")
