"""From a bound tree to conditions of a query: literals of ours, joined, with every value as a parameter."""

from collections.abc import Mapping
from datetime import date
from typing import Any, LiteralString

from msgspec import Struct

from otklik.desk.filters.lexicon import RANKS, TEXT, seconds_of
from otklik.desk.filters.tree import AllOf, AnyOf, Condition, Node, Not, conditions_of, conjuncts_of

_PLACES: tuple[LiteralString, ...] = (
    "%(f0)s", "%(f1)s", "%(f2)s", "%(f3)s", "%(f4)s", "%(f5)s", "%(f6)s", "%(f7)s", "%(f8)s", "%(f9)s", "%(f10)s",
    "%(f11)s", "%(f12)s", "%(f13)s", "%(f14)s", "%(f15)s", "%(f16)s", "%(f17)s", "%(f18)s", "%(f19)s", "%(f20)s",
    "%(f21)s", "%(f22)s", "%(f23)s", "%(f24)s", "%(f25)s", "%(f26)s", "%(f27)s", "%(f28)s", "%(f29)s", "%(f30)s",
    "%(f31)s", "%(f32)s", "%(f33)s", "%(f34)s", "%(f35)s", "%(f36)s", "%(f37)s", "%(f38)s", "%(f39)s", "%(f40)s",
    "%(f41)s", "%(f42)s", "%(f43)s", "%(f44)s", "%(f45)s", "%(f46)s", "%(f47)s", "%(f48)s", "%(f49)s", "%(f50)s",
    "%(f51)s", "%(f52)s", "%(f53)s", "%(f54)s", "%(f55)s", "%(f56)s", "%(f57)s", "%(f58)s", "%(f59)s",
)  # fmt: skip
# A saved view and a typed filter on top of it: twice the conditions of one.
_FLAGS: dict[str, LiteralString] = {
    "unread": """in_count > coalesce((select r.in_seen from read_mark r
                 where r.conversation_id = conversation.id and r.operator_id = %(operator)s), 0)""",
    "waiting": "status = 'open' and waiting_since is not null",
    "open": "status = 'open'",
    "snoozed": "status = 'snoozed'",
    "resolved": "status = 'resolved'",
    "spam": "spam",
    "failed": "failed_count > 0",
}
_STATUSES = frozenset({"waiting", "open", "snoozed", "resolved"})
_COLUMNS: dict[str, LiteralString] = {
    "team": "team_id", "assignee": "assignee_id", "waiting": "waiting_since", "created": "created_at",
    "last": "last_message_at",
}  # fmt: skip
_RANK_SIGNS: dict[str, LiteralString] = {"=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
_OF_CHANNEL: LiteralString = "select i.id from inbox i where i.workspace_id = %(workspace)s and i.channel = "
_ZONE: LiteralString = "coalesce((select w.time_zone from workspace w where w.id = %(workspace)s), 'UTC')"
_AND: LiteralString = " and "
_OR: LiteralString = " or "


class Filter(Struct, frozen=True, kw_only=True):
    """A filter ready to be asked: the condition and its parameters; `%(workspace)s` and `%(operator)s` stand in it."""

    where: LiteralString
    params: Mapping[str, Any]
    tree: Node

    @property
    def names_status(self) -> bool:
        """Whether it says in which state conversations are; a view's own state gives way then."""
        return any(one.field == "is" and one.value in _STATUSES | {"spam"} for one in conditions_of(self.tree))

    @property
    def personal(self) -> bool:
        """Whether it means something else for each operator."""
        return any((one.field, one.value) in {("assignee", "me"), ("is", "unread")} for one in conditions_of(self.tree))

    @property
    def timely(self) -> bool:
        """Whether what it holds changes by the clock alone."""
        return any(one.field in {"waiting", "created", "last"} for one in conditions_of(self.tree))

    @property
    def demands_nobody(self) -> bool:
        """Whether everything it holds belongs to nobody."""
        return Condition("assignee", "=", "nobody") in conjuncts_of(self.tree)

    def demands(self, flag: str) -> bool:
        """Whether everything it holds is so."""
        return Condition("is", "=", flag) in conjuncts_of(self.tree)


def make_filter(tree: Node, found: Mapping[Condition, list[int]] | None = None) -> Filter:
    """Make the condition of a tree in which every name was replaced by ids.

    `found` holds the people or conversations of the conditions that are searched by words.
    """
    maker = _Maker(found or {})
    return Filter(where="(" + maker.write(tree) + ")", params=maker.params, tree=tree)


class _Maker:
    def __init__(self, found: Mapping[Condition, list[int]]) -> None:
        self._found = found
        self.params: dict[str, Any] = {}

    def write(self, node: Node) -> LiteralString:
        match node:
            case Condition():
                return self._write_condition(node)
            case Not(item):
                return "((" + self.write(item) + ") is not true)"
            case AllOf(items):
                return "(" + _AND.join([self.write(one) for one in items]) + ")"
            case AnyOf(items):
                return "(" + _OR.join([self.write(one) for one in items]) + ")"

    def _give(self, value: object) -> LiteralString:
        number = len(self.params)
        self.params[f"f{number}"] = value
        return _PLACES[number]

    def _write_condition(self, one: Condition) -> LiteralString:  # noqa: PLR0911 - one line for each field
        match one.field:
            case "is":
                return "(" + _FLAGS[one.value] + ")"
            case "channel":
                return "inbox_ids && array(" + _OF_CHANNEL + self._give(one.value) + ")"
            case "inbox":
                return "inbox_ids && " + self._give(ids_of(one)) + "::bigint[]"
            case "team" | "assignee":
                return self._write_holder(one)
            case "tag":
                given = None if one.value == "none" else ids_of(one)
                return "tag_ids = '{}'" if given is None else "tag_ids && " + self._give(given) + "::bigint[]"
            case "priority":
                return "priority " + _RANK_SIGNS[one.op] + " " + self._give(RANKS[one.value]) + "::smallint"
            case "lang":
                return (
                    """exists (select from contact p where p.id = contact_id
                    and split_part(p.language, '-', 1) = """
                    + self._give(one.value)
                    + ")"
                )
            case "contact":
                return "contact_id = any(" + self._give(self._found.get(one, [])) + "::bigint[])"
            case field if field == TEXT:
                return "id = any(" + self._give(self._found.get(one, [])) + "::bigint[])"
            case _:
                return self._write_time(one)

    def _write_holder(self, one: Condition) -> LiteralString:
        column = _COLUMNS[one.field]
        if one.value == "nobody":
            return column + " is null"
        if one.value == "me":
            return column + " = %(operator)s"
        ids = ids_of(one)
        return column + (" = " + self._give(ids[0]) if len(ids) == 1 else " = any(" + self._give(ids) + "::bigint[])")

    def _write_time(self, one: Condition) -> LiteralString:
        """Compare an age, where longer ago is earlier, or a day: `created:>2026-11-01` is after that day began."""
        column = _COLUMNS[one.field]
        waits: LiteralString = "status = 'open' and " if one.field == "waiting" else ""
        if "-" in one.value:
            place = self._give(date.fromisoformat(one.value))
            start: LiteralString = "((" + place + "::date)::timestamp at time zone " + _ZONE + ")"
            return "(" + waits + column + (" >= " if one.op == ">" else " < ") + start + ")"
        edge: LiteralString = "now() - make_interval(secs => " + self._give(seconds_of(one.value)) + ")"
        return "(" + waits + column + (" < " if one.op == ">" else " > ") + edge + ")"


def ids_of(one: Condition) -> list[int]:
    """Return the ids of a bound condition."""
    return [int(part[1:]) for part in one.value.split(",")]
