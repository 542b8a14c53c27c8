"""From a tree to the text that means it. Reading that text gives the same tree."""

import re

from otklik.desk.filters.lexicon import AND, NOT, OR, TEXT, plain
from otklik.desk.filters.tree import AllOf, AnyOf, Condition, Node, Not

_BARE = re.compile(r"""[^\s()"«»|:\\\-][^\s()"«»|:\\]*""")


def write_filter(node: Node) -> str:
    """Write a tree in the canonical words."""
    return _write(node)


def _write(node: Node) -> str:
    match node:
        case Condition():
            return _write_condition(node)
        case Not(item):
            return "-" + _write_denied(item)
        case AllOf(items):
            return _write_together(items)
        case AnyOf(items):
            return " or ".join(_write_alternative(one) for one in items)


def _write_denied(node: Node) -> str:
    """A minus takes one word; more of them stand in quotes."""
    if isinstance(node, Condition) and node.field == TEXT and " " in node.value:
        return quote(node.value)
    return _write_part(node)


def _write_alternative(node: Node) -> str:
    return f"({_write(node)})" if isinstance(node, AnyOf) else _write(node)


def _write_part(node: Node) -> str:
    """Write what stands beside others or after a minus: everything but one condition needs brackets there."""
    return _write(node) if isinstance(node, Condition) else f"({_write(node)})"


def _write_together(items: tuple[Node, ...]) -> str:
    """Words side by side would be read as one phrase: the second of two is put in quotes."""
    written: list[str] = []
    for number, one in enumerate(items):
        before = items[number - 1] if number else None
        if isinstance(one, Condition) and one.field == TEXT and before is not None and _ends_bare(before):
            written.append(quote(one.value))
        else:
            written.append(_write(one) if isinstance(one, Not) else _write_part(one))
    return " ".join(written)


def _ends_bare(node: Node) -> bool:
    return isinstance(node, Condition) and node.field == TEXT and is_bare(node.value)


def _write_condition(condition: Condition) -> str:
    if condition.field == TEXT:
        return condition.value if is_bare(condition.value) else quote(condition.value)
    value = quote(condition.value) if condition.named else condition.value
    op = "" if condition.op == "=" else condition.op
    return f"{condition.field}:{op}{value}"


def is_bare(words: str) -> bool:
    """Whether words may stand without quotes."""
    parts = words.split(" ")
    return all(_BARE.fullmatch(part) and plain(part) not in OR | AND | NOT for part in parts)


def quote(text: str) -> str:
    """Put a text in quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
