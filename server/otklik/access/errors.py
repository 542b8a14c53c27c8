"""The refusals of this room, each with a code the desk translates."""

from otklik.kit.errors import Conflict, Forbidden, NotFound, SavedMeanwhile, TooLarge, TooMany, Unauthorized


class BadCredentials(Unauthorized):
    """Unknown e-mail, wrong password, disabled operator: never told apart."""

    code = "bad_credentials"

    def __init__(self) -> None:
        super().__init__("wrong e-mail or password")


class SsoOnly(Forbidden):
    """The company takes no passwords but of its owners."""

    code = "sso_only"

    def __init__(self) -> None:
        super().__init__("your company signs in through its own provider, not with a password")


class ProveAgain(Forbidden):
    """Somebody without a password, for whom the provider vouched too long ago."""

    code = "prove_again"

    def __init__(self) -> None:
        super().__init__("sign out and in again through the provider: this must be done within 15 minutes after it")


class CodeNeeded(Unauthorized):
    """The password is right, and a code of the second factor is asked for."""

    code = "code_needed"

    def __init__(self) -> None:
        super().__init__("a code of the authenticator app is needed")


class BadCode(Unauthorized):
    """A code of the second factor that is wrong, over or used: never told apart."""

    code = "bad_code"

    def __init__(self) -> None:
        super().__init__("this code does not fit, or was used already")


class FactorDue(Forbidden):
    """The company asks for a second factor, and it is not set up yet."""

    code = "two_factor_needed"

    def __init__(self) -> None:
        super().__init__("the company asks for two-factor sign-in: set it up first")


class TwoFactorOn(Conflict):
    """There is a second factor already."""

    code = "two_factor_on"

    def __init__(self) -> None:
        super().__init__("two-factor sign-in is on already")


class NoFactor(Conflict):
    """There is no second factor."""

    code = "two_factor_off"

    def __init__(self) -> None:
        super().__init__("two-factor sign-in is off")


class NoFactorBegun(Conflict):
    """Nothing to confirm: it was not begun, or too long ago."""

    code = "two_factor_not_begun"

    def __init__(self) -> None:
        super().__init__("this set-up is too old, begin again")


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


class PhotoTooLarge(TooLarge):
    """A photo over the limit; extra: limit in bytes."""

    code = "photo_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__("the photo is larger than 5 MB", extra={"limit": limit})


class NoSuchRole(NotFound):
    """A role that is not there, or not any more."""

    code = "role_not_found"

    def __init__(self) -> None:
        super().__init__("there is no such role any more")


class BuiltInRole(Conflict):
    """The roles everybody starts with stay as they are; a copy can be changed."""

    code = "built_in_role"

    def __init__(self) -> None:
        super().__init__("a built-in role cannot be changed or deleted, make a copy of it")


class TooManyRoles(TooMany):
    """A company has as many roles of its own as it may; extra: limit."""

    code = "too_many_roles"
    what = "roles of your own"


class RoleInUse(Conflict):
    """Somebody has the role; extra says how many, and the caller must say which role they get."""

    code = "role_in_use"

    def __init__(self, operators: int, invitations: int, tokens: int) -> None:
        extra = {"operators": operators, "invitations": invitations, "tokens": tokens}
        super().__init__("this role is in use: choose the role that takes its place", extra=extra)


class RoleChangedMeanwhile(SavedMeanwhile):
    """Somebody saved this role first; extra: version."""

    code = "role_changed"
    what = "role"


class ViewingOnly(Forbidden):
    """Whoever looks as another role changes nothing."""

    code = "viewing_as"

    def __init__(self) -> None:
        super().__init__("you are looking as somebody else: nothing can be changed, go back to your own rights first")
