"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("Telegram", "Telegram"),
    about=Words(
        "Бот, которому пишут в Telegram. Нужен токен от @BotFather.",
        "A bot people write to in Telegram. Takes a token from @BotFather.",
    ),
    spellings=("телеграм", "tg", "тг"),
    sign="M15 10l-4 4l6 6l4 -16l-18 7l4 2l2 6l3 -4",
    colour="#2a86c8",
    place=20,
    link="https://t.me/{username}",
)
