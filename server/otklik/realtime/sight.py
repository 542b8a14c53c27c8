"""Which operators look at a desk in this process: tabs say when they are shown and hidden."""

from collections.abc import Awaitable, Callable, Mapping


async def _tell_nobody(_operator_id: int, _on: bool) -> None:  # noqa: FBT001 - a listener's shape
    return


Tell = Callable[[int, bool], Awaitable[None]]


class Sight:
    """The shown tabs of this process. `tell` hears when an operator's first tab is shown and the last one hidden."""

    def __init__(self, tell: Tell = _tell_nobody) -> None:
        self._tell = tell
        self._shown: dict[object, int] = {}

    async def note(self, tab: object, operator_id: int, *, on: bool) -> None:
        """Take what a tab says of itself; one that says it again changes nothing."""
        if on == (tab in self._shown):
            return
        others = operator_id in self.operators(without=tab)
        if on:
            self._shown[tab] = operator_id
        else:
            del self._shown[tab]
        if not others:
            await self._tell(operator_id, on)

    def operators(self, *, without: object = None) -> frozenset[int]:
        """Return who looks at a desk, in any tab but one."""
        shown: Mapping[object, int] = self._shown
        return frozenset(number for tab, number in shown.items() if tab is not without)
