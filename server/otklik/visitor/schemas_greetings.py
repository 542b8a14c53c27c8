"""Shapes of the greetings that the chat shows by itself."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.infra.web.schemas import Input

GREETINGS_MAX = 30
TEXT_MAX = 300
PATTERNS_MAX = 20

Name = Annotated[str, Meta(min_length=1, max_length=100)]
Text = Annotated[str, Meta(max_length=TEXT_MAX)]
Pattern = Annotated[str, Meta(min_length=1, max_length=300)]
Patterns = Annotated[tuple[Pattern, ...], Meta(max_length=PATTERNS_MAX)]
Seconds = Annotated[int, Meta(ge=0, le=3600)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Visits = Annotated[int, Meta(ge=1, le=1000)]
Days = Annotated[int, Meta(ge=0, le=365)]
Place = Annotated[int, Meta(ge=0, le=GREETINGS_MAX)]


class Terms(Input, frozen=True):
    """When a greeting is shown: all of it must hold. `pages` are addresses or paths with `*`, one of which must fit.

    `scroll` is how far down the page the visitor has come, in percent; `leaving` waits until they reach for the tabs.
    """

    pages: Patterns = ()
    seconds: Seconds = 0
    scroll: Percent = 0
    leaving: bool = False
    visits: Visits = 1
    visitors: Literal["all", "new", "returning"] = "all"
    present: Literal["any", "online", "away"] = "any"


class NewGreeting(Input, frozen=True):
    """A greeting to be, the last of the list; `every_days` is how long one visitor is spared the same one."""

    name: Name
    text_ru: Text = ""
    text_en: Text = ""
    enabled: bool = True
    terms: Terms = Terms()
    every_days: Days = 7


class GreetingInput(Input, frozen=True):
    """What to change of a greeting; what is absent stays. `place` counts from 0."""

    name: Name | UnsetType = UNSET
    text_ru: Text | UnsetType = UNSET
    text_en: Text | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET
    terms: Terms | UnsetType = UNSET
    every_days: Days | UnsetType = UNSET
    place: Place | UnsetType = UNSET


class Greeting(Struct, frozen=True, kw_only=True):
    """A greeting with how often it was shown, opened and answered."""

    id: int
    name: str
    enabled: bool
    text_ru: str
    text_en: str
    terms: Terms
    every_days: int
    shown: int
    opened: int
    answered: int


class GreetingShown(Struct, frozen=True, kw_only=True):
    """A greeting as a browser needs it to decide."""

    id: int
    ru: str
    en: str
    terms: Terms
    every_days: int


class Greetings(Struct, frozen=True, kw_only=True):
    """All greetings of a chat in their order; the first that fits is shown, at most `per_visit` in one visit.

    `dnt`: none for browsers that ask for privacy; `consent`: none before the page says that its visitor consents.
    """

    items: list[GreetingShown]
    per_visit: int
    dnt: bool = True
    consent: bool = False
