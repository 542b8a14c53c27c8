"""Shapes of the sandbox's phone."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from otklik.inboxes.schemas import InboxOut
from otklik.infra.web.schemas import Input
from otklik.sandbox.service import StageLine
from otklik.sandbox.stages import CastMember

Name = Annotated[str, Meta(min_length=1, max_length=64)]
Text = Annotated[str, Meta(max_length=10_000)]
Number = Annotated[int, Meta(ge=0, le=2**53)]
Short = Annotated[str, Meta(max_length=100)]


class SandboxOut(Struct, frozen=True):
    """Where the sandbox is."""

    inbox: InboxOut
    url: str


class Stages(Struct, frozen=True):
    """The channels that can be played."""

    items: list[StageLine]


class StageOut(Struct, frozen=True):
    """The bot, the people who are played, the version of the state, and the mood switched on last until calmed."""

    bot: str
    people: list[CastMember]
    version: int
    mood: str


class Version(Struct, frozen=True):
    """The number of the state; ask again with it."""

    version: int


class Done(Struct, frozen=True):
    """What an act gave: the number of a message, or the address a link button opens."""

    result: Any


class NewPerson(Input, frozen=True, kw_only=True):
    """A person to be played."""

    name: Name
    username: Annotated[str, Meta(max_length=32, pattern="^[A-Za-z0-9_]*$")] = ""
    phone: Annotated[str, Meta(max_length=20, pattern=r"^\+?[0-9]*$")] = ""


class Start(Input, frozen=True, kw_only=True):
    """Press Start, perhaps behind a link."""

    payload: Annotated[str, Meta(max_length=64)] = ""


class Say(Input, frozen=True, kw_only=True):
    """Write."""

    text: Annotated[str, Meta(min_length=1, max_length=10_000)]
    reply_to: Number | None = None
    quote: Text = ""


class Place(Input, frozen=True, kw_only=True):
    """Send a point."""

    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    live_s: Annotated[int, Meta(ge=0, le=86_400)] = 0


class Card(Input, frozen=True, kw_only=True):
    """Send somebody's card; without a number, press the button that shares one's own."""

    phone: Annotated[str, Meta(max_length=20)] = ""
    name: Short = ""


class Edit(Input, frozen=True, kw_only=True):
    """Change one's own message."""

    message: Number
    text: Annotated[str, Meta(min_length=1, max_length=10_000)]


class Erase(Input, frozen=True, kw_only=True):
    """Take one's own message back."""

    message: Number


class Receive(Input, frozen=True, kw_only=True):
    """Let all messages of ours reach the telephone, or be read."""

    status: Literal["delivered", "read"] = "delivered"


class Press(Input, frozen=True, kw_only=True):
    """Press a button under a message."""

    message: Number
    row: Annotated[int, Meta(ge=0, le=100)] = 0
    column: Annotated[int, Meta(ge=0, le=20)] = 0


class React(Input, frozen=True, kw_only=True):
    """Set one's reactions on a message."""

    message: Number
    emojis: Annotated[list[Annotated[str, Meta(max_length=16)]], Meta(max_length=10)] = field(default_factory=list)


class Mood(Input, frozen=True, kw_only=True):
    """Let the provider misbehave: for some occasions or until calmed."""

    mood: Annotated[str, Meta(pattern="^[a-z_]{1,40}$")]
    times: Annotated[int, Meta(ge=1, le=1000)] | None = None
    value: Annotated[float, Meta(ge=0, le=3600)] = 0
    only: Annotated[list[Short], Meta(max_length=20)] = field(default_factory=list)
