"""The words of filters: fields, their operators and values, in both languages.

The first spelling is the canonical one. Channels bring their own (`name_channels`). The desk offers the same words
(`features/inbox/filters/lexicon.json`); a test compares.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a field compares with."""

    WORD = "word"
    NAME = "name"
    SPAN = "span"
    RANK = "rank"
    CODE = "code"
    FREE = "free"
    OWN = "own"


class Field(Struct, frozen=True, kw_only=True):
    """A field: its spellings, and the words it knows with theirs."""

    name: str
    kind: Kind
    also: tuple[str, ...] = ()
    words: dict[str, tuple[str, ...]] = {}

    @property
    def ops(self) -> tuple[str, ...]:
        """The operators it takes."""
        if self.kind is Kind.SPAN:
            return (">", "<")
        return ("=", ">", ">=", "<", "<=") if self.kind in {Kind.RANK, Kind.OWN} else ("=",)


NOBODY = ("nobody", "none", "никто", "никого", "нет")
TEXT = "text"
FIELDS: tuple[Field, ...] = (
    Field(name="is", kind=Kind.WORD, also=("это",), words={
        "unread": ("непрочитано", "непрочитанные"), "waiting": ("ждёт", "ждут"), "open": ("открыт", "открытые"),
        "snoozed": ("отложен", "отложенные"), "resolved": ("closed", "закрыт", "закрытые"), "spam": ("спам",),
        "failed": ("ошибка", "недоставлено"), "vip": ("вип", "важный", "важные"),
        "blocked": ("заблокирован", "заблокированные"), "followed": ("слежу", "отслеживаемые"),
    }),
    Field(name="channel", kind=Kind.CODE, also=("канал",)),
    Field(name="inbox", kind=Kind.NAME, also=("подключение", "ящик")),
    Field(name="team", kind=Kind.NAME, also=("отдел",), words={"nobody": NOBODY[1:]}),
    Field(name="assignee", kind=Kind.NAME, also=("ответственный",), words={"me": ("я",), "nobody": NOBODY[1:]}),
    Field(name="tag", kind=Kind.NAME, also=("метка",), words={"none": ("нет", "никакой")}),
    Field(name="priority", kind=Kind.RANK, also=("важность", "приоритет"), words={
        "low": ("низкая", "низкий"), "normal": ("обычная", "обычный"), "high": ("высокая", "высокий"),
        "urgent": ("срочно", "срочная", "срочный"),
    }),
    Field(name="reason", kind=Kind.NAME, also=("причина",), words={"none": ("нет", "никакой")}),
    Field(name="topic", kind=Kind.NAME, also=("тема",), words={"none": ("нет", "никакой")}),
    Field(name="rating", kind=Kind.RANK, also=("оценка",), words={str(score): () for score in range(1, 6)}),
    Field(name="waiting", kind=Kind.SPAN, also=("ждёт", "ожидание")),
    Field(name="created", kind=Kind.SPAN, also=("создан",)),
    Field(name="last", kind=Kind.SPAN, also=("последнее",)),
    Field(name="lang", kind=Kind.CODE, also=("язык",), words={"ru": ("русский",), "en": ("английский",)}),
    Field(name="contact", kind=Kind.FREE, also=("клиент",)),
)  # fmt: skip

OWN_WORDS = {
    "any": ("есть", "любое"), "empty": ("пусто", "none"), "yes": ("да", "true"), "no": ("нет", "false"),
}  # fmt: skip
"""What may be said of a company's own field of a customer instead of a value."""

OR = frozenset({"or", "или"})
AND = frozenset({"and", "и"})
NOT = frozenset({"not", "не"})

RANKS = {"low": -1, "normal": 0, "high": 1, "urgent": 2, **{str(score): score for score in range(1, 6)}}
UNITS = {
    "m": ("m", "min", "м", "мин", "минут", "минута", "минуты"),
    "h": ("h", "hour", "hours", "ч", "час", "часа", "часов"),
    "d": ("d", "day", "days", "д", "дн", "день", "дня", "дней"),
    "w": ("w", "week", "weeks", "н", "нед", "неделя", "недели", "недель"),
}
SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
LONGEST_S = 3650 * 86_400


def plain(word: str) -> str:
    """Return a word as words are compared: small letters, and е for ё."""
    return word.lower().replace("ё", "е")


_BY_NAME = {plain(name): field for field in FIELDS for name in (field.name, *field.also)}
_VALUES = {
    field.name: {plain(name): word for word, more in field.words.items() for name in (word, *more)} for field in FIELDS
}
_VALUES["field"] = {plain(name): word for word, more in OWN_WORDS.items() for name in (word, *more)}
_UNIT = {plain(name): unit for unit, names in UNITS.items() for name in names}
_SPAN = re.compile(r"([0-9]{1,6})([^\W\d_]+)")
_OWN = re.compile(r"(?:(field|поле)|dialog|диалог)\.([a-z][a-z0-9_]{0,49})", re.IGNORECASE)
OF_TALK = "dialog."
CODE = re.compile(r"[a-z][a-z0-9_-]{1,39}")
IDS = re.compile(r"#[0-9]{1,18}(,#[0-9]{1,18}){0,49}")


def name_channels(spellings: Mapping[str, Sequence[str]]) -> None:
    """Set which channels there are and what is read for each; the wiring calls it once, before anything is read."""
    _VALUES["channel"] = {plain(name): slug for slug, more in spellings.items() for name in (slug, *more)}


def find_field(word: str) -> Field | None:
    """Return the field of a spelling; `field.city` is the company's own field of customers with the key `city`.

    `dialog.sum` is the field of conversations with the key `sum`.
    """
    own = _OWN.fullmatch(word)
    if not own:
        return _BY_NAME.get(plain(word))
    return Field(name=("field." if own.group(1) else OF_TALK) + own.group(2).lower(), kind=Kind.OWN)


def find_word(field: str, word: str) -> str | None:
    """Return the canonical word of a field for a spelling."""
    return _VALUES["field" if own_key(field) else field].get(plain(word))


def own_key(field: str) -> str:
    """Return the key of a company's own field; empty for a field of ours."""
    return field.partition(".")[2]


def read_span(text: str) -> str | None:
    """Return a length of time as `10m`, `2h`, `7d`, `1w`; None for anything else or over ten years."""
    match = _SPAN.fullmatch(plain(text))
    unit = _UNIT.get(match.group(2)) if match else None
    if match is None or unit is None:
        return None
    count = int(match.group(1))
    return f"{count}{unit}" if count * SECONDS[unit] <= LONGEST_S else None


def seconds_of(span: str) -> int:
    """Return the seconds of a canonical length of time."""
    return int(span[:-1]) * SECONDS[span[-1]]
