"""How the surveys' room says no."""

from otklik.kit.errors import Conflict, Invalid


class RatingOver(Conflict):
    """This closing cannot be rated: it is none, is too long ago, or the conversation goes on."""

    code = "rating_over"


class RatingFixed(Conflict):
    """A rating may be changed for a day."""

    code = "rating_fixed"


class BadScore(Invalid):
    """The scale has no such score."""

    code = "bad_score"
