"""As whom an actor speaks in a conversation."""

from otklik.access.actor import Actor
from otklik.conversations.records import Author


def author_of(actor: Actor) -> Author:
    """Return as whom an actor speaks: an API token speaks as a program."""
    return Author(kind="operator" if actor.operator_id is not None else "bot", id=actor.id, name=actor.name)
