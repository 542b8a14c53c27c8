"""From a bound tree to conditions of a query: literals of ours, joined, with every value as a parameter."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar, LiteralString

from msgspec import Struct

from otklik.desk.filters.lexicon import OF_TALK, RANKS, TEXT, own_key, seconds_of
from otklik.desk.filters.tree import AllOf, AnyOf, Condition, Node, Not, conditions_of, conjuncts_of

# A saved view and a typed filter on top of it: twice the conditions of one, each with two values at most.
_DIGITS: tuple[LiteralString, ...] = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
_PLACES: tuple[LiteralString, ...] = tuple(
    "%(f" + hundreds + tens + ones + ")s" for hundreds in _DIGITS[:2] for tens in _DIGITS for ones in _DIGITS
)
_FLAGS: dict[str, LiteralString] = {
    "unread": """in_count > coalesce((select r.in_seen from read_mark r
                 where r.conversation_id = conversation.id and r.operator_id = %(operator)s), 0)""",
    "followed": """exists (select from conversation_follower w
                   where w.conversation_id = conversation.id and w.operator_id = %(operator)s)""",
    "waiting": "status = 'open' and waiting_since is not null",
    "open": "status = 'open'",
    "snoozed": "status = 'snoozed'",
    "resolved": "status = 'resolved'",
    "spam": "spam",
    "failed": "failed_count > 0",
    "vip": "exists (select from contact p where p.id = contact_id and p.vip)",
    "blocked": "exists (select from contact p where p.id = contact_id and p.blocked_at is not null)",
}
_PERSONAL = frozenset({("assignee", "me"), ("is", "unread"), ("is", "followed")})
_STATUSES = frozenset({"waiting", "open", "snoozed", "resolved"})
_COLUMNS: dict[str, LiteralString] = {
    "team": "team_id", "assignee": "assignee_id", "waiting": "waiting_since", "created": "created_at",
    "last": "last_message_at",
}  # fmt: skip
_SIGNS: dict[str, LiteralString] = {"=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
_OF_CHANNEL: LiteralString = "select i.id from inbox i where i.workspace_id = %(workspace)s and i.channel = "
_ZONE: LiteralString = "coalesce((select w.time_zone from workspace w where w.id = %(workspace)s), 'UTC')"
_LAST_SCORE: LiteralString = """(select r.score from rating r where r.conversation_id = conversation.id
    order by r.id desc limit 1) """
_OF_FIELD: LiteralString = """contact_id in (select f.contact_id from contact_field f
    where f.workspace_id = %(workspace)s and f.key = """
_OF_TALK: LiteralString = """id in (select f.conversation_id from conversation_field f
    where f.workspace_id = %(workspace)s and f.key = """
_ANSWERS = {"yes": ["true", "yes", "да"], "no": ["false", "no", "нет"]}
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
        return any((one.field, one.value) in _PERSONAL for one in conditions_of(self.tree))

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
        self.params[f"f{number:03}"] = value
        return _PLACES[number]

    def _write_condition(self, one: Condition) -> LiteralString:
        if own_key(one.field):
            return self._write_own(one)
        return self._WRITERS[one.field](self, one)

    def _write_flag(self, one: Condition) -> LiteralString:
        return "(" + _FLAGS[one.value] + ")"

    def _write_channel(self, one: Condition) -> LiteralString:
        return "inbox_ids && array(" + _OF_CHANNEL + self._give(one.value) + ")"

    def _write_inbox(self, one: Condition) -> LiteralString:
        return "inbox_ids && " + self._give(ids_of(one)) + "::bigint[]"

    def _write_tag(self, one: Condition) -> LiteralString:
        if one.value == "none":
            return "tag_ids = '{}'"
        return "tag_ids && " + self._give(ids_of(one)) + "::bigint[]"

    def _write_priority(self, one: Condition) -> LiteralString:
        return "priority " + self._write_rank(one)

    def _write_rating(self, one: Condition) -> LiteralString:
        return _LAST_SCORE + self._write_rank(one)

    def _write_rank(self, one: Condition) -> LiteralString:
        return _SIGNS[one.op] + " " + self._give(RANKS[one.value]) + "::smallint"

    def _write_language(self, one: Condition) -> LiteralString:
        of_person: LiteralString = "exists (select from contact p where p.id = contact_id and "
        return of_person + "split_part(p.language, '-', 1) = " + self._give(one.value) + ")"

    def _write_people(self, one: Condition) -> LiteralString:
        return "contact_id = any(" + self._give(self._found.get(one, [])) + "::bigint[])"

    def _write_words(self, one: Condition) -> LiteralString:
        return "id = any(" + self._give(self._found.get(one, [])) + "::bigint[])"

    def _write_holder(self, one: Condition) -> LiteralString:
        column = _COLUMNS[one.field]
        if one.value == "nobody":
            return column + " is null"
        if one.value == "me":
            return column + " = %(operator)s"
        ids = ids_of(one)
        return column + (" = " + self._give(ids[0]) if len(ids) == 1 else " = any(" + self._give(ids) + "::bigint[])")

    def _write_reason(self, one: Condition) -> LiteralString:
        if one.value == "none":
            return "reason_id is null"
        return "reason_id = any(" + self._give(ids_of(one)) + "::bigint[])"

    def _write_topic(self, one: Condition) -> LiteralString:
        if one.value == "none":
            return "topic_id is null"
        return "topic_id = any(" + self._give(ids_of(one)) + "::bigint[])"

    def _write_own(self, one: Condition) -> LiteralString:
        """Compare an own field of customers or conversations: figures as figures, all else as small letters."""
        of_field = (_OF_TALK if one.field.startswith(OF_TALK) else _OF_FIELD) + self._give(own_key(one.field))
        if not one.named and one.value in {"any", "empty"}:
            held: LiteralString = of_field + " and f.place = 1)"
            return "not " + held if one.value == "empty" else held
        if not one.named:
            return of_field + " and f.value = any(" + self._give(_ANSWERS[one.value]) + "::text[]))"
        figure = _read_figure(one.value)
        if one.op != "=" and figure is not None:
            return of_field + " and f.number " + _SIGNS[one.op] + " " + self._give(figure) + "::double precision)"
        return of_field + " and f.value " + _SIGNS[one.op] + " left(lower(" + self._give(one.value) + "), 200))"

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

    _WRITERS: ClassVar[Mapping[str, Callable[["_Maker", Condition], LiteralString]]] = {
        "is": _write_flag, "channel": _write_channel, "inbox": _write_inbox, "team": _write_holder,
        "assignee": _write_holder, "tag": _write_tag, "priority": _write_priority, "reason": _write_reason,
        "topic": _write_topic, "rating": _write_rating, "waiting": _write_time, "created": _write_time,
        "last": _write_time, "lang": _write_language, "contact": _write_people, TEXT: _write_words,
    }  # fmt: skip


def _read_figure(text: str) -> float | None:
    """Return a figure as people write it, `1 500,50` too."""
    try:
        figure = float("".join(text.split()).replace(",", "."))
    except ValueError:
        return None
    return figure if math.isfinite(figure) else None


def ids_of(one: Condition) -> list[int]:
    """Return the ids of a bound condition."""
    return [int(part[1:]) for part in one.value.split(",")]
