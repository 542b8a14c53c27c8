"""How lists of conversations are looked at: what they are grouped by, and which facts their rows show."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

GroupName = Literal["status", "priority", "assignee", "team", "inbox"]
COLUMNS_MAX = 12

RowColumn = Annotated[
    str,
    Meta(
        pattern=r"^(waiting|tags|priority|assignee|channel|team|topic|contact\.[a-z][a-z0-9_]{0,49}|"
        r"talk\.[a-z][a-z0-9_]{0,49})$"
    ),
]
"""A fact of a row; `contact.city` and `talk.order` are the company's own fields of customers and of conversations."""

RowColumns = Annotated[tuple[RowColumn, ...], Meta(max_length=COLUMNS_MAX)]
ListName = Annotated[str, Meta(pattern=r"^([a-z]{1,20}|team:[1-9][0-9]{0,17})$")]


class ListLook(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one operator wants a built-in list: grouped or not, and its facts in this order; None is as usual."""

    group: GroupName | None = None
    columns: RowColumns | None = None


ListLooks = Annotated[dict[ListName, ListLook], Meta(max_length=100)]
