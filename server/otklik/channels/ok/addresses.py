"""How people and messages of Odnoklassniki are named in the desk: as the provider names them itself.

A person is their chat with the group, "chat:C3e7a6b21f900"; should an event name no chat, "user:123". A message is its
`mid`. Where ids become part of an address they may hold nothing that would change it.
"""

import re

_PIECE = re.compile(r"[A-Za-z0-9:._-]{1,200}")
GROUP = "group:"


def read_recipient(recipient: str) -> dict[str, str]:
    """Return the field that says to whom; raises ValueError for a key that is none of ours."""
    if not _PIECE.fullmatch(recipient):
        raise ValueError("not an id of Odnoklassniki")
    return {"user_id": recipient} if recipient.startswith("user:") else {"chat_id": recipient}


def path_piece(text: str) -> str:
    """Return an id as one piece of a path; raises ValueError when it could change the path."""
    if not _PIECE.fullmatch(text) or set(text) <= {"."}:
        raise ValueError("not an id of Odnoklassniki")
    return text
