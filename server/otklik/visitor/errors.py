"""How the visitor's room says no."""

from otklik.kit.errors import Conflict, Forbidden, NotFound, TooLarge, Unauthorized


class NoSession(Unauthorized):
    """The token opens no session: wrong, ended, or silent for more than a year."""

    code = "no_session"


class OriginRefused(Forbidden):
    """The site is not among those that may show this chat."""

    code = "origin_refused"


class VerificationNeeded(Forbidden):
    """The company talks only with people its own site vouches for."""

    code = "verification_needed"


class IdentityRefused(Forbidden):
    """What the site said of its visitor proves nothing; `reason` says why, for whoever builds the site."""

    code = "identity_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the identity is refused: {reason}", extra={"reason": str(reason)})
        self.reason = str(reason)


class CallbacksOff(Conflict):
    """This chat takes no wishes to be called back."""

    code = "callbacks_off"

    def __init__(self) -> None:
        super().__init__("nobody is called back from here")


class NoSuchKey(NotFound):
    """The chat has no such key: it was retired, or never made."""

    code = "visitor_key_not_found"


class NoSuchGreeting(NotFound):
    """The chat has no such greeting: it was taken away."""

    code = "greeting_not_found"


class TooManyGreetings(Conflict):
    """A chat has so many greetings already."""

    code = "too_many_greetings"


class ConsentNeeded(Conflict):
    """The company asks for consent before the first message."""

    code = "consent_needed"


class IntroductionNeeded(Conflict):
    """The company asks for something before the first message."""

    code = "introduction_needed"


class TooLate(Conflict):
    """A message may be changed for a quarter of an hour."""

    code = "too_late"


class FileTooLarge(TooLarge):
    """The file, or the day's files together, are over the limit."""

    code = "file_too_large"


class LogoTooLarge(TooLarge):
    """A logo over the limit; extra: limit in bytes."""

    code = "logo_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__("the logo is larger than 2 MB", extra={"limit": limit})
