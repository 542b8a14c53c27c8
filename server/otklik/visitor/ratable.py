"""What visitors may rate, as they are shown it."""

from otklik.infra.db import Tx
from otklik.surveys.service import OPEN_FOR
from otklik.visitor import repository_ratings as repository
from otklik.visitor.records import ClosingRow
from otklik.visitor.schemas import RatingShown


async def list_ratable(tx: Tx, session_ids: list[int]) -> dict[int, RatingShown]:
    """Return for each session the closing it may rate, with what was said of it so far."""
    return {row.session_id: show(row) for row in await repository.list_closings(tx, session_ids, OPEN_FOR)}


def show(row: ClosingRow) -> RatingShown:
    """Show a closing as the visitor sees it."""
    return RatingShown(closing=row.closing_id, score=row.score, comment=row.comment or "")
