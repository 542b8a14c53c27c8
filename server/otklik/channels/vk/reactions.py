"""The reactions of VK: numbers there, emojis here."""

_EMOJIS = "❤🔥😂👍💩❓😭😡👎👌😃🤔🙏😘😍🎉"
_EMOJI_OF = dict(enumerate(_EMOJIS, 1))
_NUMBER_OF = {emoji: number for number, emoji in _EMOJI_OF.items()}
_PICTURE = "✨"
"""Stands for a reaction that has no emoji of its own."""

REACTIONS = tuple(_EMOJIS)


def emoji_of(number: int) -> str:
    """Return the emoji of a reaction; one that is newer than this table is shown as a sparkle."""
    return _EMOJI_OF.get(number, _PICTURE)


def number_of(emoji: str) -> int | None:
    """Return the number of an emoji, whether or not it asks to be shown in colour; None when VK has none."""
    return _NUMBER_OF.get(emoji.rstrip("\ufe0f"))
