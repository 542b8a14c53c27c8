"""The refusals of this room."""

from collections.abc import Sequence

from otklik.kit.errors import Conflict, FieldError, Invalid, NotFound, SavedMeanwhile, TooMany


class NoSuchResponse(NotFound):
    """No such prepared answer, or not one of this person's."""

    code = "canned_response_not_found"


class ShortcutTaken(Conflict):
    """Another prepared answer that the same people see has this shortcut."""

    code = "shortcut_taken"

    def __init__(self) -> None:
        super().__init__("another canned response has this shortcut")


class TooManyResponses(TooMany):
    """The store of prepared answers is full; extra: limit."""

    code = "too_many_canned_responses"
    what = "canned responses here"


class ResponseChanged(SavedMeanwhile):
    """Somebody saved this answer first; extra: version."""

    what = "canned response"


class UnfilledButtons(Invalid):
    """A reply with variables left in the titles of its buttons, which are told as (row, place in it, variable)."""

    code = "unfilled_variables"

    def __init__(self, places: Sequence[tuple[int, int, str]]) -> None:
        super().__init__(
            "the buttons hold variables that were not filled in: " + ", ".join(name for _, _, name in places),
            errors=tuple(
                FieldError(f"buttons.{row}.{place}.title", "unfilled_variable", f"{name} is not filled in")
                for row, place, name in places
            ),
        )


class Unfilled(Invalid):
    """A reply in which variables are left; extra: places, counted in UTF-16 units."""

    code = "unfilled_variables"

    def __init__(self, places: Sequence[tuple[str, int, int]]) -> None:
        super().__init__(
            "the reply holds variables that were not filled in: " + ", ".join(name for name, _, _ in places),
            errors=tuple(FieldError("text", "unfilled_variable", f"{name} is not filled in") for name, _, _ in places),
            extra={"places": [{"name": name, "start": start, "stop": stop} for name, start, stop in places]},
        )
