"""What can be refused about people."""

from otklik.kit.errors import Conflict, NotFound


class NoSuchContact(NotFound):
    """No such contact in this workspace."""

    code = "contact_not_found"


class NoSuchMerge(NotFound):
    """No such merge in this workspace."""

    code = "merge_not_found"


class CannotMerge(Conflict):
    """The two cannot become one person."""

    code = "cannot_merge"


class CannotUnmerge(Conflict):
    """The merge has been undone already, or one of the two was merged again since."""

    code = "cannot_unmerge"
