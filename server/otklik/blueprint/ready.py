"""Settings that are ready for a line of business: files of this room's own, one for each language."""

from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from otklik.access.schemas import Locale
from otklik.blueprint.schemas import SettingsFile
from otklik.kit.errors import NotFound

Slug = Literal["shop", "clinic", "services", "education"]

_FOLDER: Final = Path(__file__).parent / "sets"
_TITLES: Final[dict[Slug, tuple[str, str]]] = {
    "shop": ("Интернет-магазин", "Online shop"),
    "clinic": ("Клиника", "Clinic"),
    "services": ("Услуги и ремонт", "Services and repair"),
    "education": ("Обучение", "Education"),
}


class Title(Struct, frozen=True):
    """What a set is called."""

    ru: str
    en: str


class ReadySet(Struct, frozen=True):
    """A set of teams, tags, closing reasons, fields, responses and a macro."""

    slug: Slug
    title: Title


def list_sets() -> list[ReadySet]:
    """Return all sets."""
    return [ReadySet(slug, Title(*title)) for slug, title in _TITLES.items()]


def read_set(slug: str, language: Locale) -> SettingsFile:
    """Return a set as a file of settings; raises NotFound."""
    if slug not in _TITLES:
        raise NotFound("no such set", code="set_not_found")
    return msgspec.json.decode((_FOLDER / f"{slug}.{language}.json").read_bytes(), type=SettingsFile)
