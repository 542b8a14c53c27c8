"""The refusals of this room."""

from otklik.kit.errors import Conflict, NotFound


class NoSuchTag(NotFound):
    """No such tag in this workspace."""

    code = "tag_not_found"


class NoSuchReason(NotFound):
    """No such closing reason in this workspace, or it is used no more."""

    code = "reason_not_found"


class NameTaken(Conflict):
    """Another one has this name, in whatever case it is written; extra: id."""

    code = "name_taken"


class TooManyLabels(Conflict):
    """The workspace has as many as it may have; extra: limit."""

    code = "too_many_labels"
