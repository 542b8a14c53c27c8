"""The refusals of this room."""

from otklik.kit.errors import Conflict, NotFound


class NoSuchTag(NotFound):
    """No such tag in this workspace."""

    code = "tag_not_found"


class NoSuchReason(NotFound):
    """No such closing reason in this workspace, or it is used no more."""

    code = "reason_not_found"


class NoSuchTopic(NotFound):
    """No such topic in this workspace, or it is used no more."""

    code = "topic_not_found"


class TooDeep(Conflict):
    """A topic would stand below the lowest storey of the tree; extra: limit."""

    code = "too_deep"


class InsideItself(Conflict):
    """A topic would stand below itself."""

    code = "topic_inside_itself"


class ParentArchived(Conflict):
    """The topic above is archived; bring that one back first."""

    code = "parent_archived"


class NameTaken(Conflict):
    """Another one has this name, in whatever case it is written; extra: id."""

    code = "name_taken"


class TooManyLabels(Conflict):
    """The workspace has as many as it may have; extra: limit."""

    code = "too_many_labels"
