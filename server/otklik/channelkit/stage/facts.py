"""What the person did: the provider tells our side of it in its own words."""

from msgspec import Struct

from otklik.channelkit.stage.world import Account, Chat, Key, Message, Person


class Fact(Struct, frozen=True, kw_only=True):
    """Who did it, and to which account of ours."""

    account: Account
    chat: Chat
    person: Person


class Wrote(Fact, frozen=True, kw_only=True):
    """They sent a message; `ref` is what stood behind the link by which they came, if they just came."""

    message: Message
    ref: str = ""


class Edited(Fact, frozen=True, kw_only=True):
    """They changed a message of theirs; it already is what it became."""

    message: Message


class Erased(Fact, frozen=True, kw_only=True):
    """They took a message of theirs back; it is no longer in the chat."""

    message: Message


class Pressed(Fact, frozen=True, kw_only=True):
    """They pressed a button; `number` is that of the press, under which an answer to it is shown."""

    message: Message
    key: Key
    number: str


class Reacted(Fact, frozen=True, kw_only=True):
    """Their reactions on a message are these now."""

    message: Message
    before: tuple[str, ...]
    emojis: tuple[str, ...]


class Started(Fact, frozen=True, kw_only=True):
    """They opened the chat without writing, perhaps behind a link with a reference."""

    ref: str = ""


class Blocked(Fact, frozen=True, kw_only=True):
    """They shut us out, or let us in again."""

    on: bool


class Typed(Fact, frozen=True, kw_only=True):
    """They are typing."""


class Saw(Fact, frozen=True, kw_only=True):
    """A message of ours reached their telephone, or was read: `message.status` says which."""

    message: Message
