"""A small language that says where in somebody's JSON a value stands.

    sender.id                     a field of a field
    items[0].title, items[-1]     the first or the last of a list
    data["odd key"]               a name with any characters
    user.nick | user.name         the first of them that is there
    first + " " + last            several, written one after the other

A leading `$` may stand before a path. Nothing in it calls, counts or loops, so an expression costs what it is long.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

EXPRESSION_MAX = 500
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<name>[^\s.\[\]"'|+=]+)|(?P<sign>[.|+])|\[\s*(?P<index>-?\d{1,6})\s*\]"""
    r"""|\[\s*(?P<key>"[^"]*"|'[^']*')\s*\])""",
)

Step = str | int


class BadPath(ValueError):
    """The text is no expression of this language; `at` is where it stops being one."""

    def __init__(self, at: int) -> None:
        super().__init__(f"cannot be read at character {at + 1}")
        self.at = at


class Path(Struct, frozen=True):
    """The way to one value."""

    steps: tuple[Step, ...]


class Literal(Struct, frozen=True, tag=True):
    """A text that stands for itself."""

    text: str


Term = Path | Literal


class Expression(Struct, frozen=True):
    """Alternatives, each a sum of terms."""

    source: str
    choices: tuple[tuple[Term, ...], ...]

    def find(self, document: object) -> Any:  # noqa: ANN401 - whatever stands there
        """Return the value of the first alternative that is there, or None."""
        for choice in self.choices:
            found = _sum(choice, document)
            if found is not None:
                return found
        return None


@lru_cache(maxsize=2048)
def read_expression(source: str) -> Expression:
    """Read an expression; raises BadPath."""
    if len(source) > EXPRESSION_MAX:
        raise BadPath(EXPRESSION_MAX)
    reader = _Reader(source)
    return Expression(source.strip(), reader.read())


def follow(document: object, steps: Sequence[Step]) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what stands at the end of a way, or None."""
    here: Any = document
    for step in steps:
        if isinstance(step, str):
            here = here.get(step) if isinstance(here, Mapping) else None
        else:
            here = here[step] if isinstance(here, list) and -len(here) <= step < len(here) else None
        if here is None:
            return None
    return here


def write_value(value: object) -> str:
    """Write a value as a text; what is neither a text nor a number writes nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return ""


def _sum(terms: tuple[Term, ...], document: object) -> Any:  # noqa: ANN401 - whatever stands there
    if len(terms) == 1:
        only = terms[0]
        return only.text if isinstance(only, Literal) else follow(document, only.steps)
    values = [term.text if isinstance(term, Literal) else write_value(follow(document, term.steps)) for term in terms]
    if not any(value for value, term in zip(values, terms, strict=True) if isinstance(term, Path)):
        return None
    return "".join(values).strip()


class _Reader:
    """Reads the tokens of one expression."""

    def __init__(self, source: str) -> None:
        self._source = source.rstrip()
        self._at = 0

    def read(self) -> tuple[tuple[Term, ...], ...]:
        choices: list[tuple[Term, ...]] = []
        while True:
            choices.append(self._read_sum())
            if not self._take_sign("|"):
                break
        if self._at < len(self._source):
            raise BadPath(self._at)
        return tuple(choices)

    def _read_sum(self) -> tuple[Term, ...]:
        terms = [self._read_term()]
        while self._take_sign("+"):
            terms.append(self._read_term())
        return tuple(terms)

    def _read_term(self) -> Term:
        token = self._peek()
        if token is not None and token["text"] is not None:
            self._at = token.end()
            return Literal(token["text"][1:-1])
        steps: list[Step] = []
        rooted = self._take_name("$")
        while (step := self._read_step(first=not steps and not rooted)) is not None:
            steps.append(step)
        if not steps and not rooted:
            raise BadPath(self._at)
        return Path(tuple(steps))

    def _read_step(self, *, first: bool) -> Step | None:
        token = self._peek()
        if token is None:
            return None
        if token["index"] is not None:
            self._at = token.end()
            return int(token["index"])
        if token["key"] is not None:
            self._at = token.end()
            return str(token["key"][1:-1])
        if first:
            return self._read_name()
        return self._read_name(needed=True) if self._take_sign(".") else None

    def _read_name(self, *, needed: bool = False) -> str | None:
        token = self._peek()
        if token is None or token["name"] is None:
            if needed:
                raise BadPath(self._at)
            return None
        self._at = token.end()
        return token["name"]

    def _take_name(self, name: str) -> bool:
        token = self._peek()
        if token is None or token["name"] != name:
            return False
        self._at = token.end()
        return True

    def _take_sign(self, sign: str) -> bool:
        token = self._peek()
        if token is None or token["sign"] != sign:
            return False
        self._at = token.end()
        return True

    def _peek(self) -> re.Match[str] | None:
        return _TOKEN.match(self._source, self._at)
