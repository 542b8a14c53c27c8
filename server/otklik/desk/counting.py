"""The numbers beside the views: for everybody who is there at once, each list counted to a thousand and no further."""

import time
from collections.abc import Callable, Mapping, Sequence

from otklik.access.permissions import Permission
from otklik.access.records import Standing
from otklik.desk import repository, repository_mentions, repository_saved, saved
from otklik.desk.filters.binding import complete
from otklik.desk.filters.errors import SlowFilter
from otklik.desk.lists import Wanted, count_up_to
from otklik.desk.records import SavedRow
from otklik.desk.repository import COUNT_CAP
from otklik.desk.schemas import Counts
from otklik.infra.db import Tx

_FORGIVE_S = 120.0


class _Viewer(Standing, frozen=True):
    """An operator as far as it matters for which views they see."""

    id: int
    team_ids: list[int]

    def sees(self, row: SavedRow) -> bool:
        """Whether the view is in this operator's list."""
        if row.scope == "private":
            return row.operator_id == self.id
        return row.scope == "shared" or row.team_id in self.team_ids or Permission.VIEWS_SHARE in self.permissions


class ViewCounter:
    """Counts, and remembers for a while which saved views are too slow to be counted."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._slow: dict[tuple[int, int], float] = {}

    async def count(self, tx: Tx, operator_ids: Sequence[int]) -> dict[int, Counts]:
        """Return the numbers of each operator; what is the same for all is counted once."""
        common = await repository.count_views(tx, 0)
        teams = {str(team.id): team.count for team in await repository.count_teams(tx)}
        own = {one.id: one for one in await repository.count_own(tx, operator_ids)}
        named = await repository_mentions.count_unseen(tx, operator_ids, COUNT_CAP)
        viewers = await repository.list_viewers(tx, _Viewer, operator_ids)
        free = await _count_free(tx, viewers, common.unassigned)
        kept = await self._count_saved(tx, operator_ids, viewers)
        return {
            number: Counts(
                mine=own[number].mine if number in own else 0, waiting=common.waiting,
                unassigned=free.get(number, common.unassigned),
                open=common.open, snoozed=common.snoozed, failed=common.failed, spam=common.spam,
                unread_mine=own[number].unread if number in own else 0,
                mentions=named.get(number, 0), teams=teams, saved=kept.get(number, {}),
            )
            for number in operator_ids
        }  # fmt: skip

    async def _count_saved(
        self, tx: Tx, operator_ids: Sequence[int], viewers: Sequence[_Viewer]
    ) -> Mapping[int, dict[str, int | None]]:
        rows = await repository_saved.list_counted(tx, operator_ids)
        if not rows:
            return {}
        found: dict[int, dict[str, int | None]] = {viewer.id: {} for viewer in viewers}
        for row in rows:
            seeing = [viewer.id for viewer in viewers if viewer.sees(row)]
            if seeing:
                for number, count in (await self._count_view(tx, row, seeing)).items():
                    found[number][str(row.id)] = count
        return found

    async def _count_view(self, tx: Tx, row: SavedRow, seeing: Sequence[int]) -> dict[int, int | None]:
        place = (row.id, row.version)
        if self._slow.get(place, 0) > self._clock():
            return dict.fromkeys(seeing)
        asked = await complete(tx, saved.read_tree(row))
        asking = seeing if asked.personal else seeing[:1]
        counts: dict[int, int | None] = {}
        for number in asking:
            wanted = Wanted(view="all", operator_id=number, filter=asked)
            counts[number] = await self._try_count(tx, wanted, place)
        return counts if asked.personal else dict.fromkeys(seeing, counts[seeing[0]])

    async def _try_count(self, tx: Tx, wanted: Wanted, place: tuple[int, int]) -> int | None:
        """Count one list; one that takes too long harms neither the others nor the next time."""
        await tx.execute("savepoint counting")
        try:
            count = await count_up_to(tx, wanted, COUNT_CAP)
        except SlowFilter:
            await tx.execute("rollback to savepoint counting")
            self._slow[place] = self._clock() + _FORGIVE_S
            return None
        await tx.execute("release savepoint counting")
        return count


async def _count_free(tx: Tx, viewers: Sequence[_Viewer], everything: int) -> dict[int, int]:
    """Return how much nobody holds of what is each operator's to take; like the view, by the teams they belong to."""
    if not any(viewer.team_ids for viewer in viewers):
        return {}
    by_team = await repository.count_unassigned(tx)
    return {
        viewer.id: min(COUNT_CAP, sum(by_team.get(team, 0) for team in (None, *viewer.team_ids)))
        if viewer.team_ids
        else everything
        for viewer in viewers
    }
