"""The refusals of this room, each with a code the desk translates."""

from enum import StrEnum

from otklik.kit.errors import Conflict, Forbidden, NotFound, SavedMeanwhile, TooMany, Unauthorized


class Why(StrEnum):
    """Why somebody who comes back from a provider is not let in; the desk has a sentence for each."""

    STATE = "state"
    """The way was not begun in this browser, was used, or is over."""
    DENIED = "denied"
    PROVIDER = "provider"
    """The provider answers with an error, or not at all, or not as it should."""
    TOKEN = "token"  # noqa: S105 - a reason, not a secret
    """What the provider signed does not hold: signature, issuer, audience, time or nonce."""
    ADDRESS = "address"
    """The provider tells no address, does not vouch for it, or it is of another domain."""
    NO_ACCESS = "no_access"
    """Nobody here is known by it, or they are disabled."""
    LINKED = "linked"
    """The account at the provider is another operator's, or the operator has another one there."""
    SIGNED_OUT = "signed_out"
    """Whoever began to link is not signed in any more."""
    BUSY = "busy"


class NotLetIn(Exception):
    """Somebody who comes back from a provider is not let in; `detail` is for the audit and the one who sets it up."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(detail or why.value)
        self.why = why
        self.detail = detail


class NoSuchProvider(NotFound):
    """A provider that is not there, is switched off, or is of another company."""

    code = "sso_provider_not_found"

    def __init__(self) -> None:
        super().__init__("there is no such provider")


class TooManyProviders(TooMany):
    """A company has as many providers as it may; extra: limit."""

    code = "too_many_providers"
    what = "providers"


class ProviderChanged(SavedMeanwhile):
    """Somebody saved this provider first; extra: version."""

    code = "sso_provider_changed"
    what = "provider"


class LastProvider(Conflict):
    """Without it nobody but owners could sign in."""

    code = "last_provider"

    def __init__(self) -> None:
        super().__init__("people sign in only through this provider: allow passwords first")


class OwnLinkFirst(Conflict):
    """Whoever closes passwords for others has not come in through the provider themselves."""

    code = "own_link_first"

    def __init__(self) -> None:
        super().__init__("link your own account to the provider first: then it is known to work")


class OnlyWay(Conflict):
    """The link is the only way in for somebody without a password."""

    code = "only_way_in"

    def __init__(self) -> None:
        super().__init__("this account has no password: the link is its only way in")


class NothingToProve(Unauthorized):
    """No sign-in through a provider waits for a code in this browser, or not any more."""

    code = "sso_over"

    def __init__(self) -> None:
        super().__init__("this sign-in took too long, begin again")


class MayNotUnlink(Forbidden):
    """A link of somebody with rights the actor does not hold."""

    code = "cannot_grant"

    def __init__(self) -> None:
        super().__init__("you cannot give or take away rights you do not hold")
