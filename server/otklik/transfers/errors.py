"""The refusals of this room."""

from otklik.kit.errors import Conflict, NotFound


class NoSuchOffer(NotFound):
    """No such offer to this operator."""

    code = "offer_not_found"

    def __init__(self) -> None:
        super().__init__("no such offer")


class OfferOver(Conflict):
    """The offer was accepted, declined, withdrawn, or its time is over; extra: state."""

    code = "offer_over"

    def __init__(self, state: str) -> None:
        super().__init__("this offer is over", extra={"state": state})


class AlreadyOffered(Conflict):
    """The conversation is being offered to somebody; extra: to."""

    code = "already_offered"

    def __init__(self, to_name: str) -> None:
        super().__init__("this conversation is being offered to a colleague", extra={"to": to_name})


class NotAtDesk(Conflict):
    """Nobody is there to accept."""

    code = "not_at_desk"

    def __init__(self) -> None:
        super().__init__("this colleague is not working now and cannot accept; transfer without waiting instead")


class AlreadyTheirs(Conflict):
    """The conversation is the receiver's already."""

    code = "already_theirs"

    def __init__(self) -> None:
        super().__init__("this conversation is theirs already")
