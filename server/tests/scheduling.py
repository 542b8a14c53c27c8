"""Which worker runs which test. Most go to whoever is free; some share what takes long to start and stay together."""

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

_TOGETHER = ("server/tests/journeys/", "server/tests/infra/test_postgres.py")


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Hands tests out one by one, and those of a shared installation as one piece; the largest, the journeys, first.

    The library's own groups (`--dist loadgroup`) rest on a private name that pytest 9.2 no longer has, and do nothing.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in _TOGETHER if nodeid.startswith(place)), nodeid)
