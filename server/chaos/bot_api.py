"""The fake Bot API as a process of its own: `python -m chaos.bot_api SETTINGS`. It outlives everything."""

import sys

import msgspec
import uvicorn
from msgspec import Struct

from chaos.plan import FIRST_PERSON, inbox_of
from otklik.channels.telegram.fake import FakeTelegram
from otklik.channels.telegram.fake.state import Bot, Chat, Person, Webhook, chat_key

CONTROL_KEY = "chaos"


class Settings(Struct, frozen=True, kw_only=True):
    """Whom it serves: bots by token, people who have all pressed Start with the bot of their inbox."""

    port: int
    tokens: list[str]
    hooks: list[str]
    people: int


def main() -> None:
    """Serve until stopped."""
    settings = msgspec.json.decode(sys.argv[1], type=Settings)
    fake = FakeTelegram(control_key=CONTROL_KEY)
    fill_world(fake, settings)
    uvicorn.run(fake, host="127.0.0.1", port=settings.port, log_level="error", access_log=False, lifespan="on")


def fill_world(fake: FakeTelegram, settings: Settings) -> None:
    """Put bots and people in, as if all had been going on for long."""
    world = fake.engine.world
    bots = []
    for number, (token, hook) in enumerate(zip(settings.tokens, settings.hooks, strict=True)):
        bot = Bot(id=int(token.partition(":")[0]), token=token, name=f"Бот {number}", username=f"chaos{number}_bot")
        bot.webhook = Webhook(url=hook)
        world.bots[token] = bot
        bots.append(bot)
    for person in range(FIRST_PERSON, FIRST_PERSON + settings.people):
        world.people[str(person)] = Person(id=person, first_name="Вера")
        chat = Chat(person=person, started=True)
        bots[inbox_of(person, len(bots))].chats[chat_key(person)] = chat


if __name__ == "__main__":
    main()
