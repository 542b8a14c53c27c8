"""What closing many conversations asks for: the strictest rule among those chosen, counted in one query."""

from collections.abc import Sequence

from otklik.access.service import is_reason_required, is_topic_required
from otklik.conversations.fields import list_fields
from otklik.desk.repository_bulk import count_missing
from otklik.desk.schemas_bulk import ClosingNeeds
from otklik.infra.db import Tx
from otklik.labels.reasons import list_reasons
from otklik.labels.topics import is_topic_used


async def find_closing_needs(tx: Tx, ids: Sequence[int]) -> ClosingNeeds:
    """Return what these conversations lack; a team's own rule goes before the company's."""
    needed = [row.key for row in await list_fields(tx) if row.required and not row.archived]
    missing = await count_missing(tx, ids, needed, topic_required=await is_topic_required(tx))
    reasons = await is_reason_required(tx) and bool(await list_reasons(tx))
    return ClosingNeeds(
        total=missing.total,
        reason=reasons and missing.total > 0,
        topic=missing.topic if await is_topic_used(tx) else 0,
        fields={key: count for key, count in missing.fields.items() if count},
    )
