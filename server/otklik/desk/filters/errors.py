"""What can be wrong with a filter, and where in its text."""

from typing import ClassVar

from otklik.kit.errors import FieldError, Invalid


class WrongFilter(Invalid):
    """The text is no filter. `at` and `length` say where, counting code points; `word` is what stands there."""

    code: ClassVar[str] = "bad_filter"

    def __init__(self, code: str, said: str, *, at: int = 0, word: str = "") -> None:
        place = f" (at {at + 1}: {word})" if word else ""
        super().__init__(f"{said}{place}", code=code, errors=(FieldError("filter", code, said),))
        self.extra = {"at": at, "length": len(word), "word": word}


class SlowFilter(Invalid):
    """The database looked for a few seconds and had not found a page: the filter fits too little of too much."""

    code = "filter_too_slow"
