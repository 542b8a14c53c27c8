"""The refusals of this room, each with a code the desk translates. Where a service fails, `extra.said` is its words."""

from otklik.kit.errors import Conflict, SavedMeanwhile, TooLarge, Unavailable


class NoService(Conflict):
    """No translation service is connected."""

    code = "translation_off"

    def __init__(self) -> None:
        super().__init__("no translation service is connected")


class ServiceChanged(SavedMeanwhile):
    """Somebody saved the service first; extra: version."""

    code = "translation_changed"
    what = "translation service"


class TooLongToTranslate(TooLarge):
    """A text over the limit; extra: limit, length."""

    code = "translation_too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"at most {limit} characters are translated, this text has {length}",
            extra={"limit": limit, "length": length},
        )


class ServiceFails(Unavailable):
    """The service gave no translation. A subclass says why; nothing was kept."""

    code = "translation_failed"
    words = "the translation service answered with an error"

    def __init__(self, said: str = "") -> None:
        super().__init__(f"{self.words}: {said}" if said else self.words, extra={"said": said})
        self.said = said


class ServiceSilent(ServiceFails):
    """No answer in time, or no connection."""

    code = "translation_silent"
    words = "the translation service does not answer"


class ServiceAway(ServiceFails):
    """The address is one that is not called, or leads elsewhere."""

    code = "translation_address"
    words = "the address of the translation service cannot be called"


class WrongKey(ServiceFails):
    """The service does not take our key, or wants one."""

    code = "translation_key"
    words = "the translation service does not accept the key"


class ServiceBusy(ServiceFails):
    """We ask too often, or our allowance is used up."""

    code = "translation_busy"
    words = "the translation service takes no more requests for now"


class NoSuchLanguage(ServiceFails):
    """The service does not know the language."""

    code = "translation_language"
    words = "the translation service does not know this language"


class ServiceUnclear(ServiceFails):
    """An answer that is not LibreTranslate's."""

    code = "translation_unclear"
    words = "the translation service answered with something else than a translation"
