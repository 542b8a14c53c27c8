"""What this room's doors take and give."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from otklik.infra.web.schemas import Input

TEXT_MAX = 20_000
"""The longest text that is sent to a service, in characters."""
URL_MAX = 500
KEY_MAX = 500

Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
"""A language as services name it: `en`, `pt-BR`, `zh-Hans`."""


class ServiceOut(Struct, frozen=True, kw_only=True):
    """The company's service, its key never shown. `version` is 0 and `url` empty where none is connected."""

    url: str = ""
    has_key: bool = False
    version: int = 0
    changed_at: datetime | None = None
    changed_by: str = ""


class ServiceInput(Input, frozen=True, kw_only=True):
    """Where the service is. A key that is not given stays, unless the service is at another address now."""

    url: Annotated[str, Meta(min_length=1, max_length=URL_MAX)]
    api_key: Annotated[str, Meta(max_length=KEY_MAX)] | UnsetType = UNSET
    expected_version: Annotated[int, Meta(ge=0)]


class Ready(Struct, frozen=True):
    """Whether texts can be translated here."""

    on: bool


class Languages(Struct, frozen=True):
    """The languages a service translates into."""

    codes: list[str]


CheckName = Literal["address", "languages", "detect", "translate"]


class ServiceCheck(Struct, frozen=True):
    """One thing that was tried. `code` says what is wrong, `detail` is what the service said."""

    name: CheckName
    state: Literal["ok", "warn", "fail", "unknown"]
    code: str = ""
    detail: str = ""


class ServiceReport(Struct, frozen=True):
    """What trying the service found."""

    checks: list[ServiceCheck]
