"""The tree of a filter: conditions joined by and, or, not. This is also the form in which it is stored."""

from collections.abc import Iterator
from typing import Union

from msgspec import Struct


class Condition(Struct, frozen=True, tag="is", tag_field="node"):
    """One condition. `named`: the value is a name that somebody or something bears, not one of our own words.

    A value of our own is canonical: a word of the lexicon, a number, `10m`, `2026-11-22`, or ids such as `#7,#9`.
    """

    field: str
    op: str
    value: str
    named: bool = False


class Not(Struct, frozen=True, tag="not", tag_field="node"):
    """Holds where the other does not."""

    item: "Node"


class AllOf(Struct, frozen=True, tag="and", tag_field="node"):
    """Holds where every one does; at least two."""

    items: "tuple[Node, ...]"


class AnyOf(Struct, frozen=True, tag="or", tag_field="node"):
    """Holds where at least one does; at least two."""

    items: "tuple[Node, ...]"


Node = Union[Condition, Not, AllOf, AnyOf]  # noqa: UP007 - named in the annotations above, before it exists


def conditions_of(node: Node) -> Iterator[Condition]:
    """Yield the conditions in the order in which they are written."""
    match node:
        case Condition():
            yield node
        case Not(item):
            yield from conditions_of(item)
        case AllOf(items) | AnyOf(items):
            for one in items:
                yield from conditions_of(one)


def conjuncts_of(node: Node) -> tuple[Node, ...]:
    """Return the parts that must all hold."""
    return node.items if isinstance(node, AllOf) else (node,)


def replace_conditions(node: Node, fresh: Iterator[Condition]) -> Node:
    """Return the tree with its conditions taken from `fresh`, in the order of `conditions_of`."""
    match node:
        case Condition():
            return next(fresh)
        case Not(item):
            return Not(replace_conditions(item, fresh))
        case AllOf(items):
            return AllOf(tuple(replace_conditions(one, fresh) for one in items))
        case AnyOf(items):
            return AnyOf(tuple(replace_conditions(one, fresh) for one in items))
