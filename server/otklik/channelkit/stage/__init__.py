"""A messenger to play with: people, chats and files in one neutral world, on which every fake provider stands.

A provider derives from `StageProvider` and adds two things: the methods of its API, which change the world as our side
wishes, and `tell`, which turns what the person did into the deliveries that this provider would make.
"""

from otklik.channelkit.stage.facts import (
    Blocked,
    Edited,
    Erased,
    Fact,
    Pressed,
    Reacted,
    Saw,
    Started,
    Typed,
    Wrote,
)
from otklik.channelkit.stage.hand import Extra, Hand
from otklik.channelkit.stage.provider import Delivered, Received, Refused, StageProvider, Unanswered
from otklik.channelkit.stage.world import Account, Chat, File, Key, Message, Person, Point, VCard, World

__all__ = [
    "Account", "Blocked", "Chat", "Delivered", "Edited", "Erased", "Extra", "Fact", "File", "Hand", "Key", "Message",
    "Person", "Point", "Pressed", "Reacted", "Received", "Refused", "Saw", "StageProvider", "Started", "Typed",
    "Unanswered", "VCard", "World", "Wrote",
]  # fmt: skip
