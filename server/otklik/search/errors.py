"""What a search is refused with."""

from otklik.kit.errors import Unavailable


class SearchTookTooLong(Unavailable):
    """The database gave up on the search within its time; narrowing it helps."""

    code = "search_too_long"
