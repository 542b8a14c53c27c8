"""The person's hand: everything a customer can do in the messenger, and what they see there."""

from collections.abc import Callable

from msgspec import Struct

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
from otklik.channelkit.stage.view import see_chat
from otklik.channelkit.stage.world import Account, Chat, File, Json, Message, Person, Point, VCard, World
from otklik.kit.errors import Conflict, NotFound
from otklik.kit.http import FilePart

_KEEP_PRESSES = 200
_RANKS = {"sent": 0, "delivered": 1, "read": 2}


class Extra(Struct, frozen=True, kw_only=True):
    """What may go with a message of the person."""

    reply_to: int | None = None
    quote: str = ""
    caption: str = ""
    group: str = ""
    forwarded_from: str = ""
    duration: float = 0
    emoji: str = ""


_PLAIN = Extra()


class Backstage(Struct, frozen=True):
    """What the hand needs of its provider: the world, its clock and numbers, and an ear."""

    world: Callable[[], World]
    now: Callable[[], float]
    next_id: Callable[[], int]
    touch: Callable[[], None]
    tell: Callable[[Fact], None]
    name_message: Callable[[Account, Chat, int], str]
    name_person: Callable[[int], str]
    can: frozenset[str]


class Hand:
    """Acts as any person with any account of ours. Accounts are called by their username, people by their number.

    Every act raises NotFound for an unknown account, person or message, and Conflict for what the app would not allow.
    """

    def __init__(self, backstage: Backstage) -> None:
        self._stage = backstage

    # The cast ---------------------------------------------------------------------------------------------

    def create_person(self, first_name: str, *, username: str = "", phone: str = "", language: str = "ru") -> int:
        """Make a person; returns their number."""
        number = 1_000_000 + self._stage.next_id()
        self._world.people[str(number)] = Person(
            id=number, ref=self._stage.name_person(number), name=first_name, username=username, phone=phone,
            language=language,
        )  # fmt: skip
        self._stage.touch()
        return number

    def set_photo(self, person: int, data: bytes) -> None:
        """Give a person a profile photo."""
        self.person(person).photo = data

    def delete_person(self, person: int) -> None:
        """Let a person delete their account."""
        self.person(person).gone = True

    # Words and things ---------------------------------------------------------------------------------------

    def start(self, bot: str, person: int, payload: str = "") -> None:
        """Open the chat, perhaps behind a link; also lets a blocked account in again."""
        account, chat, who = self._scene(bot, person)
        if chat.blocked:
            self.unblock(bot, person)
        chat.started = True
        self._stage.touch()
        self._stage.tell(Started(account=account, chat=chat, person=who, ref=payload))

    def send_text(self, bot: str, person: int, text: str, extra: Extra = _PLAIN) -> int:
        """Write; returns the number of the message."""
        return self.say(bot, person, extra, text=text)

    def send_file(self, bot: str, person: int, kind: str, file: FilePart, extra: Extra = _PLAIN) -> int:
        """Send a photo, video, animation, video_note, audio, voice, document or sticker."""
        self._allow(kind if kind == "sticker" else "file")
        number = f"f{self._stage.next_id()}"
        self._world.files[number] = File(
            id=number, account=self.account(bot).id, kind=kind, data=file.data, name=file.name, mime=file.mime,
            duration=extra.duration, extra={"emoji": extra.emoji} if extra.emoji else {},
        )  # fmt: skip
        return self.say(bot, person, extra, kind=kind, text=extra.caption, files=[number])

    def send_location(self, bot: str, person: int, latitude: float, longitude: float, live_s: int = 0) -> int:
        """Send a point; this phone has no moving ones."""
        del live_s
        self._allow("location")
        return self.say(bot, person, kind="location", location=Point(latitude=latitude, longitude=longitude))

    def send_contact(self, bot: str, person: int, phone: str, name: str, *, own: bool = False) -> int:
        """Send a card."""
        self._allow("contact")
        return self.say(bot, person, kind="contact", contact=VCard(first_name=name, phone_number=phone, own=own))

    def share_phone(self, bot: str, person: int) -> int:
        """Press the button that shares one's own number."""
        who = self.person(person)
        return self.send_contact(bot, person, who.phone, who.name, own=True)

    def say(self, bot: str, person: int, extra: Extra = _PLAIN, **content: object) -> int:
        """Send a message of any shape; raises Conflict for somebody who has blocked us or is gone."""
        account, chat, who = self._scene(bot, person)
        if chat.blocked:
            raise Conflict("the person has blocked this account")
        if who.gone:
            raise Conflict("the person has deleted their account")
        if extra.reply_to is not None:
            self.message(chat, extra.reply_to)
        chat.started = True
        chat.last_in = self._stage.now()
        message = self.append(account, chat, mine=True, content=content)
        message.reply_to, message.quote = extra.reply_to, extra.quote
        message.album, message.forwarded_from = extra.group, extra.forwarded_from
        self._stage.tell(Wrote(account=account, chat=chat, person=who, message=message))
        return message.id

    def edit_text(self, bot: str, person: int, message: int, text: str) -> None:
        """Change one's own message or its caption."""
        self._allow("edit")
        account, chat, who = self._scene(bot, person)
        stored = self._mine(chat, message)
        stored.text, stored.edited = text, True
        self._stage.touch()
        self._stage.tell(Edited(account=account, chat=chat, person=who, message=stored))

    def erase(self, bot: str, person: int, message: int) -> None:
        """Take one's own message back."""
        self._allow("erase")
        account, chat, who = self._scene(bot, person)
        stored = self._mine(chat, message)
        del chat.messages[str(message)]
        self._stage.touch()
        self._stage.tell(Erased(account=account, chat=chat, person=who, message=stored))

    # Small acts -----------------------------------------------------------------------------------------------

    def press(self, bot: str, person: int, message: int, row: int = 0, column: int = 0) -> str:
        """Press a button; returns the number of the press, or the address a link button opens."""
        account, chat, who = self._scene(bot, person)
        stored = self.message(chat, message)
        try:
            key = stored.keys[row][column]
        except IndexError:
            raise NotFound("there is no such button") from None
        if key.url:
            return key.url
        number = f"p{self._stage.next_id()}"
        chat.presses[number] = {"message": stored.id, "spinning": True, "text": "", "alert": False}
        for old in list(chat.presses)[:-_KEEP_PRESSES]:
            del chat.presses[old]
        chat.last_in = self._stage.now()
        self._stage.touch()
        self._stage.tell(Pressed(account=account, chat=chat, person=who, message=stored, key=key, number=number))
        return number

    def press_keyboard(self, bot: str, person: int, label: str) -> int:
        """Press a key of the keyboard below the chat: its label is sent as a text."""
        return self.send_text(bot, person, label)

    def react(self, bot: str, person: int, message: int, emojis: tuple[str, ...]) -> None:
        """Set one's reactions on a message."""
        self._allow("react")
        account, chat, who = self._scene(bot, person)
        stored = self.message(chat, message)
        before = tuple(stored.reactions.get("person", ()))
        stored.reactions["person"] = list(emojis)
        self._stage.touch()
        self._stage.tell(
            Reacted(account=account, chat=chat, person=who, message=stored, before=before, emojis=tuple(emojis))
        )

    def type(self, bot: str, person: int) -> None:
        """Begin to type."""
        account, chat, who = self._scene(bot, person)
        self._stage.tell(Typed(account=account, chat=chat, person=who))

    def receive(self, bot: str, person: int, status: str = "delivered") -> int:
        """Let all messages of ours reach the telephone, or be read; returns how many were new to it."""
        account, chat, who = self._scene(bot, person)
        new = [one for one in chat.messages.values() if not one.mine and _RANKS[one.status] < _RANKS[status]]
        for stored in new:
            stored.status = status
            self._stage.tell(Saw(account=account, chat=chat, person=who, message=stored))
        self._stage.touch()
        return len(new)

    def block(self, bot: str, person: int) -> None:
        """Shut the account out."""
        self._set_blocked(bot, person, on=True)

    def unblock(self, bot: str, person: int) -> None:
        """Let the account in again."""
        self._set_blocked(bot, person, on=False)

    # Looking ----------------------------------------------------------------------------------------------------

    def view(self, bot: str, person: int) -> Json:
        """Return the chat as the person sees it now."""
        account, chat, _ = self._scene(bot, person)
        return see_chat(self._world, account, chat, self._stage.now(), self._stage.can)

    def account(self, username: str) -> Account:
        """Return an account of ours; raises NotFound."""
        for account in self._world.accounts.values():
            if account.username == username:
                return account
        raise NotFound(f"there is no account {username!r}")

    def person(self, number: int) -> Person:
        """Return a person; raises NotFound."""
        found = self._world.people.get(str(number))
        if found is None:
            raise NotFound(f"there is no person {number}")
        return found

    def message(self, chat: Chat, number: int) -> Message:
        """Return a message; raises NotFound."""
        found = chat.messages.get(str(number))
        if found is None:
            raise NotFound(f"there is no message {number}")
        return found

    def append(self, account: Account, chat: Chat, *, mine: bool, content: dict[str, object]) -> Message:
        """Put a message into a chat, and tell nobody."""
        number = chat.next_number
        chat.next_number += 1
        ref = self._stage.name_message(account, chat, number)
        message = Message(id=number, ref=ref, mine=mine, at=self._stage.now(), **content)  # type: ignore[arg-type]
        chat.messages[str(number)] = message
        if not mine:
            chat.typing_until = 0
        self._stage.touch()
        return message

    # Inside -----------------------------------------------------------------------------------------------------

    @property
    def _world(self) -> World:
        return self._stage.world()

    def _scene(self, bot: str, person: int) -> tuple[Account, Chat, Person]:
        account, who = self.account(bot), self.person(person)
        chat = account.chats.setdefault(str(person), Chat(person=person))
        return account, chat, who

    def _mine(self, chat: Chat, number: int) -> Message:
        stored = self.message(chat, number)
        if not stored.mine:
            raise Conflict("the message is not the person's own")
        return stored

    def _set_blocked(self, bot: str, person: int, *, on: bool) -> None:
        self._allow("block")
        account, chat, who = self._scene(bot, person)
        if chat.blocked != on:
            chat.blocked = on
            self._stage.touch()
            self._stage.tell(Blocked(account=account, chat=chat, person=who, on=on))

    def _allow(self, ability: str) -> None:
        if ability not in self._stage.can:
            raise Conflict(f"this messenger has no {ability}")
