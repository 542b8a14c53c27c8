"""Facts this room announces."""

from typing import ClassVar

from otklik.infra.events import Event


class TransferOffered(Event, frozen=True, kw_only=True):
    """A conversation was offered; data: for_operators (both), offer_id, offered_id, to_id, from_id, from_name."""

    kind: ClassVar[str] = "transfer.offered"


class TransferSettled(Event, frozen=True, kw_only=True):
    """An offer is over; data: for_operators, offer_id, offered_id, state, to_name.

    `offered_id` is the conversation: it did not change by this, so the event does not name it as changed.
    """

    kind: ClassVar[str] = "transfer.settled"
