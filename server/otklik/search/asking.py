"""From typed words to a question for the index: stems, the end of an unfinished word, mending what finds nothing."""

from collections.abc import Sequence

from msgspec import Struct

from otklik.infra.db import Tx
from otklik.search import repository
from otklik.search.records import Term
from otklik.search.words import choose_mend, other_layout, read_query

_COMPLETIONS = 20
_UNFINISHED_MIN = 2
_MENDED_MIN = 4


class Question(Struct, frozen=True):
    """What is looked for: for each word the stems that will do, and how it is written for people."""

    words: tuple[tuple[str, ...], ...]
    text: str

    def of_files(self) -> tuple[tuple[str, ...], ...]:
        """The same among the names and types of files."""
        return tuple(tuple(f"@f.{stem}" for stem in stems) for stems in self.words)


async def list_questions(tx: Tx, typed: str) -> list[Question]:
    """Return what may be meant, the likeliest first; nothing when there is no word to look for.

    First the words as they are; then, for who did not look at the keyboard, in the other layout; then with words that
    nobody ever wrote here replaced by those they look like.
    """
    terms = await repository.list_terms(tx, read_query(typed))
    if not terms:
        swapped = await repository.list_terms(tx, read_query(other_layout(typed)))
        return [await _finish(tx, swapped)] if swapped else []
    questions = [await _finish(tx, terms)]
    if all(term.known for term in terms):
        return questions
    swapped = await repository.list_terms(tx, read_query(other_layout(typed)))
    for other in (swapped, await _mend(tx, terms), await _mend(tx, swapped)):
        if other and (question := await _finish(tx, other)) not in questions:
            questions.append(question)
    return questions


async def _finish(tx: Tx, terms: Sequence[Term]) -> Question:
    """Make the question; a last word that nobody ever wrote may be the beginning of one."""
    words = [tuple(term.stems) for term in terms]
    last = terms[-1]
    if not last.known and len(last.word) >= _UNFINISHED_MIN:
        ends = await repository.list_completions(tx, last.word, _COMPLETIONS)
        words[-1] = tuple(dict.fromkeys((*words[-1], *ends)))
    return Question(tuple(words), " ".join(term.word for term in terms))


async def _mend(tx: Tx, terms: Sequence[Term]) -> list[Term]:
    """Replace the words that are nowhere by those they look like; nothing when that changes nothing."""
    if not terms or not await repository.can_mend(tx):
        return []
    words = [await _mend_word(tx, term) for term in terms]
    if words == [term.word for term in terms]:
        return []
    return await repository.list_terms(tx, words)


async def _mend_word(tx: Tx, term: Term) -> str:
    if term.known or len(term.word) < _MENDED_MIN:
        return term.word
    return choose_mend(term.word, await repository.list_likenesses(tx, term.word)) or term.word
