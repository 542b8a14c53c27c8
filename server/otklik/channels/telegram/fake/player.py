"""The person's hand: everything a customer can do in the messenger, and what they see there."""

import secrets
from collections.abc import Iterable

from msgspec import Struct

from otklik.channels.telegram.fake.engine import Engine, chat_info, found_entities, person_user, quotable
from otklik.channels.telegram.fake.media import add_file, as_document, describe
from otklik.channels.telegram.fake.state import Bot, Chat, Connection, Json, Person, Press, Stored
from otklik.channels.telegram.fake.view import see_chat
from otklik.kit.errors import Conflict, NotFound
from otklik.kit.http import FilePart
from otklik.kit.ids import new_token

_KEEP_CLICKS = 200
_SECRET_BYTES = 27


class Extra(Struct, frozen=True, kw_only=True):
    """What may go with a message of the person."""

    reply_to: int | None = None
    quote: str = ""
    caption: str = ""
    entities: tuple[Json, ...] = ()
    group: str = ""
    forwarded_from: str = ""
    duration: int = 0
    emoji: str = ""


_PLAIN = Extra()


class Player:
    """Acts as any person with any bot. Bots are named by their username, people by their number.

    Every act raises NotFound for an unknown bot, person or message, and Conflict for what an app would not allow.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # The cast ---------------------------------------------------------------------------------------------

    def create_bot(self, name: str, username: str, token: str = "") -> str:
        """Make a bot, as BotFather does; returns its token."""
        number = self._next_id()
        token = token or f"{7_000_000_000 + number}:{'sandbox'.ljust(35, '-')}"
        bot_id = int(token.partition(":")[0])
        self._engine.world.bots[token] = Bot(id=bot_id, token=token, name=name, username=username)
        return token

    def open_account(self, name: str, username: str) -> Json:
        """Make a bot; returns the settings of an inbox that works with it."""
        number = 7_000_000_000 + secrets.randbelow(1_000_000_000)
        token = self.create_bot(name, username, f"{number}:{new_token(_SECRET_BYTES)}")
        return {"token": token, "transport": "webhook"}

    def revoke_token(self, bot: str) -> None:
        """Make the token of a bot worthless."""
        self._bot(bot).revoked = True

    def create_person(
        self, first_name: str, *, last_name: str = "", username: str = "", phone: str = "", language: str = "ru"
    ) -> int:
        """Make a person; returns their number."""
        number = 1_000_000 + self._next_id()
        self._engine.world.people[str(number)] = Person(
            id=number, first_name=first_name, last_name=last_name, username=username, phone=phone, language=language
        )
        self._engine.touch()
        return number

    def set_photo(self, person: int, data: bytes) -> None:
        """Give a person a profile photo."""
        self._person(person).photo = data

    def delete_person(self, person: int) -> None:
        """Let a person delete their account."""
        self._person(person).gone = True

    # Words and things ---------------------------------------------------------------------------------------

    def start(self, bot: str, person: int, payload: str = "") -> int:
        """Press Start, perhaps behind a link; also lets a blocked bot in again."""
        self.unblock(bot, person)
        return self.send_text(bot, person, f"/start {payload}".strip())

    def send_text(self, bot: str, person: int, text: str, extra: Extra = _PLAIN) -> int:
        """Write; returns the number of the message."""
        entities = list(extra.entities) or found_entities(text)
        return self._say(bot, person, {"text": text} | ({"entities": entities} if entities else {}), extra)

    def send_file(self, bot: str, person: int, kind: str, file: FilePart, extra: Extra = _PLAIN) -> int:
        """Send a photo, video, animation, video_note, audio, voice, document or sticker."""
        known = self._bot(bot)
        stored = add_file(self._engine.world, known, kind, file)
        described = describe(stored, {"duration": extra.duration, "emoji": extra.emoji})
        content: Json = {kind: described}
        if kind == "animation":
            content["document"] = as_document(described)
        if extra.caption:
            content["caption"] = extra.caption
            if extra.entities:
                content["caption_entities"] = list(extra.entities)
        return self._say(bot, person, content, extra)

    def send_location(self, bot: str, person: int, latitude: float, longitude: float, live_s: int = 0) -> int:
        """Send a point, for some seconds a moving one."""
        point: Json = {"latitude": latitude, "longitude": longitude}
        if live_s:
            point["live_period"] = live_s
        return self._say(bot, person, {"location": point})

    def move_location(self, bot: str, person: int, message: int, latitude: float, longitude: float) -> None:
        """Move a live point."""
        stored = self._mine(bot, person, message)
        stored.message["location"] |= {"latitude": latitude, "longitude": longitude}
        self._edited(bot, person, stored)

    def send_contact(self, bot: str, person: int, phone: str, name: str, owner: int | None = None) -> int:
        """Send a card; `owner` is the account the number belongs to, if it has one."""
        card: Json = {"phone_number": phone, "first_name": name}
        if owner is not None:
            card["user_id"] = owner
        return self._say(bot, person, {"contact": card})

    def share_phone(self, bot: str, person: int) -> int:
        """Press the button that shares one's own number."""
        who = self._person(person)
        return self.send_contact(bot, person, who.phone, who.first_name, who.id)

    def send_raw(self, bot: str, person: int, content: Json) -> int:
        """Send a message of any shape."""
        return self._say(bot, person, content)

    def edit_text(self, bot: str, person: int, message: int, text: str) -> None:
        """Change one's own message or its caption."""
        stored = self._mine(bot, person, message)
        stored.message["text" if "text" in stored.message else "caption"] = text
        self._edited(bot, person, stored)

    # Small acts -----------------------------------------------------------------------------------------------

    def press(self, bot: str, person: int, message: int, row: int = 0, column: int = 0) -> str:
        """Press an inline button; returns the number of the press, or the address a link button opens."""
        known = self._bot(bot)
        stored = self._message(self._chat(bot, person), message)
        try:
            button = stored.message["reply_markup"]["inline_keyboard"][row][column]
        except (KeyError, IndexError):
            raise NotFound("there is no such button") from None
        if "callback_data" not in button:
            return str(button.get("url", ""))
        query = str(self._next_id())
        known.presses[query] = Press(chat=str(person), message_id=message, at=self._engine.now())
        for old in list(known.presses)[:-_KEEP_CLICKS]:
            del known.presses[old]
        pressed = {
            "id": query, "from": person_user(self._person(person)), "message": stored.message,
            "chat_instance": str(-known.id), "data": button["callback_data"],
        }  # fmt: skip
        self._engine.emit(known, "callback_query", pressed, f"{person}:press")
        return query

    def press_keyboard(self, bot: str, person: int, label: str) -> int:
        """Press a button of the reply keyboard: the label is sent as a text."""
        return self.send_text(bot, person, label)

    def react(self, bot: str, person: int, message: int, emojis: tuple[str, ...]) -> None:
        """Set one's reactions on a message."""
        stored = self._message(self._chat(bot, person), message)
        before = stored.reactions.get("person", [])
        stored.reactions["person"] = list(emojis)
        who = self._person(person)
        changed = {
            "chat": chat_info(who), "message_id": message, "user": person_user(who), "date": int(self._engine.now()),
            "old_reaction": _reactions(before), "new_reaction": _reactions(emojis),
        }  # fmt: skip
        self._engine.emit(self._bot(bot), "message_reaction", changed, f"{person}:reaction")

    def block(self, bot: str, person: int) -> None:
        """Block the bot."""
        self._set_blocked(bot, person, blocked=True)

    def unblock(self, bot: str, person: int) -> None:
        """Let the bot in again."""
        self._set_blocked(bot, person, blocked=False)

    def emit(self, bot: str, kind: str, payload: Json) -> None:
        """Let an update of any shape happen."""
        self._engine.emit(self._bot(bot), kind, payload, "raw")

    # Business accounts ------------------------------------------------------------------------------------------

    def connect_business(self, bot: str, owner: int, *, enabled: bool = True) -> str:
        """Let a bot answer for the owner's account; returns the number of the connection."""
        known = self._bot(bot)
        number = f"bc-{self._next_id()}"
        self._engine.world.connections[number] = Connection(id=number, bot_id=known.id, owner=owner, enabled=enabled)
        told = {
            "id": number, "user": person_user(self._person(owner)), "user_chat_id": owner,
            "date": int(self._engine.now()), "rights": {"can_reply": True}, "is_enabled": enabled,
        }  # fmt: skip
        self._engine.emit(known, "business_connection", told, f"{owner}:business")
        return number

    def write_business(self, bot: str, connection: str, person: int, text: str, *, by_owner: bool = False) -> int:
        """Write in a chat of the business account, as the customer or as the owner."""
        known = self._bot(bot)
        chat = self._engine.chat_of(known, person, connection)
        chat.started = True
        stored = self._engine.append(known, chat, {"text": text}, by_bot=False)
        if by_owner:
            owner = self._person(self._engine.world.connections[connection].owner)
            stored.message["from"] = person_user(owner)
        self._engine.emit(known, "business_message", stored.message, f"{connection}:{person}")
        return int(stored.message["message_id"])

    def delete_business(self, bot: str, connection: str, person: int, messages: tuple[int, ...]) -> None:
        """Take messages of a business chat back."""
        known = self._bot(bot)
        chat = self._engine.chat_of(known, person, connection)
        for number in messages:
            chat.messages.pop(str(number), None)
        told = {
            "business_connection_id": connection, "chat": chat_info(self._person(person)),
            "message_ids": list(messages),
        }  # fmt: skip
        self._engine.emit(known, "deleted_business_messages", told, f"{connection}:{person}")

    # Looking ----------------------------------------------------------------------------------------------------

    def view(self, bot: str, person: int, connection: str = "") -> Json:
        """Return the chat as the person sees it now."""
        known = self._bot(bot)
        return see_chat(self._engine, known, self._engine.chat_of(known, self._person(person).id, connection))

    def file(self, handle: str) -> FilePart:
        """Return the bytes behind a file that the view names."""
        stored = self._engine.world.files.get(handle)
        if stored is None:
            raise NotFound("there is no such file")
        return FilePart(stored.name or stored.path.rpartition("/")[2], stored.data, stored.mime)

    async def changes(self, since: int, timeout_s: float = 25.0) -> int:
        """Wait until something changed since a version; returns the version now."""
        return await self._engine.changes.wait(since, timeout_s)

    # Inside -----------------------------------------------------------------------------------------------------

    def _say(self, bot: str, person: int, content: Json, extra: Extra = _PLAIN) -> int:
        known = self._bot(bot)
        who = self._person(person)
        chat = self._engine.chat_of(known, person)
        if chat.blocked:
            raise Conflict("the person has blocked this bot")
        if who.gone:
            raise Conflict("the person has deleted their account")
        chat.started = True
        stored = self._engine.append(known, chat, content | self._extras(chat, extra), by_bot=False)
        self._engine.emit(known, "message", stored.message, f"{person}:message")
        return int(stored.message["message_id"])

    def _extras(self, chat: Chat, extra: Extra) -> Json:
        fields: Json = {}
        if extra.reply_to is not None:
            answered = self._message(chat, extra.reply_to).message
            fields["reply_to_message"] = quotable(answered)
            if extra.quote:
                body = str(answered.get("text") or answered.get("caption") or "")
                position = max(body.find(extra.quote), 0)
                fields["quote"] = {"text": extra.quote, "position": position, "is_manual": True}
        if extra.group:
            fields["media_group_id"] = extra.group
        if extra.forwarded_from:
            fields["forward_origin"] = {
                "type": "hidden_user", "date": int(self._engine.now()), "sender_user_name": extra.forwarded_from,
            }  # fmt: skip
        return fields

    def _edited(self, bot: str, person: int, stored: Stored) -> None:
        stored.message["edit_date"] = int(self._engine.now())
        stored.edited = True
        self._engine.emit(self._bot(bot), "edited_message", stored.message, f"{person}:edit")

    def _set_blocked(self, bot: str, person: int, *, blocked: bool) -> None:
        known = self._bot(bot)
        chat = self._engine.chat_of(known, self._person(person).id)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        user = self._engine.bot_user(known)
        out: Json = {"user": user, "status": "kicked", "until_date": 0}
        member: Json = {"user": user, "status": "member"}
        who = self._person(person)
        changed = {
            "chat": chat_info(who), "from": person_user(who), "date": int(self._engine.now()),
            "old_chat_member": member if blocked else out, "new_chat_member": out if blocked else member,
        }  # fmt: skip
        self._engine.emit(known, "my_chat_member", changed, f"{person}:member")
        self._engine.touch()

    def _next_id(self) -> int:
        self._engine.world.next_id += 1
        return self._engine.world.next_id

    def _bot(self, username: str) -> Bot:
        for bot in self._engine.world.bots.values():
            if bot.username == username:
                return bot
        raise NotFound(f"there is no bot {username!r}")

    def _person(self, number: int) -> Person:
        person = self._engine.world.people.get(str(number))
        if person is None:
            raise NotFound(f"there is no person {number}")
        return person

    def _chat(self, bot: str, person: int) -> Chat:
        return self._engine.chat_of(self._bot(bot), self._person(person).id)

    def _message(self, chat: Chat, number: int) -> Stored:
        stored = chat.messages.get(str(number))
        if stored is None:
            raise NotFound(f"there is no message {number}")
        return stored

    def _mine(self, bot: str, person: int, number: int) -> Stored:
        stored = self._message(self._chat(bot, person), number)
        if stored.by_bot:
            raise Conflict("the message is not the person's own")
        return stored


def _reactions(emojis: Iterable[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": emoji} for emoji in emojis]
