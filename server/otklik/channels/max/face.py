"""How the channel is shown. The sign is from Tabler Icons (MIT)."""

from otklik.channelkit.manifest import Face, Words

FACE = Face(
    name=Words("MAX", "MAX"),
    about=Words(
        "Бот в мессенджере MAX для российских организаций. Нужен токен из кабинета MAX.",
        "A bot in the messenger MAX, for Russian companies. Takes a token from the MAX cabinet.",
    ),
    spellings=("макс",),
    sign="M6 20v-16l6 14l6 -14v16",
    colour="#3d4fd8",
    place=50,
    link="https://max.ru/{username}",
)
