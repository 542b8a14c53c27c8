"""What VK says about the community and its key, told to the administrator. Pure."""

import re
from collections.abc import Collection
from typing import Final, TypeVar

import msgspec
from msgspec import Struct

from otklik.channelkit.channel import Check, Doubt
from otklik.channelkit.manifest import Words
from otklik.channels.vk.client import Done, Outcome

EVENTS: Final = (
    "message_new", "message_reply", "message_edit", "message_allow", "message_deny", "message_event",
    "message_typing_state", "message_read", "message_reaction_event",
)  # fmt: skip
"""What we want to be told about."""
_TOKEN = re.compile(r"[A-Za-z0-9._-]{30,300}")
_RIGHTS = (
    ("messages", "сообщения", "messages"), ("manage", "управление сообществом", "community management"),
    ("photos", "фотографии", "photos"), ("docs", "документы", "files"),
)  # fmt: skip
Shape = TypeVar("Shape", bound=Struct)


class Group(Struct, frozen=True):
    """The community as it sees itself."""

    id: int
    name: str = ""
    screen_name: str = ""


class Groups(Struct, frozen=True):
    """The newer form of the answer; the older is the bare list."""

    groups: tuple[Group, ...] = ()


class Right(Struct, frozen=True):
    """One thing a key may do."""

    name: str


class Rights(Struct, frozen=True):
    """What a key may do."""

    permissions: tuple[Right, ...] = ()


class CallbackServer(Struct, frozen=True):
    """An address that VK tells about events; `status` is unconfigured, failed, wait or ok."""

    id: int
    url: str = ""
    title: str = ""
    status: str = ""


class CallbackServers(Struct, frozen=True):
    """All of them, at most ten."""

    items: tuple[CallbackServer, ...] = ()


class EventSettings(Struct, frozen=True):
    """Which events VK tells, to an address or to who asks."""

    events: dict[str, int | bool] = {}
    is_enabled: bool | int = True

    def covers(self, wanted: Collection[str]) -> bool:
        """Whether all of these are told."""
        return bool(self.is_enabled) and all(self.events.get(name) for name in wanted)


def looks_like_token(token: str) -> bool:
    """Whether a text has the shape of a key."""
    return _TOKEN.fullmatch(token) is not None


def decode(outcome: Outcome, shape: type[Shape]) -> Shape | None:
    """Read an answer; None when it is none, or odd."""
    if not isinstance(outcome, Done):
        return None
    try:
        return msgspec.json.decode(outcome.result, type=shape)
    except msgspec.MsgspecError:
        return None


def decode_group(outcome: Outcome) -> Group | None:
    """Read whose key it is, in the newer or the older form of the answer."""
    found = decode(outcome, Groups)
    if found is not None:
        return found.groups[0] if found.groups else None
    if not isinstance(outcome, Done):
        return None
    try:
        listed = msgspec.json.decode(outcome.result, type=list[Group])
    except msgspec.MsgspecError:
        return None
    return listed[0] if listed else None


def judge_rights(rights: Rights, *, by_hand: bool) -> Check:
    """Say what the key may do; without messages nothing works, without management not by itself."""
    held = {right.name for right in rights.permissions}
    ru = ", ".join(f"{words} — {'да' if name in held else 'нет'}" for name, words, _ in _RIGHTS)
    en = ", ".join(f"{words}: {'yes' if name in held else 'no'}" for name, _, words in _RIGHTS)
    if "messages" not in held or ("manage" not in held and not by_hand):
        words = Words(
            f"Ключу не хватает прав: {ru}. Создайте новый ключ и отметьте все четыре",
            f"The token lacks rights: {en}. Create a new token and tick all four",
        )
        return Check("rights", ok=False, detail=words)
    doubt = Doubt.NONE if {"photos", "docs"} <= held else Doubt.WARN
    return Check("rights", ok=True, detail=Words(f"Права ключа: {ru}", f"The token's rights: {en}"), doubt=doubt)


def judge_server(server: CallbackServer | None, *, wants: bool) -> Check:
    """Say how our address stands with VK; before connecting, nowhere is no fault."""
    if server is None:
        words = Words("Адрес ещё не записан в VK", "VK does not have our address yet")
        return Check("registration", ok=not wants, detail=words)
    match server.status:
        case "ok":
            words = Words("VK знает наш адрес и подтвердил его", "VK knows our address and has confirmed it")
            return Check("registration", ok=True, detail=words)
        case "failed":
            words = Words(
                "VK не смог подтвердить наш адрес: проверьте, что сервер виден из интернета",
                "VK could not confirm our address: see that this server can be reached from the internet",
            )
            return Check("registration", ok=False, detail=words)
        case _:
            words = Words(
                "VK записал наш адрес и сейчас его подтверждает", "VK has our address and is confirming it now"
            )
            return Check("registration", ok=True, detail=words, doubt=Doubt.UNKNOWN)
