"""What the doors to the second factor take and give."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from otklik.access.schemas import Password
from otklik.infra.web.schemas import Input

Code = Annotated[str, Meta(max_length=100)]


class FactorState(Struct, frozen=True):
    """Since when there is a second factor, if there is one, and how many recovery codes are unused."""

    since: datetime | None
    codes_left: int


class BeginFactorInput(Input, frozen=True, kw_only=True):
    """The password, once more."""

    password: Password


class NewFactor(Struct, frozen=True):
    """A secret for an authenticator app, in groups of four, and the address by which an app on this device takes it."""

    secret: str
    address: str


class ConfirmFactorInput(Input, frozen=True, kw_only=True):
    """What the app shows now."""

    code: Code


class ProveInput(Input, frozen=True, kw_only=True):
    """The password, and a code of the app or a recovery code."""

    password: Password
    code: Code


class RecoveryCodes(Struct, frozen=True):
    """Ten codes, each good once in place of the app's; they are not shown again."""

    codes: list[str]
