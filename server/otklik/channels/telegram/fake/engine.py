"""The heart of the fake: chats grow, updates queue, hooks fly."""

import asyncio
import copy
import re
from collections.abc import Iterator
from datetime import timedelta

import msgspec
from msgspec import Struct

from otklik.channelkit.fakes import Changes, Clock, Hook, HookResult, HookSender, Moods, Sleep
from otklik.channels.telegram.fake.checks import utf16
from otklik.channels.telegram.fake.errors import ApiError, bad_request, forbidden
from otklik.channels.telegram.fake.params import Params
from otklik.channels.telegram.fake.state import Bot, Chat, Json, Person, Stored, World, chat_key
from otklik.kit.clock import utc_now
from otklik.kit.http import HttpAnswer, HttpClient, HttpRequest, HttpTrouble

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_KEEP_MESSAGE = timedelta(hours=24).total_seconds()
_KEEP_PRESS = 150.0
_FOUND = re.compile(r"(?P<url>https?://\S+)|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+)|(?P<mention>@\w{4,})")


class Delivered(Struct, frozen=True, kw_only=True):
    """One update handed over, for checkers."""

    at: float
    bot: str
    update_id: int
    way: str
    update: Json


class Engine:
    """The world, and the rules by which calls and people change it."""

    def __init__(self, http: HttpClient | None = None, *, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep) -> None:
        self.world = World()
        self.moods = Moods()
        self.changes = Changes()
        self.clock = clock
        self.sent: list[Delivered] = []
        self.pollers: dict[int, asyncio.Event] = {}
        self.hooks = HookSender(http or _NoHttp(), self.moods, _pauses, clock=clock, sleep=sleep)

    def now(self) -> float:
        """Return the time in seconds."""
        return self.clock().timestamp()

    def touch(self) -> None:
        """Tell those who watch."""
        self.changes.bump()
        self.world.version = self.changes.version

    # Chats ------------------------------------------------------------------------------------------------

    def chat_of(self, bot: Bot, person: int, connection: str = "") -> Chat:
        """Return the chat of a person with a bot, made when it is needed."""
        key = chat_key(person, connection)
        if key not in bot.chats:
            bot.chats[key] = Chat(person=person, connection=connection)
        return bot.chats[key]

    def target(self, bot: Bot, params: Params) -> Chat:
        """Return the chat a call is about, or refuse as the server does."""
        raw = params.text("chat_id")
        if not raw:
            bad_request("chat_id is empty")
        if raw in self.world.migrated:
            moved = {"migrate_to_chat_id": self.world.migrated[raw]}
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
        person = self.world.people.get(raw)
        if person is None:
            bad_request("chat not found")
        connection = params.text("business_connection_id")
        chat = bot.chats.get(chat_key(person.id, connection))
        if connection:
            self._check_connection(bot, connection, chat)
        if person.gone:
            forbidden("user is deactivated")
        if chat is None or not chat.started:
            forbidden("bot can't initiate conversation with a user")
        if chat.blocked or self.moods.take("blocked") is not None:
            forbidden("bot was blocked by the user")
        return chat

    def _check_connection(self, bot: Bot, connection: str, chat: Chat | None) -> None:
        known = self.world.connections.get(connection)
        if known is None or known.bot_id != bot.id or not known.enabled:
            bad_request("business connection not found")
        if not known.can_reply or chat is None:
            bad_request("BUSINESS_PEER_INVALID")

    def append(self, bot: Bot, chat: Chat, content: Json, *, by_bot: bool) -> Stored:
        """Add a message to a chat."""
        number = chat.next_message
        chat.next_message += 1
        author = self.bot_user(bot) if by_bot else person_user(self.person(chat.person))
        message: Json = {
            "message_id": number, "from": author, "chat": chat_info(self.person(chat.person)), "date": int(self.now()),
            **content,
        }  # fmt: skip
        if chat.connection:
            message["business_connection_id"] = chat.connection
            if by_bot:
                owner = self.person(self.world.connections[chat.connection].owner)
                message |= {"from": person_user(owner), "sender_business_bot": self.bot_user(bot)}
        stored = Stored(message=message, by_bot=by_bot)
        chat.messages[str(number)] = stored
        if by_bot:
            chat.action_until = 0
        self.touch()
        return stored

    def person(self, number: int) -> Person:
        """Return a person; refuses unknown ones."""
        return self.world.people.get(str(number)) or bad_request("user not found")

    def bot_user(self, bot: Bot) -> Json:
        """Describe a bot as a user."""
        return {"id": bot.id, "is_bot": True, "first_name": bot.name, "username": bot.username}

    # Updates ----------------------------------------------------------------------------------------------

    def emit(self, bot: Bot, kind: str, payload: Json, lane: str) -> None:
        """Queue an update and let it fly."""
        allowed = kind in bot.allowed if bot.allowed else kind not in NOT_BY_DEFAULT
        if not allowed or bot.revoked:
            return
        update = {"update_id": bot.next_update, kind: copy.deepcopy(payload)}
        bot.next_update += 1
        bot.updates.append(update)
        self.touch()
        if bot.webhook is not None:
            self._push(bot, update, lane)

    def push_all(self, bot: Bot) -> None:
        """Send everything that waits to the hook, in order."""
        self.hooks.cancel(f"{bot.id}:")
        for update in bot.updates:
            self._push(bot, update, "backlog")

    def _push(self, bot: Bot, update: Json, lane: str) -> None:
        hook = bot.webhook
        if hook is None:
            return
        headers = {"content-type": "application/json"}
        if hook.secret:
            headers["x-telegram-bot-api-secret-token"] = hook.secret
        keep = _KEEP_PRESS if "callback_query" in update else _KEEP_MESSAGE
        self.hooks.push(
            Hook(
                lane=f"{bot.id}:{lane}",
                request=HttpRequest(
                    method="POST", url=hook.url, headers=headers, body=msgspec.json.encode(update), read_timeout_s=50
                ),
                expires_at=self.now() + keep,
                report=lambda result: self._heard(bot, update, result),
            )
        )

    def _heard(self, bot: Bot, update: Json, result: HookResult) -> None:
        if not result.ok and bot.webhook is not None:
            bot.webhook.last_error_date = int(self.now())
            bot.webhook.last_error_message = (
                f"Wrong response from the webhook: {result.detail}" if result.status else "Connection failed"
            )
        if result.ok:
            self.note_sent(bot, update, "webhook")
        if result.ok or result.final:
            bot.updates = [one for one in bot.updates if one["update_id"] != update["update_id"]]
        self.touch()

    def note_sent(self, bot: Bot, update: Json, way: str) -> None:
        """Remember that an update was handed over."""
        self.sent.append(
            Delivered(at=self.now(), bot=bot.username, update_id=update["update_id"], way=way, update=update)
        )


class _NoHttp:
    """For fakes that are only polled."""

    async def request(self, request: HttpRequest) -> HttpAnswer:
        """Reach nobody."""
        raise HttpTrouble(f"no way to deliver to {request!r}", sent=False)


def _pauses() -> Iterator[float]:
    """Repeat at once, then after 1, 2, 4 … seconds, at most 60."""
    yield 0.0
    pause = 1.0
    while True:
        yield pause
        pause = min(pause * 2, 60.0)


def person_user(person: Person) -> Json:
    """Describe a person as the `from` of a message."""
    user: Json = {"id": person.id, "is_bot": False, "first_name": person.first_name, "language_code": person.language}
    return user | _names(person)


def chat_info(person: Person) -> Json:
    """Describe the private chat with a person."""
    return {"id": person.id, "first_name": person.first_name, "type": "private"} | _names(person)


def _names(person: Person) -> Json:
    names = {"last_name": person.last_name, "username": person.username}
    return {name: value for name, value in names.items() if value}


def found_entities(text: str) -> list[Json]:
    """Find what the server marks by itself in a text: a command at the beginning, addresses, mentions."""
    places = utf16(text)
    entities: list[Json] = []
    if text.startswith("/"):
        entities.append({"type": "bot_command", "offset": 0, "length": places[len(text.split(maxsplit=1)[0])]})
    for match in _FOUND.finditer(text):
        start, end = match.span()
        entities.append({"type": match.lastgroup, "offset": places[start], "length": places[end] - places[start]})
    return entities


def quotable(message: Json) -> Json:
    """Return a message as it stands inside `reply_to_message`: one level deep."""
    return {name: value for name, value in message.items() if name not in ("reply_to_message", "reply_markup")}
