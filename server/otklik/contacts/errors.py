"""What can be refused about people."""

from otklik.kit.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable


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


class AddressTaken(Conflict):
    """The address belongs to another person; extra: contact_id."""

    code = "address_taken"


class Overtaken(Unavailable):
    """Somebody is merging or parting these people just now: begin the transaction again, which lets go of its locks."""


class NoSuchAttribute(NotFound):
    """No such field in this workspace."""

    code = "attribute_not_found"


class AttributeNameTaken(Conflict):
    """Another field in use has this name."""

    code = "name_taken"


class TooManyAttributes(Conflict):
    """The limit of fields is reached."""

    code = "too_many_attributes"


class ValueMovedOn(Conflict):
    """Somebody else changed a value since the caller saw it; `current` holds what stands there now."""

    code = "value_moved_on"


class NoSuchNote(NotFound):
    """No such note in this workspace, or it was deleted."""

    code = "note_not_found"


class NoteOfOther(Forbidden):
    """Only its author changes a note."""

    code = "note_of_other"


class NoSuchAddress(NotFound):
    """The person has no such address."""

    code = "identity_not_found"


class BadImport(Invalid):
    """A file that cannot be taken; extra: limit, where there is one."""

    def __init__(self, code: str, limit: int | None = None) -> None:
        super().__init__(_FILES[code].format(limit), code=code, extra={} if limit is None else {"limit": limit})


_FILES = {
    "import_too_large": "the file is larger than {} bytes",
    "import_too_long": "the file has more than {} rows",
    "import_too_wide": "the file has more than {} columns",
    "import_empty": "there are no rows in the file",
    "import_unreadable": "this is no table: CSV in UTF-8, UTF-16 or Windows-1251 is needed",
}


class NoSuchImport(NotFound):
    """No such import in this workspace."""

    code = "import_not_found"


class ImportMoved(Conflict):
    """The import is not in a state for this: it runs, has ended, or its columns were not checked."""

    code = "import_moved"
