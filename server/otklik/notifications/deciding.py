"""Who is told of a fact, and of which when several meet. Plain functions on plain values; access is checked after."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, convert

from otklik.notifications.choices import (
    PERSONAL,
    RANK,
    Channels,
    Choices,
    Happening,
    channels_for,
    is_quiet,
)
from otklik.notifications.facts import Fact
from otklik.notifications.records import ConversationFacts, MessageFacts, PersonRow

_OPEN = frozenset({"open", "pending"})
_UNDELIVERED = frozenset({"failed", "uncertain"})


class Person(Struct, frozen=True):
    """An operator with the choices that hold for them now."""

    row: PersonRow
    choices: Choices
    quiet: bool

    @property
    def id(self) -> int:
        """The operator."""
        return self.row.id

    def channels(self, happening: Happening) -> Channels:
        """By what this person is told of it now."""
        return channels_for(self.choices, happening, quiet=self.quiet)

    @property
    def takes_push(self) -> bool:
        """Whether a push would reach them and is not superfluous: their desk is looked at."""
        return self.row.devices > 0 and not self.row.held and (self.choices.push_always or not self.row.visible)


class World(Struct, frozen=True):
    """What a batch of facts of one workspace is judged by."""

    people: Mapping[int, Person]
    conversations: Mapping[int, ConversationFacts]
    messages: Mapping[int, MessageFacts]
    mutes: frozenset[tuple[int, int]]
    followers: frozenset[tuple[int, int]] = frozenset()


class Notice(Struct, frozen=True):
    """One person is to be told of one thing; `title` is of the task that is due."""

    operator_id: int
    happening: Happening
    conversation_id: int
    message_id: int | None
    by: int | None
    title: str = ""


def make_person(row: PersonRow, now: datetime) -> Person:
    """Read an operator's choices; stored ones that a later release wrote otherwise count as none."""
    choices = read_choices(row.settings)
    return Person(row, choices, is_quiet(choices, now, row.time_zone))


def read_choices(stored: object) -> Choices:
    """Return stored choices, or the usual ones."""
    try:
        return convert(stored, Choices) if stored else Choices()
    except ValueError:
        return Choices()


def decide(facts: Sequence[Fact], world: World) -> list[Notice]:
    """Return whom to tell of what: for each person the most telling news of each conversation, the latest of equals."""
    chosen: dict[tuple[int, int], Notice] = {}
    for fact in facts:
        for notice in _notices_of(fact, world):
            place = (notice.operator_id, notice.conversation_id)
            known = chosen.get(place)
            if known is None or RANK[notice.happening] <= RANK[known.happening]:
                chosen[place] = notice
    return list(chosen.values())


def _notices_of(fact: Fact, world: World) -> Iterable[Notice]:
    conversation = world.conversations.get(fact.conversation_id)
    message = world.messages.get(fact.message_id) if fact.message_id is not None else None
    if conversation is None or (fact.message_id is not None and message is None):
        return
    happening = _name(fact, conversation)
    for number in _told(fact, happening, conversation, message, world):
        person = world.people.get(number)
        muted = happening not in PERSONAL and (number, conversation.id) in world.mutes
        if person is not None and number != fact.by and not muted:
            yield Notice(number, happening, conversation.id, fact.message_id, fact.by, fact.title)


def _name(fact: Fact, conversation: ConversationFacts) -> Happening:
    return Happening.QUEUE if fact.wrote and conversation.assignee_id is None else fact.happening


def _told(
    fact: Fact, happening: Happening, conversation: ConversationFacts, message: MessageFacts | None, world: World
) -> Iterable[int]:
    """Return the people a happening is for, as things stand now and not as they stood when it happened."""
    holder = conversation.assignee_id
    match happening:
        case Happening.MENTION | Happening.OFFER | Happening.TASK:
            return () if message is not None and message.deleted else fact.to
        case Happening.ASSIGNED:
            return [number for number in fact.to if number == holder]
        case Happening.REPLY:
            live = conversation.status in _OPEN and message is not None and not message.deleted
            return [holder] if live and holder is not None else ()
        case Happening.FOLLOWED:
            deleted = message is not None and message.deleted
            return [] if deleted else [who for who, what in world.followers if what == conversation.id]
        case Happening.FAILED:
            author = _author(message) or holder
            return [author] if author is not None and message and message.delivery in _UNDELIVERED else ()
        case Happening.QUEUE | Happening.CHANNEL:  # a channel is no conversation's news: `outages` tells of it
            fresh = message is None or message.first
            waits = conversation.status in _OPEN and holder is None and fresh
            return _on_duty(conversation, world) if waits and happening is Happening.QUEUE else ()


def _author(message: MessageFacts | None) -> int | None:
    return message.author_id if message is not None and message.author_kind == "operator" else None


def _on_duty(conversation: ConversationFacts, world: World) -> list[int]:
    """Return those who take new work and whose queue this is: a team's members, or everybody where there is no team."""
    team = conversation.team_id
    return [
        person.id
        for person in world.people.values()
        if person.row.on_duty and (team is None or team in person.row.team_ids)
    ]
