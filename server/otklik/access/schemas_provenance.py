"""What the door to the origin of settings gives."""

from datetime import datetime

from msgspec import Struct


class Provenance(Struct, frozen=True, kw_only=True):
    """A setting's default, None where the first owner says it; when and by whom it was changed last, if ever."""

    setting: str
    default: int | str | bool | None
    changed_at: datetime | None
    changed_by: str
