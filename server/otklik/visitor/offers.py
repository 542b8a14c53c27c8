"""What the channel offers: the stream shows a message once it is sent, so an offer only needs somebody to see it."""

from collections.abc import Mapping
from typing import Any

from otklik.channelkit.outbound import OutboundFile
from otklik.infra.db import Database
from otklik.kit.errors import NotFound
from otklik.visitor import repository


class VisitorOffers:
    """The visitor's room as the channel sees it; the wiring gives one to the channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offer(self, inbox_id: int, payload: Mapping[str, Any], files: Mapping[str, OutboundFile]) -> None:  # noqa: ARG002 - stored already
        """Raise NotFound when the visitor has ended the session: nobody would ever see the message."""
        async with self._database.system() as tx:
            if not await repository.visitor_exists(tx, inbox_id, str(payload["to"])):
                raise NotFound("the visitor has ended the session", code="visitor_gone")

    async def change(self, inbox_id: int, external_id: str, text: str) -> None:
        """Nothing to do: the stream shows the stored text."""

    async def withdraw(self, inbox_id: int, external_id: str) -> None:
        """Nothing to do: the stream shows that the message is gone."""
