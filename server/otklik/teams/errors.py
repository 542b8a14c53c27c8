"""The refusals of this room."""

from otklik.kit.errors import Conflict


class NameTaken(Conflict):
    """Another team has this name."""

    code = "name_taken"

    def __init__(self) -> None:
        super().__init__("another team has this name")
