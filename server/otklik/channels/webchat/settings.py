"""The settings of a website chat, read once into a struct."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from otklik.channelkit.errors import BadSettings
from otklik.channels.webchat import origins
from otklik.channels.webchat.look import Look, check_look, read_look
from otklik.kit.errors import FieldError
from otklik.kit.week import WeekSpan

PRE_CHAT = ("name", "email", "phone")
ASKED = ("off", "optional", "required")
RATINGS = ("off", "faces", "thumbs")
CALLS = ("off", "online", "hours")
CALL_SECONDS, CALL_SECONDS_MIN, CALL_SECONDS_MAX = 30, 10, 120
MAIL_AFTER = 10
MAIL_AFTER_MAX = 1440
_QUESTION_MAX = 200
_WEB = ("https://", "http://")


class Consent(Struct, frozen=True):
    """What a visitor agrees to before anything personal is taken; a new version is asked anew."""

    ru: str
    en: str
    url: str
    version: str


class Rating(Struct, frozen=True):
    """What a visitor is asked after a conversation was closed; `comment` lets them add words."""

    scale: str
    question: Mapping[str, str]
    comment: bool


class WebchatSettings(Struct, frozen=True, kw_only=True):
    """How the chat looks and whom it lets in. `pre_chat` maps a field to whether it is required.

    `verified_only` closes the chat to whoever the site does not vouch for. At most `greetings_per_visit` greetings are
    shown to one visitor in one visit. `hours` are those of the week in which somebody answers, none of them is always;
    `peeks`: operators see what a visitor is writing before it is sent.
    `ask_away`: whether an e-mail address is asked while nobody is there. `greetings_dnt`: no greetings for browsers
    that ask for privacy; `greetings_consent`: none before the page has said that its visitor consents.
    `mail_inbox` is the mailbox that takes answers to a visitor who has been gone for `mail_after` minutes, 0 none.
    `calls`: whether visitors may call, while somebody is there or within the hours; one rings for `call_seconds`.
    `callback`: visitors may ask to be called back.
    """

    origins: tuple[str, ...]
    look: Look
    pre_chat: Mapping[str, bool]
    consent: Consent | None
    verified_only: bool = False
    greetings_per_visit: int = 1
    greetings_dnt: bool = True
    greetings_consent: bool = False
    hours: tuple[WeekSpan, ...] = ()
    ask_away: str = "off"
    peeks: bool = False
    mail_inbox: int = 0
    mail_after: int = MAIL_AFTER
    rating: Rating | None = None
    calls: str = "off"
    call_seconds: int = CALL_SECONDS
    callback: bool = False


def read_settings(settings: Mapping[str, Any]) -> WebchatSettings:
    """Read checked settings; whatever is missing has its default."""
    asked = {name: str(settings.get(f"ask_{name}") or ASKED[0]) for name in PRE_CHAT}
    return WebchatSettings(
        origins=tuple(str(one) for one in settings.get("origins") or ()),
        look=read_look(settings),
        pre_chat={name: how == "required" for name, how in asked.items() if how != "off"},
        consent=_read_consent(settings),
        verified_only=settings.get("verified_only") is True,
        rating=_read_rating(settings),
        greetings_per_visit=_count(settings, "greetings_per_visit", 1),
        greetings_dnt=settings.get("greetings_dnt") is not False,
        greetings_consent=settings.get("greetings_consent") is True,
        hours=read_hours(settings),
        peeks=settings.get("peeks") is True,
        mail_inbox=_count(settings, "mail_inbox", 0),
        mail_after=_count(settings, "mail_after", MAIL_AFTER),
        ask_away=str(settings.get("ask_away") or ASKED[1]),
        callback=settings.get("callback") is True,
        calls=_one_of(settings, "calls", CALLS),
        call_seconds=min(max(_count(settings, "call_seconds", CALL_SECONDS), CALL_SECONDS_MIN), CALL_SECONDS_MAX),
    )


def _read_rating(settings: Mapping[str, Any]) -> Rating | None:
    scale = str(settings.get("rating") or RATINGS[0])
    if scale not in RATINGS[1:]:
        return None
    ru, en = str(settings.get("rating_ru") or ""), str(settings.get("rating_en") or "")
    return Rating(scale, {"ru": ru or en, "en": en or ru}, settings.get("rating_comment") is not False)


def read_hours(settings: Mapping[str, Any]) -> tuple[WeekSpan, ...]:
    """Return the hours in which somebody answers; stored ones that a later release wrote otherwise are none."""
    try:
        return msgspec.convert(settings.get("hours") or (), tuple[WeekSpan, ...])
    except msgspec.ValidationError:
        return ()


def _one_of(settings: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = str(settings.get(name) or choices[0])
    return value if value in choices else choices[0]


def _count(settings: Mapping[str, Any], name: str, otherwise: int) -> int:
    value = settings.get(name)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def _read_consent(settings: Mapping[str, Any]) -> Consent | None:
    ru, en = str(settings.get("consent_ru") or ""), str(settings.get("consent_en") or "")
    if not ru and not en:
        return None
    url = str(settings.get("consent_url") or "")
    version = str(settings.get("consent_version") or "1")
    return Consent(ru or en, en or ru, url if url.startswith(_WEB) else "", version)


def check_settings(settings: Mapping[str, Any]) -> None:
    """Raise BadSettings naming every wrong field."""
    errors = [
        FieldError("settings.origins", "bad_origin", f"{one!r} is not a site such as https://shop.example")
        for one in settings.get("origins") or ()
        if origins.normalise(str(one)) is None
    ]
    if not settings.get("origins"):
        errors.append(FieldError("settings.origins", "missing", "name at least one site, such as https://shop.example"))
    errors += check_look(settings)
    errors += [
        FieldError(f"settings.ask_{name}", "bad_choice", "off, optional or required")
        for name in (*PRE_CHAT, "away")
        if str(settings.get(f"ask_{name}") or ASKED[0]) not in ASKED
    ]
    errors += [
        FieldError(f"settings.rating_{language}", "longer_than", f"at most {_QUESTION_MAX} characters")
        for language in ("ru", "en")
        if len(str(settings.get(f"rating_{language}") or "")) > _QUESTION_MAX
    ]
    url = str(settings.get("consent_url") or "")
    if url and not url.startswith(_WEB):
        errors.append(FieldError("settings.consent_url", "bad_url", "an http or https address"))
    if errors:
        raise BadSettings("the settings of the chat are wrong", errors=tuple(errors))
