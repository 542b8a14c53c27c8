"""From the text that a person types to the tree that it means.

    text      = part { part | "or" part }        parts side by side must all hold, and bind closer than `or`
    part      = [ "-" | "not" ] ( "(" text ")" | field [ "." key ] ":" [ operator ] value | words )

Names are searched as they are typed; those with spaces stand in quotes. Words without a field are looked for as
before there were filters: a name, an address or a number.
"""

import re
from datetime import date

from msgspec import Struct

from otklik.desk.filters.errors import WrongFilter
from otklik.desk.filters.lexicon import (
    AND,
    CODE,
    IDS,
    NOT,
    OR,
    TEXT,
    Field,
    Kind,
    find_field,
    find_word,
    plain,
    read_span,
)
from otklik.desk.filters.tree import AllOf, AnyOf, Condition, Node, Not

LENGTH_MAX = 500
DEPTH_MAX = 4
CONDITIONS_MAX = 30
_JOINING = OR | AND | NOT

_TOKEN = re.compile(
    r"""\s*(?:(?P<field>[^\W\d_]+(?:\.[a-zA-Z0-9_]+)?:)
        |(?P<quoted>"(?:[^"\\]|\\.)*"|«[^»]*»)
        |(?P<open>["«])
        |(?P<word>\([0-9]{1,6}\)|-(?=[\s\-]|$)|[^\s()"«»|\-][^\s()"«»|]*)
        |(?P<sign>[()|\-]))""",
    re.VERBOSE,
)
_OPERATOR = re.compile(r">=|<=|>|<|=")
_VALUE = re.compile(r"""(?P<quoted>"(?:[^"\\]|\\.)*"|«[^»]*»)|(?P<open>["«])|(?P<word>[^\s()"«»|]+)""")
_ESCAPED = re.compile(r"\\(.)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Token(Struct, frozen=True):
    """A piece of the text and where it begins."""

    kind: str
    text: str
    at: int


class Parsed(Struct, frozen=True):
    """A tree, and for each of its conditions the value's piece of the text."""

    tree: Node
    places: tuple[Token, ...]


def read_filter(text: str) -> Parsed | None:
    """Return the tree of a text; None for a blank one; raises WrongFilter, which names the place."""
    if len(text) > LENGTH_MAX:
        raise WrongFilter("filter_too_long", f"a filter has at most {LENGTH_MAX} characters")
    strange = _FORBIDDEN.search(text)
    if strange:
        raise WrongFilter("filter_unexpected", "this character is not part of a filter", at=strange.start(), word="·")
    if not text.strip():
        return None
    return _Reader(text).read()


class _Reader:
    """Reads one text, token by token."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _Tokens(text)
        self._places: list[Token] = []
        self._depth = 0

    def read(self) -> Parsed:
        tree = self._alternatives()
        left = self._tokens.next
        if left is not None:
            raise _unexpected(left)
        return Parsed(tree, tuple(self._places))

    def _alternatives(self) -> Node:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise WrongFilter("filter_too_deep", f"groups nest at most {DEPTH_MAX} deep", at=self._tokens.at, word="(")
        found = [self._together()]
        while self._tokens.is_word(OR) or self._tokens.is_sign("|"):
            self._tokens.take()
            found.append(self._together())
        self._depth -= 1
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def _together(self) -> Node:
        found = [self._part()]
        while self._goes_on():
            if self._tokens.is_word(AND):
                self._tokens.take()
            found.append(self._part())
        return found[0] if len(found) == 1 else AllOf(tuple(found))

    def _goes_on(self) -> bool:
        tokens = self._tokens
        return tokens.next is not None and not (tokens.is_word(OR) or tokens.is_sign("|") or tokens.is_sign(")"))

    def _part(self) -> Node:
        if self._tokens.is_sign("-") or self._tokens.is_word(NOT):
            self._tokens.take()
            return Not(self._primary(alone=True))
        return self._primary()

    def _primary(self, *, alone: bool = False) -> Node:
        token = self._tokens.next
        if token is None:
            raise WrongFilter("filter_unfinished", "something is missing at the end", at=len(self._text))
        if token.kind == "sign" and token.text == "(":
            return self._group(token)
        if token.kind == "field":
            return self._condition(self._tokens.take())
        if token.kind == "quoted":
            return self._note(Condition(TEXT, "=", unquote(token.text)), self._tokens.take())
        if token.kind == "word" and not self._tokens.is_word(_JOINING):
            return self._words(token, alone=alone)
        raise _unexpected(token)

    def _group(self, opening: Token) -> Node:
        self._tokens.take()
        inner = self._alternatives()
        if not self._tokens.is_sign(")"):
            raise WrongFilter("filter_unclosed", "this bracket is not closed", at=opening.at, word="(")
        self._tokens.take()
        return inner

    def _words(self, first: Token, *, alone: bool) -> Node:
        """Read words side by side as one phrase; a minus takes the first of them only."""
        words = [self._tokens.take().text]
        while (
            not alone and (token := self._tokens.next) and token.kind == "word" and not self._tokens.is_word(_JOINING)
        ):
            words.append(self._tokens.take().text)
        said = " ".join(words)
        return self._note(Condition(TEXT, "=", said), Token("word", said, first.at))

    def _condition(self, token: Token) -> Node:
        field = find_field(token.text[:-1])
        if field is None:
            raise WrongFilter("filter_unknown_field", "there is no such field", at=token.at, word=token.text[:-1])
        op, value = self._tokens.take_value(token)
        if op and op not in field.ops:
            raise WrongFilter("filter_wrong_operator", "this field is not compared so", at=value.at - len(op), word=op)
        return self._note(make_condition(field, op, value), value)

    def _note(self, condition: Condition, place: Token) -> Condition:
        self._places.append(place)
        if len(self._places) > CONDITIONS_MAX:
            said = f"a filter has at most {CONDITIONS_MAX} conditions"
            raise WrongFilter("filter_too_many", said, at=place.at, word=place.text)
        if not condition.value.strip():
            raise WrongFilter("filter_no_value", "a value is missing", at=place.at, word=place.text)
        return condition


class _Tokens:
    """The pieces of a text, with a look at the next one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0
        self.next: Token | None = None
        self._move(0)

    def _move(self, at: int) -> None:
        self.next = None
        self.at = len(self._text) - len(self._text[at:].lstrip())
        if self.at == len(self._text):
            return
        match = _TOKEN.match(self._text, self.at)
        if match is None or match.lastgroup is None:
            raise WrongFilter(
                "filter_unexpected", "this is not expected here", at=self.at, word=self._text[self.at : self.at + 1]
            )
        if match.lastgroup == "open":
            raise WrongFilter("filter_unclosed", "this quote is not closed", at=self.at, word=self._text[self.at])
        self.next = Token(match.lastgroup, match.group(match.lastgroup), self.at)

    def take(self) -> Token:
        """Return the next piece and go on."""
        token = self.next
        assert token is not None  # noqa: S101 - callers look first
        self._move(token.at + len(token.text))
        return token

    def take_value(self, field: Token) -> tuple[str, Token]:
        """Return the operator, if any, and the value that follow a field; they stand there without a space."""
        at = field.at + len(field.text)
        operator = _OPERATOR.match(self._text, at)
        start = operator.end() if operator else at
        match = _VALUE.match(self._text, start)
        if match is None:
            raise WrongFilter("filter_no_value", "a value is missing", at=field.at, word=field.text)
        if match.lastgroup == "open":
            raise WrongFilter("filter_unclosed", "this quote is not closed", at=start, word=match.group())
        self._move(match.end())
        return operator.group() if operator else "", Token(match.lastgroup or "", match.group(), start)

    def is_sign(self, sign: str) -> bool:
        """Whether this sign comes next."""
        return self.next is not None and self.next.kind == "sign" and self.next.text == sign

    def is_word(self, words: frozenset[str]) -> bool:
        """Whether one of these words comes next, not in quotes."""
        return self.next is not None and self.next.kind == "word" and plain(self.next.text) in words


def unquote(text: str) -> str:
    """Return what stands between the quotes."""
    inner = text[1:-1]
    return inner if text.startswith("«") else _ESCAPED.sub(r"\1", inner)


def make_condition(field: Field, op: str, value: Token) -> Condition:
    """Make the condition of a field and a value; raises WrongFilter when the field does not know the value."""
    quoted = value.kind == "quoted"
    text = unquote(value.text) if quoted else value.text
    word = None if quoted else find_word(field.name, text)
    match field.kind:
        case Kind.FREE:
            return Condition(field.name, "=", text, named=True)
        case Kind.NAME:
            own = word or (text if not quoted and IDS.fullmatch(text) else None)
            return Condition(field.name, "=", own or text, named=own is None)
        case Kind.OWN:
            return Condition(field.name, op or "=", word or text, named=word is None)
        case Kind.SPAN:
            return _time_condition(field, op, value)
        case Kind.CODE if CODE.fullmatch(text.lower()):
            return Condition(field.name, "=", word or text.lower())
        case _ if word is not None:
            return Condition(field.name, op or "=", word)
        case _:
            raise WrongFilter("filter_unknown_value", "this field has no such value", at=value.at, word=value.text)


def _time_condition(field: Field, op: str, value: Token) -> Condition:
    span = read_span(value.text) or _read_day(value.text)
    if span is None:
        raise WrongFilter("filter_wrong_time", "write 10m, 2h, 7d or 2026-11-22", at=value.at, word=value.text)
    return Condition(field.name, op or ">", span)


def _read_day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text[:4].isdecimal() and len(text) == len("2026-11-22") else None
    except ValueError:
        return None


def _unexpected(token: Token) -> WrongFilter:
    return WrongFilter("filter_unexpected", "this is not expected here", at=token.at, word=token.text)
