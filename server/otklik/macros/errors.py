"""The refusals of this room."""

from otklik.kit.errors import NotFound, SavedMeanwhile, TooMany


class NoSuchMacro(NotFound):
    """No such macro, or not one of this person's."""

    code = "macro_not_found"


class TooManyMacros(TooMany):
    """There are as many macros as may be kept; extra: limit."""

    code = "too_many_macros"
    what = "macros here"


class MacroChangedMeanwhile(SavedMeanwhile):
    """Somebody saved this macro first; extra: version."""

    what = "macro"
