"""Where each setting of the company comes from: what it is by default, and who changed it last, as the audit tells."""

from collections.abc import Mapping
from typing import Final

from otklik.access import repository_provenance as repository
from otklik.access.schemas_provenance import Provenance
from otklik.infra.db import Tx

DEFAULTS: Final[Mapping[str, int | str | bool | None]] = {
    "name": None, "locale": None, "time_zone": None, "reopen_minutes": 1440, "reason_required": False,
    "topic_required": False,
    "away_minutes": 5, "missed_offers": 3, "transfer_note_required": False, "transfer_accept_seconds": 60,
    "two_factor": "off", "hold_unchecked": False, "open_too_large": True,
}  # fmt: skip
"""What a new company begins with; None is what its first owner says."""


async def list_provenance(tx: Tx) -> list[Provenance]:
    """Return where every setting comes from."""
    changed = {row.setting: row for row in await repository.list_last_changes(tx, list(DEFAULTS))}
    return [
        Provenance(
            setting=name, default=default, changed_at=row.at if row else None, changed_by=row.actor_name if row else ""
        )
        for name, default in DEFAULTS.items()
        for row in [changed.get(name)]
    ]
