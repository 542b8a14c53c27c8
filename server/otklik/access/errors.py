"""The refusals of this room, each with a code the desk translates."""

from otklik.kit.errors import Conflict, Forbidden, NotFound, Unauthorized


class BadCredentials(Unauthorized):
    """Unknown e-mail, wrong password, disabled operator: never told apart."""

    code = "bad_credentials"

    def __init__(self) -> None:
        super().__init__("wrong e-mail or password")


class BadLink(NotFound):
    """A one-time link that is unknown, used or too old: never told apart."""

    code = "bad_link"

    def __init__(self) -> None:
        super().__init__("this link is not valid, was used already or is too old")


class SetupClosed(Conflict):
    """The first owner exists; setup never opens again."""

    code = "setup_closed"

    def __init__(self) -> None:
        super().__init__("setup has been done already")


class ForeignRequest(Forbidden):
    """An unsafe request that does not come from our own pages."""

    code = "csrf"

    def __init__(self) -> None:
        super().__init__("the request does not come from the desk")


class CannotGrant(Forbidden):
    """A role with rights the actor does not hold."""

    code = "cannot_grant"

    def __init__(self) -> None:
        super().__init__("you cannot give or take away rights you do not hold")


class OwnRole(Forbidden):
    """Nobody changes their own role or locks themselves out."""

    code = "own_role"

    def __init__(self) -> None:
        super().__init__("you cannot change your own role or disable yourself")


class LastOwner(Conflict):
    """One active owner must remain."""

    code = "last_owner"

    def __init__(self) -> None:
        super().__init__("the workspace must keep at least one active owner")


class EmailTaken(Conflict):
    """An operator has this e-mail already."""

    code = "email_taken"

    def __init__(self) -> None:
        super().__init__("an operator with this e-mail exists already")


class NoSuchSession(NotFound):
    """The session is over already, or is somebody else's."""

    code = "session_not_found"

    def __init__(self) -> None:
        super().__init__("this session is over already")
